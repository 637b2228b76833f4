// An open file, read and written at places. What fails says so by its errno.
#pragma once

#include <cstdint>
#include <fcntl.h>
#include <lihi/bytes.hpp>
#include <string>
#include <utility>

namespace lihi::store {

class file {
 public:
  file() = default;
  ~file() { close(); }
  file(file&& from) noexcept : descriptor_(std::exchange(from.descriptor_, -1)) {}
  file& operator=(file&& from) noexcept {
    std::swap(descriptor_, from.descriptor_);
    return *this;
  }

  // Each returns 0, or errno.
  [[nodiscard]] int open(const std::string& path, int flags) noexcept; // new ones for the owner alone
  [[nodiscard]] int write_at(std::uint64_t offset, bytes octets) noexcept;
  // As many as there are, up to `room`: fewer at the end of the file.
  [[nodiscard]] int read_at(std::uint64_t offset, std::span<std::uint8_t> room,
                            std::size_t& octets) const noexcept;
  [[nodiscard]] int size(std::uint64_t& octets) const noexcept;
  [[nodiscard]] int truncate(std::uint64_t octets) noexcept;
  // What was written is on the disk.
  [[nodiscard]] int sync() noexcept;
  // Nobody else locks it: EWOULDBLOCK when somebody does.
  [[nodiscard]] int lock() noexcept;

  [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }
  void close() noexcept;

 private:
  int descriptor_ = -1;
};

// The names in a folder are on the disk.
[[nodiscard]] int sync_folder(const std::string& path) noexcept;
// The file of that name has these octets, or those that it had: never a part. On the disk when it returns.
[[nodiscard]] int replace_file(const std::string& path, bytes octets) noexcept;
// "no space left on device": as the system says it.
[[nodiscard]] std::string text_of_errno(int error);

} // namespace lihi::store
