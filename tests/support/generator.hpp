// Makes values of any type of the schema: every optional member, one element of each list, alternatives and
// values by a number, so that a few numbers reach all alternatives.
#pragma once

#include "schema/tables.hpp"
#include "support/hex.hpp"

#include <functional>
#include <optional>
#include <span>

namespace lihi::test {

class generator {
 public:
  // The content octets of a primitive member, where the test wants others than the usual: shown the way to
  // it, the member itself last.
  using chooser = std::function<std::optional<octets>(std::span<const schema::row_id> path)>;

  explicit generator(std::uint32_t number, chooser choose) : number_(number), choose_(std::move(choose)) {}

  // A whole element.
  [[nodiscard]] octets element(schema::row_id row);

 private:
  octets content(schema::row_id row);
  octets members(const schema::node& type);
  octets primitive(schema::row_id row);

  std::uint32_t number_;
  chooser choose_;
  std::vector<schema::row_id> path_;
  std::size_t elements_ = 0;
};

} // namespace lihi::test
