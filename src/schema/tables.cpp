#include "schema/tables.hpp"

#include <algorithm>

namespace lihi::schema {

std::string_view enumerator_name(const node& n, std::int64_t value) noexcept {
  const auto all = enumerators_of(n);
  // Most enumerations count up from 0 or 1 without holes.
  if (value < INT32_MIN || value > INT32_MAX) return {};
  const std::int64_t guess = all.empty() ? -1 : value - all.front().value;
  if (guess >= 0 && guess < static_cast<std::int64_t>(all.size()) &&
      all[static_cast<std::size_t>(guess)].value == value)
    return pool_name(all[static_cast<std::size_t>(guess)].name);
  const auto found =
      std::lower_bound(all.begin(), all.end(), value,
                       [](const enumerator& e, std::int64_t wanted) { return e.value < wanted; });
  if (found == all.end() || found->value != value) return {};
  return pool_name(found->name);
}

const node* find_node(std::string_view name) noexcept {
  for (std::uint32_t id = 0; id < node_count; ++id)
    if (node_name(static_cast<node_id>(id)) == name) return &nodes[id];
  return nullptr;
}

} // namespace lihi::schema
