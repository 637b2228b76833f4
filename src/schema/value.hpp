// The checks and the reading of primitive values: what a schema row demands of content octets.
#pragma once

#include "core/text.hpp"
#include "core/time.hpp"
#include "schema/tables.hpp"

#include <lihi/bytes.hpp>
#include <optional>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace lihi::schema {

// A BIT STRING's content (X.690 8.6).
struct bit_string {
  bytes octets;
  std::size_t bits = 0;
};
[[nodiscard]] inline bit_string read_bit_string(bytes content) noexcept {
  if (content.empty()) return {};
  return {content.subspan(1), (content.size() - 1) * 8 - content[0]};
}

// An INTEGER or ENUMERATED of one to eight octets.
[[nodiscard]] inline std::int64_t read_integer(bytes content) noexcept {
  std::uint64_t value = !content.empty() && content[0] >= 0x80 ? ~std::uint64_t{0} : 0;
  for (const std::uint8_t octet : content) value = value << 8 | octet;
  return static_cast<std::int64_t>(value);
}
// The same octets as an unsigned number of up to nine octets, the first of them 00.
[[nodiscard]] inline std::uint64_t read_unsigned(bytes content) noexcept {
  std::uint64_t value = 0;
  for (const std::uint8_t octet : content) value = value << 8 | octet;
  return value;
}

// Without superfluous leading octets (8.3.2).
[[nodiscard]] inline bytes without_padding(bytes content) noexcept {
  while (content.size() > 1 &&
         ((content[0] == 0 && content[1] < 0x80) || (content[0] == 0xFF && content[1] >= 0x80)))
    content = content.subspan(1);
  return content;
}
// An INTEGER of 0 to 2^64-1, however padded; none for any other.
[[nodiscard]] inline std::optional<std::uint64_t> unsigned_of(bytes content) noexcept {
  if (content.empty() || content[0] >= 0x80) return std::nullopt;
  while (content.size() > 1 && content[0] == 0) content = content.subspan(1);
  if (content.size() > 8) return std::nullopt;
  return read_unsigned(content);
}

// Senders that leave out the 00 before a first octet of 80 to FF: where the type has no negative values
// and the unsigned reading fits, that reading is meant.
[[nodiscard]] bool meant_unsigned(const row& r, bytes content) noexcept;

[[nodiscard]] inline bool quickly_good_scalar(const fast_row& quick, bytes content) noexcept {
  if (content.size() > 16 || content.size() - quick.shortest() > quick.span()) return false;
  for (std::size_t i = 0; i < content.size(); ++i)
    if ((quick.passed_over() >> i & 1) == 0 && content[i] - quick.low() > quick.width()) return false;
  return true;
}

[[nodiscard]] fault_code check_integer_slow(const row& r, bytes content) noexcept;
[[nodiscard]] fault_code check_rare(const row& r, bytes content) noexcept;
[[nodiscard]] fault_code check_text(const row& r, bytes content) noexcept;

// Whether the content is a value of the row's type within its bounds; fault_code::none when it is.
[[nodiscard]] inline fault_code check_value(const row& r, bytes content) noexcept {
  switch (r.kind) {
  case kind::octet_string:
    if ((r.flags & (bounded | extensible)) == bounded && (content.size() < r.low || content.size() > r.high))
        [[unlikely]]
      return fault_code::out_of_bounds;
    return fault_code::none;
  case kind::integer:
    if (content.size() == 1 && content[0] < 0x80) [[likely]] {
      if ((r.flags & (bounded | wide | extensible)) == bounded && (content[0] < r.low || content[0] > r.high))
          [[unlikely]]
        return fault_code::out_of_bounds;
      return fault_code::none;
    }
    // two to eight octets, positive and without superfluous ones
    if (content.size() - 2 <= 6 && content[0] - 1u < 0x7F) [[likely]] {
      if ((r.flags & (bounded | extensible)) != bounded) return fault_code::none;
      if ((r.flags & wide) == 0) {
        const std::uint64_t value = read_unsigned(content);
        return value >= r.low && value <= r.high ? fault_code::none : fault_code::out_of_bounds;
      }
      const auto value = static_cast<std::int64_t>(read_unsigned(content));
      const wide_bound& bound = wide_bound_of(r);
      if (value >= bound.low && value <= bound.high) return fault_code::none;
    }
    return check_integer_slow(r, content);
  case kind::enumerated: {
    if (content.size() != 1 || content[0] >= 0x80) [[unlikely]]
      return check_rare(r, content);
    const node& type = nodes[r.node];
    const auto* first = enumerators + type.enum_first_or_base;
    // Enumerations mostly count up without holes.
    const std::uint32_t ordinal = content[0] - static_cast<std::uint32_t>(first->value);
    if (ordinal < type.enum_count && first[ordinal].value == content[0]) [[likely]]
      return fault_code::none;
    return check_rare(r, content);
  }
  case kind::object_identifier:
  case kind::relative_oid: // whole arcs, none of which can be too long
    if (content.size() - 1 < 9 && content.back() < 0x80) [[likely]]
      return fault_code::none;
    return check_rare(r, content);
  case kind::utf8_string:
  case kind::numeric_string:
  case kind::printable_string:
  case kind::ia5_string:
  case kind::visible_string: return check_text(r, content);
  default: return check_rare(r, content);
  }
}

// True when the value is one of those that `quick` vouches for; false says nothing. 16 octets from `content`
// on must be readable, however short it is.
[[nodiscard]] inline bool quickly_good(const fast_row& quick, const std::uint8_t* content,
                                       std::size_t length) noexcept {
  if (length - quick.shortest() > quick.span()) return false;
#if defined(__SSE2__)
  const __m128i octets = _mm_loadu_si128(reinterpret_cast<const __m128i*>(content));
  // each octet of the check four times over, then low and width sixteen times
  __m128i spread = _mm_cvtsi32_si128(static_cast<int>(quick.data));
  spread = _mm_unpacklo_epi8(spread, spread);
  spread = _mm_unpacklo_epi16(spread, spread);
  const __m128i low = _mm_shuffle_epi32(spread, 0xAA), width = _mm_shuffle_epi32(spread, 0xFF);
  const __m128i over = _mm_subs_epu8(_mm_sub_epi8(octets, low), width);
  const auto inside = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(over, _mm_setzero_si128())));
  return (~(inside | quick.passed_over()) & ((1u << length) - 1)) == 0;
#else
  return quickly_good_scalar(quick, {content, length});
#endif
}

// Whether a code of check_value means that the octets are no value of the type at all (and are shown as
// hex), rather than a value that breaks a bound.
[[nodiscard]] constexpr bool unreadable(fault_code fault) noexcept {
  return fault == fault_code::bad_integer || fault == fault_code::bad_boolean ||
         fault == fault_code::bad_null || fault == fault_code::bad_bit_string ||
         fault == fault_code::bad_object_identifier || fault == fault_code::bad_utf8 ||
         fault == fault_code::bad_characters || fault == fault_code::bad_time;
}

// Arcs as text, "0.4.0.2.2.5.1.43"; relative OIDs have no joined first octet (X.690 8.19, 8.20).
// At most four characters an octet, and four more.
[[nodiscard]] char* put_oid(char* to, bytes content, bool relative) noexcept;

} // namespace lihi::schema
