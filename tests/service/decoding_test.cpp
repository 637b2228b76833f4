// The decoder behind the spool: each item once, whatever stops it, and however often.
#include "service/alarms.hpp"
#include "service/clock_watch.hpp"
#include "service/decoding.hpp"
#include "store/spool.hpp"
#include "support/delivery.hpp"
#include "support/files.hpp"
#include "support/json.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <random>
#include <set>
#include <unistd.h>

namespace lihi::service {
namespace {

namespace fs = std::filesystem;
using store::spool_kind;
using test::octets;
using test::operator+;

class decodes : public testing::Test {
 protected:
  decodes()
      : folder_((fs::temp_directory_path() / ("lihi-decoding-" + std::to_string(::getpid()))).string()) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~decodes() override { fs::remove_all(folder_); }

  [[nodiscard]] store::log_options log(const char* name) const {
    store::log_options out;
    out.folder = folder_ + "/" + name;
    out.segment_octets = 64u << 10;
    return out;
  }
  // Appends a stream of PDUs to the spool, in pieces, up to `end` of its octets.
  static void put_stream(store::log_writer& spool, std::uint32_t stream, bytes all, unsigned seed) {
    std::mt19937 random(seed);
    (void)spool.append(static_cast<std::uint8_t>(spool_kind::opened), stream, {1},
                       store::packed(store::opened_stream{"op", "links", "A>B", "", ""}));
    for (std::size_t at = 0; at < all.size();) {
      const std::size_t size = std::min<std::size_t>(all.size() - at, 1 + random() % 900);
      octets entry(store::octets_head);
      store::put_offset(at, std::span(entry).first<store::octets_head>());
      entry.insert(entry.end(), all.begin() + static_cast<std::ptrdiff_t>(at),
                   all.begin() + static_cast<std::ptrdiff_t>(at + size));
      at += size;
      (void)spool.append(static_cast<std::uint8_t>(random() % 2 == 0 ? spool_kind::octets : spool_kind::more),
                         stream, {2}, entry);
    }
    (void)spool.append(static_cast<std::uint8_t>(spool_kind::closed), stream, {3},
                       store::packed(store::closed_stream{all.size(), ""}));
  }
  static octets stream_of(const std::string& liid, std::uint32_t pdus) {
    octets out;
    for (std::uint32_t i = 0; i < pdus; ++i) out = out + test::iri({liid, 1, i}, i == 0 ? 1 : 3);
    return out;
  }
  // A stream of 200 IRI, behind what the spool has.
  void append(std::uint32_t stream) const {
    store::log_writer spool(log("spool"));
    store::recovery found;
    ASSERT_EQ(spool.open(found), "");
    put_stream(spool, stream, stream_of("L" + std::to_string(stream), 200), stream);
    ASSERT_TRUE(spool.close());
  }
  // Lines of the log of items, without content; each number must be there once, in order.
  [[nodiscard]] std::vector<std::string> items() {
    std::vector<std::string> out;
    store::log_reader from;
    EXPECT_EQ(from.open(folder_ + "/items", 0), "");
    std::optional<store::item_number> last;
    content_ = 0;
    for (;;) {
      store::entry one;
      store::damage gap;
      if (from.next(one, gap) != store::log_reader::found::entry) return out;
      const auto item = store::item_of(one.octets);
      EXPECT_TRUE(item);
      EXPECT_TRUE(!last || *last < item->number);
      last = item->number;
      if (static_cast<item_kind>(one.kind) == item_kind::content)
        ++content_;
      else
        out.emplace_back(item->line);
    }
  }
  // Decodes what is in the spool, and ends.
  void decode(decoding::engine_maker make, std::uint64_t checkpoint = 4096) {
    store::log_writer spool(log("spool")), items(log("items"));
    store::recovery found;
    ASSERT_EQ(spool.open(found), "");
    ASSERT_EQ(items.open(found), "");
    decoding_options how;
    how.folder = folder_;
    how.checkpoint_octets = checkpoint;
    decoding all(how, spool, items, said_, std::move(make));
    ASSERT_EQ(all.start(), "");
    all.stop();
    breakdowns_ = all.counts().breakdowns;
    skipped_ = all.counts().skipped_entries;
    EXPECT_EQ(all.safe(), spool.durable());
    EXPECT_TRUE(items.close());
  }
  static std::unique_ptr<engine> local() { return std::make_unique<local_engine>(spool_decoder_options()); }

  std::string folder_;
  alarms said_{make_log()};
  std::uint64_t breakdowns_ = 0, skipped_ = 0;
  std::size_t content_ = 0; // items of it
};

// Breaks down on the entry that is the n-th of its life, or on those that hold some octets.
class breaking final : public engine {
 public:
  breaking(std::size_t after, std::set<store::position> poison)
      : after_(after), poison_(std::move(poison)), own_(spool_decoder_options()) {}
  bool run(std::span<const store::entry> entries, engine_sink give) override {
    for (const store::entry& one : entries) {
      if (after_-- == 0 || poison_.contains(one.at)) return false;
      if (!own_.run({&one, 1}, give)) return false;
    }
    return true;
  }
  bool save(std::vector<std::uint8_t>& state) override { return own_.save(state); }
  bool restore(bytes state, bool& known) override { return own_.restore(state, known); }
  bool ask(question what, bytes about, std::string& answer) override { return own_.ask(what, about, answer); }

 private:
  std::size_t after_;
  std::set<store::position> poison_;
  local_engine own_;
};

TEST_F(decodes, each_item_once_however_old_the_checkpoint_is) {
  const std::string state = folder_ + "/decoder.state";
  std::vector<std::string> states{""}, expected;
  for (std::uint32_t s = 1; s < 6; ++s) {
    append(s);
    decode(local);
    states.push_back(test::read_text(state));
  }
  expected = items();
  // 200 records a stream; the first stream alone has a BEGIN, so that nothing is orphaned
  EXPECT_EQ(expected.size(), 1000u);
  for (const std::string& old : {states[4], states[2], states[0], std::string("no state"), states[5] + "x"}) {
    std::ofstream(state, std::ios::binary) << old;
    decode(local);
    EXPECT_EQ(items(), expected);
  }
  fs::remove(state);
  decode([]() -> std::unique_ptr<engine> {
    return std::make_unique<breaking>(100, std::set<store::position>{});
  });
  EXPECT_EQ(items(), expected);
  EXPECT_EQ(skipped_, 0u);
}

// Sinks of captures come and go: other items are there once all the same.
TEST_F(decodes, each_item_once_with_and_without_content) {
  const auto with = [] {
    spool_decoder_options how;
    how.captures = true;
    return std::make_unique<local_engine>(how);
  };
  append(1);
  decode(with);
  const std::vector<std::string> expected = items();
  EXPECT_EQ(expected.size(), 200u);
  EXPECT_EQ(content_, 200u); // a comment for each IRI
  fs::remove(folder_ + "/decoder.state");
  decode(local);
  EXPECT_EQ(items(), expected);
  append(2);
  decode(local);
  EXPECT_EQ(items().size(), 400u);
  EXPECT_EQ(content_, 200u);
  fs::remove(folder_ + "/decoder.state");
  append(3);
  decode(with);
  EXPECT_EQ(items().size(), 600u);
  EXPECT_GE(content_, 400u);
  EXPECT_LE(content_, 401u); // of the last item before, too
}

// The same, when nothing was decoded before: in this process, and with an engine that dies now and then.
TEST_F(decodes, an_engine_that_dies_is_made_anew) {
  for (std::uint32_t s = 1; s < 6; ++s) append(s);
  decode(local);
  const std::vector<std::string> expected = items();
  fs::remove(folder_ + "/decoder.state");
  fs::remove_all(folder_ + "/items");
  unsigned lives = 0;
  decode([&lives]() -> std::unique_ptr<engine> {
    return std::make_unique<breaking>(lives++ % 2 == 0 ? 150 : SIZE_MAX, std::set<store::position>{});
  });
  EXPECT_EQ(items(), expected);
  EXPECT_GT(breakdowns_, 0u);
  EXPECT_EQ(skipped_, 0u);
}

TEST_F(decodes, what_no_engine_survives_is_left_out_and_told) {
  append(1);
  std::set<store::position> poison;
  std::uint64_t octets_left_out = 0;
  {
    store::log_reader spool;
    ASSERT_EQ(spool.open(folder_ + "/spool", 0), "");
    store::entry one;
    store::damage gap;
    for (int i = 0; spool.next(one, gap) == store::log_reader::found::entry; ++i)
      if (i == 20 || i == 21 || i == 30) {
        poison.insert(one.at);
        octets_left_out += one.octets.size() - store::octets_head;
      }
  }
  ASSERT_EQ(poison.size(), 3u);
  decode([&poison]() -> std::unique_ptr<engine> { return std::make_unique<breaking>(SIZE_MAX, poison); });
  EXPECT_EQ(skipped_, 3u);
  std::uint64_t told = 0;
  std::size_t records = 0;
  for (const std::string& line : items()) {
    records += line.starts_with("{\"record\":\"lihi/1\"") ? 1 : 0;
    if (test::at(line, "/kind") == "link_loss") told += std::stoull(test::at(line, "/octets_lost"));
  }
  EXPECT_EQ(told, octets_left_out);
  EXPECT_GT(records, 150u);
  EXPECT_LT(records, 200u);
  // and it is not tried again
  const auto before = items();
  decode(local);
  EXPECT_EQ(items(), before);
}

TEST(clock_watch, tells_that_the_clock_was_set) {
  using namespace std::chrono_literals;
  clock_watch::system::time_point now{};
  clock_watch::steady::time_point forward{};
  clock_watch clock(now, forward);
  const auto look = [&](std::chrono::milliseconds by, std::chrono::milliseconds really) {
    return clock.look(now += by, forward += really);
  };
  EXPECT_FALSE(look(5000ms, 5000ms));
  EXPECT_FALSE(look(5900ms, 5000ms)); // drift
  EXPECT_EQ(look(3605s, 5s), 3600s);
  EXPECT_FALSE(look(5s, 5s));
  EXPECT_EQ(look(-60s, 5s), -65s);
}

} // namespace
} // namespace lihi::service
