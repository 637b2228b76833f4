#include "ber/header.hpp"

namespace lihi::ber {

fault_code read_header_slow(const std::uint8_t* at, const std::uint8_t* end, header& out) noexcept {
  const std::uint8_t* const begin = at;
  if (at == end) return fault_code::truncated;
  const std::uint32_t first = *at++;
  std::uint32_t number = first & 0x1F;
  if (number == 0x1F) {
    number = 0;
    std::uint8_t octet = 0;
    do {
      if (at == end) return fault_code::truncated;
      if (number > number_mask >> 7) return fault_code::tag_number_too_big;
      octet = *at++;
      number = number << 7 | (octet & 0x7F);
    } while ((octet & 0x80) != 0);
  }
  out.tag = (first & 0xC0) << 24 | number;
  out.constructed = (first & 0x20) != 0;
  out.indefinite = false;

  if (at == end) return fault_code::truncated;
  std::size_t length = *at++;
  if (length == 0x80) {
    if (!out.constructed) return fault_code::indefinite_primitive;
    out.indefinite = true;
    length = 0;
  } else if (length == 0xFF) {
    return fault_code::length_reserved;
  } else if (length > 0x80) {
    std::size_t octets = length & 0x7F;
    length = 0;
    bool too_big = false;
    for (; octets != 0; --octets) { // any number of leading zeros is legal (8.1.3.5 note 2)
      if (at == end) return fault_code::truncated;
      too_big |= (length >> 47) != 0;
      length = length << 8 | *at++;
    }
    if (too_big) return fault_code::length_too_big;
  }
  out.length = length;
  out.size = static_cast<std::uint32_t>(at - begin);
  return fault_code::none;
}

fault_code measure(const std::uint8_t* at, const std::uint8_t* end, std::size_t max_depth,
                   std::size_t& octets) noexcept {
  const std::uint8_t* const begin = at;
  std::size_t open = 0; // indefinite elements around `at`
  do {
    header head;
    octets = static_cast<std::size_t>(at - begin);
    if (const fault_code fault = read_header(at, end, head); fault != fault_code::none) return fault;
    if (head.tag == end_of_contents) {
      if (open == 0 || head.constructed || head.length != 0 || head.size != 2)
        return fault_code::bad_end_of_contents;
      --open;
      at += 2;
      continue;
    }
    at += head.size;
    if (head.indefinite) {
      if (++open > max_depth) return fault_code::depth_exceeded;
    } else {
      if (head.length > static_cast<std::size_t>(end - at)) return fault_code::length_past_parent;
      at += head.length;
    }
  } while (open != 0);
  octets = static_cast<std::size_t>(at - begin);
  return fault_code::none;
}

namespace {

constexpr int walk_depth = 128;

std::size_t count(const std::uint8_t*& at, const std::uint8_t* end, bool indefinite, int depth) noexcept {
  std::size_t elements = 0;
  while (at < end) {
    header head;
    if (read_header(at, end, head) != fault_code::none) {
      at = end;
      return elements;
    }
    at += head.size;
    if (head.tag == end_of_contents && indefinite) return elements;
    ++elements;
    if (head.length > static_cast<std::size_t>(end - at)) {
      at = end;
      return elements;
    }
    if (!head.constructed) {
      at += head.length;
    } else if (depth == walk_depth) {
      at = end;
    } else {
      elements += count(at, head.indefinite ? end : at + head.length, head.indefinite, depth + 1);
    }
  }
  return elements;
}

} // namespace

std::size_t count_elements(bytes octets) noexcept {
  const std::uint8_t* at = octets.data();
  return count(at, at + octets.size(), false, 0);
}

} // namespace lihi::ber
