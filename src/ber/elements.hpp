// The elements inside of another one.
#pragma once

#include "ber/header.hpp"

#include <vector>

namespace lihi::ber {

// Of any form, of a sound element nested no deeper than `depth`; each with its header, without an end of
// contents. Of another they end where it stops to be sound.
[[nodiscard]] inline std::vector<bytes> elements_in(bytes element, std::size_t depth) {
  std::vector<bytes> out;
  const std::uint8_t* at = element.data();
  const std::uint8_t* const end = at + element.size();
  header head;
  if (read_header(at, end, head) != fault_code::none) return out;
  for (at += head.size; at != end && *at != 0;) { // or up to the end of contents
    std::size_t size = 0;
    if (measure(at, end, depth, size) != fault_code::none) break;
    out.emplace_back(at, size);
    at += size;
  }
  return out;
}

} // namespace lihi::ber
