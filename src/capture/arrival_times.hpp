// When the octets of a stream came: to say of a PS-PDU when its last octet did.
#pragma once

#include <cstdint>
#include <deque>
#include <lihi/moment.hpp>
#include <optional>

namespace lihi::capture {

class arrival_times {
 public:
  // Of more pieces than these those next to each other are taken for one, which came when its last did.
  static constexpr std::size_t most = 1024;

  // The stream came up to `end`, which never goes back.
  void add(std::uint64_t end, moment when) {
    if (ends_.size() >= most) merge();
    ends_.push_back({end, when});
  }
  // When the octet before `end` came. What lies before it is forgotten: ask in the order of the stream.
  [[nodiscard]] std::optional<moment> of(std::uint64_t end) {
    while (!ends_.empty() && ends_.front().end < end) ends_.pop_front();
    if (ends_.empty()) return std::nullopt;
    return ends_.front().when;
  }

 private:
  struct piece {
    std::uint64_t end;
    moment when;
  };
  void merge() {
    std::deque<piece> fewer;
    for (std::size_t i = 1; i < ends_.size(); i += 2) fewer.push_back(ends_[i]);
    if (ends_.size() % 2 != 0) fewer.push_back(ends_.back());
    ends_.swap(fewer);
  }

  std::deque<piece> ends_;
};

} // namespace lihi::capture
