// Standard output, written in blocks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lihi::cli {

class output {
 public:
  // False once nothing can be written any more.
  bool write(std::string_view text) noexcept;
  [[nodiscard]] bool failed() const noexcept { return error_ != 0; }
  // Whether whoever read it is gone, which is no error of ours: a closed pipe.
  [[nodiscard]] bool closed() const noexcept;
  // "standard output: No space left on device".
  [[nodiscard]] std::string error() const;
  // That were written.
  [[nodiscard]] std::uint64_t octets() const noexcept { return octets_; }

 private:
  std::uint64_t octets_ = 0;
  int error_ = 0;
};

} // namespace lihi::cli
