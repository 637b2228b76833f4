// The list of a struct's fields, while compiling.
#pragma once

#include <cstddef>

namespace lihi {

#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#endif

template <class T>
extern T field_sample; // never read, so never defined

// Calls visit(name, field, about) for each; the fields have no values.
template <class T, class V>
consteval V list_fields(V visit) {
  T::fields(visit, field_sample<T>);
  return visit;
}

#ifdef __clang__
#pragma clang diagnostic pop
#endif

struct field_counter {
  std::size_t count = 0;
  template <class F>
  constexpr void operator()(const char*, F&&, const char*) noexcept {
    ++count;
  }
};
template <class T>
consteval std::size_t field_count() {
  return list_fields<T>(field_counter{}).count;
}

} // namespace lihi
