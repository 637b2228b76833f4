// Tags as people read them.
#pragma once

#include "ber/header.hpp"

#include <array>
#include <string_view>

namespace lihi::ber {

// "[200]", "[APPLICATION 3]", "[UNIVERSAL 16]".
class tag_text {
 public:
  explicit tag_text(tag of) noexcept;
  [[nodiscard]] std::string_view view() const& noexcept { return {text_.data(), size_}; }
  std::string_view view() && = delete; // would dangle

 private:
  std::array<char, 24> text_;
  std::size_t size_;
};

} // namespace lihi::ber
