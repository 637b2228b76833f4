// Values as JSON (ITU-T X.697): names as in the modules, octets as lower-case hex, times as sent.
#pragma once

#include "core/text.hpp"
#include "schema/walker.hpp"

namespace lihi {

// Writes one primitive value. `fault` is what check_value said: what is no value of its type is hex.
void write_jer_value(text_buffer& out, const schema::place& at, code fault);

// A walker's visitor that writes what it is shown. Members that the schema does not know are left out
// here; they are the business of who owns the writer (see json_lines.hpp).
class jer_writer {
 public:
  explicit jer_writer(text_buffer& out) noexcept : out_(out) {}

  bool enter(const schema::place& at) {
    key(at.id);
    out_.put(is_list(at.node) ? '[' : '{');
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
    key(at.id);
    write_jer_value(out_, at, fault);
    out_.put(',');
  }
  // The comma behind the last value.
  void finish() {
    if (!out_.empty() && out_.back() == ',') out_.truncate(out_.size() - 1);
  }

 private:
  static bool is_list(const schema::node& n) noexcept {
    return n.kind == schema::kind::sequence_of || n.kind == schema::kind::set_of;
  }
  void key(schema::row_id id) {
    const std::string_view text = schema::row_key(id);
    if (text.size() > 3) out_.put(text);
  }

  text_buffer& out_;
};

} // namespace lihi
