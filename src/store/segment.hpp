// One segment of a log: read entry by entry, and looked at as a whole.
#pragma once

#include "store/file.hpp"
#include "store/log_format.hpp"

#include <cstdint>
#include <vector>

namespace lihi::store {

// Octets of a log that are no entry any more: [from, to).
struct damage {
  position from = 0, to = 0;
  friend bool operator==(const damage&, const damage&) = default;
};

class segment_reader {
 public:
  enum class found : std::uint8_t {
    entry,
    damage, // and an entry behind it
    end,    // no entry begins behind position(); it may be that one is being written
    failed, // error() says why
  };

  // 0, or errno. Reading begins at `from`, where an entry begins.
  [[nodiscard]] int open(const std::string& path, position base, std::uint64_t log_number, position from);
  // The next entry, valid until the next call, or damage; nothing at or behind `limit` is looked at.
  [[nodiscard]] found next(entry& one, damage& gap, position limit = ~position{0});

  [[nodiscard]] position at() const noexcept { return at_; }   // of what is read next
  [[nodiscard]] position end() const noexcept { return end_; } // of the file, when it was last looked at
  [[nodiscard]] int error() const noexcept { return error_; }

 private:
  // Octets from `from` on: so many, or up to the end.
  [[nodiscard]] bytes window(position from, std::size_t octets);

  file file_;
  position base_ = 0, at_ = 0, end_ = 0;
  std::uint64_t log_number_ = 0;
  std::vector<std::uint8_t> block_; // octets from block_at_ on
  position block_at_ = 0;
  std::size_t filled_ = 0;
  int error_ = 0;
};

// What a segment holds, all of it read.
struct segment_facts {
  position base = 0, end = 0; // of the file
  position whole = 0;         // the end of its last entry
  std::uint64_t entries = 0;  // its user's
  std::uint64_t octets = 0;   // in them
  std::optional<moment> first, last;
  std::optional<segment_header> header; // nothing: damaged
  std::vector<damage> damaged;          // with entries behind them
  bool sealed = false;                  // its last entry is a seal,
  bool seal_holds = false;              // and is of these octets
  sha256 hash{};                        // of what is before the seal, or before `whole`
};
// 0, or errno.
[[nodiscard]] int look_at(const std::string& path, position base, std::uint64_t log_number,
                          segment_facts& out);

} // namespace lihi::store
