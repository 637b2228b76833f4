// The ledger against a model that keeps every number that came in a plain map: what it says of streams with
// holes, duplicates, late PDUs, resends, resets and wraps.
#include "link/ledger.hpp"

#include <deque>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <set>
#include <string>

namespace lihi {
namespace {

using log = std::vector<std::string>;

std::string line(std::string_view what, int key, std::uint64_t number, std::uint64_t count = 0) {
  return std::string(what) + " of " + std::to_string(key) + " " + std::to_string(number) +
         (count == 0 ? "" : "+" + std::to_string(count));
}

// One session's numbers of one kind. They are kept unwrapped: as the number nearest to the highest that has
// the octets that came.
class model {
 public:
  model(int key, std::uint64_t window) : key_(key), window_(window) {}

  void take(std::uint32_t wire, std::uint64_t id, log& out) {
    if (came_.empty()) return start(wire, id);
    const std::uint64_t highest = came_.rbegin()->first;
    const auto step = static_cast<std::int32_t>(wire - static_cast<std::uint32_t>(highest));
    const std::uint64_t number = highest + static_cast<std::uint64_t>(std::int64_t{step});
    const std::uint64_t lowest = came_.begin()->first;
    std::string says;
    if (number > highest) {
      came_[number] = id;
    } else if (number < lowest) {
      if (highest - number >= window_) return restart(wire, id, out);
      came_[number] = id;
      says = "late";
    } else if (const auto known = came_.find(number); known == came_.end()) {
      came_[number] = id;
      says = told_.count(number) != 0 ? "late, told" : "late";
    } else if (highest - number >= 8 && number != lowest) {
      says = "duplicate, too old";
    } else if (known->second == id) {
      says = "duplicate";
    } else if (number == lowest) {
      return restart(wire, id, out);
    } else {
      says = "reused";
    }
    tell(window_, out);
    if (!says.empty()) out.push_back(line(says, key_, wire));
  }
  void reset(log& out) {
    close(out);
    came_.clear();
    told_.clear();
  }
  void close(log& out) { tell(0, out); }

 private:
  void start(std::uint32_t wire, std::uint64_t id) { came_[(std::uint64_t{1} << 40) + wire] = id; }
  void restart(std::uint32_t wire, std::uint64_t id, log& out) {
    reset(out);
    start(wire, id);
    out.push_back(line("anew", key_, wire));
  }
  // Runs of numbers that are missing, and whose last is passed by `by`.
  void tell(std::uint64_t by, log& out) {
    if (came_.empty()) return;
    const std::uint64_t highest = came_.rbegin()->first;
    for (auto at = came_.begin(), next = std::next(at); next != came_.end(); at = next++) {
      const std::uint64_t first = at->first + 1, end = next->first;
      if (first == end || told_.count(first) != 0 || highest - (end - 1) < by) continue;
      for (std::uint64_t each = first; each != end; ++each) told_.insert(each);
      out.push_back(line("gap", key_, static_cast<std::uint32_t>(first), end - first));
    }
  }

  int key_;
  std::uint64_t window_;
  std::map<std::uint64_t, std::uint64_t> came_; // with the id
  std::set<std::uint64_t> told_;
};

struct sent {
  std::uint32_t number;
  std::uint64_t id;
};

// A sender of one session.
class sender {
 public:
  explicit sender(std::mt19937_64& random) : random_(random) {
    next_ = below(3) == 0 ? 0xFFFFFFFF - below(50) : below(2);
  }

  // The PDUs that come next, or a reset.
  std::deque<sent> step(bool& reset) {
    const std::uint32_t chance = below(100);
    std::deque<sent> out;
    // NOLINTNEXTLINE(bugprone-branch-clone): the last is for what cannot be done yet
    if (chance < 60) {
      out.push_back(fresh());
    } else if (chance < 68) { // lost
      const std::uint32_t count = below(10) == 0 ? below(5000) : 1 + below(3);
      next_ += count;
      out.push_back(fresh());
    } else if (chance < 76) { // on its way for long
      held_.push_back(fresh());
    } else if (chance < 84 && !held_.empty()) {
      const std::size_t which = below(static_cast<std::uint32_t>(held_.size()));
      out.push_back(held_[which]);
      held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(which));
    } else if (chance < 90 && !history_.empty()) { // sent twice
      const std::size_t back = std::min<std::size_t>(history_.size(), 1 + below(20));
      out.push_back(history_[history_.size() - back]);
    } else if (chance < 93) { // sent again behind a reconnect
      const std::size_t back = std::min<std::size_t>(history_.size(), below(100));
      out.assign(history_.end() - static_cast<std::ptrdiff_t>(back), history_.end());
    } else if (chance < 95 && !history_.empty()) { // a number with other octets
      const std::size_t back = std::min<std::size_t>(history_.size(), 1 + below(12));
      out.push_back({history_[history_.size() - back].number, random_() | 1});
    } else if (chance < 96) { // said to begin anew
      reset = true;
      anew(below(2));
    } else if (chance < 97 && !history_.empty()) { // begins anew
      anew(history_.front().number);
      out.push_back(fresh());
    } else {
      out.push_back(fresh());
    }
    return out;
  }

 private:
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }
  void anew(std::uint32_t first) {
    next_ = first;
    history_.clear();
    held_.clear();
  }
  sent fresh() {
    history_.push_back({next_++, random_() | 1});
    return history_.back();
  }

  std::mt19937_64& random_;
  std::uint32_t next_;
  std::deque<sent> history_, held_;
};

arrival with_key(int key) {
  static const std::string liids[] = {"LIID-A", "LIID-B", "LIID-C"};
  arrival out;
  out.of.liid = liids[key % 3];
  out.of.operator_id = "OP";
  out.of.cin = key / 3;
  out.kind = key % 2 == 0 ? element_kind::iri : element_kind::cc;
  return out;
}

std::string said(const link_event& event, const std::map<std::string, int>& keys) {
  const std::string name = std::string(event.liid) + "/" + std::to_string(event.cin.value_or(-1));
  const int key = keys.at(name);
  const auto first = static_cast<std::uint64_t>(event.first.value_or(0));
  switch (event.kind) {
  case link_event_kind::gap: return line("gap", key, first, static_cast<std::uint64_t>(*event.count));
  case link_event_kind::duplicate:
    return line(event.same_octets ? "duplicate" : "duplicate, too old", key, first);
  case link_event_kind::number_reused: return line("reused", key, first);
  case link_event_kind::out_of_order: return line(event.was_missing ? "late, told" : "late", key, first);
  case link_event_kind::cin_reset: return *event.announced ? line("reset", key, 0) : line("anew", key, first);
  default: return "?";
  }
}

// The first line that differs, with the one before it.
std::string difference(const log& actual, const log& expected) {
  const auto [at, other] = std::mismatch(actual.begin(), actual.end(), expected.begin(), expected.end());
  if (at == actual.end() && other == expected.end()) return {};
  return "behind " + (at == actual.begin() ? "nothing" : at[-1]) + ": " +
         (at == actual.end() ? "nothing" : *at) + ", not " + (other == expected.end() ? "nothing" : *other);
}

TEST(ledger, says_what_the_model_says) {
  constexpr int streams = 10'000, sessions = 6;
  std::map<std::string_view, std::size_t> kinds;
  for (int seed = 0; seed < streams; ++seed) {
    std::mt19937_64 random(static_cast<std::uint64_t>(seed));
    const auto window = static_cast<unsigned>(1 + random() % 64);
    ledger under_test({.window = window});
    std::vector<model> models;
    std::vector<sender> senders;
    std::map<std::string, int> keys;
    for (int key = 0; key < sessions; ++key) {
      models.emplace_back(key, window);
      senders.emplace_back(random);
      const arrival one = with_key(key);
      keys[std::string(one.of.liid) + "/" + std::to_string(*one.of.cin)] = key;
    }
    log expected, actual;
    const auto tell = [&](const link_event& event) {
      if (event.kind != link_event_kind::orphan)
        actual.push_back(said(event, keys)); // sessions: link_test.cpp
      ++kinds[name_of(event.kind)];
    };
    std::vector<int> order; // of the sessions, the one longest silent first
    for (int i = 0; i < 150; ++i) {
      const int key = static_cast<int>(random() % sessions);
      const auto index = static_cast<std::size_t>(key);
      bool reset = false;
      const auto pdus = senders[index].step(reset);
      arrival one = with_key(key);
      if (reset || !pdus.empty()) {
        order.erase(std::remove(order.begin(), order.end(), key), order.end());
        order.push_back(key);
      }
      if (reset) {
        models[index].reset(expected);
        expected.push_back(line("reset", key, 0));
        one.kind = element_kind::tri;
        one.tri = tri_meaning::cin_reset;
        under_test.take(one, tell);
      }
      for (const sent& each : pdus) {
        models[index].take(each.number, each.id, expected);
        one.number = each.number;
        one.id = each.id;
        under_test.take(one, tell);
      }
      ASSERT_EQ(difference(actual, expected), "") << "seed " << seed;
      if (i % 50 == 49) { // a restart in between changes nothing
        state_writer saved;
        under_test.save(saved);
        const auto octets = saved.take();
        state_reader from(octets);
        ASSERT_TRUE(under_test.restore(from));
        ASSERT_TRUE(from.at_end());
      }
    }
    for (const int key : order) models[static_cast<std::size_t>(key)].close(expected);
    under_test.close(tell);
    ASSERT_EQ(difference(actual, expected), "") << "seed " << seed;
  }
  for (const auto kind : {link_event_kind::gap, link_event_kind::duplicate, link_event_kind::number_reused,
                          link_event_kind::out_of_order, link_event_kind::cin_reset})
    EXPECT_GT(kinds[name_of(kind)], 1000u) << name_of(kind);
}

} // namespace
} // namespace lihi
