// The text that JSON shows as it is, which is nearly all: looked at and copied in one go. Inline, so that
// whoever writes a short field calls nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace lihi::plain_text {

#if defined(__SSE2__)
using block = __m128i;

// Whether sixteen octets hold a control character, a quote or a backslash.
inline bool needs_escape(block octets) noexcept {
  const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(octets, _mm_set1_epi8(0x1F)), octets);
  const __m128i quote = _mm_cmpeq_epi8(octets, _mm_set1_epi8('"'));
  const __m128i back = _mm_cmpeq_epi8(octets, _mm_set1_epi8('\\'));
  return _mm_movemask_epi8(_mm_or_si128(control, _mm_or_si128(quote, back))) != 0;
}
inline bool needs_escape(std::uint64_t first, std::uint64_t last) noexcept {
  return needs_escape(_mm_unpacklo_epi64(_mm_cvtsi64_si128(static_cast<long long>(first)),
                                         _mm_cvtsi64_si128(static_cast<long long>(last))));
}
#else
using block = std::uint64_t;

inline bool needs_escape(block word) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
  const std::uint64_t quote = word ^ (ones * '"'), back = word ^ (ones * '\\');
  // a zero octet borrows into its top bit; octets of 80 and more are none of the three
  const std::uint64_t hit =
      ((word - ones * 0x20) & ~word) | ((quote - ones) & ~quote) | ((back - ones) & ~back);
  return (hit & tops) != 0;
}
inline bool needs_escape(std::uint64_t first, std::uint64_t last) noexcept {
  return needs_escape(first) || needs_escape(last);
}
#endif

template <class Word>
Word load(const char* from) noexcept {
  Word word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

// Copies from the start on while nothing needs an escape, in blocks, the last of which may overlap the one
// before. Returns how much: all, or not more than what stands before the first that needs an escape.
inline std::size_t copy(char* to, const char* from, std::size_t size) noexcept {
  if (size >= sizeof(block)) {
    std::size_t at = 0;
    for (;;) {
      const block now = load<block>(from + at);
      if (needs_escape(now)) return at;
      std::memcpy(to + at, &now, sizeof now);
      at += sizeof now;
      if (at == size) return size;
      if (size - at < sizeof now) at = size - sizeof now;
    }
  }
  if (size >= 8) {
    const auto first = load<std::uint64_t>(from), last = load<std::uint64_t>(from + size - 8);
    if (needs_escape(first, last)) return 0;
    std::memcpy(to, &first, 8);
    std::memcpy(to + size - 8, &last, 8);
    return size;
  }
  if (size >= 4) {
    const auto first = load<std::uint32_t>(from), last = load<std::uint32_t>(from + size - 4);
    const std::uint64_t both = std::uint64_t{first} << 32 | last;
    if (needs_escape(both, both)) return 0;
    std::memcpy(to, &first, 4);
    std::memcpy(to + size - 4, &last, 4);
    return size;
  }
  // at most three characters, some of them twice
  if (size == 0) return 0;
  const auto first = from[0], middle = from[size / 2], last = from[size - 1];
  const auto word = [](char c) { return std::uint64_t{static_cast<std::uint8_t>(c)}; };
  const std::uint64_t all = word(first) | word(middle) << 8 | word(last) << 16 | 0x2020202020000000;
  if (needs_escape(all, all)) return 0;
  to[0] = first;
  to[size / 2] = middle;
  to[size - 1] = last;
  return size;
}

// Whether two short texts are equal: in blocks of eight, the last of which may overlap the one before, since
// a call of memcmp() costs more than it does.
inline bool equal(const char* one, const char* other, std::size_t size) noexcept {
  if (size >= 8) {
    std::uint64_t differs = load<std::uint64_t>(one + size - 8) ^ load<std::uint64_t>(other + size - 8);
    for (std::size_t at = 0; at + 8 < size; at += 8)
      differs |= load<std::uint64_t>(one + at) ^ load<std::uint64_t>(other + at);
    return differs == 0;
  }
  if (size >= 4)
    return load<std::uint32_t>(one) == load<std::uint32_t>(other) &&
           load<std::uint32_t>(one + size - 4) == load<std::uint32_t>(other + size - 4);
  return size == 0 ||
         (one[0] == other[0] && one[size / 2] == other[size / 2] && one[size - 1] == other[size - 1]);
}

// The same where so many octets more than the text can be written at `to`: without a branch for its size, and
// so without one that is guessed wrong, where the processor loads and compares under a mask (AVX-512).
inline constexpr std::size_t written_over = 32;
#if defined(__x86_64__)
extern const bool has_masks;
std::size_t copy_by_masks(char* to, const char* from, std::size_t size) noexcept; // only then
inline std::size_t copy_roomy(char* to, const char* from, std::size_t size) noexcept {
  return has_masks ? copy_by_masks(to, from, size) : copy(to, from, size);
}
#else
inline std::size_t copy_roomy(char* to, const char* from, std::size_t size) noexcept {
  return copy(to, from, size);
}
#endif

} // namespace lihi::plain_text
