// A stream cut anywhere neither harms nor loses the PDUs before the cut.
#include "support/files.hpp"
#include "support/json.hpp"

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

void cut_everywhere(const std::filesystem::path& path) {
  const auto stream = read_file(path);
  const decoded whole = decode(stream);
  for (std::size_t size = 0; size < stream.size(); ++size) {
    std::size_t complete = 0; // frames that end before the cut
    while (complete < whole.frames.size() &&
           whole.frames[complete].offset + whole.frames[complete].octets.size() <= size)
      ++complete;
    const decoded cut = decode(bytes(stream).first(size));
    ASSERT_GE(cut.frames.size(), complete) << path << " cut at " << size;
    std::size_t pdus = 0;
    for (std::size_t i = 0; i < complete; ++i) {
      EXPECT_EQ(cut.frames[i].octets.size(), whole.frames[i].octets.size());
      pdus += whole.frames[i].is_pdu ? 1 : 0;
    }
    for (std::size_t i = 0; i < pdus; ++i) EXPECT_EQ(cut.jer[i], whole.jer[i]) << path << " cut at " << size;
    std::size_t octets = 0;
    for (const frame& each : cut.frames) octets += each.octets.size();
    EXPECT_EQ(octets, size) << "octets were lost";
  }
}

TEST(truncation, of_the_story) {
  cut_everywhere(source_dir() / "samples/story/hi2.ber");
  cut_everywhere(source_dir() / "samples/story/hi3.ber");
}
TEST(truncation, of_other_releases_and_forms) {
  for (const char* name : {"releases/r16.ber", "releases/r17.ber", "releases/r18.ber", "forms/indefinite.ber",
                           "forms/segmented.ber", "forms/wandder.ber"})
    cut_everywhere(source_dir() / "samples" / name);
}
TEST(truncation, of_every_pdu_alone) { // each PDU by itself, at every octet, read as a frame that breaks off
  decoder read;
  for (const auto& [each, where] : all_pdus()) {
    if (each.octets.size() > 4000) continue;
    for (std::size_t size = 1; size < each.octets.size(); ++size) {
      const std::vector<std::uint8_t> part(each.octets.begin(),
                                           each.octets.begin() + static_cast<std::ptrdiff_t>(size));
      std::string_view text;
      const frame cut{bytes(part), 0, true, fault_code::none};
      EXPECT_TRUE(read.jer(cut, text)) << where << " cut at " << size;
      if (!text.empty()) (void)parse(text);
      (void)read.read(cut, "", [](const record&) {});
    }
  }
}

} // namespace
} // namespace lihi::test
