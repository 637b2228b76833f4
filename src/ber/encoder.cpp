#include "ber/encoder.hpp"

#include <array>

namespace lihi::ber {

void encoder::identifier(tag as, bool constructed) {
  const auto first = static_cast<std::uint8_t>((as >> 24 & 0xC0) | (constructed ? 0x20 : 0));
  const std::uint32_t number = number_of(as);
  if (number < 0x1F) return out_.push_back(static_cast<std::uint8_t>(first | number));
  out_.push_back(first | 0x1F);
  int shift = 28;
  while (number >> shift == 0) shift -= 7;
  for (; shift > 0; shift -= 7) out_.push_back(static_cast<std::uint8_t>((number >> shift & 0x7F) | 0x80));
  out_.push_back(static_cast<std::uint8_t>(number & 0x7F));
}

void encoder::length_before(std::size_t begin) {
  const std::size_t length = out_.size() - begin;
  std::array<std::uint8_t, 1 + sizeof length> octets{};
  std::size_t size = 0;
  if (length >= 0x80) {
    int count = 1;
    while (count < 8 && length >> 8 * count != 0) ++count;
    octets[size++] = static_cast<std::uint8_t>(0x80 | count);
    for (int i = count - 1; i > 0; --i) octets[size++] = static_cast<std::uint8_t>(length >> 8 * i);
  }
  octets[size++] = static_cast<std::uint8_t>(length);
  out_.insert(out_.begin() + static_cast<std::ptrdiff_t>(begin), octets.begin(),
              octets.begin() + static_cast<std::ptrdiff_t>(size));
}

void encoder::primitive(tag as, bytes content) {
  identifier(as, false);
  const std::size_t begin = out_.size();
  elements(content);
  length_before(begin);
}

void encoder::unsigned_integer(tag as, std::uint64_t value) {
  std::array<std::uint8_t, 9> octets{}; // one more than it has, for the sign
  for (std::size_t i = 8; i > 0; --i, value >>= 8) octets[i] = static_cast<std::uint8_t>(value);
  std::size_t from = 0;
  while (from < 8 && octets[from] == 0 && octets[from + 1] < 0x80) ++from;
  primitive(as, bytes(octets).subspan(from));
}

} // namespace lihi::ber
