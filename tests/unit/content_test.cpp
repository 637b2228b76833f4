#include "support/files.hpp"
#include "support/hex.hpp"
#include "support/json.hpp"
#include "support/reencoder.hpp"

#include <gtest/gtest.h>
#include <lihi/content.hpp>

namespace lihi::test {
namespace {

struct shown {
  std::vector<std::string> contents; // type and octets
  header_fields header;
  error fault;
};

shown contents_of(const frame& pdu) {
  content_reader read;
  shown out;
  out.fault = read.read(pdu, out.header, [&out](const content_data& one) {
    out.contents.push_back(std::string(name_of(one.type)) + " " + std::to_string(one.length.value_or(-1)) +
                           " " + to_hex(one.octets.value));
  });
  return out;
}
shown contents_of(bytes pdu) { return contents_of(frame{pdu, 0, true, fault_code::none}); }

TEST(content, is_what_the_records_have) {
  std::size_t compared = 0;
  for (const auto& [each, where] : all_pdus()) {
    if (each.fault != fault_code::none) continue;
    const decoded whole = decode(each.octets);
    std::vector<std::string> expected;
    for (const std::string& one : whole.records) {
      const json record = parse(one);
      if (record.HasMember("content"))
        expected.push_back(
            at(record, "/content/type") + " " + at(record, "/content/length") + " " +
            (at(record, "/content/octets") == "(absent)" ? "" : at(record, "/content/octets")));
    }
    const shown lazy = contents_of(each);
    if (lazy.header.payload != payload_kind::cc && lazy.header.payload != payload_kind::encrypted) {
      EXPECT_TRUE(lazy.contents.empty()) << where;
      continue;
    }
    EXPECT_EQ(lazy.contents, expected) << where;
    header_fields header;
    (void)peek_header(each, header);
    EXPECT_EQ(to_hex(lazy.header.liid.octets()), to_hex(header.liid.octets()));
    EXPECT_EQ(lazy.header.sequence, header.sequence);
    compared += expected.size();
  }
  EXPECT_GE(compared,
            std::filesystem::exists(shared_dir() / "vectors") ? 20u : 6u); // samples/story/hi3.ber: 6
}

TEST(content, of_every_element) {
  const octets pdu = ps_pdu(tlv("A1", {cc_element(), cc_element()}));
  const shown all = contents_of(pdu);
  EXPECT_FALSE(all.fault);
  EXPECT_EQ(all.contents, (std::vector<std::string>{"ip 3 450001", "ip 3 450001"}));
  EXPECT_EQ(all.header.payload, payload_kind::cc);
  EXPECT_EQ(all.header.cin, 1u);
}

TEST(content, other_ber_forms) {
  const octets pdu = ps_pdu(tlv("A1", {cc_element()}));
  for (const ber_form form :
       {ber_form::indefinite, ber_form::padded, ber_form::segmented, ber_form::segmented_indefinite})
    EXPECT_EQ(contents_of(reencode(pdu, form)).contents, (std::vector<std::string>{"ip 3 450001"}))
        << form_name(form);
}

TEST(content, of_a_broken_element_is_left_out) {
  octets pdu = ps_pdu(tlv("A1", {cc_element(), cc_element()}));
  pdu[pdu.size() - 4] = 0x7F; // the length of the second packet
  const shown all = contents_of(pdu);
  EXPECT_EQ(all.fault.code, fault_code::length_past_parent);
  EXPECT_EQ(all.contents.size(), 1u);
}

} // namespace
} // namespace lihi::test
