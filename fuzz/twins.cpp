// What is done by blocks against the same octet by octet, and values that are vouched for against the check.
#include "core/text.hpp"
#include "core/time.hpp"
#include "fuzz/fuzz.hpp"
#include "schema/value.hpp"

#include <string>

namespace {

using namespace lihi;

// UTF-8 by its definition (RFC 3629): decode, then look whether it had to be written so.
bool plain_valid_utf8(bytes octets, std::size_t& characters) {
  characters = 0;
  for (std::size_t i = 0; i < octets.size(); ++characters) {
    const unsigned first = octets[i];
    const std::size_t size = first < 0x80   ? 1
                             : first < 0xC0 ? 0
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                             : first < 0xF8 ? 4
                                            : 0;
    if (size == 0 || i + size > octets.size()) return false;
    std::uint32_t point = size == 1 ? first : first & (0x7Fu >> size);
    for (std::size_t k = 1; k < size; ++k) {
      if ((octets[i + k] & 0xC0) != 0x80) return false;
      point = point << 6 | (octets[i + k] & 0x3Fu);
    }
    constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (point < least[size] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return false;
    i += size;
  }
  return true;
}

void hex(bytes octets) {
  std::string a(2 * octets.size(), ' '), b = a, c = a;
  fuzz::require(put_hex(a.data(), octets) == a.data() + a.size(), "hex has its length");
  (void)put_hex_sse2(b.data(), octets);
  (void)put_hex_scalar(c.data(), octets);
  fuzz::require(a == c && b == c, "hex by blocks and by octet");
}

void escapes(std::string_view text) {
  std::string a(escaped_room(text), ' '), b(6 * text.size(), ' ');
  a.resize(static_cast<std::size_t>(put_json_escaped(a.data(), text) - a.data()));
  b.resize(static_cast<std::size_t>(put_json_escaped_scalar(b.data(), text) - b.data()));
  fuzz::require(a == b, "escapes by blocks and by octet");
  fuzz::require(escaped_room_counted(text) >= a.size(), "room that was counted is enough");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::input in(data, size);
  const std::uint16_t which = in.number();
  const fuzz::exact octets(in.rest());
  const bytes all = octets.get();
  hex(all);
  escapes(as_text(all));
  std::size_t ours = 0, plain = 0;
  const bool valid = valid_utf8(all, ours);
  fuzz::require(valid == plain_valid_utf8(all, plain) && (!valid || ours == plain),
                "UTF-8 by blocks and by definition");

  const auto pairs = parse_generalized_time(all), digits = parse_any_generalized_time(all);
  fuzz::require(pairs.has_value() == digits.has_value(), "times by pairs and by digit");
  if (pairs)
    fuzz::require(pairs->microseconds == digits->microseconds && pairs->local == digits->local,
                  "and the same");

  bool graphic = !all.empty();
  for (const std::uint8_t octet : all) graphic = graphic && octet > 0x20 && octet < 0x7F;
  fuzz::require(all_graphic(all) == graphic, "graphic octets");

  const auto id = static_cast<schema::row_id>(1 + which % (schema::first_self_row - 1));
  const schema::row& row = schema::rows[id];
  const schema::fast_row& fast = schema::fast_rows[id];
  if (!schema::is_primitive(row.kind)) return 0;
  const fault_code fault = schema::check_value(row, all);
  if (fast.head == schema::off_road || row.has(schema::contains)) return 0;
  std::string room(as_text(all));
  room.resize(all.size() + 16);
  const bool quick =
      schema::quickly_good(fast, reinterpret_cast<const std::uint8_t*>(room.data()), all.size());
  fuzz::require(quick == schema::quickly_good_scalar(fast, all), "the quick check by blocks and by octet");
  fuzz::require(!quick || fault == fault_code::none, "what is quickly good is good");
  return 0;
}
