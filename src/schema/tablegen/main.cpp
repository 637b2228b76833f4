// Build step: asn1c's descriptors in, compact tables out. Usage: tablegen FOLDER TS33128Payloads.asn
#include "schema/tablegen/model.hpp"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

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

schema::edition read_edition(const std::string& module_file) {
  std::ifstream in(module_file);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  std::size_t at = text.find("ts33128(19) r"); // as in ts33128(19) r19(19) version7(7)
  const auto next_arc = [&](const char* name) {
    at = text.find(name, at);
    if (at != std::string::npos) at = text.find('(', at);
    unsigned number = 128; // arcs are single octets in the tables
    if (at != std::string::npos) (void)std::from_chars(&text[at] + 1, text.data() + text.size(), number);
    if (number > 127) fail(module_file + " has no object identifier with release and version");
    return static_cast<std::uint8_t>(number);
  };
  const std::uint8_t release = next_arc(" r");
  return {release, next_arc(" version")};
}

} // namespace lihi::tablegen

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: tablegen FOLDER TS33128Payloads.asn\n");
    return 2;
  }
  lihi::tablegen::model model = lihi::tablegen::read_descriptors();
  model.ts33128 = lihi::tablegen::read_edition(argv[2]);
  lihi::tablegen::add_overlays(model);
  lihi::tablegen::emit(model, argv[1]);
  return 0;
}
