// The checks and the reading of primitive values: what a schema row demands of content octets.
#pragma once

#include "core/text.hpp"
#include "core/time.hpp"
#include "schema/tables.hpp"

#include <lihi/bytes.hpp>

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

// Senders that leave out the 00 before a first octet of 80 to FF: where the type has no negative values
// and the unsigned reading fits, that reading is meant.
[[nodiscard]] bool meant_unsigned(const row& r, bytes content) noexcept;

[[nodiscard]] code check_integer_slow(row_id id, const row& r, bytes content) noexcept;
[[nodiscard]] code check_rare(row_id id, const row& r, bytes content) noexcept;
[[nodiscard]] code check_text(const row& r, bytes content) noexcept;

// Whether the content is a value of the row's type within its bounds; code::none when it is.
[[nodiscard]] inline code check_value(row_id id, const row& r, bytes content) noexcept {
  switch (r.kind) {
  case kind::octet_string:
    if ((r.flags & (bounded | extensible)) == bounded && (content.size() < r.low || content.size() > r.high))
        [[unlikely]]
      return code::out_of_bounds;
    return code::none;
  case kind::integer:
    if (content.size() == 1 && content[0] < 0x80) [[likely]] {
      if ((r.flags & (bounded | wide | extensible)) == bounded && (content[0] < r.low || content[0] > r.high))
          [[unlikely]]
        return code::out_of_bounds;
      return code::none;
    }
    return check_integer_slow(id, r, content);
  case kind::enumerated: {
    if (content.size() != 1 || content[0] >= 0x80) [[unlikely]]
      return check_rare(id, r, content);
    const node& type = nodes[r.node];
    const auto* first = enumerators + type.enum_first;
    // Enumerations mostly count up without holes.
    const std::uint32_t ordinal = content[0] - static_cast<std::uint32_t>(first->value);
    if (ordinal < type.enum_count && first[ordinal].value == content[0]) [[likely]]
      return code::none;
    return check_rare(id, r, content);
  }
  case kind::utf8_string:
  case kind::numeric_string:
  case kind::printable_string:
  case kind::ia5_string:
  case kind::visible_string: return check_text(r, content);
  default: return check_rare(id, r, content);
  }
}

// Whether a code of check_value means that the octets are no value of the type at all (and are shown as
// hex), rather than a value that breaks a bound.
[[nodiscard]] constexpr bool unreadable(code fault) noexcept {
  return fault == code::bad_integer || fault == code::bad_boolean || fault == code::bad_null ||
         fault == code::bad_bit_string || fault == code::bad_object_identifier || fault == code::bad_utf8 ||
         fault == code::bad_characters || fault == code::bad_time;
}

// Arcs as text, "0.4.0.2.2.5.1.43"; relative OIDs have no joined first octet (X.690 8.19, 8.20).
void append_oid(text_buffer& out, bytes content, bool relative);

} // namespace lihi::schema
