// Copies all that a record, or what is made of the same parts, has views of.
#pragma once

#include <cstring>
#include <lihi/record.hpp>
#include <memory>

namespace lihi {

// Visits every view in a struct that lists its fields.
template <class Take>
struct view_visitor {
  Take take;

  template <class T>
  void operator()(const char*, T& value, const char*) {
    visit(value);
  }

  void visit(field::text& value) { take(value); }
  void visit(field::octets& value) { visit(value.value); }
  void visit(field::unwritten_octets& value) { visit(value.value); }
  void visit(bytes& value) {
    std::string_view view = as_text(value);
    take(view);
    value = as_bytes(view);
  }
  void visit(field::json_text& value) { take(value.value); }
  template <class T>
  void visit(std::optional<T>&) {}
  void visit(field::counter&) {}
  template <vocabulary E>
  void visit(E&) {}
  template <class T>
  void visit(field::list<T>& value) {
    for (T& each : value) visit(each);
  }
  template <described T>
  void visit(T& value) {
    T::fields(*this, value);
  }
};
template <class Take>
view_visitor(Take) -> view_visitor<Take>;

// The octets, in one block; the views then point into it.
template <described T>
[[nodiscard]] std::unique_ptr<char[]> keep_views(T& of) {
  std::size_t total = 0;
  view_visitor measure{[&total](std::string_view& view) { total += view.size(); }};
  measure.visit(of);
  auto storage = std::make_unique<char[]>(total + 1);
  char* to = storage.get();
  view_visitor copy{[&to](std::string_view& view) {
    if (!view.empty()) std::memcpy(to, view.data(), view.size());
    view = {to, view.size()};
    to += view.size();
  }};
  copy.visit(of);
  return storage;
}

} // namespace lihi
