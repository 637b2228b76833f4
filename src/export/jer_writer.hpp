// Values as JSON (ITU-T X.697): names as in the modules, octets as lower-case hex, times as sent.
#pragma once

#include "core/text.hpp"
#include "schema/walker.hpp"

namespace lihi {

// Writes one primitive value to memory with room for jer_room() characters; returns the end. `fault` is what
// check_value said: what is no value of its type is hex.
[[nodiscard]] char* put_jer_value(char* to, const schema::place& at, code fault) noexcept;
[[nodiscard]] constexpr std::size_t jer_room(std::size_t octets) noexcept { return 6 * octets + 320; }

// A walker's visitor that writes what it is shown. Members that the schema does not know are left out
// here; they are the business of who owns the writer (see jer_line.hpp).
class jer_writer {
 public:
  explicit jer_writer(text_buffer& out) noexcept : out_(out) {}

  bool enter(const schema::place& at) {
    const std::string_view key = schema::row_key(at.id);
    char* const begin = out_.reserve(key.size() + schema::key_block + 1);
    char* to = put_key(begin, key);
    *to++ = is_list(at.node) ? '[' : '{';
    out_.commit(static_cast<std::size_t>(to - begin));
    return true;
  }
  void leave(const schema::place& at) {
    if (out_.back() == ',') out_.truncate(out_.size() - 1);
    char* const to = out_.reserve(2);
    to[0] = is_list(at.node) ? ']' : '}';
    to[1] = ',';
    out_.commit(2);
  }
  void value(const schema::place& at, code fault) {
    const std::string_view key = schema::row_key(at.id);
    char* const begin = out_.reserve(key.size() + schema::key_block + jer_room(at.content.size()) + 1);
    char* to = put_jer_value(put_key(begin, key), at, fault);
    *to++ = ',';
    out_.commit(static_cast<std::size_t>(to - begin));
  }
  // The comma behind the last value.
  void finish() {
    if (!out_.empty() && out_.back() == ',') out_.truncate(out_.size() - 1);
  }

 private:
  static bool is_list(const schema::node& n) noexcept {
    return n.kind == schema::kind::sequence_of || n.kind == schema::kind::set_of;
  }
  // Copied in one block, most of which the value overwrites: keys are short, and blocks have a fixed size.
  static char* put_key(char* to, std::string_view key) noexcept {
    if (key.size() <= 3) return to; // the element of a list has no name
    std::memcpy(to, key.data(), schema::key_block);
    if (key.size() > schema::key_block) [[unlikely]]
      std::memcpy(to, key.data(), key.size());
    return to + key.size();
  }

  text_buffer& out_;
};

} // namespace lihi
