#include "ber/encoder.hpp"

#include <algorithm>
#include <array>

namespace lihi::ber {
namespace {

constexpr std::size_t segment = 4, padded = 8;
constexpr tag octet_string = 4; // what segments are, of character strings too (X.690 clause 8.23.6)

// Identifier or length octets, of which there are few.
struct few {
  std::array<std::uint8_t, 16> octets{};
  std::size_t size = 0;
  void put(std::uint64_t octet) { octets[size++] = static_cast<std::uint8_t>(octet); }
};

few identifier_of(tag as, bool constructed) {
  few out;
  const std::uint32_t first = (as >> 24 & 0xC0) | (constructed ? 0x20u : 0u);
  const std::uint32_t number = number_of(as);
  if (number < 0x1F) {
    out.put(first | number);
    return out;
  }
  out.put(first | 0x1F);
  int shift = 28;
  while (number >> shift == 0) shift -= 7;
  for (; shift > 0; shift -= 7) out.put((number >> shift & 0x7F) | 0x80);
  out.put(number & 0x7F);
  return out;
}

few length_of(std::size_t length, form as) {
  few out;
  std::size_t count = 1;
  while (count < 8 && length >> 8 * count != 0) ++count;
  if (as == form::signed_lengths && (length >> (8 * count - 1)) != 0) ++count;
  if (as == form::padded) count = padded;
  if (length >= 0x80 || as == form::padded) {
    out.put(0x80 | count);
    for (std::size_t i = count - 1; i > 0; --i) out.put(i < 8 ? length >> 8 * i : 0);
  }
  out.put(length);
  return out;
}

void insert(std::vector<std::uint8_t>& to, std::size_t at, const few& what) {
  const auto begin = what.octets.begin();
  to.insert(to.begin() + static_cast<std::ptrdiff_t>(at), begin,
            begin + static_cast<std::ptrdiff_t>(what.size));
}

} // namespace

void encoder::identifier(tag as, bool constructed) {
  insert(out_, out_.size(), identifier_of(as, constructed));
}

std::size_t encoder::open() {
  if (form_ == form::indefinite) out_.push_back(0x80);
  return out_.size();
}

void encoder::close(std::size_t begin) {
  if (form_ == form::indefinite)
    out_.insert(out_.end(), 2, 0);
  else
    length_before(begin);
}

void encoder::length_before(std::size_t begin) { insert(out_, begin, length_of(out_.size() - begin, form_)); }

void encoder::string_before(std::size_t begin, tag as) {
  if (form_ != form::segmented || out_.size() - begin <= segment) {
    length_before(begin);
    return insert(out_, begin, identifier_of(as, false));
  }
  const std::vector<std::uint8_t> content(out_.begin() + static_cast<std::ptrdiff_t>(begin), out_.end());
  out_.resize(begin);
  string(as, content);
}

void encoder::primitive(tag as, bytes content) {
  identifier(as, false);
  insert(out_, out_.size(), length_of(content.size(), form_));
  elements(content);
}

void encoder::string(tag as, bytes content) {
  if (form_ != form::segmented || content.size() <= segment) return primitive(as, content);
  constructed(as, [&] {
    for (; !content.empty(); content = content.subspan(std::min(segment, content.size())))
      primitive(octet_string, content.first(std::min(segment, content.size())));
  });
}

void encoder::unsigned_integer(tag as, std::uint64_t value) {
  std::array<std::uint8_t, 9> octets{}; // one more than it has, for the sign
  for (std::size_t i = 8; i > 0; --i, value >>= 8) octets[i] = static_cast<std::uint8_t>(value);
  std::size_t from = 0;
  while (from < 8 && octets[from] == 0 && octets[from + 1] < 0x80) ++from;
  primitive(as, bytes(octets).subspan(from));
}

} // namespace lihi::ber
