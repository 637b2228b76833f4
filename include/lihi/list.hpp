// A list whose elements outlive clear(): a record that is filled again and again allocates nothing once it
// has seen its largest self.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace lihi {

inline void clear_value(std::string_view& value) noexcept { value = {}; }

namespace field {

template <class T>
class list {
 public:
  list() = default;
  // What was cleared is not copied.
  list(const list& from)
      : items_(from.begin(), from.end() + (from.overflowed_ ? 1 : 0)), size_(from.size_),
        overflowed_(from.overflowed_) {}
  list(list&& from) noexcept
      : items_(std::move(from.items_)), size_(std::exchange(from.size_, 0)),
        overflowed_(std::exchange(from.overflowed_, false)) {}
  // Keeps its memory, as clear() does.
  list& operator=(const list& from) {
    if (this == &from) return *this;
    const std::size_t count = from.size_ + (from.overflowed_ ? 1 : 0);
    if (items_.size() < count) items_.resize(count);
    std::copy_n(from.items_.begin(), count, items_.begin());
    size_ = from.size_;
    overflowed_ = from.overflowed_;
    return *this;
  }
  list& operator=(list&& from) noexcept {
    items_.swap(from.items_);
    size_ = std::exchange(from.size_, 0);
    overflowed_ = std::exchange(from.overflowed_, false);
    return *this;
  }
  ~list() = default;

  // A PDU may hold a million elements of a list; a record does not. What is added behind the last is not part
  // of the list, and overflowed() tells.
  static constexpr std::size_t most = 1024;

  // A new last element, empty.
  T& add() {
    overflowed_ = size_ == most;
    if (size_ == items_.size()) items_.emplace_back();
    T& fresh = items_.data()[size_];
    size_ += overflowed_ ? 0 : 1;
    clear_value(fresh);
    return fresh;
  }
  void add(const T& value) { add() = value; }
  void pop_back() noexcept { size_ -= overflowed_ ? 0 : 1; }
  void clear() noexcept {
    size_ = 0;
    overflowed_ = false;
  }

  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool full() const noexcept { return size_ == most; }
  // Whether more was added than a list holds.
  [[nodiscard]] bool overflowed() const noexcept { return overflowed_; }
  // What was added last.
  [[nodiscard]] T& back() noexcept { return items_[overflowed_ ? size_ : size_ - 1]; }
  [[nodiscard]] T& operator[](std::size_t i) noexcept { return items_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const noexcept { return items_[i]; }
  [[nodiscard]] const T* begin() const noexcept { return items_.data(); }
  [[nodiscard]] const T* end() const noexcept { return items_.data() + size_; }
  [[nodiscard]] T* begin() noexcept { return items_.data(); }
  [[nodiscard]] T* end() noexcept { return items_.data() + size_; }

 private:
  std::vector<T> items_;
  std::size_t size_ = 0;
  bool overflowed_ = false;
};

} // namespace field
} // namespace lihi
