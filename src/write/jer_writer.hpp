// Values as JSON (ITU-T X.697): names as in the modules, octets as lower-case hex, times as sent.
#pragma once

#include "core/text.hpp"
#include "schema/walker.hpp"

#include <algorithm>

namespace lihi {

// Writes one primitive value to memory with room for jer_room(at) characters; returns the end. `fault` is
// what check_value said: what is no value of its type is hex.
[[nodiscard]] char* put_jer_value(char* to, const schema::place& at, fault_code fault) noexcept;
[[nodiscard]] inline std::size_t jer_room(const schema::place& at) noexcept {
  constexpr std::size_t other = 320; // quotes, names, numbers
  const std::size_t size = at.content.size();
  if (size <= 1024) return 6 * size + other;
  // text at its length when escaped, which may be hex when it is none; object identifiers are longest
  switch (at.row.kind) {
  case schema::kind::octet_string:
  case schema::kind::bit_string: return 2 * size + other;
  case schema::kind::object_identifier:
  case schema::kind::relative_oid: return 4 * size + other;
  default: return std::max(escaped_room(as_text(at.content)), 2 * size) + other;
  }
}

// A walker's visitor that writes what it is shown. Members that the schema does not know are left out
// here; they are the business of who owns the writer (see jer_line.hpp).
class jer_writer {
 public:
  explicit jer_writer(text_buffer& out) noexcept : out_(&out) {}
  // From now on.
  void write_to(text_buffer& out) noexcept { out_ = &out; }

  bool enter(const schema::place& at) {
    const std::string_view key = schema::row_key(at.id);
    char* const begin = out_->reserve(key.size() + schema::key_block + 1);
    char* to = put_key(begin, key);
    *to++ = is_list(at.node) ? '[' : '{';
    out_->commit(static_cast<std::size_t>(to - begin));
    return true;
  }
  void leave(const schema::place& at) {
    if (out_->back() == ',') out_->truncate(out_->size() - 1);
    char* const to = out_->reserve(2);
    to[0] = is_list(at.node) ? ']' : '}';
    to[1] = ',';
    out_->commit(2);
  }
  void value(const schema::place& at, fault_code fault) {
    const std::string_view key = schema::row_key(at.id);
    char* const begin = out_->reserve(key.size() + schema::key_block + jer_room(at) + 1);
    char* to = put_jer_value(put_key(begin, key), at, fault);
    *to++ = ',';
    out_->commit(static_cast<std::size_t>(to - begin));
  }
  // The comma behind the last value.
  void finish() {
    if (!out_->empty() && out_->back() == ',') out_->truncate(out_->size() - 1);
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

  text_buffer* out_;
};

} // namespace lihi
