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
  arena(const arena&) = delete;
  arena& operator=(const arena&) = delete;

  // Room for `size` octets, not initialized; nullptr when the limit is passed or memory is short: refused()
  // then tells so. Not inlined: it would be everywhere.
  [[nodiscard, gnu::noinline]] std::uint8_t* allocate(std::size_t size) noexcept {
    if (size >= room_) [[unlikely]]
      return allocate_with_care(size);
    std::uint8_t* const at = at_;
    at_ += size;
    room_ -= size;
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
    if (room_ < copied_block) {
      std::memcpy(at, text.data(), text.size());
    } else {
      for (std::size_t done = 0; done < text.size(); done += copied_block)
        std::memcpy(at + done, text.data() + done, copied_block);
    }
    return {reinterpret_cast<const char*>(at), text.size()};
  }

  struct position {
    std::size_t block = 0;
    std::uint8_t* at = nullptr; // null: the beginning of the block
    std::size_t given = 0;
  };
  [[nodiscard]] position here() const noexcept { return {current_, at_, given_}; }
  // Gives up what was allocated since.
  void back_to(const position& to) noexcept {
    given_ = to.given;
    refused_ = false;
    stand_at(to.block, to.at);
  }
  // Gives up everything. Several blocks become one the next time: else blocks that are too small for what
  // comes would stay for ever. More than most_kept octets are given back.
  void reset() noexcept {
    back_to({});
    if (blocks_.size() > 1 || held_ > most_kept) {
      wanted_ = std::min(held_, most_kept);
      blocks_.clear();
      held_ = 0;
      stand_at(0, nullptr);
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

  // What does not simply fit into the block at hand.
  [[gnu::noinline, gnu::cold]] std::uint8_t* allocate_with_care(std::size_t size) noexcept {
    if (size > limit_ - given_) return refuse();
    while (current_ < blocks_.size() && left_in_block() < size) stand_at(current_ + 1, nullptr);
    if (current_ == blocks_.size()) {
      if (!grow(size)) return refuse();
      stand_at(current_, nullptr);
    }
    std::uint8_t* const at = at_;
    given_ += size;
    stand_at(current_, at + size);
    return at;
  }

  [[nodiscard]] std::size_t left_in_block() const noexcept {
    const block& now = blocks_[current_];
    return static_cast<std::size_t>(now.octets.get() + now.size - at_);
  }
  // At the beginning of the block if `at` is null.
  void stand_at(std::size_t block, std::uint8_t* at) noexcept {
    current_ = block;
    const bool there = block < blocks_.size();
    at_ = there && at == nullptr ? blocks_[block].octets.get() : at;
    room_ = there ? std::min(left_in_block(), limit_ - given_) : 0;
  }

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
  std::uint8_t* at_ = nullptr; // in the block at hand: what comes next goes there
  std::size_t room_ = 0;       // octets that can be given out from there, within the block and the limit
  std::size_t current_ = 0, given_ = 0, held_ = 0, wanted_ = 0;
  bool refused_ = false;
};

} // namespace lihi
