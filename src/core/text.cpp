#include "core/text.hpp"

#include <array>
#include <charconv>
#include <cstring>

namespace lihi {
namespace {

constexpr std::array<std::uint8_t, 256> make_alphabets() {
  std::array<std::uint8_t, 256> table{};
  for (unsigned c = 0; c < 128; ++c) {
    unsigned bits = static_cast<unsigned>(alphabet::ia5);
    if (c >= 0x20 && c <= 0x7E) bits |= static_cast<unsigned>(alphabet::visible);
    const bool digit = c >= '0' && c <= '9';
    const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    bool sign = false;
    for (const char s : std::string_view(" '()+,-./:=?")) sign = sign || c == static_cast<unsigned>(s);
    if (digit || letter || sign) bits |= static_cast<unsigned>(alphabet::printable);
    if (digit || c == ' ') bits |= static_cast<unsigned>(alphabet::numeric);
    table[c] = static_cast<std::uint8_t>(bits);
  }
  return table;
}

constexpr auto alphabets = make_alphabets();

// What JSON must not show as it is: 0 none, 'u' as \u00XX, else the letter after the backslash.
constexpr std::array<char, 256> make_escapes() {
  std::array<char, 256> table{};
  for (unsigned c = 0; c < 0x20; ++c) table[c] = 'u';
  table['\b'] = 'b';
  table['\f'] = 'f';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  table['"'] = '"';
  table['\\'] = '\\';
  return table;
}

constexpr auto escapes = make_escapes();

bool continuation(std::uint8_t octet) noexcept { return (octet & 0xC0) == 0x80; }

// The length of the well-formed sequence at `at`, 0 when there is none.
std::size_t sequence(const std::uint8_t* at, std::size_t left) noexcept {
  const std::uint8_t first = at[0];
  if (first >= 0xC2 && first <= 0xDF) return left >= 2 && continuation(at[1]) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if (left < 3 || !continuation(at[1]) || !continuation(at[2])) return 0;
    if (first == 0xE0 && at[1] < 0xA0) return 0;
    if (first == 0xED && at[1] > 0x9F) return 0;
    return 3;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if (left < 4 || !continuation(at[1]) || !continuation(at[2]) || !continuation(at[3])) return 0;
    if (first == 0xF0 && at[1] < 0x90) return 0;
    if (first == 0xF4 && at[1] > 0x8F) return 0;
    return 4;
  }
  return 0;
}

} // namespace

bool valid_utf8(bytes octets, std::size_t& characters) noexcept {
  const std::uint8_t* at = octets.data();
  const std::uint8_t* const end = at + octets.size();
  std::size_t count = 0;
  while (at < end) {
    if (end - at >= 8) {
      std::uint64_t word;
      std::memcpy(&word, at, 8);
      if ((word & 0x8080808080808080u) == 0) {
        at += 8;
        count += 8;
        continue;
      }
    }
    std::size_t size = 1;
    if (*at >= 0x80) {
      size = sequence(at, static_cast<std::size_t>(end - at));
      if (size == 0) return false;
    }
    at += size;
    ++count;
  }
  characters = count;
  return true;
}

bool in_alphabet(bytes octets, alphabet which) noexcept {
  unsigned all = 0xFF;
  for (const std::uint8_t octet : octets) all &= alphabets[octet];
  return (all & static_cast<unsigned>(which)) != 0;
}

bool all_graphic(bytes octets) noexcept {
  for (const std::uint8_t octet : octets)
    if (octet < 0x21 || octet > 0x7E) return false;
  return !octets.empty();
}

bool all_digits(std::string_view text) noexcept {
  for (const char c : text)
    if (c < '0' || c > '9') return false;
  return !text.empty();
}

void append_hex(text_buffer& out, bytes octets) {
  char* to = out.reserve(2 * octets.size());
  for (const std::uint8_t octet : octets) {
    *to++ = hex_digits[octet >> 4];
    *to++ = hex_digits[octet & 15];
  }
  out.commit(2 * octets.size());
}

void append_number(text_buffer& out, std::uint64_t value) {
  char* const to = out.reserve(24);
  out.commit(static_cast<std::size_t>(std::to_chars(to, to + 24, value).ptr - to));
}

void append_number(text_buffer& out, std::int64_t value) {
  char* const to = out.reserve(24);
  out.commit(static_cast<std::size_t>(std::to_chars(to, to + 24, value).ptr - to));
}

namespace {

// Octets that JSON shows as they are, from the start on: whole blocks of eight without a control character, a
// quote or a backslash.
std::size_t plain_blocks(const char* from, std::size_t size) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
  std::size_t at = 0;
  for (; size - at >= 8; at += 8) {
    std::uint64_t word;
    std::memcpy(&word, from + at, 8);
    const std::uint64_t quote = word ^ (ones * '"'), back = word ^ (ones * '\\');
    // a zero octet borrows into its top bit; octets of 80 and more are none of the three
    const std::uint64_t hit = ((word - ones * 0x20) & ~word) | ((quote - ones) & ~quote) | ((back - ones) & ~back);
    if ((hit & tops) != 0) break;
  }
  return at;
}

} // namespace

void append_json_escaped(text_buffer& out, std::string_view text) {
  char* to = out.reserve(6 * text.size()); // the worst case
  char* const begin = to;
  const std::size_t plain = plain_blocks(text.data(), text.size());
  if (plain != 0) std::memcpy(to, text.data(), plain);
  to += plain;
  text.remove_prefix(plain);
  for (const char c : text) {
    const char escape = escapes[static_cast<std::uint8_t>(c)];
    if (escape == 0) [[likely]] {
      *to++ = c;
      continue;
    }
    *to++ = '\\';
    *to++ = escape;
    if (escape == 'u') {
      *to++ = '0';
      *to++ = '0';
      *to++ = hex_digits[static_cast<std::uint8_t>(c) >> 4];
      *to++ = hex_digits[static_cast<std::uint8_t>(c) & 15];
    }
  }
  out.commit(static_cast<std::size_t>(to - begin));
}

void append_padded(text_buffer& out, std::uint64_t value, int width) {
  char digits[20];
  for (int i = width; i-- > 0; value /= 10) digits[i] = static_cast<char>('0' + value % 10);
  out.put({digits, static_cast<std::size_t>(width)});
}

void append_integer(text_buffer& out, bytes content) {
  const bool negative = !content.empty() && content[0] >= 0x80;
  if (content.size() <= 8) {
    std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
    for (const std::uint8_t octet : content) value = value << 8 | octet;
    append_number(out, static_cast<std::int64_t>(value));
    return;
  }
  __extension__ using wide = unsigned __int128;
  wide value = negative ? ~wide{0} : 0;
  for (const std::uint8_t octet : content) value = value << 8 | octet;
  if (negative) {
    out.put('-');
    value = ~value + 1;
  }
  char digits[40];
  int at = sizeof digits;
  do {
    digits[--at] = static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
  } while (value != 0);
  out.put({digits + at, sizeof digits - static_cast<std::size_t>(at)});
}

} // namespace lihi
