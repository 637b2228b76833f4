// Standard output, written in blocks; a closed pipe ends the program without noise.
#pragma once

#include <string_view>

namespace lihi::cli {

class output {
 public:
  // False once nothing can be written any more.
  bool write(std::string_view text) noexcept;
  [[nodiscard]] bool closed() const noexcept { return closed_; }

 private:
  bool closed_ = false;
};

} // namespace lihi::cli
