// Content between a firstSegmentFlag and a lastSegmentFlag (ETSI TS 102 232-1 clause 6.2.4).
#pragma once

#include <cstdint>
#include <lihi/record/message.hpp>
#include <vector>

namespace lihi {

struct segment_group {
  std::uint32_t first = 0; // sequence number of the flag, and of the first segment
  std::uint32_t count = 0; // segments
  content_type type = {};
  bool in_order = true;
  bool given_up = false; // it became too long: what follows is not kept
  std::vector<std::uint8_t> octets;
};

} // namespace lihi
