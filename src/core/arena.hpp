// A bump allocator for the few octets of a PDU that cannot be views into the input: joined string
// segments, decoded text. Pointers stay valid until reset(); blocks are kept, so that a decoder that has
// warmed up allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lihi/bytes.hpp>
#include <memory>
#include <new>
#include <string_view>
#include <vector>

namespace lihi {

class arena {
 public:
  explicit arena(std::size_t limit = 64u << 20) noexcept : limit_(limit) {}

  // Room for `size` octets, not initialized; nullptr when the limit is passed or memory is short: refused()
  // then tells so.
  [[nodiscard]] std::uint8_t* allocate(std::size_t size) noexcept {
    while (current_ < blocks_.size() && blocks_[current_].size - used_ < size) {
      ++current_;
      used_ = 0;
    }
    if (size > limit_ - given_ || (current_ == blocks_.size() && !grow(size))) {
      refused_ = true;
      return nullptr;
    }
    std::uint8_t* const at = blocks_[current_].octets.get() + used_;
    used_ += size;
    given_ += size;
    return at;
  }

  [[nodiscard]] std::string_view copy(std::string_view text) noexcept {
    std::uint8_t* const at = allocate(text.size());
    if (at == nullptr) return {};
    std::memcpy(at, text.data(), text.size());
    return {reinterpret_cast<const char*>(at), text.size()};
  }

  struct position {
    std::size_t block = 0, used = 0, given = 0;
  };
  [[nodiscard]] position here() const noexcept { return {current_, used_, given_}; }
  // Gives up what was allocated since.
  void back_to(const position& at) noexcept {
    current_ = at.block;
    used_ = at.used;
    given_ = at.given;
    refused_ = false;
  }
  void reset() noexcept { back_to({}); }
  [[nodiscard]] bool refused() const noexcept { return refused_; }

 private:
  struct block {
    std::unique_ptr<std::uint8_t[]> octets;
    std::size_t size;
  };

  bool grow(std::size_t at_least) noexcept {
    const std::size_t size = at_least > first_block ? at_least : first_block;
    std::unique_ptr<std::uint8_t[]> octets(new (std::nothrow) std::uint8_t[size]);
    if (!octets) return false;
    try {
      blocks_.push_back({std::move(octets), size});
    } catch (const std::bad_alloc&) {
      return false;
    }
    return true;
  }

  static constexpr std::size_t first_block = 16 * 1024;
  std::size_t limit_;
  std::vector<block> blocks_;
  std::size_t current_ = 0, used_ = 0, given_ = 0;
  bool refused_ = false;
};

} // namespace lihi
