// Writes BER: definite lengths in the shortest form, as DER has them.
#pragma once

#include "ber/header.hpp"

#include <utility>
#include <vector>

namespace lihi::ber {

// For PDUs of a few hundred octets: a length is put in when what it counts is known.
class encoder {
 public:
  void primitive(tag as, bytes content);
  // An INTEGER of 0 to 2^64-1.
  void unsigned_integer(tag as, std::uint64_t value);
  // An element, or several, as they are.
  void elements(bytes as_they_are) { out_.insert(out_.end(), as_they_are.begin(), as_they_are.end()); }
  // `inside` writes what stands in it.
  template <class F>
  void constructed(tag as, F&& inside) {
    identifier(as, true);
    const std::size_t begin = out_.size();
    std::forward<F>(inside)();
    length_before(begin);
  }

  [[nodiscard]] std::vector<std::uint8_t> take() noexcept { return std::exchange(out_, {}); }

 private:
  void identifier(tag as, bool constructed);
  void length_before(std::size_t begin);

  std::vector<std::uint8_t> out_;
};

} // namespace lihi::ber
