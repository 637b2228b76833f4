// Standard output, written in blocks; a closed pipe ends the program without noise.
#pragma once

#include "core/text_buffer.hpp"

namespace lihi::cli {

class output {
 public:
  // Text to be written; flush() or enough of it sends it off.
  [[nodiscard]] text_buffer& text() noexcept { return text_; }
  void end_line() {
    text_.put('\n');
    if (text_.size() >= block_octets) flush();
  }
  // False once nothing can be written any more.
  bool flush() noexcept;
  [[nodiscard]] bool closed() const noexcept { return closed_; }

 private:
  static constexpr std::size_t block_octets = 1u << 18;
  text_buffer text_;
  bool closed_ = false;
};

} // namespace lihi::cli
