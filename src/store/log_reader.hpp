// Reads a log from a position on, over its segments.
#pragma once

#include "store/segment.hpp"

#include <optional>

namespace lihi::store {

class log_reader {
 public:
  enum class found : std::uint8_t { entry, damage, end, failed };

  // "", or what is wrong. A log that is not there yet is empty.
  [[nodiscard]] std::string open(const std::string& folder, position from);
  // The next entry of the log's user, valid until the next call, or a range that is damaged or was removed.
  // Nothing at or behind `limit` is looked at. At the end more may come later.
  [[nodiscard]] found next(entry& one, damage& gap, position limit = ~position{0});

  // Of what is read next.
  [[nodiscard]] position at() const noexcept { return at_; }
  // Behind at(), when next() said that it is the end: octets that are no whole entry.
  [[nodiscard]] std::uint64_t torn() const noexcept { return torn_; }
  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }

 private:
  [[nodiscard]] found next_here(entry& one, damage& gap, position limit);
  [[nodiscard]] std::optional<position> next_segment();
  [[nodiscard]] found fail(position segment, int error);

  std::string folder_, problem_;
  std::optional<std::uint64_t> log_number_;
  segment_reader segment_;
  bool open_ = false;          // a segment is
  position base_ = 0, at_ = 0; // of it, and of what is read next
  std::uint64_t torn_ = 0;
};

} // namespace lihi::store
