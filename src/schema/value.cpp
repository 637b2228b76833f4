#include "schema/value.hpp"

#include <charconv>

namespace lihi::schema {
namespace {

fault_code check_oid(bytes content) noexcept {
  if (content.empty() || (content.back() & 0x80) != 0) return fault_code::bad_object_identifier;
  int octets = 0; // of the arc at hand
  for (const std::uint8_t octet : content) {
    if (++octets > 9) return fault_code::bad_object_identifier;
    if ((octet & 0x80) == 0) octets = 0;
  }
  return fault_code::none;
}

bool size_fits(const row& r, std::size_t size) noexcept {
  return (r.flags & (bounded | extensible)) != bounded || (size >= r.low && size <= r.high);
}

} // namespace

bool meant_unsigned(const row& r, bytes content) noexcept {
  if (content.empty() || content[0] < 0x80 || content.size() > 4) return false;
  if ((r.flags & (bounded | wide)) != bounded) return false;
  const std::uint64_t value = read_unsigned(content);
  return value >= r.low && value <= r.high;
}

fault_code check_integer_slow(const row& r, bytes content) noexcept {
  if (content.empty() || content.size() > 16) return fault_code::bad_integer;
  if (content.size() > 1 &&
      ((content[0] == 0 && content[1] < 0x80) || (content[0] == 0xFF && content[1] >= 0x80))) {
    // Superfluous leading octets: harmless, but a bound must be checked on the rest.
    const fault_code fault = check_integer_slow(r, without_padding(content));
    return fault == fault_code::none ? fault_code::padded_integer : fault;
  }
  if ((r.flags & (bounded | extensible)) != bounded) return fault_code::none;
  if (content.size() > 8) {
    // nine octets that begin with 00 are an unsigned 64-bit number: within a bound written as MAX
    const bool fits =
        r.has(wide) && wide_bound_of(r).high == unlimited && content.size() == 9 && content[0] == 0;
    return fits ? fault_code::none : fault_code::out_of_bounds;
  }
  const std::int64_t value = read_integer(content);
  if (r.has(wide)) {
    const wide_bound& bound = wide_bound_of(r);
    return value >= bound.low && value <= bound.high ? fault_code::none : fault_code::out_of_bounds;
  }
  if (value >= static_cast<std::int64_t>(r.low) && value <= static_cast<std::int64_t>(r.high))
    return fault_code::none;
  return meant_unsigned(r, content) ? fault_code::padded_integer : fault_code::out_of_bounds;
}

fault_code check_text(const row& r, bytes content) noexcept {
  std::size_t characters = content.size();
  switch (r.kind) {
  case kind::utf8_string:
    if (!valid_utf8(content, characters)) return fault_code::bad_utf8;
    break;
  case kind::numeric_string:
    if (!content.empty() && !in_alphabet(content, alphabet::numeric)) return fault_code::bad_characters;
    break;
  case kind::printable_string:
    if (!content.empty() && !in_alphabet(content, alphabet::printable)) return fault_code::bad_characters;
    break;
  case kind::visible_string:
    if (!content.empty() && !in_alphabet(content, alphabet::visible)) return fault_code::bad_characters;
    break;
  default:
    if (!content.empty() && !in_alphabet(content, alphabet::ia5)) return fault_code::bad_characters;
    break;
  }
  return size_fits(r, characters) ? fault_code::none : fault_code::out_of_bounds;
}

fault_code check_rare(const row& r, bytes content) noexcept {
  switch (r.kind) {
  case kind::boolean: return content.size() == 1 ? fault_code::none : fault_code::bad_boolean;
  case kind::null: return content.empty() ? fault_code::none : fault_code::bad_null;
  case kind::bit_string:
    if (content.empty() || content[0] > 7 || (content.size() == 1 && content[0] != 0))
      return fault_code::bad_bit_string;
    return size_fits(r, read_bit_string(content).bits) ? fault_code::none : fault_code::out_of_bounds;
  case kind::enumerated: {
    if (content.empty() || content.size() > 8) return fault_code::bad_integer;
    const bool known = !enumerator_name(nodes[r.node], read_integer(content)).empty();
    return known ? fault_code::none : fault_code::unknown_enumerator;
  }
  case kind::generalized_time:
    return parse_generalized_time(content) ? fault_code::none : fault_code::bad_time;
  case kind::utc_time: return parse_utc_time(content) ? fault_code::none : fault_code::bad_time;
  case kind::object_identifier:
  case kind::relative_oid: return check_oid(content);
  default: return fault_code::none;
  }
}

char* put_oid(char* to, bytes content, bool relative) noexcept {
  std::uint64_t arc = 0;
  bool first = !relative;
  bool dot = false;
  for (const std::uint8_t octet : content) {
    arc = arc << 7 | (octet & 0x7F);
    if ((octet & 0x80) != 0) continue;
    if (dot) *to++ = '.';
    dot = true;
    if (first) {
      const std::uint64_t root = arc < 40 ? 0 : arc < 80 ? 1 : 2;
      *to++ = static_cast<char>('0' + root);
      *to++ = '.';
      arc -= root * 40;
      first = false;
    }
    to = std::to_chars(to, to + 20, arc).ptr; // put_number() writes over more than there may be room for
    arc = 0;
  }
  return to;
}

} // namespace lihi::schema
