// The sequence numbers of one kind of PDU of one session (ETSI TS 102 232-1 clause 5.2.5).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace lihi {

// Follows numbers that rise by one and wrap behind 2^32-1. The first that comes is where it starts: one link
// counts from 0, another from 1, and a capture begins anywhere.
class number_series {
 public:
  struct range {
    std::uint32_t first = 0, count = 0;
    friend bool operator==(const range&, const range&) = default;
  };
  enum class seen : std::uint8_t {
    in_order,      // or behind a hole, which next_gap() tells when it is one
    late,          // was missing, and not told yet
    late_in_gap,   // was missing, and told
    duplicate,     // came before; the octets are the same
    old_duplicate, // came before, too long ago to compare
    reused,        // came before with other octets
    restarted,     // numbers begin anew here
  };

  // `id` tells octets apart; 0 when they are not known. `window`: 1 to 64; a hole is a gap when a number
  // comes that is higher by so many.
  [[nodiscard]] seen take(std::uint32_t number, std::uint64_t id, unsigned window);
  // take() of the number that is next, while no hole may become a gap: in order, and next_gap() has none.
  // False, and nothing was changed, of any other.
  [[nodiscard]] bool take_next(std::int64_t number, std::uint64_t id) noexcept {
    if (!started_ || number != next_ || !holes_.empty()) return false;
    ++pdus;
    ++span_;
    id_of(next_++) = id;
    return true;
  }
  // What became a gap by the last call of another member. Call until there is none.
  [[nodiscard]] std::optional<range> next_gap() {
    return due_.empty() ? std::nullopt : std::optional(first_due());
  }
  // All holes are gaps: nothing follows.
  void close();
  // The same, and the next number is the first of a new count.
  void restart();

  std::uint64_t pdus = 0, missing = 0, duplicates = 0, reused_numbers = 0, late = 0, restarts = 0;
  [[nodiscard]] std::uint32_t first() const noexcept { return first_; }
  [[nodiscard]] std::uint32_t last() const noexcept { return next_ - 1; }

  // Each field that is kept over a restart, but for the ranges.
  template <class S, class V>
  static void state(S& self, V&& v) {
    for (auto* each : {&self.pdus, &self.missing, &self.duplicates, &self.reused_numbers, &self.late,
                       &self.restarts, &self.first_id_, &self.span_})
      v(*each);
    v(self.first_);
    v(self.next_);
    v(self.started_);
    for (auto& each : self.ids_) v(each);
  }
  template <class S, class F>
  static void ranges(S& self, const F& call) {
    call(self.holes_);
    call(self.gaps_);
  }

  static constexpr std::size_t most_ranges = 64; // of each kind that is kept

 private:
  void start(std::uint32_t number, std::uint64_t id) noexcept;
  void tell_holes(unsigned window);
  [[nodiscard]] seen before_start(std::uint32_t number, std::uint64_t id, std::uint32_t back,
                                  unsigned window);
  [[nodiscard]] seen again(std::uint32_t number, std::uint64_t id, std::uint32_t back);
  void tell(range hole);
  range first_due();
  [[nodiscard]] static bool fill(std::vector<range>& in, std::uint32_t number);
  [[nodiscard]] std::uint64_t& id_of(std::uint32_t number) noexcept { return ids_[number % ids_.size()]; }

  std::uint32_t first_ = 0, next_ = 0;
  std::uint64_t span_ = 0;             // from first_ to next_, also when the numbers wrapped
  std::uint64_t first_id_ = 0;         // of number first_
  std::array<std::uint64_t, 8> ids_{}; // of the last numbers, by number
  std::vector<range> holes_;           // in order; each ends less than a window before next_
  std::vector<range> gaps_;            // that were told, and not filled since; of many, the latest
  std::vector<range> due_;             // to be told
  bool started_ = false;
};

} // namespace lihi
