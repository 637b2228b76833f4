// A sink of captures: each packet once, whatever happened in between, and nothing elsewhere.
#include "store/capture_sink.hpp"
#include "support/files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

namespace lihi::store {
namespace {

namespace fs = std::filesystem;

content_piece packet(const std::string& session, const std::vector<std::uint8_t>& octets) {
  content_piece out;
  out.is = content_piece::shape::packet;
  out.session = session;
  out.label = "LIID 1, CIN 1";
  out.at = moment{1'770'368'403'000'000};
  out.link = pcapng::link_type::raw_ip;
  out.point = "mdf-01";
  out.octets = octets;
  return out;
}

content_piece file(const std::string& name, const std::vector<std::uint8_t>& octets) {
  content_piece out;
  out.is = content_piece::shape::file;
  out.session = "XX.OP.-.LIID-1.1";
  out.name = name;
  out.type = "email";
  out.octets = octets;
  return out;
}

class captures : public testing::Test {
 protected:
  captures()
      : folder_((fs::temp_directory_path() / ("lihi-captures-" + std::to_string(::getpid()))).string()) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~captures() override { fs::remove_all(folder_); }

  [[nodiscard]] capture_options how() const { return {folder_ + "/out", folder_ + "/cursor"}; }
  [[nodiscard]] static std::string take(capture_target& to, const content_piece& one,
                                        moment when = {1'770'370'000'000'000}) {
    const auto packed = packed_piece(one);
    entry at;
    at.kind = static_cast<std::uint8_t>(item_kind::content);
    at.when = when;
    item_entry item;
    item.line = as_text(packed);
    return to.take(at, item);
  }
  [[nodiscard]] static position opened(capture_target& one) {
    position next = 0;
    EXPECT_EQ(one.open(next), "");
    return next;
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    return test::read_text(folder_ + "/out/" + name);
  }
  // How often the octets are in the file.
  [[nodiscard]] std::size_t times(const std::string& name, std::string_view octets) const {
    const std::string all = read(name);
    std::size_t out = 0;
    for (std::size_t at = all.find(octets); at != std::string::npos; at = all.find(octets, at + 1)) ++out;
    return out;
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& each : fs::recursive_directory_iterator(folder_ + "/out"))
      out.push_back(fs::relative(each.path(), folder_ + "/out"));
    std::sort(out.begin(), out.end());
    return out;
  }

  std::string folder_;
};

const std::vector<std::uint8_t> first(60, 'a'), second(60, 'b'), third(60, 'c');
const std::string a60(60, 'a'), b60(60, 'b'), c60(60, 'c');

TEST_F(captures, packets_of_a_session_follow_each_other_over_restarts) {
  {
    capture_target to(how());
    EXPECT_EQ(opened(to), 0u);
    ASSERT_EQ(take(to, packet("one", first)), "");
    ASSERT_EQ(take(to, packet("two", second)), "");
    ASSERT_EQ(to.settle(10), "");
    ASSERT_EQ(take(to, packet("one", second)), ""); // not settled: it comes again
  }
  capture_target to(how());
  EXPECT_EQ(opened(to), 10u);
  ASSERT_EQ(take(to, packet("one", second)), "");
  ASSERT_EQ(take(to, packet("one", third), {1'770'370'000'000'000 + 86'400'000'000}), ""); // a day later
  ASSERT_EQ(to.settle(20), "");
  EXPECT_EQ(names(), (std::vector<std::string>{"2026-02-06", "2026-02-06/one.pcapng", "2026-02-06/two.pcapng",
                                               "2026-02-07", "2026-02-07/one.pcapng"}));
  EXPECT_EQ(times("2026-02-06/one.pcapng", a60), 1u);
  EXPECT_EQ(times("2026-02-06/one.pcapng", b60), 1u);
  EXPECT_EQ(times("2026-02-07/one.pcapng", c60), 1u);
  for (const auto& each : fs::recursive_directory_iterator(folder_ + "/out"))
    EXPECT_EQ(each.status().permissions() & (fs::perms::group_all | fs::perms::others_all), fs::perms::none);
}

// One file is written, the next cannot be: all is undone when it is opened again.
TEST_F(captures, what_was_written_in_part_is_undone) {
  capture_target to(how());
  (void)opened(to);
  ASSERT_EQ(take(to, packet("a", first)), "");
  ASSERT_EQ(to.settle(10), "");
  const std::string before = read("2026-02-06/a.pcapng");
  fs::create_directory(folder_ + "/out/2026-02-06/c.pcapng");
  for (const char* const each : {"a", "b", "c"}) ASSERT_EQ(take(to, packet(each, second)), "");
  EXPECT_NE(to.settle(20), "");
  fs::remove(folder_ + "/out/2026-02-06/c.pcapng");
  // the process ends there: what is in the files now is more than was settled
  ASSERT_GT(read("2026-02-06/a.pcapng").size(), before.size());
  ASSERT_EQ(times("2026-02-06/b.pcapng", b60), 1u);
  capture_target again(how());
  EXPECT_EQ(opened(again), 10u);
  EXPECT_EQ(read("2026-02-06/a.pcapng"), before);
  EXPECT_FALSE(fs::exists(folder_ + "/out/2026-02-06/b.pcapng"));
  for (const char* const each : {"a", "b", "c"}) ASSERT_EQ(take(again, packet(each, second)), "");
  ASSERT_EQ(again.settle(20), "");
  for (const char* const each : {"a", "b", "c"})
    EXPECT_EQ(times("2026-02-06/" + std::string(each) + ".pcapng", b60), 1u);
}

TEST_F(captures, what_is_no_packet_is_a_file_once) {
  capture_target to(how());
  (void)opened(to);
  ASSERT_EQ(take(to, file("id-1", first)), "");
  ASSERT_EQ(take(to, file("id-1", first)), ""); // the same PS-PDU again
  ASSERT_EQ(to.settle(10), "");
  ASSERT_EQ(take(to, file("id-1", first)), "");
  ASSERT_EQ(to.settle(20), "");
  EXPECT_EQ(read("2026-02-06/XX.OP.-.LIID-1.1.id-1.email"), a60);
  EXPECT_EQ(read("2026-02-06/manifest.jsonl"),
            "{\"file\":\"XX.OP.-.LIID-1.1.id-1.email\",\"type\":\"email\",\"octets\":60}\n");
}

// The decoder reads what others send: its word is not taken for where a file is.
TEST_F(captures, no_name_leads_elsewhere) {
  capture_target to(how());
  (void)opened(to);
  for (const std::string& name :
       {std::string("../x"), std::string("a/b"), std::string(".hidden"), std::string(),
        std::string("a\0b", 3), std::string(most_content_name + 1, 'a')}) {
    EXPECT_EQ(take(to, packet(name, first)), "");
    content_piece odd = file("name", first);
    odd.name = name;
    EXPECT_EQ(take(to, odd), "");
    odd = file("name", first);
    odd.type = name;
    EXPECT_EQ(take(to, odd), "");
  }
  ASSERT_EQ(to.settle(10), "");
  EXPECT_EQ(names(), std::vector<std::string>());
  const auto good = packed_piece(packet("one", first));
  for (std::size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(piece_of(bytes(good).first(size)));
  ASSERT_TRUE(piece_of(good));
  EXPECT_EQ(as_text(piece_of(good)->octets), a60);
  EXPECT_EQ(piece_of(good)->at->microseconds, 1'770'368'403'000'000);
}

} // namespace
} // namespace lihi::store
