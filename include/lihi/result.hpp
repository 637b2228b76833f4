// A value or an error, with the member names of std::expected (which C++20 does not have).
#pragma once

#include <cassert>
#include <lihi/error.hpp>
#include <optional>
#include <utility>

namespace lihi {

template <class T>
class [[nodiscard]] result {
 public:
  result(T value) noexcept : value_(std::move(value)) {}
  result(lihi::error fault) noexcept : error_(fault) {}

  [[nodiscard]] bool has_value() const noexcept { return value_.has_value(); }
  [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }
  [[nodiscard]] const T& value() const& noexcept {
    assert(value_);
    return *value_;
  }
  [[nodiscard]] T&& value() && noexcept {
    assert(value_);
    return std::move(*value_);
  }
  [[nodiscard]] const T& operator*() const& noexcept { return value(); }
  [[nodiscard]] T&& operator*() && noexcept { return std::move(*this).value(); }
  [[nodiscard]] const T* operator->() const noexcept {
    assert(value_);
    return &*value_;
  }
  [[nodiscard]] lihi::error error() const noexcept { return error_; }

 private:
  std::optional<T> value_;
  lihi::error error_;
};

template <>
class [[nodiscard]] result<void> {
 public:
  result() noexcept = default;
  result(lihi::error fault) noexcept : error_(fault) {}
  [[nodiscard]] bool has_value() const noexcept { return !error_; }
  [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }
  [[nodiscard]] lihi::error error() const noexcept { return error_; }

 private:
  lihi::error error_;
};

} // namespace lihi
