// A bump allocator for the few octets of a PDU that cannot be views into the input: joined string
// segments, decoded text. Pointers stay valid until reset(); what a PDU needed is kept for the next one, so
// that a decoder that has warmed up allocates nothing.
#pragma once

#include <algorithm>
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
  // `limit`: octets that may be held, and so given out.
  explicit arena(std::size_t limit = 64u << 20) noexcept : limit_(limit) {}

  // Room for `size` octets, not initialized; nullptr when the limit is passed or memory is short: refused()
  // then tells so.
  [[nodiscard]] std::uint8_t* allocate(std::size_t size) noexcept {
    if (size > limit_ - given_) return refuse();
    while (current_ < blocks_.size() && blocks_[current_].size - used_ < size) {
      ++current_;
      used_ = 0;
    }
    if (current_ == blocks_.size() && !grow(size)) return refuse();
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

  // The same of a text from whose begin on so many octets are readable as whole blocks have.
  static constexpr std::size_t copied_block = 32;
  [[nodiscard]] std::string_view copy_blocks(std::string_view text) noexcept {
    std::uint8_t* const at = allocate(text.size());
    if (at == nullptr) return {};
    if (blocks_[current_].size - used_ < copied_block) {
      std::memcpy(at, text.data(), text.size());
    } else {
      for (std::size_t done = 0; done < text.size(); done += copied_block)
        std::memcpy(at + done, text.data() + done, copied_block);
    }
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
  // Gives up everything. Several blocks become one the next time: else blocks that are too small for what
  // comes would stay for ever. More than most_kept octets are given back.
  void reset() noexcept {
    back_to({});
    if (blocks_.size() > 1 || held_ > most_kept) {
      wanted_ = std::min(held_, most_kept);
      blocks_.clear();
      held_ = 0;
    }
  }
  [[nodiscard]] bool refused() const noexcept { return refused_; }
  // Octets of memory.
  [[nodiscard]] std::size_t held() const noexcept { return held_; }

  static constexpr std::size_t most_kept = 1u << 20;

 private:
  struct block {
    std::unique_ptr<std::uint8_t[]> octets;
    std::size_t size;
  };

  std::uint8_t* refuse() noexcept {
    refused_ = true;
    return nullptr;
  }

  // A block that doubles what is held, as far as the limit goes. Blocks that are too small count as held.
  bool grow(std::size_t at_least) noexcept {
    const std::size_t room = limit_ - std::min(limit_, held_);
    std::size_t size = std::max({at_least, first_block, wanted_, held_});
    if (size > room) size = std::max(at_least, std::min(first_block, room));
    if (size > room && !(blocks_.empty() && at_least <= limit_)) return false;
    std::unique_ptr<std::uint8_t[]> octets(new (std::nothrow) std::uint8_t[size]);
    if (!octets) return false;
    try {
      blocks_.push_back({std::move(octets), size});
    } catch (const std::bad_alloc&) {
      return false;
    }
    held_ += size;
    return true;
  }

  static constexpr std::size_t first_block = 16 * 1024;
  std::size_t limit_;
  std::vector<block> blocks_;
  std::size_t current_ = 0, used_ = 0, given_ = 0, held_ = 0, wanted_ = 0;
  bool refused_ = false;
};

} // namespace lihi
