// Closed vocabularies: enumerations whose names stand in one table each. Code compares enumerators; JSON, the
// JSON Schema and the documents show the names.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>

namespace lihi {

// A word of a vocabulary: what a record says, and what it means.
template <class E>
struct term {
  E value;
  std::string_view name, about;
};

// The terms of E, in the order of its enumerators from 1 on; 0 is E::none, "absent", and has no name.
// Specialised for each vocabulary.
template <class E>
inline constexpr std::array<term<E>, 0> terms_of{};

// An enumeration that has terms.
template <class E>
concept vocabulary = std::is_enum_v<E> && !terms_of<E>.empty();

// Whether every enumerator up to the last has its term, in its place.
template <vocabulary E>
consteval bool complete(E last) {
  for (std::size_t i = 0; i < terms_of<E>.size(); ++i)
    if (static_cast<std::size_t>(terms_of<E>[i].value) != i + 1 || terms_of<E>[i].name.empty()) return false;
  return terms_of<E>.size() == static_cast<std::size_t>(last);
}

// The name; empty of `none`.
template <vocabulary E>
[[nodiscard]] constexpr std::string_view name_of(E value) noexcept {
  const auto at = static_cast<std::size_t>(value);
  return at == 0 || at > terms_of<E>.size() ? std::string_view{} : terms_of<E>[at - 1].name;
}

} // namespace lihi
