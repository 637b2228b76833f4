// Build step: asn1c's descriptors in, compact tables out. Usage: tablegen FOLDER
#include "schema/tablegen/model.hpp"

#include <cstdio>
#include <cstdlib>

namespace lihi::tablegen {

void fail(const std::string& what) {
  std::fprintf(stderr, "tablegen: %s\n", what.c_str());
  std::exit(1);
}

std::uint32_t model::require(const std::string& name) const {
  const auto found = by_name.find(name);
  if (found == by_name.end()) fail("the schema has no type " + name);
  return found->second;
}

unsigned model::require_row(std::uint32_t node, const std::string& member) const {
  for (unsigned i = 0; i < nodes[node].rows.size(); ++i)
    if (nodes[node].rows[i].name == member) return i;
  fail(nodes[node].name + " has no member " + member);
}

} // namespace lihi::tablegen

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: tablegen FOLDER\n");
    return 2;
  }
  lihi::tablegen::model model = lihi::tablegen::read_descriptors();
  lihi::tablegen::add_overlays(model);
  lihi::tablegen::emit(model, argv[1]);
  return 0;
}
