// The same value in another BER form gives the same record.
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/reencoder.hpp"

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

// Takes out what tells of the octets and not of the value.
void strip(json& record) {
  record.RemoveMember("id");
  record.RemoveMember("source");
  record.RemoveMember("correlation"); // holds cINExtension as octets
  if (record.HasMember("notes"))
    for (auto& note : record["notes"].GetArray()) note.RemoveMember("offset");
}

class reencoding : public testing::TestWithParam<ber_form> {};

TEST_P(reencoding, changes_no_record) {
  std::size_t compared = 0;
  for (const auto& path : all_streams()) {
    const auto stream = read_file(path);
    const decoded before = decode(stream);
    std::size_t at = 0, pdu = 0;
    for (const frame& each : before.frames) {
      if (!each.is_pdu) continue;
      const error fault = before.errors[pdu++];
      const std::size_t records = decode(each.octets).records.size();
      const std::size_t first = at;
      at += records;
      if (fault || each.fault != fault_code::none) continue; // damage has no second form
      if (records != 0 && !parse(before.records[first])["kind"].IsNull() &&
          before.records[first].find("\"unknown\":[") != std::string::npos)
        continue; // unknown members are octets, and stay as they were sent
      const octets rewritten = reencode(each.octets, GetParam());
      const decoded after = decode(rewritten);
      ASSERT_EQ(after.records.size(), records) << path << " at " << each.offset;
      for (std::size_t i = 0; i < records; ++i) {
        json a = parse(before.records[first + i]), b = parse(after.records[i]);
        strip(a);
        strip(b);
        EXPECT_TRUE(a == b) << path << " at " << each.offset << "\n"
                            << before.records[first + i] << "\n"
                            << after.records[i];
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 60u);
}

INSTANTIATE_TEST_SUITE_P(forms, reencoding,
                         testing::Values(ber_form::indefinite, ber_form::padded, ber_form::segmented,
                                         ber_form::segmented_indefinite),
                         [](const auto& info) { return form_name(info.param); });

} // namespace
} // namespace lihi::test
