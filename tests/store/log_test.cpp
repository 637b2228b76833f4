// Logs on the disk: what was durable is there, and what is not is told.
#include "store/crc32c.hpp"
#include "store/log_check.hpp"
#include "store/log_folder.hpp"
#include "store/log_reader.hpp"
#include "store/log_writer.hpp"
#include "support/files.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <random>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lihi::store {
namespace {

namespace fs = std::filesystem;
using octets = std::vector<std::uint8_t>;

octets of_number(std::uint64_t number, std::size_t size) {
  octets out(size);
  std::mt19937_64 random(number);
  for (std::uint8_t& each : out) each = static_cast<std::uint8_t>(random());
  return out;
}

struct kept {
  position at, end;
  std::uint32_t stream;
  octets content;
  friend bool operator==(const kept&, const kept&) = default;
};

struct contents {
  std::vector<kept> entries;
  std::vector<damage> damaged;
  std::uint64_t torn = 0;
};

class log : public testing::Test {
 protected:
  log() : folder_((fs::temp_directory_path() / ("lihi-log-" + std::to_string(::getpid()))).string()) {
    fs::remove_all(folder_);
  }
  ~log() override { fs::remove_all(folder_); }

  [[nodiscard]] log_options how(std::uint64_t segment = 4096) const {
    return {folder_, segment, 1u << 20, std::chrono::milliseconds(5)};
  }
  // Opens it, appends so many, and closes it.
  std::vector<kept> write(std::uint64_t first, std::uint64_t count, recovery* found = nullptr) const {
    log_writer to(how());
    recovery own;
    EXPECT_EQ(to.open(found ? *found : own), "");
    std::vector<kept> out;
    for (std::uint64_t i = first; i < first + count; ++i) {
      const octets content = of_number(i, i * 37 % 300);
      const position end =
          to.append(1, static_cast<std::uint32_t>(i), {static_cast<std::int64_t>(i)}, content);
      out.push_back({end - size_of_entry(content.size()), end, static_cast<std::uint32_t>(i), content});
    }
    EXPECT_TRUE(to.close());
    EXPECT_EQ(to.durable(), to.appended());
    return out;
  }
  [[nodiscard]] contents read(position from = 0, position limit = ~position{0}) const {
    contents out;
    log_reader all;
    EXPECT_EQ(all.open(folder_, from), "");
    for (;;) {
      entry one;
      damage gap;
      switch (all.next(one, gap, limit)) {
      case log_reader::found::entry:
        out.entries.push_back({one.at, all.at(), one.stream, {one.octets.begin(), one.octets.end()}});
        break;
      case log_reader::found::damage: out.damaged.push_back(gap); break;
      case log_reader::found::failed: ADD_FAILURE() << all.problem(); return out;
      case log_reader::found::end: out.torn = all.torn(); return out;
      }
    }
  }
  [[nodiscard]] bool good() const {
    bool out = true;
    EXPECT_EQ(check_log(folder_, [&](const checked_segment& one) { out = out && one.good(); }), "");
    return out;
  }
  [[nodiscard]] std::string path(position base) const { return segment_path(folder_, base); }
  [[nodiscard]] std::vector<position> segments() const { return segments_of(folder_); }
  static octets octets_of(const std::string& path) { return test::read_file(path); }
  static void put(const std::string& path, bytes what) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(what.data()), static_cast<std::streamsize>(what.size()));
  }

  std::string folder_;
};

// RFC 3720 appendix B.4.
TEST(crc32c, is_that_of_rfc_3720) {
  octets up(32), down(32);
  for (std::uint8_t i = 0; i < 32; ++i) up[i] = down[31 - i] = i;
  const std::vector<std::pair<octets, std::uint32_t>> known{{octets(32, 0), 0x8A9136AA},
                                                            {octets(32, 0xFF), 0x62A8AB43},
                                                            {up, 0x46DD794E},
                                                            {down, 0x113FDB5C},
                                                            {octets(), 0}};
  for (const auto& [of, checksum] : known) {
    EXPECT_EQ(crc32c(of), checksum);
    EXPECT_EQ(crc32c_slow(of), checksum);
  }
  const octets longer = of_number(1, 10'001);
  for (std::size_t cut = 0; cut < longer.size(); cut += 997) {
    const bytes all = longer;
    EXPECT_EQ(crc32c(all.subspan(cut), crc32c(all.first(cut))), crc32c_slow(all));
    EXPECT_EQ(crc32c_slow(all.subspan(cut), crc32c_slow(all.first(cut))), crc32c_slow(all));
  }
}

TEST_F(log, entries_come_back_from_any_position) {
  const std::vector<kept> all = write(0, 200);
  EXPECT_EQ(read().entries, all);
  EXPECT_GT(segments().size(), 5u);
  for (std::size_t i = 0; i < all.size(); i += 17) {
    const contents from = read(all[i].at), to = read(0, all[i].at);
    EXPECT_EQ(from.entries, std::vector<kept>(all.begin() + static_cast<std::ptrdiff_t>(i), all.end()));
    EXPECT_EQ(to.entries, std::vector<kept>(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i)));
    EXPECT_TRUE(from.damaged.empty());
  }
  EXPECT_TRUE(good());
}

TEST_F(log, goes_on_when_it_is_opened_again) {
  std::vector<kept> all;
  for (std::uint64_t i = 0; i < 5; ++i) {
    recovery found;
    const auto more = write(i * 30, 30, &found);
    EXPECT_EQ(found.torn, 0u);
    EXPECT_EQ(found.end == 0, i == 0);
    all.insert(all.end(), more.begin(), more.end());
  }
  EXPECT_EQ(read().entries, all);
  EXPECT_TRUE(read().damaged.empty());
  EXPECT_TRUE(good());
}

TEST_F(log, is_opened_once_at_a_time) {
  log_writer first(how()), second(how());
  recovery found;
  EXPECT_EQ(first.open(found), "");
  EXPECT_EQ(second.open(found), "is in use by another process");
}

TEST_F(log, a_torn_tail_is_kept_aside_and_the_log_goes_on) {
  std::vector<kept> all = write(0, 40);
  // the last segment without its seal, cut anywhere in its last two entries
  const position base = segments().back();
  const octets whole = octets_of(path(base));
  ASSERT_GE(all.end()[-2].at, base);
  for (position cut = all.end()[-2].at; cut < all.back().end; cut += 5) {
    fs::remove_all(path(base) + ".torn");
    put(path(base), bytes(whole).first(cut - base));
    std::vector<kept> left = all;
    while (!left.empty() && left.back().end > cut) left.pop_back();
    ASSERT_EQ(read().entries, left);
    recovery found;
    const auto more = write(1000, 3, &found);
    EXPECT_EQ(found.torn, cut - left.back().end);
    EXPECT_EQ(found.end, left.back().end);
    if (found.torn != 0) {
      EXPECT_EQ(octets_of(path(base) + ".torn"),
                octets(whole.begin() + static_cast<std::ptrdiff_t>(left.back().end - base),
                       whole.begin() + static_cast<std::ptrdiff_t>(cut - base)));
    }
    left.insert(left.end(), more.begin(), more.end());
    const contents now = read();
    EXPECT_EQ(now.entries, left);
    EXPECT_TRUE(now.damaged.empty());
    EXPECT_TRUE(good());
    for (const position each : segments())
      if (each > base) fs::remove(path(each));
  }
}

TEST_F(log, a_segment_that_only_began_is_as_if_it_had_not) {
  const std::vector<kept> all = write(0, 40);
  for (const std::size_t octets_there : {0u, 20u, 80u}) {
    const position end = segments().back() + octets_of(path(segments().back())).size();
    put(path(end), octets(octets_there, 0));
    recovery found;
    const auto more = write(2000, 1, &found);
    EXPECT_EQ(found.torn, octets_there);
    EXPECT_TRUE(good());
  }
  EXPECT_EQ(read().entries.size(), all.size() + 3);
}

// Whatever octet changes, only the entry that it is in is lost, and its range is told.
TEST_F(log, damage_costs_the_entry_that_it_is_in) {
  const std::vector<kept> all = write(0, 40);
  const std::vector<position> bases = segments();
  for (const position base : bases) {
    const octets whole = octets_of(path(base));
    for (std::size_t i = 0; i < whole.size(); i += 13) {
      octets changed = whole;
      changed[i] ^= 0x40;
      put(path(base), changed);
      const contents now = read();
      std::vector<kept> expected;
      std::optional<damage> hit;
      for (const kept& each : all)
        if (base + i >= each.at && base + i < each.at + head_size + each.content.size())
          hit = damage{each.at, each.end};
        else
          expected.push_back(each);
      ASSERT_EQ(now.entries, expected) << base << " " << i;
      // what is damaged at the end of the last segment could be an entry that is being written
      if (hit && (base != bases.back() || hit->to + seal_size != base + whole.size())) {
        EXPECT_EQ(now.damaged, std::vector<damage>{*hit}) << base << " " << i;
      }
      EXPECT_FALSE(good()) << base << " " << i; // padding and seals too
    }
    put(path(base), whole);
  }
  EXPECT_TRUE(good());
}

// An entry that is made anew with right checksums shows in the seal; a seal made anew in the next header.
TEST_F(log, changes_show_in_the_chain) {
  const std::vector<kept> all = write(0, 100);
  const position base = segments()[1];
  const std::uint64_t number = log_number_of(folder_).value();
  octets whole = octets_of(path(base));
  const kept victim = *std::find_if(
      all.begin(), all.end(), [&](const kept& each) { return each.at >= base && !each.content.empty(); });
  octets forged = victim.content, again;
  forged[0] ^= 1;
  put_entry(again, {victim.at, 1, victim.stream, {static_cast<std::int64_t>(victim.stream)}, forged}, number,
            checksum_of(forged, number));
  std::copy(again.begin(), again.end(), whole.begin() + static_cast<std::ptrdiff_t>(victim.at - base));
  put(path(base), whole);
  EXPECT_TRUE(read().damaged.empty()); // checksums alone do not tell
  EXPECT_FALSE(good());
  const position sealed = base + whole.size() - seal_size;
  hash_of hash;
  hash.add(bytes(whole).first(sealed - base));
  whole.resize(sealed - base);
  put_seal(whole, sealed, number, hash.so_far());
  put(path(base), whole);
  std::vector<position> wrong;
  EXPECT_EQ(check_log(folder_,
                      [&](const checked_segment& one) {
                        if (!one.good()) wrong.push_back(one.facts.base);
                      }),
            "");
  EXPECT_EQ(wrong, std::vector<position>{segments()[2]});
}

TEST_F(log, a_segment_that_was_removed_is_told) {
  const std::vector<kept> all = write(0, 100);
  const position gone = segments()[2], behind = segments()[3];
  fs::remove(path(gone));
  const contents now = read();
  EXPECT_EQ(now.damaged, (std::vector<damage>{{gone, behind}}));
  EXPECT_EQ(now.entries.size(),
            static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const kept& each) {
              return each.at < gone || each.at >= behind;
            })));
  EXPECT_EQ(read(gone + 80).damaged, (std::vector<damage>{{gone + 80, behind}}));
  EXPECT_FALSE(good());
}

// A sender knows positions well enough, but not the log's number: a log inside of octets is only octets.
TEST_F(log, nobody_makes_entries_by_what_is_sent) {
  octets inside;
  {
    log_writer to(how(1u << 20));
    recovery found;
    ASSERT_EQ(to.open(found), "");
    position at = header_size + head_size;
    for (int i = 0; i < 20; ++i) {
      put_entry(inside, {at + inside.size(), 1, 666, {}, octets(24, 7)}, 12345,
                checksum_of(octets(24, 7), 12345));
    }
    to.append(1, 1, {}, inside);
    to.append(1, 2, {}, octets(3, 3));
    EXPECT_TRUE(to.close());
  }
  octets whole = octets_of(path(0));
  whole[header_size + 9] ^= 1; // its size: where the next entry begins is to be searched
  put(path(0), whole);
  const contents now = read();
  ASSERT_EQ(now.entries.size(), 1u);
  EXPECT_EQ(now.entries[0].stream, 2u);
  EXPECT_EQ(now.damaged, (std::vector<damage>{{header_size, header_size + size_of_entry(inside.size())}}));
}

TEST_F(log, a_lost_number_is_in_the_headers) {
  const std::vector<kept> all = write(0, 40);
  fs::remove(folder_ + "/number");
  EXPECT_EQ(read().entries, all);
  (void)write(40, 1);
  EXPECT_TRUE(good());
  // neither: nothing is guessed, and nothing is changed
  fs::remove(folder_ + "/number");
  for (const position each : segments()) {
    octets whole = octets_of(path(each));
    whole[50] ^= 1;
    put(path(each), whole);
  }
  log_writer to(how());
  recovery found;
  EXPECT_NE(to.open(found), "");
}

TEST_F(log, another_logs_segments_are_not_touched) {
  (void)write(0, 40);
  put(folder_ + "/number", as_bytes("00000000000000ff\n"));
  const octets before = octets_of(path(segments().back()));
  log_writer to(how());
  recovery found;
  EXPECT_NE(to.open(found), "");
  EXPECT_EQ(octets_of(path(segments().back())), before);
}

TEST_F(log, threads_append_together) {
  std::vector<std::thread> threads;
  log_writer to(how(1u << 16));
  recovery found;
  ASSERT_EQ(to.open(found), "");
  for (std::uint32_t t = 0; t < 4; ++t)
    threads.emplace_back([&to, t] {
      for (std::uint32_t i = 0; i < 500; ++i) {
        const position end = to.append(1, t, {i}, of_number(t * 1000 + i, i % 200));
        if (i % 100 == 99) {
          EXPECT_TRUE(to.wait_for(end));
        }
      }
    });
  for (std::thread& each : threads) each.join();
  EXPECT_TRUE(to.close());
  std::array<std::uint32_t, 4> next{};
  for (const kept& each : read().entries) {
    ASSERT_LT(each.stream, 4u);
    EXPECT_EQ(each.content, of_number(each.stream * 1000 + next[each.stream], next[each.stream] % 200));
    ++next[each.stream];
  }
  EXPECT_EQ(next, (std::array<std::uint32_t, 4>{500, 500, 500, 500}));
  EXPECT_TRUE(good());
}

// As a disk that is full: the system takes no more octets for a file.
TEST_F(log, what_cannot_be_written_waits_until_it_can) {
  struct sigaction before {
  }, ignore{};
  ignore.sa_handler = SIG_IGN;
  ASSERT_EQ(::sigaction(SIGXFSZ, &ignore, &before), 0);
  rlimit usual{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &usual), 0);
  log_writer to(how(1u << 20));
  recovery found;
  ASSERT_EQ(to.open(found), "");
  const position early = to.append(1, 0, {}, octets(1000, 1));
  ASSERT_TRUE(to.wait_for(early));
  rlimit small = usual;
  small.rlim_cur = 10'000;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  position end = 0;
  std::uint32_t count = 1;
  for (; to.has_room(); ++count) end = to.append(1, count, {}, of_number(count, 5000));
  EXPECT_GT(count, 100u); // up to what may wait
  EXPECT_FALSE(to.wait_for(end));
  EXPECT_NE(to.error(), 0);
  EXPECT_LT(to.durable(), end);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &usual), 0);
  for (int i = 0; i < 1000 && !to.wait_for(end); ++i) ::usleep(5000);
  EXPECT_EQ(to.error(), 0);
  EXPECT_TRUE(to.has_room());
  EXPECT_TRUE(to.close());
  const contents now = read();
  ASSERT_EQ(now.entries.size(), count);
  for (std::uint32_t i = 1; i < count; ++i) EXPECT_EQ(now.entries[i].content, of_number(i, 5000));
  EXPECT_TRUE(good());
  ASSERT_EQ(::sigaction(SIGXFSZ, &before, nullptr), 0);
}

TEST_F(log, old_segments_can_be_removed_and_positions_stay) {
  log_writer to(how());
  recovery found;
  ASSERT_EQ(to.open(found), "");
  std::vector<kept> all;
  for (std::uint32_t i = 0; i < 100; ++i) {
    const position end = to.append(1, i, {}, octets(200, 1));
    all.push_back({end - size_of_entry(200), end, i, octets(200, 1)});
  }
  ASSERT_TRUE(to.wait_for(all.back().end));
  const position middle = all[50].at;
  EXPECT_GT(to.remove_before(middle), 0u);
  EXPECT_EQ(to.remove_before(middle), 0u);
  EXPECT_LE(segments().front(), middle);
  EXPECT_EQ(read(middle).entries, std::vector<kept>(all.begin() + 50, all.end()));
  to.remove_before(~position{0});
  EXPECT_EQ(segments().size(), 1u); // the one being written
  EXPECT_TRUE(to.close());
  EXPECT_TRUE(good());
}

// What was said to be durable is there after kill -9.
TEST_F(log, what_is_durable_outlives_the_process) {
  std::uint64_t next = 0;
  std::mt19937_64 random(14);
  for (int round = 0; round < 8; ++round) {
    int told[2];
    ASSERT_EQ(::pipe(told), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      log_writer to(how(1u << 16));
      recovery found;
      if (!to.open(found).empty()) ::_exit(1);
      for (std::uint64_t i = next;; ++i) {
        const position end = to.append(1, static_cast<std::uint32_t>(i), {}, of_number(i, i % 3000));
        if (to.wait_for(end) && ::write(told[1], &i, sizeof i) != sizeof i) ::_exit(1);
      }
    }
    ::close(told[1]);
    ::usleep(static_cast<useconds_t>(5000 + random() % 60'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    std::optional<std::uint64_t> durable;
    for (std::uint64_t i = 0; ::read(told[0], &i, sizeof i) == sizeof i;) durable = i;
    ::close(told[0]);
    const contents now = read();
    ASSERT_TRUE(now.damaged.empty());
    for (std::size_t i = 0; i < now.entries.size(); ++i)
      ASSERT_EQ(now.entries[i].content, of_number(i, i % 3000));
    ASSERT_GE(now.entries.size(), durable ? *durable + 1 : 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    next = now.entries.size();
  }
  EXPECT_GT(next, 8u);
  recovery found;
  log_writer to(how());
  ASSERT_EQ(to.open(found), "");
  ASSERT_TRUE(to.close());
  EXPECT_TRUE(good());
}

} // namespace
} // namespace lihi::store
