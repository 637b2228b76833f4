// From the model to C++ text.
#include "schema/tablegen/model.hpp"

#include <fmt/format.h>
#include <fstream>
#include <limits>
#include <set>

namespace lihi::tablegen {
namespace {

class name_pool {
 public:
  std::uint32_t add(const std::string& name) {
    const auto known = at_.find(name);
    if (known != at_.end()) return known->second;
    if (name.size() > 255) fail("a name of more than 255 characters: " + name);
    const std::uint32_t at = size_;
    text_ += fmt::format("    \"\\{:03o}\\\"{}\\\":\"\n", name.size(), name);
    size_ += static_cast<std::uint32_t>(name.size()) + 4;
    return at_[name] = at;
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::map<std::string, std::uint32_t> at_;
  std::string text_;
  std::uint32_t size_ = 0;
};

// A name as a C++ identifier.
std::string identifier(const std::string& name) {
  static const std::set<std::string> keywords{
      "alignas",  "auto",     "bool",     "break",   "case",      "catch",     "char",     "class",
      "const",    "continue", "default",  "delete",  "do",        "double",    "else",     "enum",
      "explicit", "export",   "extern",   "false",   "float",     "for",       "friend",   "goto",
      "if",       "inline",   "int",      "long",    "mutable",   "namespace", "new",      "not",
      "operator", "or",       "and",      "private", "protected", "public",    "register", "requires",
      "return",   "short",    "signed",   "sizeof",  "static",    "struct",    "switch",   "template",
      "this",     "throw",    "true",     "try",     "typedef",   "union",     "unsigned", "using",
      "virtual",  "void",     "volatile", "while",   "xor",       "unix",      "linux",    "errno",
      "stdin",    "stdout",   "stderr",   "NULL",    "EOF"};
  std::string out;
  for (const char c : name) out += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  if (keywords.contains(out)) out += '_';
  return out;
}

class emitter {
 public:
  explicit emitter(const model& m) : m_(m) {
    std::uint32_t next = 1; // row 0 is the PDU itself, which no type has as a member
    for (const model_node& node : m.nodes) {
      first_row_.push_back(next);
      next += static_cast<std::uint32_t>(node.rows.size());
    }
    first_self_row_ = next;
    next += static_cast<std::uint32_t>(m.nodes.size());
    if (next > std::numeric_limits<schema::row_id>::max()) fail("more rows than a row_id can count");
    row_total_ = next;
  }

  void write_tables(const std::string& path) {
    std::string rows = "    {0xFFFFFFFFu, 0, kind::choice, 0, 0, 0},\n";
    std::string nodes, index, enumerators, wide, fast, row_names, node_names, parents, node_origins,
        row_origins, release_overlays;
    fast += no_fast_row();
    row_names += fmt::format("{},", pool_.add(""));
    parents += "0,";
    row_origins += "0,";
    std::uint32_t index_at = 0, enum_at = 0, wide_count = 0;
    int newest_overlay = 0;
    for (std::size_t id = 0; id < m_.nodes.size(); ++id) {
      const model_node& node = m_.nodes[id];
      const std::uint32_t index_count =
          node.context_index.empty() ? 0 : node.context_index.rbegin()->first + 1;
      if (index_count > 4096) fail(node.name + ": a tag number too large for the index");
      if (node.rows.size() > schema::most_members) fail(node.name + ": too many members for the index");
      for (std::uint32_t n = 0; n < index_count; ++n) {
        const auto found = node.context_index.find(n);
        index += fmt::format("{},", found == node.context_index.end() ? 0 : found->second + 1);
      }
      index += index_count != 0 ? "\n" : "";
      std::uint64_t mandatory = node.kind == kind::choice ? 1 : 0;
      for (std::size_t i = 0; i < node.rows.size(); ++i) {
        const model_row& row = node.rows[i];
        const std::uint32_t row_id = first_row_[id] + static_cast<std::uint32_t>(i);
        rows += row_text(row, wide, wide_count);
        fast += fast_row_text(m_, node, i);
        row_names += fmt::format("{},", pool_.add(row.name));
        parents += fmt::format("{},", id);
        row_origins += fmt::format("{},", row.origin < 0 ? row_id
                                                         : first_row_[static_cast<std::size_t>(node.origin)] +
                                                               static_cast<std::uint32_t>(row.origin));
        const bool counted = node.kind == kind::sequence || node.kind == kind::set;
        if (counted && !row.optional) {
          if (i >= schema::seen_members) fail(node.name + ": a mandatory member that shares its mark");
          mandatory |= std::uint64_t{1} << i;
        }
      }
      for (const auto& [value, name] : node.enumerators)
        enumerators += fmt::format("{{{},{}}},", value, pool_.add(name));
      enumerators += node.enumerators.empty() ? "" : "\n";
      nodes += fmt::format("    {{{}, {}, {}, {}, kind::{}, {}, {}, {}, {}u}}, // {}\n", first_row_[id],
                           node.rows.size(), index_at, index_count, kind_identifier(node.kind),
                           node.extensible, schema::is_primitive(node.kind) ? enum_at : base_of(node),
                           node.enumerators.size(), mandatory, node.name);
      node_names += fmt::format("{},", pool_.add(node.name));
      const std::size_t mark = node.name.rfind("@r");
      if (node.origin >= 0 && mark != std::string::npos) {
        const int release = std::stoi(node.name.substr(mark + 2));
        release_overlays += fmt::format("{{{},{},{}}},", node.origin, release, id);
        newest_overlay = std::max(newest_overlay, release);
      }
      node_origins += fmt::format("{},", node.origin < 0 ? static_cast<int>(id) : node.origin);
      index_at += index_count;
      enum_at += static_cast<std::uint32_t>(node.enumerators.size());
    }
    for (std::size_t id = 0; id < m_.nodes.size(); ++id) {
      const std::uint32_t row_id = first_self_row_ + static_cast<std::uint32_t>(id);
      rows += row_text(m_.nodes[id].self, wide, wide_count);
      fast += no_fast_row();
      row_names += fmt::format("{},", pool_.add(""));
      parents += fmt::format("{},", id);
      row_origins += fmt::format("{},", row_id);
    }
    std::ofstream out(path);
    out << "// Made by tablegen from asn1c's descriptors.\n#include \"schema/tables.hpp\"\n\n#include "
           "<lihi/schema_paths.hpp>\n\n"
        << fmt::format("const char lihi::paths::{} = 0;\n\n", paths_name()) << "namespace lihi::schema {\n\n";
    out << "const row rows[] = {\n" << rows << "};\n\n";
    out << "const node nodes[] = {\n" << nodes << "};\n\n";
    out << "const std::uint8_t tag_index[] = {" << index << "0};\n\n";
    out << "const enumerator enumerators[] = {" << enumerators << "{0,0}};\n\n";
    out << "const wide_bound wide_bounds[] = {" << wide << "{0,0}};\n\n";
    out << "const fast_row fast_rows[] = {" << fast << "};\n\n";
    out << "const std::uint32_t row_names[] = {" << row_names << "};\n\n";
    out << "const std::uint32_t node_names[] = {" << node_names << "};\n\n";
    out << "const node_id row_parents[] = {" << parents << "};\n\n";
    out << "const node_id node_origins[] = {" << node_origins << "};\n\n";
    out << "const row_id row_origins[] = {" << row_origins << "};\n\n";
    // padded, so that a key can be copied in blocks
    out << "const char name_pool[] =\n"
        << pool_.text() << "    \"" << std::string(schema::key_block, ' ') << "\";\n\n";
    out << "const release_overlay release_overlays[] = {" << release_overlays << "{0,0,0}};\n\n";
    out << fmt::format("const std::uint16_t newest_overlay = {};\n\n", newest_overlay);
    out << fmt::format("const edition ts33128{{{}, {}}};\n\n", m_.ts33128.release, m_.ts33128.version);
    out << fmt::format("const std::uint32_t node_count = {}, row_count = {}, first_self_row = {};\n\n",
                       m_.nodes.size(), row_total_, first_self_row_);
    out << "} // namespace lihi::schema\n";
    if (!out.flush()) fail("cannot write " + path);
  }

  void write_ids(const std::string& path) {
    std::ofstream out(path);
    out << "// Made by tablegen: every type and member by name, so that code which names one that the\n"
           "// schema lacks does not compile.\n#pragma once\n\n#include \"schema/tables.hpp\"\n\n"
           "#include <array>\n\n"
        << "namespace lihi::schema {\n\n";
    out << fmt::format("inline constexpr std::size_t id_node_count = {}, id_row_count = {};\n\n",
                       m_.nodes.size(), row_total_);
    out << "namespace type {\n";
    for (std::size_t id = 0; id < m_.nodes.size(); ++id)
      out << fmt::format("inline constexpr node_id {} = {};\n", identifier(m_.nodes[id].name), id);
    out << "} // namespace type\n\n";
    for (std::size_t id = 0; id < m_.nodes.size(); ++id) {
      const model_node& node = m_.nodes[id];
      if (node.rows.empty()) continue;
      out << "namespace member::" << identifier(node.name) << "_ {\n";
      for (std::size_t i = 0; i < node.rows.size(); ++i) {
        // an overlay may show one member twice: under its tag of then and of now
        bool first = true;
        for (std::size_t j = 0; j < i; ++j) first = first && node.rows[j].name != node.rows[i].name;
        const std::string name = node.rows[i].name.empty() ? "Item" : node.rows[i].name;
        if (first)
          out << fmt::format("inline constexpr row_id {} = {};\n", identifier(name), first_row_[id] + i);
      }
      out << "}\n";
    }
    out << "\n// Member names, whatever type they are in: compare with row_names[].\nnamespace name {\n";
    std::set<std::string> names;
    for (const model_node& node : m_.nodes)
      for (const model_row& row : node.rows)
        if (!row.name.empty()) names.insert(row.name);
    for (const std::string& name : names)
      out << fmt::format("inline constexpr std::uint32_t {} = {};\n", identifier(name), pool_.add(name));
    out << "} // namespace name\n";
    out << "\n// Overlays of older releases, each with what it was made from.\n"
        << "struct overlay_node { node_id overlay, origin; };\n"
        << "struct overlay_row { row_id overlay, origin; };\n"
        << "inline constexpr auto overlay_nodes = std::to_array<overlay_node>({\n";
    for (std::size_t id = 0; id < m_.nodes.size(); ++id)
      if (m_.nodes[id].origin >= 0) out << fmt::format("{{{},{}}},", id, m_.nodes[id].origin);
    out << "});\ninline constexpr auto overlay_rows = std::to_array<overlay_row>({\n";
    for (std::size_t id = 0; id < m_.nodes.size(); ++id)
      for (std::size_t i = 0; i < m_.nodes[id].rows.size(); ++i)
        if (m_.nodes[id].origin >= 0)
          out << fmt::format("{{{},{}}},", first_row_[id] + i,
                             first_row_[static_cast<std::size_t>(m_.nodes[id].origin)] +
                                 static_cast<std::uint32_t>(m_.nodes[id].rows[i].origin));
    out << "});\n\n} // namespace lihi::schema\n";
    if (!out.flush()) fail("cannot write " + path);
  }

  // What lihi/at.hpp needs of the schema to follow a path while compiling.
  void write_paths(const std::string& path) {
    std::ofstream out(path);
    out << "// Made by tablegen: the members of all types, for paths that are checked while compiling.\n"
           "#pragma once\n\n#include <cstdint>\n#include <lihi/export.hpp>\n\nnamespace lihi::paths {\n\n"
        << "// kind: c SEQUENCE, SET or CHOICE, l list, i INTEGER, e ENUMERATED, b BOOLEAN, s characters,\n"
           "// t GeneralizedTime, u UTCTime, o octets, n NULL\n"
           "struct type {\n  std::uint16_t first_member, member_count;\n  char kind;\n};\n"
           "struct member {\n  std::uint16_t type;\n  bool contains;\n  const char* name;\n};\n\n";
    const std::string text = path_tables();
    out << text
        << fmt::format("\n// Defined by the library that these tables belong to: with another one a program "
                       "does not link.\n"
                       "LIHI_EXPORT extern const char {};\ninline constexpr const char* of_library = &{};\n\n"
                       "}} // namespace lihi::paths\n",
                       paths_name(), paths_name());
    if (!out.flush()) fail("cannot write " + path);
  }

 private:
  std::string path_tables() const {
    std::string out = "inline constexpr type types[] = {\n";
    for (std::size_t id = 0; id < m_.nodes.size(); ++id)
      out += fmt::format("{{{},{},'{}'}},\n", first_row_[id], m_.nodes[id].rows.size(),
                         path_kind(m_.nodes[id].kind));
    out += "};\n\ninline constexpr member members[] = {\n{0,false,\"\"},\n";
    for (const model_node& node : m_.nodes)
      for (const model_row& row : node.rows)
        out += fmt::format("{{{},{},\"{}\"}},\n",
                           row.contained >= 0 ? row.contained : static_cast<int>(row.node),
                           row.contained >= 0, row.name);
    return out + fmt::format("}};\n\ninline constexpr std::uint16_t ps_pdu = {};\n", m_.require("PS-PDU"));
  }
  // A name that other tables do not have: by their FNV-1a hash.
  std::string paths_name() const {
    std::uint64_t hash = 0xCBF29CE484222325;
    for (const char c : path_tables()) hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001B3;
    return fmt::format("tables_{:016x}", hash);
  }

  static char path_kind(schema::kind k) {
    switch (k) {
    case kind::sequence:
    case kind::set:
    case kind::choice: return 'c';
    case kind::sequence_of:
    case kind::set_of: return 'l';
    case kind::integer: return 'i';
    case kind::enumerated: return 'e';
    case kind::boolean: return 'b';
    case kind::null: return 'n';
    case kind::generalized_time: return 't';
    case kind::utc_time: return 'u';
    case kind::octet_string:
    case kind::bit_string:
    case kind::object_identifier:
    case kind::relative_oid: return 'o';
    default: return 's';
    }
  }

  std::string row_text(const model_row& row, std::string& wide, std::uint32_t& wide_count) const {
    unsigned flags = 0;
    if (row.optional) flags |= schema::optional;
    if (row.explicit_tag) flags |= schema::explicit_tag;
    std::uint32_t low = 0, high = 0;
    if (row.contained >= 0) {
      flags |= schema::contains;
      low = static_cast<std::uint32_t>(row.contained);
    } else if (row.bounded) {
      flags |= schema::bounded;
      if (row.extensible) flags |= schema::extensible;
      constexpr std::int64_t most = std::numeric_limits<std::uint32_t>::max();
      const bool size = m_.nodes[row.node].kind != kind::integer;
      const std::int64_t upper = size && row.high == schema::unlimited ? most : row.high;
      if (row.low < 0 || upper > most) {
        flags |= schema::wide;
        wide += fmt::format("{{{}{},{}}},", row.low,
                            row.low == std::numeric_limits<std::int64_t>::min() ? "-1" : "", row.high);
        low = wide_count++;
      } else {
        low = static_cast<std::uint32_t>(row.low);
        high = static_cast<std::uint32_t>(upper);
      }
    }
    return fmt::format("    {{0x{:08X}u, {}, kind::{}, {}, {}u, {}u}},\n", row.tag, row.node,
                       kind_identifier(m_.nodes[row.node].kind), flags, low, high);
  }

  // The tag of the first member when the others follow it one by one.
  static std::uint32_t base_of(const model_node& node) {
    if (node.rows.empty() || node.rows[0].tag == schema::any_tag) return schema::no_base;
    const std::uint32_t base = ber::number_of(node.rows[0].tag);
    for (std::size_t i = 0; i < node.rows.size(); ++i)
      if (node.rows[i].tag != node.rows[0].tag + i) return schema::no_base;
    return base;
  }

  static const char* kind_identifier(schema::kind k) {
    static constexpr const char* names[] = {"sequence",       "set",
                                            "sequence_of",    "set_of",
                                            "choice",         "boolean",
                                            "integer",        "enumerated",
                                            "null",           "octet_string",
                                            "bit_string",     "utf8_string",
                                            "numeric_string", "printable_string",
                                            "ia5_string",     "visible_string",
                                            "general_string", "generalized_time",
                                            "utc_time",       "object_identifier",
                                            "relative_oid"};
    return names[static_cast<std::size_t>(k)];
  }

  const model& m_;
  name_pool pool_;
  std::vector<std::uint32_t> first_row_;
  std::uint32_t row_total_ = 0, first_self_row_ = 0;
};

} // namespace

void emit(const model& m, const std::string& folder) {
  emitter out(m);
  out.write_tables(folder + "/schema_tables.cpp");
  out.write_ids(folder + "/schema_ids.hpp");
  out.write_paths(folder + "/lihi/schema_paths.hpp");
}

} // namespace lihi::tablegen
