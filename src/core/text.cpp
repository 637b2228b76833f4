#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

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
  // as signed octets, below 21 are the controls, space and all above 7F
  const auto bad = [](std::uint8_t octet) { return static_cast<std::int8_t>(octet) < 0x21 || octet == 0x7F; };
  unsigned found = octets.empty() ? 1 : 0;
  for (const std::uint8_t octet : octets) found |= bad(octet) ? 1 : 0; // no way out, so that it is vectorized
  return found == 0;
}

char* put_hex_scalar(char* to, bytes octets) noexcept {
  for (const std::uint8_t octet : octets) {
    *to++ = hex_digits[octet >> 4];
    *to++ = hex_digits[octet & 15];
  }
  return to;
}

#if defined(__SSE2__)
namespace {

// Whole blocks of 16 octets; what is left is left out.
void put_hex_blocks_sse2(char* to, bytes octets) noexcept {
  const __m128i low_half = _mm_set1_epi8(0x0F), nine = _mm_set1_epi8(9), zero = _mm_set1_epi8('0'),
                letters = _mm_set1_epi8('a' - '0' - 10);
  const auto digits = [&](__m128i halves) {
    return _mm_add_epi8(_mm_add_epi8(halves, zero), _mm_and_si128(_mm_cmpgt_epi8(halves, nine), letters));
  };
  for (; octets.size() >= 16; octets = octets.subspan(16), to += 32) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(octets.data()));
    const __m128i high = digits(_mm_and_si128(_mm_srli_epi16(block, 4), low_half));
    const __m128i low = digits(_mm_and_si128(block, low_half));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_unpacklo_epi8(high, low));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to + 16), _mm_unpackhi_epi8(high, low));
  }
}

[[gnu::target("avx2")]] void put_hex_blocks_avx2(char* to, bytes octets) noexcept {
  const __m256i table =
      _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(hex_digits)));
  const __m256i low_half = _mm256_set1_epi16(0x0F00);
  for (; octets.size() >= 16; octets = octets.subspan(16), to += 32) {
    const __m256i wide =
        _mm256_cvtepu8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(octets.data())));
    const __m256i halves =
        _mm256_or_si256(_mm256_srli_epi16(wide, 4), _mm256_and_si256(_mm256_slli_epi16(wide, 8), low_half));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_shuffle_epi8(table, halves));
  }
}

const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;

template <void (*blocks)(char*, bytes)>
char* put_hex_by(char* to, bytes octets) noexcept {
  if (octets.size() < 16) return put_hex_scalar(to, octets);
  blocks(to, octets);
  blocks(to + 2 * (octets.size() - 16), octets.last(16)); // overlaps the block before it
  return to + 2 * octets.size();
}

} // namespace

char* put_hex_sse2(char* to, bytes octets) noexcept { return put_hex_by<put_hex_blocks_sse2>(to, octets); }
char* put_hex(char* to, bytes octets) noexcept {
  return has_avx2 ? put_hex_by<put_hex_blocks_avx2>(to, octets) : put_hex_sse2(to, octets);
}
#else
char* put_hex_sse2(char* to, bytes octets) noexcept { return put_hex_scalar(to, octets); }
char* put_hex(char* to, bytes octets) noexcept { return put_hex_scalar(to, octets); }
#endif

void append_hex(text_buffer& out, bytes octets) {
  char* const to = out.reserve(2 * octets.size());
  out.commit(static_cast<std::size_t>(put_hex(to, octets) - to));
}

namespace {

// The eight decimal digits of a number below 10^8, the first in the low octet: split into halves of four,
// pairs and digits, all of one kind at once.
std::uint64_t eight_digits(std::uint64_t value) noexcept {
  std::uint64_t digits = value / 10'000 | value % 10'000 << 32;
  const std::uint64_t hundreds = digits * 10'486 >> 20 & 0x0000'007F'0000'007F; // of up to 9,999: exact
  digits = hundreds | (digits - hundreds * 100) << 16;
  const std::uint64_t tens = digits * 103 >> 10 & 0x000F'000F'000F'000F; // of up to 99
  return tens | (digits - tens * 10) << 8;
}

char* put_eight(char* to, std::uint64_t digits, std::size_t count) noexcept {
  digits += 0x3030'3030'3030'3030;
  for (std::size_t i = 0; i < 8; ++i) to[i] = static_cast<char>(digits >> 8 * i); // one store
  return to + count;
}

constexpr std::uint64_t hundred_million = 100'000'000;

// How many digits a number below 2^32 has, without the digits: what is written behind it need not wait for
// them. By the place of its highest bit; the sum passes 2^32 once more from a power of ten on.
constexpr auto digit_counts = [] {
  std::array<std::uint64_t, 32> table{};
  for (unsigned bit = 0; bit < table.size(); ++bit) {
    const std::uint64_t lowest = std::uint64_t{1} << bit, highest = 2 * lowest - 1;
    std::uint64_t digits = 1, power = 10;
    for (; power <= lowest; power *= 10) ++digits;
    table[bit] = (digits << 32) + (power <= highest ? (std::uint64_t{1} << 32) - power : 0);
  }
  return table;
}();
unsigned digit_count(std::uint64_t value) noexcept {
  const auto bit = static_cast<std::size_t>(std::bit_width(value | 1) - 1);
  return static_cast<unsigned>((value + digit_counts[bit]) >> 32);
}

} // namespace

char* put_number(char* to, std::uint64_t value) noexcept {
  if (value >= hundred_million) [[unlikely]] {
    to = put_number(to, value / hundred_million);
    return put_eight(to, eight_digits(value % hundred_million), 8);
  }
  const unsigned count = digit_count(value);
  return put_eight(to, eight_digits(value) >> 8 * (8 - count), count);
}
char* put_number(char* to, std::int64_t value) noexcept {
  if (value >= 0) return put_number(to, static_cast<std::uint64_t>(value));
  *to = '-';
  return put_number(to + 1, 0 - static_cast<std::uint64_t>(value));
}

char* put_number(char* to, double value) noexcept {
  if (std::abs(value) < 100'000) { // from there on an exponent may be shorter
    const auto whole = static_cast<std::int64_t>(value);
    if (std::bit_cast<std::uint64_t>(static_cast<double>(whole)) == std::bit_cast<std::uint64_t>(value))
      return put_number(to, whole); // not of -0
  }
  return std::to_chars(to, to + 40, value).ptr;
}

void append_number(text_buffer& out, std::uint64_t value) {
  char* const to = out.reserve(20);
  out.commit(static_cast<std::size_t>(put_number(to, value) - to));
}

void append_number(text_buffer& out, std::int64_t value) {
  char* const to = out.reserve(20);
  out.commit(static_cast<std::size_t>(put_number(to, value) - to));
}

#if defined(__x86_64__)
namespace plain_text {

const bool has_masks = __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vl") != 0 &&
                       __builtin_cpu_supports("bmi2") != 0;

[[gnu::target("avx512bw,avx512vl,bmi2")]] std::size_t copy_by_masks(char* to, const char* from,
                                                                    std::size_t size) noexcept {
  const __m256i space = _mm256_set1_epi8(' '), quote = _mm256_set1_epi8('"'), back = _mm256_set1_epi8('\\');
  for (std::size_t at = 0;; at += sizeof space) {
    const std::size_t left = size - at;
    const __mmask32 text = left < 32 ? _bzhi_u32(~0u, static_cast<unsigned>(left)) : ~0u;
    const __m256i now = _mm256_maskz_loadu_epi8(text, from + at);
    const __mmask32 escapes_here = _mm256_mask_cmplt_epu8_mask(text, now, space) |
                                   _mm256_mask_cmpeq_epu8_mask(text, now, quote) |
                                   _mm256_mask_cmpeq_epu8_mask(text, now, back);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + at), now);
    if (escapes_here != 0) [[unlikely]]
      return at + static_cast<std::size_t>(std::countr_zero(escapes_here));
    if (left <= sizeof space) return size;
  }
}

} // namespace plain_text
#endif

namespace {

char* put_escape(char* to, char c, char escape) noexcept {
  *to++ = '\\';
  *to++ = escape;
  if (escape == 'u') {
    *to++ = '0';
    *to++ = '0';
    *to++ = hex_digits[static_cast<std::uint8_t>(c) >> 4];
    *to++ = hex_digits[static_cast<std::uint8_t>(c) & 15];
  }
  return to;
}

} // namespace

char* put_json_escaped(char* to, std::string_view text) noexcept {
  const char* at = text.data();
  const char* const end = at + text.size();
  for (;;) {
    const auto left = static_cast<std::size_t>(end - at);
    const std::size_t plain = plain_text::copy_roomy(to, at, left);
    to += plain;
    at += plain;
    if (plain == left) [[likely]]
      return to;
    for (char escape = 0; escape == 0 && at != end;) { // it is near
      const char c = *at++;
      escape = escapes[static_cast<std::uint8_t>(c)];
      if (escape != 0)
        to = put_escape(to, c, escape);
      else
        *to++ = c;
    }
  }
}

char* put_json_escaped_scalar(char* to, std::string_view text) noexcept {
  for (const char c : text) {
    const char escape = escapes[static_cast<std::uint8_t>(c)];
    if (escape != 0)
      to = put_escape(to, c, escape);
    else
      *to++ = c;
  }
  return to;
}

std::size_t escaped_room_counted(std::string_view text) noexcept {
  const auto escaped = static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return escapes[static_cast<std::uint8_t>(c)] != 0; }));
  return text.size() + 5 * escaped;
}

void append_json_escaped(text_buffer& out, std::string_view text) {
  char* const to = out.reserve(escaped_room(text));
  out.commit(static_cast<std::size_t>(put_json_escaped(to, text) - to));
}

char* put_integer(char* to, bytes content) noexcept {
  const bool negative = !content.empty() && content[0] >= 0x80;
  if (content.size() <= 8) {
    std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
    for (const std::uint8_t octet : content) value = value << 8 | octet;
    return put_number(to, static_cast<std::int64_t>(value));
  }
  __extension__ using wide = unsigned __int128;
  wide value = negative ? ~wide{0} : 0;
  for (const std::uint8_t octet : content) value = value << 8 | octet;
  if (negative) {
    *to++ = '-';
    value = ~value + 1;
  }
  char digits[40];
  int at = sizeof digits;
  do {
    digits[--at] = static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
  } while (value != 0);
  std::memcpy(to, digits + at, sizeof digits - static_cast<std::size_t>(at));
  return to + (sizeof digits - static_cast<std::size_t>(at));
}

namespace {

// The character at the start of the text and its octets; no octets when it is not well-formed.
struct character {
  char32_t value = 0;
  std::size_t octets = 0;
};
character first_character(std::string_view text) noexcept {
  const auto first = static_cast<std::uint8_t>(text[0]);
  const std::size_t octets = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  std::size_t count = 0;
  if (text.size() < octets || !valid_utf8(as_bytes(text.substr(0, octets)), count)) return {};
  char32_t value = octets == 1 ? first : first & (0xFFu >> (octets + 1));
  for (std::size_t i = 1; i < octets; ++i) value = value << 6 | (static_cast<std::uint8_t>(text[i]) & 0x3F);
  return {value, octets};
}

// Controls (C0, DEL, C1) and what is invisible but acts: soft hyphen, Arabic and Mongolian marks, zero width,
// marks, embeddings, overrides and isolates of direction, line and paragraph separators, tags and the byte
// order mark.
bool is_hidden(char32_t c) noexcept {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C || c == 0x180E ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
         c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

void append_escaped(text_buffer& out, char kind, std::uint32_t value, int digits) {
  out.put('\\');
  out.put(kind);
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out.put(hex_digits[value >> shift & 15]);
}

template <bool hide>
void append_shown(text_buffer& out, std::string_view text) {
  while (!text.empty()) {
    const character c = first_character(text);
    if (c.octets == 0) {
      append_escaped(out, 'x', static_cast<std::uint8_t>(text[0]), 2);
      text.remove_prefix(1);
      continue;
    }
    if (hide && is_hidden(c.value))
      append_escaped(out, c.value > 0xFFFF ? 'U' : 'u', c.value, c.value > 0xFFFF ? 8 : 4);
    else
      out.put(text.substr(0, c.octets));
    text.remove_prefix(c.octets);
  }
}

} // namespace

void append_visible(text_buffer& out, std::string_view text) { append_shown<true>(out, text); }
void append_as_utf8(text_buffer& out, std::string_view text) { append_shown<false>(out, text); }

} // namespace lihi
