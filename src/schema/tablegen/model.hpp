// The schema while the tables are being made: plain vectors, names as strings.
#pragma once

#include "schema/tables.hpp"

#include <map>
#include <string>
#include <vector>

namespace lihi::tablegen {

using schema::kind;

struct model_row {
  std::string name;
  ber::tag tag = schema::any_tag;
  std::uint32_t node = 0;
  bool optional = false;
  bool explicit_tag = false;
  bool bounded = false;
  bool extensible = false;
  std::int64_t low = 0, high = 0;
  int contained = -1; // node inside an OCTET STRING
  int origin = -1;    // global row of which an overlay row is a copy
};

struct model_node {
  std::string name;
  schema::kind kind = kind::null;
  bool extensible = false;
  std::vector<model_row> rows;
  std::vector<std::pair<std::int64_t, std::string>> enumerators;
  std::map<std::uint32_t, unsigned> context_index; // context tag number -> ordinal
  int origin = -1;                                 // node of which this is an overlay
  model_row self;                                  // the type as a value of its own: its bounds
};

struct model {
  schema::edition ts33128{};
  std::vector<model_node> nodes;
  std::map<std::string, std::uint32_t> by_name;

  // The node of that name; ends the build with a message when there is none.
  [[nodiscard]] std::uint32_t require(const std::string& name) const;
  [[nodiscard]] unsigned require_row(std::uint32_t node, const std::string& member) const;
};

[[noreturn]] void fail(const std::string& what);

// Reads asn1c's descriptors (descriptors.cpp).
[[nodiscard]] model read_descriptors();
// The release and version in the object identifier of the module TS33128Payloads; asn1c reads over it.
[[nodiscard]] schema::edition read_edition(const std::string& module_file);
// Notes which OCTET STRINGs hold another type, and makes the release overlays (overlays.cpp).
void add_overlays(model& m);
// The initializers of a member's fast_row, and of that of what has none (fast_rows.cpp).
[[nodiscard]] std::string fast_row_text(const model& m, const model_node& node, std::size_t ordinal);
[[nodiscard]] std::string no_fast_row();
// Writes schema_tables.cpp and schema_ids.hpp (emit.cpp).
void emit(const model& m, const std::string& folder);

} // namespace lihi::tablegen
