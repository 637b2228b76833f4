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
  for (const auto& table : {envelope_rules(), identity_rules(), location_rules(), session_rules(),
                            message_rules(), content_rules()})
    for (const rule& each : table)
      EXPECT_TRUE(seen.emplace(each.kind, each.id).second) << "two rules for " << key_name(each);
  std::set<schema::row_id> events;
  for (const event_rule& each : event_rules())
    EXPECT_TRUE(events.insert(each.id).second) << "two events for " << schema::row_name(each.id);
}

TEST(rules, every_arm_is_on_the_page_of_events) {
  const std::string page = read_text(source_dir() / "docs/events.md");
  const std::string listed = page.substr(0, page.find("## Without an event")),
                    rest = page.substr(listed.size());
  for (const schema::node_id type :
       {schema::type::IRIEvent, schema::type::CCPDU, schema::type::IRIContents, schema::type::CCContents,
        schema::type::TRIPayload, schema::type::HI1_Operation, schema::type::HI4Notification})
    for (std::uint16_t i = 0; i < schema::nodes[type].row_count; ++i) {
      const auto row = static_cast<schema::row_id>(schema::nodes[type].first_row + i);
      const std::string arm = std::string(schema::node_name(type)) + "." + std::string(schema::row_name(row));
      const bool has = rule_table::get()[row].event == event_type::none;
      const std::string& where = has ? rest : listed;
      EXPECT_TRUE(where.find(arm + ",") != std::string::npos || where.find(arm + " |") != std::string::npos ||
                  where.find(arm + "\n") != std::string::npos)
          << arm;
    }
  EXPECT_NE(listed.find("| access.reject | "), std::string::npos);
}

} // namespace
} // namespace lihi::test
