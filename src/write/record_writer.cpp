#include "write/record_writer.hpp"

#include "core/listed_fields.hpp"
#include "core/text.hpp"
#include "core/time.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace lihi {
namespace {

// A piece of text in one block, which is copied whole; its size is in the last octet.
struct alignas(32) text_block {
  static constexpr std::size_t most = 31;
  std::array<char, most + 1> text{};

  // quote, name, quote, `behind`; nothing when that is too long.
  static constexpr text_block quoted(std::string_view name, char behind) {
    text_block out;
    if (name.size() + 3 > most) return out;
    char* at = out.text.data();
    *at++ = '"';
    at = std::copy(name.begin(), name.end(), at);
    *at++ = '"';
    *at = behind;
    out.text[most] = static_cast<char>(name.size() + 3);
    return out;
  }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return static_cast<std::uint8_t>(text[most]); }
};

// Writes the block, of which so much counts: returns the end of that.
char* put_block(char* to, const text_block& from) noexcept {
  std::memcpy(to, from.text.data(), sizeof from.text);
  return to + from.size();
}

constexpr text_block no_name{}; // of the elements of a list

// `"name":` of all fields of T, in their order.
template <std::size_t count>
struct key_collector {
  std::array<text_block, count> keys{};
  std::size_t at = 0;
  template <std::size_t size, class F>
  constexpr void operator()(const char (&name)[size], F&&, const char*) noexcept {
    static_assert(size + 2 <= text_block::most);
    keys[at++] = text_block::quoted({name, size - 1}, ':');
  }
};
template <described T>
constexpr auto keys_of = list_fields<T>(key_collector<field_count<T>()>{}).keys;

// Of the words of a vocabulary; the first of what is no enumerator.
template <vocabulary E>
constexpr auto words_of = [] {
  std::array<text_block, terms_of<E>.size() + 1> out{};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = text_block::quoted(name_of(static_cast<E>(i)), ',');
  return out;
}();

// Writes the fields that are there, each with a comma behind it. What a kind of field needs is written once,
// not for each name: a record has two hundred fields, and the code that writes one must fit the processor's
// cache together with the code that reads a PDU.
class writer {
 public:
  writer(text_buffer& out, const json_options& how) noexcept : out_(out), how_(how) {}

  // False when there was nothing to write: empty elements of lists are nothing.
  template <described T>
  bool object(const T& value) {
    out_.put('{');
    const std::size_t begin = out_.size();
    T::fields(fields_of<T>{*this}, value);
    return close('}', begin);
  }

 private:
  template <class T>
  struct fields_of {
    writer& to;
    const text_block* next = keys_of<T>.data();

    template <class F>
    [[gnu::always_inline]] void operator()(const char*, const F& value, const char*) {
      const text_block& name = *next++;
      if constexpr (!std::is_same_v<F, field::unwritten_octets>) {
        if (is_empty(value)) return;
        if constexpr (std::is_same_v<T, content_data> && std::is_same_v<F, field::octets>)
          if (!to.how_.content) return;
        if constexpr (std::is_same_v<F, field::json_text>)
          if (!to.how_.detail) return;
        to.field(name, value);
      }
    }
  };

  // ---- fields that are not empty. Short text and words, which are most, are written without a call.
  [[gnu::noinline]] void field(const text_block& name, field::text value) {
    constexpr std::size_t is_short = 128, room = sizeof name + is_short + 3 + plain_text::written_over;
    const std::size_t size = value.size();
    if (size > is_short) [[unlikely]]
      return escaped(name, value);
    if (!out_.has_room(room)) [[unlikely]]
      return with_room(room, name, value);
    char* const to = put_block(out_.end(), name);
    if (plain_text::copy_roomy(to + 1, value.data(), size) != size) [[unlikely]]
      return escaped(name, value);
    to[0] = '"';
    to[size + 1] = '"';
    end(to + size + 2);
  }
  [[gnu::noinline]] void escaped(const text_block& name, field::text value) {
    char* to = put_key(name, escaped_room(value) + 3);
    *to++ = '"';
    to = put_json_escaped(to, value);
    *to++ = '"';
    end(to);
  }
  template <vocabulary E>
  void field(const text_block& name, E value) {
    const auto at = static_cast<std::size_t>(value);
    const text_block& word = words_of<E>[at < words_of<E>.size() ? at : 0];
    if (word.size() == 0) [[unlikely]]
      return escaped(name, name_of(value));
    field(name, word);
  }
  [[gnu::noinline]] void field(const text_block& name, const text_block& word) {
    constexpr std::size_t room = sizeof name + sizeof word;
    if (!out_.has_room(room)) [[unlikely]]
      return with_room(room, name, word);
    out_.commit_to(put_block(put_block(out_.end(), name), word));
  }
  // The same when there is none yet. Whether the limit of the buffer is passed does not depend on its memory.
  template <class T>
  [[gnu::noinline, gnu::cold]] void with_room(std::size_t room, const text_block& name, const T& value) {
    (void)out_.reserve(room);
    field(name, value);
  }
  [[gnu::noinline]] void field(const text_block& name, const field::number& value) {
    end(put_number(put_key(name, 21), *value));
  }
  [[gnu::noinline]] void field(const text_block& name, const std::optional<std::uint64_t>& value) {
    end(put_number(put_key(name, 21), *value));
  }
  [[gnu::noinline]] void field(const text_block& name, const field::counter& value) {
    char* to = put_key(name, 23);
    *to++ = '"';
    to = put_number(to, *value.value);
    *to++ = '"';
    end(to);
  }
  [[gnu::noinline]] void field(const text_block& name, const field::decimal& value) {
    if (!std::isfinite(*value)) return;
    char* const to = put_key(name, 41);
    end(put_number(to, *value));
  }
  [[gnu::noinline]] void field(const text_block& name, const field::flag& value) {
    const std::string_view text = *value ? "true" : "false";
    char* const to = put_key(name, 6);
    std::memcpy(to, text.data(), text.size());
    end(to + text.size());
  }
  [[gnu::noinline]] void field(const text_block& name, const field::timestamp& value) {
    char* to = put_key(name, 43);
    *to++ = '"';
    to += write_rfc3339(to, *value);
    *to++ = '"';
    end(to);
  }
  [[gnu::noinline]] void field(const text_block& name, const field::octets& value) {
    char* to = put_key(name, 2 * value.value.size() + 3);
    *to++ = '"';
    to = put_hex(to, value.value);
    *to++ = '"';
    end(to);
  }
  [[gnu::noinline]] void field(const text_block& name, const field::json_text& value) {
    char* const to = put_key(name, value.value.size() + 1);
    std::memcpy(to, value.value.data(), value.value.size());
    end(to + value.value.size());
  }
  template <described T>
  [[gnu::noinline]] void field(const text_block& name, const T& value) {
    const std::size_t mark = out_.size();
    out_.commit_to(put_key(name, 0));
    object_or_nothing(value, mark);
  }
  template <class T>
  [[gnu::noinline]] void field(const text_block& name, const field::list<T>& value) {
    const std::size_t mark = out_.size();
    char* const to = put_key(name, 1);
    *to = '[';
    out_.commit_to(to + 1);
    const std::size_t begin = out_.size();
    for (const T& each : value) element(each);
    if (!close(']', begin)) return out_.truncate(mark);
    out_.put(',');
  }

  // Room for the key and so many characters more; returns where they go.
  char* put_key(const text_block& name, std::size_t more) {
    return put_block(out_.reserve(sizeof name + more), name);
  }
  void end(char* to) {
    *to++ = ',';
    out_.commit_to(to);
  }

  void element(field::text value) {
    if (!value.empty()) field(no_name, value);
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
