#include "schema/walk_state.hpp"

#include "core/text.hpp"

namespace lihi::schema {

void walk_state::append_path(text_buffer& out, std::size_t first) const {
  const std::size_t start = out.size();
  const auto add_type = [&out](const node* type) { // an overlay's name is nobody's business
    const std::string_view name = node_name(static_cast<node_id>(type - nodes));
    out.put(name.substr(0, name.find('@')));
  };
  const auto add = [&](std::size_t depth, row_id id) {
    if (id == 0) return add_type(frames_[depth].node);
    const std::string_view name = row_name(id);
    if (name.empty()) {
      out.put('[');
      append_number(out, std::uint64_t{frames_[depth - 1].count} - 1);
      return out.put(']');
    }
    if (out.size() != start) out.put('.');
    out.put(name);
  };
  for (std::size_t depth = first; depth <= depth_; ++depth) add(depth, frames_[depth].id);
  if (current_ != 0) add(depth_ + std::size_t{1}, current_);
  if (out.size() == start) add_type(frames_[0].node);
}

std::string walk_state::path() const {
  text_buffer out;
  append_path(out);
  return std::string(out.view());
}

} // namespace lihi::schema
