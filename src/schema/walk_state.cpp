#include "schema/walk_state.hpp"

#include "core/text.hpp"

namespace lihi::schema {

std::string_view type_name(const node& type) noexcept {
  const std::string_view name = node_name(id_of(type));
  return name.substr(0, name.find('@'));
}

void walk_state::append_path(text_buffer& out) const {
  const std::size_t start = out.size();
  const auto add = [&](std::size_t depth, row_id id) {
    if (id == 0) return out.put(type_name(*levels_[depth].node));
    const std::string_view name = row_name(id);
    if (name.empty()) {
      out.put('[');
      append_number(out, std::uint64_t{levels_[depth - 1].count} - 1);
      return out.put(']');
    }
    if (out.size() != start) out.put('.');
    out.put(name);
  };
  for (std::size_t depth = 1; depth <= depth_; ++depth) add(depth, levels_[depth].id);
  if (current_ != 0) add(depth_ + std::size_t{1}, current_);
  if (out.size() == start) out.put(type_name(*levels_[0].node));
}

std::string walk_state::path() const {
  text_buffer out;
  append_path(out);
  return std::string(out.view());
}

} // namespace lihi::schema
