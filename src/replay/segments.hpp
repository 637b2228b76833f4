// How a captured stream was cut into TCP segments, for a sender that writes it the same way.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

namespace lihi::replay {

// Of one PDU.
struct segmentation {
  std::vector<std::size_t> cuts; // where segments ended inside of it, from its first octet
  bool goes_on = false;          // its last segment has octets of the next PDU
};

// The ends of a stream's segments, as they come.
class segment_ends {
 public:
  void add(std::uint64_t end) { ends_.push_back(end); }
  // Of the PDU at `offset`, with so many octets; PDUs come in the order of the stream.
  [[nodiscard]] segmentation of(std::uint64_t offset, std::size_t size) {
    segmentation out;
    const std::uint64_t behind = offset + size;
    for (; !ends_.empty() && ends_.front() < behind; ends_.pop_front())
      if (ends_.front() > offset) out.cuts.push_back(static_cast<std::size_t>(ends_.front() - offset));
    out.goes_on = !ends_.empty() && ends_.front() != behind;
    return out;
  }

 private:
  std::deque<std::uint64_t> ends_;
};

} // namespace lihi::replay
