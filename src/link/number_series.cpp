#include "link/number_series.hpp"

#include <algorithm>

namespace lihi {
namespace {

constexpr std::uint32_t half = 0x80000000; // a number that is ahead by more is one from before

} // namespace

void number_series::start(std::uint32_t number, std::uint64_t id) noexcept {
  first_ = number;
  next_ = number + 1;
  span_ = 1;
  gaps_.clear();
  first_id_ = id_of(number) = id;
  started_ = true;
}

number_series::seen number_series::take(std::uint32_t number, std::uint64_t id, unsigned window) {
  if (take_next(number, id)) return seen::in_order;
  ++pdus;
  if (!started_) {
    start(number, id);
    return seen::in_order;
  }
  if (const std::uint32_t ahead = number - next_; ahead < half) {
    if (ahead != 0) holes_.push_back({next_, ahead});
    span_ += std::uint64_t{ahead} + 1;
    next_ = number + 1;
    id_of(number) = id;
    tell_holes(window);
    return seen::in_order;
  }
  const std::uint32_t back = next_ - 1 - number;
  if (back >= span_) return before_start(number, id, back, window);
  const bool waited_for = fill(holes_, number);
  if (!waited_for && !fill(gaps_, number)) return again(number, id, back);
  missing -= waited_for ? 0 : 1;
  if (back < ids_.size()) id_of(number) = id;
  ++late;
  tell_holes(window);
  return waited_for ? seen::late : seen::late_in_gap;
}

// Those that the highest number has passed by a window.
void number_series::tell_holes(unsigned window) {
  if (holes_.empty()) return;
  const auto passed = [this, window](const range& hole) {
    return next_ - (hole.first + hole.count) >= window;
  };
  const auto end = std::find_if_not(holes_.begin(), holes_.end(), passed);
  std::for_each(holes_.begin(), end, [this](const range& hole) { tell(hole); });
  holes_.erase(holes_.begin(), end);
}

void number_series::tell(range hole) {
  missing += hole.count;
  due_.push_back(hole);
  gaps_.push_back(hole);
  if (gaps_.size() > most_ranges) gaps_.erase(gaps_.begin());
}

// A number shortly before the first, while no hole can have become a gap, is a late one; else the count is
// another.
number_series::seen number_series::before_start(std::uint32_t number, std::uint64_t id, std::uint32_t back,
                                                unsigned window) {
  if (back < window) {
    if (const std::uint32_t between = first_ - number - 1; between != 0)
      holes_.insert(holes_.begin(), {number + 1, between});
    first_ = number;
    span_ = std::uint64_t{back} + 1;
    first_id_ = id;
    if (back < ids_.size()) id_of(number) = id;
    ++late;
    return seen::late;
  }
  restart();
  start(number, id);
  return seen::restarted;
}

// A number that came. Of the first of all, other octets mean that the numbers begin anew.
number_series::seen number_series::again(std::uint32_t number, std::uint64_t id, std::uint32_t back) {
  const bool is_first = std::uint64_t{back} + 1 == span_;
  const std::uint64_t known = back < ids_.size() ? id_of(number) : is_first ? first_id_ : 0;
  const bool compared = known != 0 && id != 0;
  if (!compared || known == id) {
    ++duplicates;
    return compared ? seen::duplicate : seen::old_duplicate;
  }
  if (is_first) {
    restart();
    start(number, id);
    return seen::restarted;
  }
  ++reused_numbers;
  return seen::reused;
}

bool number_series::fill(std::vector<range>& in, std::uint32_t number) {
  const auto found = std::find_if(in.begin(), in.end(),
                                  [number](const range& each) { return number - each.first < each.count; });
  if (found == in.end()) return false;
  const std::uint32_t before = number - found->first, behind = found->count - before - 1;
  if (before == 0 && behind == 0) {
    in.erase(found);
  } else if (before == 0) {
    *found = {number + 1, behind};
  } else {
    found->count = before;
    if (behind != 0) in.insert(found + 1, {number + 1, behind});
    if (in.size() > most_ranges) in.erase(in.begin());
  }
  return true;
}

number_series::range number_series::first_due() {
  const range out = due_.front();
  due_.erase(due_.begin());
  return out;
}

void number_series::close() {
  for (const range& each : holes_) tell(each);
  holes_.clear();
}

void number_series::restart() {
  close();
  started_ = false;
  ++restarts;
}

} // namespace lihi
