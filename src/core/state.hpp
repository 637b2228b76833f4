// Values as octets and back, for what is kept over a restart: one list of fields serves both ways.
#pragma once

#include <concepts>
#include <cstdint>
#include <cstring>
#include <lihi/bytes.hpp>
#include <string>
#include <type_traits>
#include <vector>

namespace lihi {

template <class T>
concept state_number = std::integral<T> || std::is_enum_v<T>;

class state_writer {
 public:
  template <state_number T>
  void operator()(const T& value) {
    auto left = static_cast<std::uint64_t>(value);
    for (; left >= 0x80; left >>= 7) out_.push_back(static_cast<std::uint8_t>(left | 0x80));
    out_.push_back(static_cast<std::uint8_t>(left));
  }
  void operator()(bytes octets) {
    (*this)(octets.size());
    const std::size_t end = out_.size();
    out_.resize(end + octets.size());
    if (!octets.empty()) std::memcpy(&out_[end], octets.data(), octets.size());
  }
  void operator()(const std::string& text) { (*this)(as_bytes(text)); }
  void operator()(const std::vector<std::uint8_t>& octets) { (*this)(bytes(octets)); }

  [[nodiscard]] std::vector<std::uint8_t> take() noexcept { return std::move(out_); }

 private:
  std::vector<std::uint8_t> out_;
};

// Whatever the octets are, nothing is read that is not there: then bad() holds, and values are 0.
class state_reader {
 public:
  explicit state_reader(bytes from) noexcept : left_(from) {}

  template <state_number T>
  void operator()(T& value) noexcept {
    std::uint64_t read = 0;
    for (int shift = 0;; shift += 7) {
      if (left_.empty() || shift > 63) {
        bad_ = true;
        read = 0;
        break;
      }
      const std::uint8_t octet = left_[0];
      left_ = left_.subspan(1);
      read |= std::uint64_t{octet & 0x7Fu} << shift;
      if (octet < 0x80) break;
    }
    value = static_cast<T>(read);
  }
  void operator()(std::string& text) { text = as_text(next()); }
  void operator()(std::vector<std::uint8_t>& octets) {
    const bytes all = next();
    octets.assign(all.begin(), all.end());
  }
  // Octets, where they are.
  [[nodiscard]] bytes view() noexcept { return next(); }
  // How many elements follow, each of which has an octet at least.
  [[nodiscard]] std::size_t count() noexcept {
    std::size_t value = 0;
    (*this)(value);
    if (value <= left_.size()) return value;
    bad_ = true;
    return 0;
  }
  [[nodiscard]] bool bad() const noexcept { return bad_; }
  [[nodiscard]] bool at_end() const noexcept { return left_.empty(); }

 private:
  bytes next() noexcept {
    const std::size_t size = count();
    const bytes out = left_.first(size);
    left_ = left_.subspan(size);
    return out;
  }

  bytes left_;
  bool bad_ = false;
};

} // namespace lihi
