#include "write/record_writer.hpp"

#include "core/text.hpp"
#include "core/time.hpp"

#include <charconv>
#include <cmath>

namespace lihi {
namespace {

// A value as JSON text: how much room it may need, and the writing of it into memory that has the room.
// Most fields of most records are absent; what is written is known to be there.
std::size_t room_for(field::text value) noexcept { return escaped_room(value) + 2; }
char* put(char* to, field::text value) noexcept {
  *to++ = '"';
  to = put_json_escaped(to, value);
  *to++ = '"';
  return to;
}

template <vocabulary E>
std::size_t room_for(E value) noexcept {
  return name_of(value).size() + 2;
}
template <vocabulary E>
char* put(char* to, E value) noexcept {
  const std::string_view word = name_of(value);
  *to++ = '"';
  std::memcpy(to, word.data(), word.size());
  to += word.size();
  *to++ = '"';
  return to;
}

template <class T>
std::size_t room_for(const std::optional<T>&) noexcept {
  return 40;
}
char* put(char* to, const field::number& value) noexcept { return put_number(to, *value); }
char* put(char* to, const std::optional<std::uint64_t>& value) noexcept { return put_number(to, *value); }
char* put(char* to, const field::decimal& value) noexcept { return std::to_chars(to, to + 40, *value).ptr; }
char* put(char* to, const field::flag& value) noexcept {
  const std::string_view name = *value ? "true" : "false";
  std::memcpy(to, name.data(), name.size());
  return to + name.size();
}
char* put(char* to, const field::timestamp& value) noexcept {
  *to++ = '"';
  to += write_rfc3339(to, *value);
  *to++ = '"';
  return to;
}

std::size_t room_for(const field::counter&) noexcept { return 22; }
char* put(char* to, const field::counter& value) noexcept {
  *to++ = '"';
  to = put_number(to, *value.value);
  *to++ = '"';
  return to;
}

std::size_t room_for(const field::octets& value) noexcept { return 2 * value.value.size() + 2; }
char* put(char* to, const field::octets& value) noexcept {
  *to++ = '"';
  to = put_hex(to, value.value);
  *to++ = '"';
  return to;
}

std::size_t room_for(const field::json_text& value) noexcept { return value.value.size(); }
char* put(char* to, const field::json_text& value) noexcept {
  std::memcpy(to, value.value.data(), value.value.size());
  return to + value.value.size();
}

// Visits the fields of a struct, and writes those that are there, each with a comma behind it.
class writer {
 public:
  writer(text_buffer& out, const json_options& how) noexcept : out_(out), how_(how) {}

  template <std::size_t size, class T>
  void operator()(const char (&name)[size], const T& value, const char*) {
    if (is_empty(value)) return;
    if constexpr (described<T>) {
      const std::size_t mark = out_.size();
      out_.commit(put_key(out_.reserve(size + 3), name));
      object_or_nothing(value, mark);
    } else {
      char* const begin = out_.reserve(size + 3 + room_for(value));
      char* to = put(begin + put_key(begin, name), value);
      *to++ = ',';
      out_.commit(static_cast<std::size_t>(to - begin));
    }
  }
  template <std::size_t size, class T>
  void operator()(const char (&name)[size], const field::list<T>& value, const char*) {
    if (value.empty()) return;
    const std::size_t mark = out_.size();
    out_.commit(put_key(out_.reserve(size + 3), name));
    out_.put('[');
    const std::size_t begin = out_.size();
    for (const T& each : value) element(each);
    if (!close(']', begin)) return out_.truncate(mark);
    out_.put(',');
  }
  template <std::size_t size>
  void operator()(const char (&name)[size], const field::decimal& value, const char*) {
    if (value && std::isfinite(*value)) (*this).template operator()<size, field::decimal>(name, value, "");
  }
  template <std::size_t size>
  void operator()(const char (&name)[size], const field::json_text& value, const char*) {
    if (how_.detail) (*this).template operator()<size, field::json_text>(name, value, "");
  }

  // False when there was nothing to write: empty elements of lists are nothing.
  template <described T>
  bool object(const T& value) {
    out_.put('{');
    const std::size_t begin = out_.size();
    T::fields(*this, value);
    return close('}', begin);
  }
  bool object(const content_data& value) {
    out_.put('{');
    const std::size_t begin = out_.size();
    (*this)("type", value.type, "");
    (*this)("length", value.length, "");
    if (how_.content) (*this)("octets", value.octets, "");
    return close('}', begin);
  }

 private:
  template <std::size_t size>
  static std::size_t put_key(char* to, const char (&name)[size]) noexcept {
    to[0] = '"';
    std::memcpy(to + 1, name, size - 1);
    to[size] = '"';
    to[size + 1] = ':';
    return size + 2;
  }

  void element(field::text value) {
    if (value.empty()) return;
    char* const begin = out_.reserve(room_for(value) + 1);
    char* to = put(begin, value);
    *to++ = ',';
    out_.commit(static_cast<std::size_t>(to - begin));
  }
  template <described T>
  void element(const T& value) {
    if (!is_empty(value)) object_or_nothing(value, out_.size());
  }
  // With a comma behind it; of an empty one not even what stands from `mark` on.
  template <described T>
  void object_or_nothing(const T& value, std::size_t mark) {
    if (object(value))
      out_.put(',');
    else
      out_.truncate(mark);
  }

  // In place of the last comma; false when nothing was written from `begin` on.
  bool close(char bracket, std::size_t begin) {
    const bool written = out_.size() != begin;
    if (written) out_.truncate(out_.size() - 1);
    out_.put(bracket);
    return written;
  }

  text_buffer& out_;
  const json_options& how_;
};

} // namespace

void write_record(text_buffer& out, const record& from, const json_options& how) {
  (void)writer(out, how).object(from);
}

void write_event(text_buffer& out, const link_event& from, const json_options& how) {
  (void)writer(out, how).object(from);
}

namespace {

template <class T>
void append(const T& from, std::string& out, const json_options& how) {
  thread_local text_buffer text; // kept for the next one
  text.clear();
  (void)writer(text, how).object(from);
  out += text.view();
}

} // namespace

void write_json(const record& from, std::string& out, const json_options& how) { append(from, out, how); }
void write_json(const link_event& from, std::string& out, const json_options& how) { append(from, out, how); }

} // namespace lihi
