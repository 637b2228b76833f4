// The tables against what an independent ASN.1 parser read in the published modules: every type, member, tag,
// mode, optionality, enumerator and bound. Differences must be those of reviewed_differences.tsv, no more, no
// less.
#include "schema/tables.hpp"
#include "support/files.hpp"
#include "support/json.hpp"

#include <gtest/gtest.h>
#include <map>
#include <set>
#include <sstream>

namespace lihi::test {
namespace {

using rapidjson::Value;
namespace s = schema;

std::string text(const Value& value, const char* key) {
  return value.HasMember(key) && value[key].IsString() ? value[key].GetString() : "";
}

struct published_name {
  std::string module, name;
};

class comparison {
 public:
  comparison() {
    for (const std::string& line : read_lines(source_dir() / "asn1/names.tsv")) {
      std::istringstream in(line);
      std::string ours, module, name;
      if (line.empty() || line[0] == '#' || !(in >> ours >> module >> name)) continue;
      ours_[module.append(".").append(name)] = ours;
      published_[ours] = name;
    }
  }

  void type(const Value& fact) {
    const std::string module = text(fact, "module"), name = text(fact, "name");
    const auto renamed = ours_.find(module + "." + name);
    const std::string ours = renamed == ours_.end() ? name : renamed->second;
    const s::node* const node = s::find_node(ours);
    if (node == nullptr) return differ(module + "." + name, "type is missing");
    const auto id = static_cast<s::node_id>(node - s::nodes);
    definition(module + "." + name, fact, *node);
    bounds(module + "." + name, fact, s::self_row(id));
    ++types;
  }

  std::set<std::string> differences;
  unsigned types = 0;

 private:
  void differ(const std::string& where, const std::string& what) { differences.insert(where + "\t" + what); }

  void definition(const std::string& where, const Value& fact, const s::node& node) {
    if (text(fact, "kind") != s::kind_name(node.kind))
      return differ(where, "kind " + std::string(s::kind_name(node.kind)) + ", not " + text(fact, "kind"));
    if (fact.HasMember("members")) members(where, fact["members"], node);
    if (fact.HasMember("element")) member(where + "[]", fact["element"], s::row_id(node.first_row), true);
    if (fact.HasMember("enumerators")) enumerators(where, fact["enumerators"], node);
  }

  void members(const std::string& where, const Value& facts, const s::node& node) {
    if (facts.Size() != node.row_count) differ(where, "number of members " + std::to_string(node.row_count));
    for (rapidjson::SizeType i = 0; i < std::min<rapidjson::SizeType>(facts.Size(), node.row_count); ++i)
      member(where + "." + text(facts[i], "name"), facts[i], static_cast<s::row_id>(node.first_row + i),
             false);
  }

  void member(const std::string& where, const Value& fact, s::row_id id, bool element) {
    const s::row& row = s::rows[id];
    if (!element && text(fact, "name") != s::row_name(id))
      return differ(where, "name " + std::string(s::row_name(id)));
    tag(where, fact, row);
    if (!element) {
      const bool optional =
          (fact.HasMember("optional") && fact["optional"].GetBool()) || fact.HasMember("default");
      if (optional != row.has(s::optional)) differ(where, optional ? "not optional here" : "optional here");
    }
    const std::string type = text(fact, "type");
    const std::string ours(s::node_name(row.node));
    const auto original = published_.find(ours);
    const std::string ours_published = original == published_.end() ? ours : original->second;
    if (!type.empty() && type != ours_published) differ(where, "type " + ours_published + ", not " + type);
    if (type.empty())
      definition(where, fact, s::nodes[row.node]);
    else if (text(fact, "kind") != s::kind_name(row.kind))
      differ(where, "kind " + std::string(s::kind_name(row.kind)));
    if (!row.has(s::contains)) bounds(where, fact, id);
  }

  void tag(const std::string& where, const Value& fact, const s::row& row) {
    const std::string wanted = text(fact, "tag");
    if (wanted.empty()) {
      const bool own = row.tag == s::any_tag || ber::class_of(row.tag) == ber::tag_class::universal;
      if (!own) differ(where, "a tag that the module does not give");
      return;
    }
    std::istringstream in(wanted);
    unsigned number = 0;
    std::string mode;
    in >> number >> mode;
    if (row.tag != ber::context(number)) return differ(where, "another tag than [" + wanted + "]");
    const bool expected_explicit = mode == "EXPLICIT" || row.kind == s::kind::choice;
    if (expected_explicit != row.has(s::explicit_tag)) differ(where, "another tagging mode than " + mode);
  }

  void enumerators(const std::string& where, const Value& facts, const s::node& node) {
    std::map<std::string, std::int64_t> ours, theirs;
    for (const s::enumerator& each : s::enumerators_of(node))
      ours[std::string(s::pool_name(each.name))] = each.value;
    for_each_member(facts, [&theirs](const auto& name, const auto& value) {
      theirs[name.GetString()] = value.GetInt64();
    });
    if (ours != theirs) differ(where, "other enumerators");
  }

  void bounds(const std::string& where, const Value& fact, s::row_id id) {
    const s::row& row = s::rows[id];
    const char* const key = fact.HasMember("size") ? "size" : fact.HasMember("range") ? "range" : nullptr;
    if (key == nullptr) {
      if (row.has(s::bounded)) differ(where, "bounds that the module does not give");
      return;
    }
    const Value& wanted = fact[key];
    const bool is_size = key[0] == 's';
    const bool no_bound = is_size && wanted["min"].GetInt64() == 0 && wanted["max"].IsNull();
    if (no_bound) return;
    if (!row.has(s::bounded)) return differ(where, std::string("no ") + key);
    std::int64_t low = row.low, high = row.high;
    if (is_size && row.high == 0xFFFFFFFF) high = s::unlimited;
    if (row.has(s::wide)) {
      low = s::wide_bound_of(row).low;
      high = s::wide_bound_of(row).high;
    }
    const bool low_fits = wanted["min"].IsNull() || wanted["min"].GetInt64() == low;
    const bool high_fits = wanted["max"].IsNull()
                               ? high == s::unlimited
                               : wanted["max"].IsInt64() && wanted["max"].GetInt64() == high;
    if (!low_fits || !high_fits)
      differ(where, std::string(key) + " " + std::to_string(low) + ".." +
                        (high == s::unlimited ? "MAX" : std::to_string(high)));
    if (wanted["extensible"].GetBool() != row.has(s::extensible)) differ(where, "another extension mark");
  }

  std::map<std::string, std::string> ours_, published_;
};

TEST(schema_facts, the_tables_hold_every_fact_of_the_modules) {
  LIHI_NEEDS_SHARED("reference/schema-facts.jsonl");
  comparison compare;
  unsigned facts = 0;
  for (const std::string& line : read_lines(shared_dir() / "reference/schema-facts.jsonl")) {
    compare.type(parse(line));
    ++facts;
  }
  EXPECT_EQ(compare.types, facts) << "types that the tables lack";
  EXPECT_EQ(facts, 1681u);
  std::set<std::string> reviewed;
  for (const std::string& line : read_lines(source_dir() / "tests/schema/reviewed_differences.tsv"))
    if (!line.empty() && line[0] != '#')
      reviewed.insert(line.substr(0, line.find('\t', line.find('\t') + 1)));
  for (const std::string& found : compare.differences)
    EXPECT_TRUE(reviewed.contains(found)) << "not reviewed: " << found;
  for (const std::string& line : reviewed)
    EXPECT_TRUE(compare.differences.contains(line)) << "no longer so: " << line;
}

// Without the shared facts: what the modules in the repository say of a few types, read by eye.
TEST(schema_tables, spot_checks) {
  const s::node* const header = s::find_node("PSHeader");
  ASSERT_NE(header, nullptr);
  EXPECT_EQ(header->row_count, 11);
  EXPECT_EQ(header->mandatory, 0b00000011011u);
  const s::row& liid = s::rows[header->first_row + 1];
  EXPECT_EQ(liid.tag, ber::context(1));
  EXPECT_EQ(liid.low, 1u);
  EXPECT_EQ(liid.high, 25u);
  const s::node* const event = s::find_node("IRIEvent");
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->row_count, 196);
  EXPECT_EQ(s::row_name(static_cast<s::row_id>(event->first_row + 195)), "uASNFInformation");
  EXPECT_EQ(s::rows[event->first_row + 195].tag, ber::context(199));
  const s::node* const contents = s::find_node("IRIContents");
  ASSERT_NE(contents, nullptr);
  for (const s::row& row : s::rows_of(*contents))
    if (row.tag == ber::context(19)) {
      EXPECT_TRUE(row.has(s::contains));
      EXPECT_EQ(s::node_name(static_cast<s::node_id>(row.low)), "IRIPayload");
    }
  EXPECT_EQ(s::find_node("NoSuchType"), nullptr);
}

} // namespace
} // namespace lihi::test
