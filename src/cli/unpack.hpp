// gzip and zstd, as octets of a file come.
#pragma once

#include <lihi/bytes.hpp>
#include <memory>
#include <string>
#include <vector>

namespace lihi::cli {

class unpacker {
 public:
  // Null when the octets at the start of a file are neither gzip nor zstd.
  [[nodiscard]] static std::unique_ptr<unpacker> of(bytes start);

  virtual ~unpacker() = default;
  unpacker(const unpacker&) = delete;
  unpacker& operator=(const unpacker&) = delete;

  // Packed octets: they must live until next() has given nothing.
  virtual void feed(bytes packed) = 0;
  // The next octets; nothing when it needs more, or when it is broken (see error()). Valid until the next
  // call.
  [[nodiscard]] virtual bytes next() = 0;
  // Whether the packed octets may end here.
  [[nodiscard]] virtual bool whole() const noexcept = 0;
  [[nodiscard]] const std::string& error() const noexcept { return error_; }

 protected:
  unpacker() : out_(1u << 18) {}
  std::vector<std::uint8_t> out_;
  std::string error_;
};

} // namespace lihi::cli
