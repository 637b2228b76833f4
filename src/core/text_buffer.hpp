// A growing buffer of text that is written far more often than it grows: one check per piece, no
// initialization of what is about to be written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>

namespace lihi {

class text_buffer {
 public:
  struct exceeded : std::bad_alloc {};
  // Holds no more than `most` characters: what would pass it throws `exceeded`.
  explicit text_buffer(std::size_t most = SIZE_MAX) noexcept : most_(most) {}
  text_buffer(const text_buffer&) = delete;
  text_buffer& operator=(const text_buffer&) = delete;
  ~text_buffer() { std::free(begin_); }

  [[nodiscard]] std::string_view view() const noexcept { return {begin_, size()}; }
  [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(at_ - begin_); }
  [[nodiscard]] bool empty() const noexcept { return at_ == begin_; }
  [[nodiscard]] char back() const noexcept { return at_[-1]; }
  void clear() noexcept {
    at_ = begin_;
    if (static_cast<std::size_t>(end_ - begin_) > most_kept) [[unlikely]]
      give_back();
  }
  // Cuts the text back to its first `size` characters.
  void truncate(std::size_t size) noexcept { at_ = begin_ + size; }

  // Room for `more` characters; returns where they go. commit() says how many were written.
  [[nodiscard]] char* reserve(std::size_t more) {
    if (static_cast<std::size_t>(end_ - at_) < more) [[unlikely]]
      grow(more);
    return at_;
  }
  void commit(std::size_t written) noexcept { at_ += written; }
  // The same for those who write short pieces: whether there is room, where they go, and where they ended.
  [[nodiscard]] bool has_room(std::size_t more) const noexcept {
    return static_cast<std::size_t>(end_ - at_) >= more;
  }
  [[nodiscard]] char* end() noexcept { return at_; }
  void commit_to(char* end) noexcept { at_ = end; }

  void put(char c) {
    *reserve(1) = c;
    ++at_;
  }
  void put(std::string_view text) {
    char* const to = reserve(text.size());
    if (!text.empty()) std::memcpy(to, text.data(), text.size());
    at_ += text.size();
  }

  // After one large text its memory is not kept for small ones.
  static constexpr std::size_t most_kept = 1u << 20;

 private:
  void give_back() noexcept {
    std::free(begin_);
    begin_ = at_ = end_ = nullptr;
  }
  [[gnu::noinline, gnu::cold]] void grow(std::size_t more) {
    const std::size_t used = size();
    std::size_t wanted = static_cast<std::size_t>(end_ - begin_) * 2;
    if (wanted < 4096) wanted = 4096;
    if (more > most_ - used) throw exceeded();
    while (wanted - used < more) wanted *= 2;
    if (wanted > most_) wanted = most_;
    char* const fresh = static_cast<char*>(std::realloc(begin_, wanted));
    if (fresh == nullptr) throw std::bad_alloc();
    begin_ = fresh;
    at_ = fresh + used;
    end_ = fresh + wanted;
  }

  std::size_t most_;
  char* begin_ = nullptr;
  char* at_ = nullptr;
  char* end_ = nullptr;
};

} // namespace lihi
