// Tag and length octets (X.690 8.1.2, 8.1.3), in every form that BER allows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <lihi/bytes.hpp>
#include <lihi/error.hpp>

namespace lihi::ber {

enum class tag_class : std::uint8_t { universal = 0, application = 1, context = 2, private_use = 3 };

// A tag as one word: the class in the two top bits, the number below; the constructed bit is not
// part of it.
using tag = std::uint32_t;
inline constexpr tag number_mask = 0x1FFFFFFF;
inline constexpr tag end_of_contents = 0;

[[nodiscard]] constexpr tag make_tag(tag_class cls, std::uint32_t number) noexcept {
  return static_cast<tag>(cls) << 30 | number;
}
[[nodiscard]] constexpr tag context(std::uint32_t number) noexcept {
  return make_tag(tag_class::context, number);
}
[[nodiscard]] constexpr tag_class class_of(tag t) noexcept { return static_cast<tag_class>(t >> 30); }
[[nodiscard]] constexpr std::uint32_t number_of(tag t) noexcept { return t & number_mask; }

// The tag at `at`, of an element whose header was read before.
[[nodiscard]] constexpr tag tag_at(const std::uint8_t* at) noexcept {
  const std::uint32_t cls = (*at & 0xC0u) << 24;
  std::uint32_t number = *at & 0x1F;
  if (number != 0x1F) return cls | number;
  for (number = 0;;) {
    number = number << 7 | (*++at & 0x7F);
    if ((*at & 0x80) == 0) return cls | number;
  }
}

struct header {
  ber::tag tag = 0;
  std::uint32_t size = 0; // octets of tag and length together
  std::size_t length = 0; // octets of content; 0 when indefinite
  bool constructed = false;
  bool indefinite = false;
};

// Reads any form; used when the short one does not apply. `at < end`.
[[nodiscard]] fault_code read_header_slow(const std::uint8_t* at, const std::uint8_t* end,
                                          header& out) noexcept;

// Reads the tag and length at `at`, looking at no octet from `end` on. The length may still run past
// `end`: what that means (a truncated stream, a broken PDU) only the caller knows.
// Codes: truncated, tag_number_too_big, length_too_big, length_reserved, indefinite_primitive.
[[nodiscard]] inline fault_code read_header(const std::uint8_t* at, const std::uint8_t* end,
                                            header& out) noexcept {
  if (end - at < 6) [[unlikely]]
    return read_header_slow(at, end, out);
  const std::uint32_t first = at[0];
  std::uint32_t number = first & 0x1F;
  std::uint32_t size = 2;
  if (number == 0x1F) [[unlikely]] {
    number = at[1];
    if (number < 0x80) {
      size = 3;
    } else {
      if (at[2] >= 0x80) return read_header_slow(at, end, out);
      number = (number & 0x7F) << 7 | at[2];
      size = 4;
    }
  }
  std::size_t length = at[size - 1];
  if (length >= 0x80) [[unlikely]] {
    if (length == 0x81) {
      length = at[size];
      size += 1;
    } else if (length == 0x82 && size < 4) {
      length = static_cast<std::size_t>(at[size]) << 8 | at[size + 1];
      size += 2;
    } else {
      return read_header_slow(at, end, out);
    }
  }
  out.tag = (first & 0xC0) << 24 | number;
  out.size = size;
  out.length = length;
  out.constructed = (first & 0x20) != 0;
  out.indefinite = false;
  return fault_code::none;
}

// The number of octets of the element that begins at `at`, header and end-of-contents included, found
// without recursion; with a fault, those in front of it. Codes: those of read_header, plus
// length_past_parent, bad_end_of_contents, depth_exceeded (indefinite lengths only: a definite length is
// skipped in one step).
[[nodiscard]] fault_code measure(const std::uint8_t* at, const std::uint8_t* end, std::size_t max_depth,
                                 std::size_t& octets) noexcept;

// Visits every TLV of a definite or indefinite element and returns their number: the cost that BER
// itself sets, which benchmarks compare against. Stops at the first fault.
[[nodiscard]] std::size_t count_elements(bytes octets) noexcept;

} // namespace lihi::ber
