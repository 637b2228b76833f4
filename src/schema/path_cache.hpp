// ASN.1 paths for those who ask often: what a path has in common with the one before is not put together
// again.
#pragma once

#include "core/arena.hpp"
#include "schema/walk_state.hpp"

#include <array>

namespace lihi::schema {

class path_cache {
 public:
  // As walk_state::path(), from depth `first` on; valid until the next call. As with all of them, `slack`
  // octets more than the path can be read.
  [[nodiscard]] std::string_view of(const walk_state& where, std::size_t first = 1);
  // With another member in place of the last one, or behind it.
  [[nodiscard]] std::string_view of_sibling(const walk_state& where, std::string_view member);
  [[nodiscard]] std::string_view of_member(const walk_state& where, std::string_view member);

  static constexpr std::size_t slack = arena::copied_block;

 private:
  struct part {
    const node* type;    // of what has no row
    std::uint32_t count; // of an index: elements so far
    row_id id;
    bool is_index;
    std::size_t end; // of the text with it
  };

  void update(const walk_state& where);
  void add(row_id id, const level& around, const node* type);
  std::string_view with(std::size_t end, std::string_view member);
  // Of the first parts, so many.
  [[nodiscard]] std::size_t end_of(std::size_t parts) const noexcept {
    return parts == 0 ? 0 : parts_[parts - 1].end;
  }
  [[nodiscard]] static std::string_view without_point(std::string_view path) noexcept {
    return path.starts_with('.') ? path.substr(1) : path;
  }

  text_buffer text_;                                    // each name with a point before it
  std::array<part, walk_state::most_levels + 1> parts_; // of the levels, and of the member inside the top one
  std::size_t count_ = 0;
};

} // namespace lihi::schema
