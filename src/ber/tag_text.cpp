#include "ber/tag_text.hpp"

#include <algorithm>
#include <charconv>

namespace lihi::ber {

tag_text::tag_text(tag of) noexcept { // NOLINT: of the text, only what size_ says is read
  static constexpr std::string_view classes[] = {"[UNIVERSAL ", "[APPLICATION ", "[", "[PRIVATE "};
  const std::string_view begin = classes[static_cast<std::size_t>(class_of(of))];
  char* at = std::copy(begin.begin(), begin.end(), text_.data());
  at = std::to_chars(at, text_.data() + text_.size() - 1, number_of(of)).ptr;
  *at++ = ']';
  size_ = static_cast<std::size_t>(at - text_.data());
}

} // namespace lihi::ber
