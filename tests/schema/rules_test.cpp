// The tables of rules: each key once, and every arm of an event in the page of events.
#include "normalize/rules.hpp"
#include "support/files.hpp"

#include <gtest/gtest.h>
#include <map>
#include <set>

namespace lihi::test {
namespace {

using namespace normalize;

std::string key_name(const rule& of) {
  switch (of.kind) {
  case key_kind::member:
    return std::string(schema::node_name(schema::row_parents[of.id])) + "." +
           std::string(schema::row_name(static_cast<schema::row_id>(of.id)));
  case key_kind::name: return "*." + std::string(schema::pool_name(of.id));
  case key_kind::type: return std::string(schema::node_name(static_cast<schema::node_id>(of.id)));
  }
  return {};
}

// A second rule of a key would silently win over the first.
TEST(rules, each_key_has_one) {
  std::set<std::pair<key_kind, std::uint32_t>> seen;
  for (const auto& table : rule_tables())
    for (const rule& each : table)
      EXPECT_TRUE(seen.emplace(each.kind, each.id).second) << "two rules for " << key_name(each);
  std::set<schema::row_id> events;
  for (const event_rule& each : event_rules())
    EXPECT_TRUE(events.insert(each.id).second) << "two events for " << schema::row_name(each.id);
}

// The names of all fields, with those around them: "locations.area.tac".
struct field_names {
  std::set<std::string>& out;
  std::string around;

  template <class T>
  void operator()(const char* name, const T& value, const char*) {
    out.insert(around + name);
    inside(value, around + name + ".");
  }
  template <described T>
  void inside(const T& value, const std::string& path) {
    field_names more{out, path};
    T::fields(more, value);
  }
  template <class T>
  void inside(const field::list<T>&, const std::string& path) {
    if constexpr (described<T>) {
      const T one;
      inside(one, path);
    }
  }
  template <class T>
  void inside(const T&, const std::string&) {}
};

// What a rule feeds is a field of the record, or of a subject or party, or said in words.
TEST(rules, feed_fields_that_there_are) {
  std::set<std::string> fields{"plmn of what is around it", "else attributes",
                               "the address of the member around it", "else other_addresses"};
  field_names names{fields, {}};
  const record of_record;
  const party of_party;
  record::fields(names, of_record);
  party::fields(names, of_party);
  for (const auto& table : rule_tables())
    for (const rule& each : table) {
      std::string_view feeds = each.feeds;
      while (!feeds.empty()) {
        const std::size_t comma = std::min(feeds.find(", "), feeds.size());
        EXPECT_TRUE(fields.contains(std::string(feeds.substr(0, comma))))
            << key_name(each) << " feeds " << feeds.substr(0, comma);
        feeds.remove_prefix(std::min(comma + 2, feeds.size()));
      }
      const bool does_something =
          each.on_value != nullptr || each.on_enter != nullptr || each.on_leave != nullptr;
      EXPECT_TRUE(!does_something || !each.feeds.empty() || each.mark.plmn == plmn_of::areas ||
                  each.id == schema::type::IRITargetIdentifier)
          << key_name(each) << " does not say what it feeds";
    }
}

// Arms that are no event themselves, reviewed one by one: what stands inside of them has one, or they are a
// country's own.
const std::set<std::string> arms_without_event{
    "ThreeGPP-HI1-Operation.threeGPP-National-HI1-ASN1parameters",
    "HI1-Operation.national-HI1-ASN1parameters",
    "Payload.iRIPayloadSequence",
    "Payload.cCPayloadSequence",
    "Payload.tRIPayload",
    "Payload.hI1-Operation",
    "Payload.threeGPP-HI1-Operation",
    "Payload.iLHIPayload",
    "Payload.hI4Payload",
    "IRIContents.threeGPP33128DefinedIRI",
    "CCContents.threeGPP33128DefinedCC",
    "HI4Payload.hi4Notification",
};

TEST(rules, every_arm_is_on_the_page_of_events) {
  const std::string page = read_text(source_dir() / "docs/events.md");
  const std::string listed = page.substr(0, page.find("## Without an event")),
                    rest = page.substr(listed.size());
  for (const schema::node_id type :
       {schema::type::IRIEvent, schema::type::CCPDU, schema::type::IRIContents, schema::type::CCContents,
        schema::type::TRIPayload, schema::type::HI1_Operation, schema::type::HI4Notification,
        schema::type::Payload, schema::type::ThreeGPP_HI1_Operation, schema::type::HI4Payload})
    for (std::uint16_t i = 0; i < schema::nodes[type].row_count; ++i) {
      const auto row = static_cast<schema::row_id>(schema::nodes[type].first_row + i);
      const std::string arm = std::string(schema::node_name(type)) + "." + std::string(schema::row_name(row));
      const bool without = rule_table::get()[row].event == event_type::none;
      EXPECT_EQ(without, arms_without_event.contains(arm))
          << arm << " has no event, or has one and is listed as if not";
      const std::string& where = without ? rest : listed;
      EXPECT_TRUE(where.find(arm + ",") != std::string::npos || where.find(arm + " |") != std::string::npos ||
                  where.find(arm + "\n") != std::string::npos)
          << arm;
    }
  EXPECT_NE(listed.find("| access.reject | "), std::string::npos);
}

} // namespace
} // namespace lihi::test
