// ASN.1 paths for those who ask often: what a path has in common with the one before is not put together
// again.
#pragma once

#include "schema/walk_state.hpp"

#include <vector>

namespace lihi::schema {

class path_cache {
 public:
  // As walk_state::path(), from depth `first` on; valid until the next call.
  [[nodiscard]] std::string_view of(const walk_state& where, std::size_t first = 1);
  // With another member in place of the last one, or behind it.
  [[nodiscard]] std::string_view of_sibling(const walk_state& where, std::string_view member);
  [[nodiscard]] std::string_view of_member(const walk_state& where, std::string_view member);

 private:
  struct part {
    row_id id;
    bool is_index;
    std::uint32_t count; // of an index: elements so far
    const node* type;    // of what has no row
    std::size_t end;     // of the text with it
  };

  void update(const walk_state& where);
  void add(row_id id, const level& around, const node* type);
  std::string_view with(std::size_t end, std::string_view member);

  text_buffer text_;
  std::vector<part> parts_;
};

} // namespace lihi::schema
