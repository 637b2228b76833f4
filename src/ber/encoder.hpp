// Writes BER, in each of the forms that senders use.
#pragma once

#include "ber/header.hpp"

#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace lihi::ber {

// How lengths and long strings are written.
enum class form : std::uint8_t {
  definite,       // lengths in as few octets as they need, as DER has them
  indefinite,     // every constructed element ends with end-of-contents
  padded,         // lengths in eight octets, whatever they are
  signed_lengths, // lengths as if they were an INTEGER: 128 to 255 as 82 00 80 .. FF
  segmented,      // strings of over four octets constructed, in segments of four
};
// In that order, as scenarios and the program have them.
inline constexpr std::array<std::string_view, 5> form_names{"definite", "indefinite", "padded", "signed",
                                                            "segmented"};

// For PDUs of a few hundred octets: a length is put in when what it counts is known.
class encoder {
 public:
  explicit encoder(form as = form::definite) : form_(as) {}

  void primitive(tag as, bytes content);
  // An OCTET STRING or a character string.
  void string(tag as, bytes content);
  // An INTEGER of 0 to 2^64-1.
  void unsigned_integer(tag as, std::uint64_t value);
  // An element, or several, as they are.
  void elements(bytes as_they_are) { out_.insert(out_.end(), as_they_are.begin(), as_they_are.end()); }
  // `inside` writes what stands in it.
  template <class F>
  void constructed(tag as, F&& inside) {
    identifier(as, true);
    const std::size_t begin = open();
    std::forward<F>(inside)();
    close(begin);
  }
  // An OCTET STRING that contains elements; `inside` writes them.
  template <class F>
  void containing(tag as, F&& inside) {
    const std::size_t begin = out_.size();
    std::forward<F>(inside)();
    string_before(begin, as);
  }
  // As primitive() and string(); `content` appends the content octets to the vector that it is given.
  template <class F>
  void primitive_of(tag as, F&& content) {
    identifier(as, false);
    const std::size_t begin = out_.size();
    std::forward<F>(content)(out_);
    length_before(begin);
  }
  template <class F>
  void string_of(tag as, F&& content) {
    const std::size_t begin = out_.size();
    std::forward<F>(content)(out_);
    string_before(begin, as);
  }

  // Begins anew; memory is kept.
  void restart(form as) noexcept {
    form_ = as;
    out_.clear();
  }
  [[nodiscard]] bytes written() const noexcept { return out_; }
  [[nodiscard]] std::vector<std::uint8_t> take() noexcept { return std::exchange(out_, {}); }

 private:
  void identifier(tag as, bool constructed);
  [[nodiscard]] std::size_t open();
  void close(std::size_t begin);
  void length_before(std::size_t begin);
  void string_before(std::size_t begin, tag as);

  std::vector<std::uint8_t> out_;
  form form_;
};

} // namespace lihi::ber
