// What the fuzz targets share. A target is one file with LLVMFuzzerTestOneInput; it stops the program when a
// promise of the library does not hold.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <lihi/bytes.hpp>
#include <memory>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace lihi::fuzz {

inline void require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

// The input, taken from the front: small numbers that steer the target, then octets.
class input {
 public:
  input(const std::uint8_t* data, std::size_t size) noexcept : rest_(data, size) {}

  // 0 when there is nothing left.
  std::uint8_t octet() noexcept {
    if (rest_.empty()) return 0;
    const std::uint8_t out = rest_[0];
    rest_ = rest_.subspan(1);
    return out;
  }
  std::uint16_t number() noexcept {
    const unsigned high = octet();
    return static_cast<std::uint16_t>(high << 8 | octet());
  }
  [[nodiscard]] bytes rest() const noexcept { return rest_; }

 private:
  bytes rest_;
};

// A copy with nothing behind it, so that a sanitizer sees what is read past its end.
class exact {
 public:
  explicit exact(bytes from) : octets_(new std::uint8_t[from.size()]), size_(from.size()) {
    if (size_ != 0) std::memcpy(octets_.get(), from.data(), size_);
  }
  [[nodiscard]] bytes get() const noexcept { return {octets_.get(), size_}; }

 private:
  std::unique_ptr<std::uint8_t[]> octets_;
  std::size_t size_;
};

// By a parser that is not ours.
[[nodiscard]] bool has_keys_once(std::string_view text); // no object has a key twice
[[nodiscard]] bool is_record(std::string_view text);     // after docs/record.schema.json
[[nodiscard]] bool same_json(std::string_view a, std::string_view b);

} // namespace lihi::fuzz
