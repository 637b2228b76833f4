#include "schema/path_cache.hpp"

#include "core/text.hpp"

namespace lihi::schema {

void path_cache::add(row_id id, const level& around, const node* type) {
  const std::string_view name = id == 0 ? type_name(*type) : row_name(id);
  const bool is_index = name.empty();
  if (is_index) {
    text_.put('[');
    append_number(text_, std::uint64_t{around.count} - 1);
    text_.put(']');
  } else {
    if (!text_.empty()) text_.put('.');
    text_.put(name);
  }
  parts_.push_back({id, is_index, around.count, type, text_.size()});
}

void path_cache::update(const walk_state& where) {
  const std::size_t depth = where.depth();
  std::size_t same = 0;
  // a name says the same wherever its row stands; an index says how many elements there were
  while (same < parts_.size() && same < depth) {
    const part& known = parts_[same];
    const level& now = where.at_depth(same + 1);
    if (known.id != now.id || (known.id == 0 && known.type != now.node)) break;
    if (known.is_index && known.count != where.at_depth(same).count) break;
    ++same;
  }
  parts_.resize(same);
  text_.truncate(same == 0 ? 0 : parts_[same - 1].end);
  for (std::size_t at = same + 1; at <= depth; ++at)
    add(where.at_depth(at).id, where.at_depth(at - 1), where.at_depth(at).node);
  if (where.current() != 0)
    add(where.current(), where.top(), nullptr);
  else if (depth == 0)
    add(0, where.top(), where.top().node);
}

std::string_view path_cache::of(const walk_state& where, std::size_t first) {
  update(where);
  const std::string_view whole = text_.view();
  if (first < 2 || first - 1 > parts_.size()) return whole;
  const std::string_view rest = whole.substr(parts_[first - 2].end);
  return rest.starts_with('.') ? rest.substr(1) : rest;
}

std::string_view path_cache::with(std::size_t end, std::string_view member) {
  text_.truncate(end);
  while (!parts_.empty() && parts_.back().end > end) parts_.pop_back();
  const std::size_t before = parts_.empty() ? 0 : parts_.back().end;
  if (!text_.empty()) text_.put('.');
  text_.put(member);
  const std::string_view whole = text_.view();
  text_.truncate(before); // the view stays: nothing is written over it until the next call
  return whole;
}

std::string_view path_cache::of_member(const walk_state& where, std::string_view member) {
  update(where);
  return with(text_.size(), member);
}

std::string_view path_cache::of_sibling(const walk_state& where, std::string_view member) {
  update(where);
  return with(parts_.size() < 2 ? 0 : parts_[parts_.size() - 2].end, member);
}

} // namespace lihi::schema
