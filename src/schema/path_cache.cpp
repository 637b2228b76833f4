#include "schema/path_cache.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <cstring>

namespace lihi::schema {

void path_cache::add(row_id id, const level& around, const node* type) {
  const std::string_view name = id == 0 ? type_name(*type) : row_name(id);
  const bool is_index = name.empty();
  if (is_index) {
    text_.put('[');
    append_number(text_, std::uint64_t{around.count} - 1);
    text_.put(']');
  } else if (id != 0 && name.size() < key_block) {
    char* const to = text_.reserve(key_block);
    std::memcpy(to, row_key(id).data(), key_block);
    *to = '.'; // in place of the quote before the name
    text_.commit(name.size() + 1);
  } else {
    text_.put('.');
    text_.put(name);
  }
  parts_[count_++] = {type, around.count, id, is_index, text_.size()};
}

void path_cache::update(const walk_state& where) {
  const std::size_t depth = where.depth();
  const std::size_t known = std::min(count_, depth);
  std::size_t same = 0;
  // a name says the same wherever its row stands; an index says how many elements there were
  for (; same < known; ++same) {
    const part& before = parts_[same];
    const level& now = where.at_depth(same + 1);
    if (before.id != now.id || (before.id == 0 && before.type != now.node)) break;
    if (before.is_index && before.count != where.at_depth(same).count) break;
  }
  count_ = same;
  text_.truncate(end_of(same));
  for (std::size_t at = same + 1; at <= depth; ++at)
    add(where.at_depth(at).id, where.at_depth(at - 1), where.at_depth(at).node);
  if (where.current() != 0)
    add(where.current(), where.top(), nullptr);
  else if (depth == 0)
    add(0, where.top(), where.top().node);
}

std::string_view path_cache::of(const walk_state& where, std::size_t first) {
  update(where);
  (void)text_.reserve(slack);
  const bool all = first < 2 || first - 1 > count_;
  return without_point(text_.view().substr(all ? 0 : end_of(first - 1)));
}

std::string_view path_cache::with(std::size_t parts, std::string_view member) {
  count_ = parts;
  text_.truncate(end_of(parts));
  text_.put('.');
  text_.put(member);
  (void)text_.reserve(slack);
  const std::string_view whole = text_.view();
  text_.truncate(end_of(parts)); // the view stays: nothing is written over it until the next call
  return without_point(whole);
}

std::string_view path_cache::of_member(const walk_state& where, std::string_view member) {
  update(where);
  return with(count_, member);
}

std::string_view path_cache::of_sibling(const walk_state& where, std::string_view member) {
  update(where);
  return with(count_ < 2 ? 0 : count_ - 1, member);
}

} // namespace lihi::schema
