// Where octets come from: files, or standard input, packed or not.
#pragma once

#include "cli/unpack.hpp"

#include <chrono>
#include <cstdint>
#include <lihi/bytes.hpp>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace lihi::cli {

// Reads a file in blocks, and unpacks it when it is gzip or zstd. Not a stream: errors of the system are kept
// as text for the user.
class input_file {
 public:
  static constexpr std::size_t block_octets = 1u << 20;

  // "-" is standard input. False when it cannot be read; error() tells why.
  [[nodiscard]] bool open(const std::string& path);
  ~input_file();
  input_file() = default;
  input_file(const input_file&) = delete;
  input_file& operator=(const input_file&) = delete;

  // Whether octets, the end, or a signal are there, or come within that time.
  [[nodiscard]] bool ready(std::chrono::milliseconds within) const noexcept;
  // The next octets, valid until the next call; empty at the end, or when reading failed (see error()).
  [[nodiscard]] bytes next();
  [[nodiscard]] const std::string& error() const noexcept { return error_; }
  // Octets of a regular file, from where it is read; 0 when it is none.
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  // So many of them were read.
  [[nodiscard]] std::uint64_t read() const noexcept { return read_; }
  // Whether next() unpacks; known behind its first call.
  [[nodiscard]] bool packed() const noexcept { return unpack_ != nullptr; }

 private:
  [[nodiscard]] bytes read_block();

  int descriptor_ = -1;
  std::uint64_t size_ = 0, read_ = 0;
  std::unique_ptr<unpacker> unpack_;
  bool packed_octets_wait_ = false;
  std::vector<std::uint8_t> block_;
  std::string error_;
};

// Whether two files are one: device and inode.
[[nodiscard]] bool same_file(const struct stat& a, const struct stat& b) noexcept;
// Of a path, links followed, or of "-", standard input. False when there is none.
[[nodiscard]] bool about_input(const std::string& path, struct stat& out) noexcept;

} // namespace lihi::cli
