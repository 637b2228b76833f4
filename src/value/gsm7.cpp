#include "value/gsm7.hpp"

#include <algorithm>

namespace lihi::value {
namespace {

// TS 23.038 6.2.1.1
constexpr shifted extension[] = {
    {0x0A, u'\f'}, {0x14, u'^'}, {0x28, u'{'}, {0x29, u'}'}, {0x2F, u'\\'},
    {0x3C, u'['},  {0x3D, u'~'}, {0x3E, u']'}, {0x40, u'|'}, {0x65, u'\u20AC'},
};

// What a shift table does not have is shown as the main table's character (6.2.1.1).
char16_t behind_escape(std::span<const shifted> table, unsigned septet, const char16_t* otherwise) noexcept {
  const auto found =
      std::lower_bound(table.begin(), table.end(), septet,
                       [](const shifted& each, unsigned value) { return each.septet < value; });
  return found != table.end() && found->septet == septet ? found->character : otherwise[septet];
}

} // namespace

// TS 23.038 6.2.1; 1B is the escape to another table.
const std::array<char16_t, 128> gsm7_default{
    u'@',      u'\u00A3', u'$',      u'\u00A5', u'\u00E8', u'\u00E9', u'\u00F9', u'\u00EC', u'\u00F2',
    u'\u00C7', u'\n',     u'\u00D8', u'\u00F8', u'\r',     u'\u00C5', u'\u00E5', u'\u0394', u'_',
    u'\u03A6', u'\u0393', u'\u039B', u'\u03A9', u'\u03A0', u'\u03A8', u'\u03A3', u'\u0398', u'\u039E',
    u' ',      u'\u00C6', u'\u00E6', u'\u00DF', u'\u00C9', u' ',      u'!',      u'"',      u'#',
    u'\u00A4', u'%',      u'&',      u'\'',     u'(',      u')',      u'*',      u'+',      u',',
    u'-',      u'.',      u'/',      u'0',      u'1',      u'2',      u'3',      u'4',      u'5',
    u'6',      u'7',      u'8',      u'9',      u':',      u';',      u'<',      u'=',      u'>',
    u'?',      u'\u00A1', u'A',      u'B',      u'C',      u'D',      u'E',      u'F',      u'G',
    u'H',      u'I',      u'J',      u'K',      u'L',      u'M',      u'N',      u'O',      u'P',
    u'Q',      u'R',      u'S',      u'T',      u'U',      u'V',      u'W',      u'X',      u'Y',
    u'Z',      u'\u00C4', u'\u00D6', u'\u00D1', u'\u00DC', u'\u00A7', u'\u00BF', u'a',      u'b',
    u'c',      u'd',      u'e',      u'f',      u'g',      u'h',      u'i',      u'j',      u'k',
    u'l',      u'm',      u'n',      u'o',      u'p',      u'q',      u'r',      u's',      u't',
    u'u',      u'v',      u'w',      u'x',      u'y',      u'z',      u'\u00E4', u'\u00F6', u'\u00F1',
    u'\u00FC', u'\u00E0'};

const std::span<const shifted> gsm7_extension{extension};

std::uint8_t* put_utf8(std::uint8_t* to, char32_t c) noexcept {
  if (c < 0x80) {
    *to++ = static_cast<std::uint8_t>(c);
  } else if (c < 0x800) {
    *to++ = static_cast<std::uint8_t>(0xC0 | c >> 6);
    *to++ = static_cast<std::uint8_t>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    *to++ = static_cast<std::uint8_t>(0xE0 | c >> 12);
    *to++ = static_cast<std::uint8_t>(0x80 | (c >> 6 & 0x3F));
    *to++ = static_cast<std::uint8_t>(0x80 | (c & 0x3F));
  } else {
    *to++ = static_cast<std::uint8_t>(0xF0 | c >> 18);
    *to++ = static_cast<std::uint8_t>(0x80 | (c >> 12 & 0x3F));
    *to++ = static_cast<std::uint8_t>(0x80 | (c >> 6 & 0x3F));
    *to++ = static_cast<std::uint8_t>(0x80 | (c & 0x3F));
  }
  return to;
}

std::string_view gsm7_text(bytes octets, std::size_t first_bit, std::size_t septets, arena& memory,
                           sms_languages languages) noexcept {
  const std::size_t bits = octets.size() * 8;
  if (first_bit >= bits) return {};
  if (septets > (bits - first_bit) / 7) septets = (bits - first_bit) / 7;
  std::uint8_t* const begin = memory.allocate(3 * septets);
  if (begin == nullptr) return {};
  std::uint8_t* to = begin;
  const char16_t* const table = gsm7_locking(languages.locking);
  const std::span<const shifted> shift = gsm7_single(languages.single);
  bool escaped = false;
  for (std::size_t i = 0; i < septets; ++i) {
    const std::size_t bit = first_bit + 7 * i;
    unsigned pair = octets[bit / 8];
    if (bit / 8 + 1 < octets.size()) pair |= static_cast<unsigned>(octets[bit / 8 + 1]) << 8;
    const unsigned septet = pair >> bit % 8 & 0x7F;
    if (septet == 0x1B && !escaped) {
      escaped = true;
      continue;
    }
    to = put_utf8(to, escaped ? behind_escape(shift, septet, table) : table[septet]);
    escaped = false;
  }
  return {reinterpret_cast<const char*>(begin), static_cast<std::size_t>(to - begin)};
}

} // namespace lihi::value
