#include "export/record_writer.hpp"

#include "core/text.hpp"
#include "core/time.hpp"

#include <charconv>
#include <cmath>

namespace lihi {
namespace {

class writer {
 public:
  writer(text_buffer& out, const record_format& how) noexcept : out_(out), how_(how) {}

  // A field of the object being written. Most fields of most records are absent: that is looked at first.
  template <std::size_t size, class T>
  void operator()(const char (&name)[size], const T& value, const char*) {
    if constexpr (!described<T>) {
      if (is_absent(value)) return;
    }
    const std::size_t mark = out_.size();
    char* const to = out_.reserve(size + 2);
    to[0] = '"';
    std::memcpy(to + 1, name, size - 1);
    to[size] = '"';
    to[size + 1] = ':';
    out_.commit(size + 2);
    if (!put(value))
      out_.truncate(mark);
    else
      out_.put(',');
  }

 private:
  static bool is_absent(text value) noexcept { return value.empty(); }
  template <class T>
  static bool is_absent(const std::optional<T>& value) noexcept {
    return !value.has_value();
  }
  static bool is_absent(const counter& value) noexcept { return !value.value.has_value(); }
  static bool is_absent(const octets& value) noexcept { return value.value.empty(); }
  static bool is_absent(const json_text& value) noexcept { return value.value.empty(); }
  template <class T>
  static bool is_absent(const list<T>& value) noexcept {
    return value.empty();
  }

  // Each returns false when there is nothing to write.
  bool put(text value) {
    if (value.empty()) return false;
    out_.put('"');
    append_json_escaped(out_, value);
    out_.put('"');
    return true;
  }
  bool put(const number& value) {
    if (!value) return false;
    append_number(out_, *value);
    return true;
  }
  bool put(const std::optional<std::uint64_t>& value) {
    if (!value) return false;
    append_number(out_, *value);
    return true;
  }
  bool put(const decimal& value) {
    if (!value || !std::isfinite(*value)) return false;
    char* const to = out_.reserve(32);
    out_.commit(static_cast<std::size_t>(std::to_chars(to, to + 32, *value).ptr - to));
    return true;
  }
  bool put(const flag& value) {
    if (!value) return false;
    out_.put(*value ? "true" : "false");
    return true;
  }
  bool put(const timestamp& value) {
    if (!value) return false;
    out_.put('"');
    append_rfc3339(out_, *value);
    out_.put('"');
    return true;
  }
  bool put(const counter& value) {
    if (!value.value) return false;
    out_.put('"');
    append_number(out_, *value.value);
    out_.put('"');
    return true;
  }
  bool put(const octets& value) {
    if (value.value.empty()) return false;
    out_.put('"');
    append_hex(out_, value.value);
    out_.put('"');
    return true;
  }
  bool put(const json_text& value) {
    if (value.value.empty() || !how_.detail) return false;
    out_.put(value.value);
    return true;
  }
  bool put(const content_data& value) {
    if (value.type.empty()) return false;
    out_.put('{');
    (*this)("type", value.type, "");
    (*this)("length", value.length, "");
    if (how_.content) (*this)("octets", value.octets, "");
    out_.truncate(out_.size() - 1);
    out_.put('}');
    return true;
  }
  template <class T>
  bool put(const list<T>& value) {
    if (value.empty()) return false;
    out_.put('[');
    for (const T& each : value)
      if (put(each)) out_.put(',');
    if (out_.back() == ',') out_.truncate(out_.size() - 1);
    out_.put(']');
    return true;
  }
  template <described T>
  bool put(const T& value) {
    out_.put('{');
    const std::size_t mark = out_.size();
    T::fields(*this, value);
    if (out_.size() == mark) {
      out_.truncate(mark - 1);
      return false;
    }
    out_.truncate(out_.size() - 1); // the last comma
    out_.put('}');
    return true;
  }

  text_buffer& out_;
  const record_format& how_;

 public:
  void object(const record& from) {
    if (!put(from)) out_.put("{}");
  }
};

} // namespace

void write_record(text_buffer& out, const record& from, const record_format& how) {
  writer(out, how).object(from);
}

} // namespace lihi
