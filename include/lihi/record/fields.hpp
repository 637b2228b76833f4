// What the fields of a record are made of, when one is absent, and how one is cleared.
//
// Every struct of a record lists its fields in fields(); the JSON writer, the JSON Schema, the documentation
// and the copying all go by that list, so they cannot disagree. Empty text, no value and an empty list all
// mean "absent".
#pragma once

#include <lihi/bytes.hpp>
#include <lihi/list.hpp>
#include <lihi/moment.hpp>
#include <lihi/record/words.hpp>
#include <optional>
#include <string_view>
#include <type_traits>

namespace lihi {

namespace field {

using text = std::string_view;
using number = std::optional<std::int64_t>;
using decimal = std::optional<double>;
using flag = std::optional<bool>;
using timestamp = std::optional<moment>;

// A number that may pass 2^53: a string in JSON.
struct counter {
  std::optional<std::uint64_t> value;
  friend bool operator==(const counter&, const counter&) = default;
};
// Octets: lower-case hex in JSON.
struct octets {
  bytes value;
  friend bool operator==(const octets& a, const octets& b) noexcept {
    return as_text(a.value) == as_text(b.value);
  }
};
// Octets for programs, in no JSON: `detail` shows them.
struct unwritten_octets {
  bytes value;
  friend bool operator==(const unwritten_octets& a, const unwritten_octets& b) noexcept {
    return as_text(a.value) == as_text(b.value);
  }
};
// A piece of JSON, as it is.
struct json_text {
  std::string_view value;
};

} // namespace field

// A struct that lists its fields.
struct ignore_fields {
  template <class F>
  void operator()(const char*, F&&, const char*) const noexcept {}
};
template <class T>
concept described = requires(T& t) {
  T::fields(ignore_fields{}, t);
};

// ---- absence: whether no field of it has a value
inline bool is_empty(field::text value) noexcept { return value.empty(); }
template <vocabulary E>
bool is_empty(E value) noexcept {
  return value == E::none;
}
inline bool is_empty(const field::counter& value) noexcept { return !value.value; }
inline bool is_empty(const field::octets& value) noexcept { return value.value.empty(); }
inline bool is_empty(const field::unwritten_octets& value) noexcept { return value.value.empty(); }
inline bool is_empty(const field::json_text& value) noexcept { return value.value.empty(); }
template <class T>
bool is_empty(const std::optional<T>& value) noexcept {
  return !value;
}
template <class T>
bool is_empty(const field::list<T>& value) noexcept {
  return value.empty();
}
template <described T>
bool is_empty(const T& value) noexcept {
  bool found = false; // every field is looked at: a load each costs less than a branch each
  T::fields([&found](const char*, const auto& field, const char*) { found |= !is_empty(field); }, value);
  return !found;
}

// ---- clearing (a list keeps its memory)
template <class T>
void clear_value(std::optional<T>& value) noexcept {
  value.reset();
}
template <vocabulary E>
void clear_value(E& value) noexcept {
  value = E::none;
}
inline void clear_value(field::counter& value) noexcept { value.value.reset(); }
inline void clear_value(field::octets& value) noexcept { value.value = {}; }
inline void clear_value(field::unwritten_octets& value) noexcept { value.value = {}; }
inline void clear_value(field::json_text& value) noexcept { value.value = {}; }
template <class T>
void clear_value(field::list<T>& value) noexcept {
  value.clear();
}
template <described T>
void clear_value(T& value) noexcept {
  T::fields(
      [](const char*, auto& field, const char*) {
        if constexpr (described<std::remove_reference_t<decltype(field)>>) {
          if (is_empty(field)) return; // as most are, and looking costs less than clearing
        }
        clear_value(field);
      },
      value);
}

// ---- values that several structs have
struct plmn {
  field::text mcc, mnc;
  friend bool operator==(const plmn&, const plmn&) = default;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("mcc", s.mcc, "mobile country code, three digits");
    v("mnc", s.mnc, "mobile network code, two or three digits: 01 is not 1 nor 001");
  }
};

// A value that no other field has.
struct attribute {
  field::text name, path, value;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("name", s.name, "ASN.1 member");
    v("path", s.path, "ASN.1 path, of values of the PSHeader and of those that their field cannot hold");
    v("value", s.value, "text as sent, time in UTC, decimal number, or hex of octets");
  }
};

struct name_value {
  field::text name, value;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("name", s.name, "what, as the specification calls it");
    v("value", s.value, "text as sent");
  }
};

} // namespace lihi
