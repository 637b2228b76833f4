// Two persons in one event: whatever the schema says is somebody else's never reaches the target, and nothing
// of the target's is missing there. Every arm of IRIEvent, with every member, and values of two disjoint
// sets.
#include "normalize/rules.hpp"
#include "support/generator.hpp"
#include "support/json.hpp"

#include <gtest/gtest.h>
#include <map>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace lihi::test {
namespace {

namespace m = schema::member;
namespace n = schema::name;
namespace type = schema::type;
using normalize::whose;

const std::vector<normalize::whose_class>& classes() {
  static const auto all = normalize::classes_of_rows();
  return all;
}

// Messages on their way: the generator's direction is `fromTarget`, the first enumerator, so their sender is
// the target (TS 33.128 6.2.5, 7.4). Reports and boxes name others too.
bool sender_is_target(schema::row_id arm) {
  switch (arm) {
  case m::IRIEvent_::sMSMessage:
  case m::IRIEvent_::mMSSend:
  case m::IRIEvent_::mMSSendByNonLocalTarget:
  case m::IRIEvent_::mMSSendToNonLocalTarget:
  case m::IRIEvent_::mMSNotification:
  case m::IRIEvent_::mMSRetrieval:
  case m::IRIEvent_::mMSForward: return true;
  default: return false;
  }
}

// By the class that is nearest to the value.
bool is_subjects(std::span<const schema::row_id> path) {
  for (std::size_t i = path.size(); i-- > 0;) {
    if (path[i] >= schema::first_self_row) continue; // inside an explicit tag
    const normalize::whose_class& is = classes()[path[i]];
    if (is.is == whose::subject) return true;
    if (is.is == whose::party) return is.role == party_role::originating && sender_is_target(path[0]);
    if (is.is != whose::same) return false;
  }
  return false;
}

// The persons' values, as a record shows them.
struct persons {
  std::map<std::string, std::string> subjects, others; // and the member they stand in
  int count = 0;

  std::optional<octets> choose(std::span<const schema::row_id> path) {
    const schema::row_id row = path.back();
    if (!normalize::rule_table::get()[row].identity) return std::nullopt;
    const bool own = is_subjects(path);
    const schema::row& member = schema::rows[row];
    const std::string number = std::to_string((own ? 700'000'000 : 900'000'000) + ++count);
    std::string shown;
    octets content;
    if (member.node == type::SMSAddress) { // TS 23.040 9.1.2.5: international, ISDN
      shown = number + "0";
      content = {10, 0x91};
      for (std::size_t i = 0; i < shown.size(); i += 2)
        content.push_back(static_cast<std::uint8_t>((shown[i + 1] - '0') << 4 | (shown[i] - '0')));
    } else {
      switch (member.kind) {
      case schema::kind::numeric_string:
        shown = number;
        while (member.has(schema::bounded) && shown.size() < member.low) shown += '0';
        break;
      case schema::kind::utf8_string: shown = (own ? "sip:own" : "sip:else") + number + "@x"; break;
      case schema::kind::octet_string:
        if (!member.has(schema::bounded) || member.low > 8) return std::nullopt;
        for (std::uint32_t i = 0; i < std::max<std::uint32_t>(member.low, 6); ++i)
          content.push_back(static_cast<std::uint8_t>((own ? 0x70 : 0x90) + (i == 5   ? count & 15
                                                                             : i == 4 ? count >> 4 & 15
                                                                                      : 1)));
        content.resize(std::max<std::size_t>(member.low, 1));
        if (content.size() < 6) return std::nullopt; // part of another value
        shown = to_hex(content);
        break;
      default: return std::nullopt; // parts of temporary identities
      }
      if (content.empty()) content = text(shown);
    }
    if (member.has(schema::bounded) && member.kind == schema::kind::numeric_string &&
        shown.size() > member.high)
      return std::nullopt; // country and network codes
    (own ? subjects : others)[shown] =
        std::string(schema::node_name(schema::row_parents[row])) + "." + std::string(schema::row_name(row));
    return content;
  }
};

std::string target_of(const std::string& record) {
  const json whole = parse(record);
  if (!whole.HasMember("target")) return {};
  rapidjson::StringBuffer out;
  rapidjson::Writer<rapidjson::StringBuffer> writer(out);
  whole["target"].Accept(writer);
  return {out.GetString(), out.GetSize()};
}

TEST(persons, are_never_taken_for_each_other) {
  std::size_t own = 0, others = 0;
  const schema::node& events = schema::nodes[type::IRIEvent];
  for (std::uint16_t i = 0; i < events.row_count; ++i)
    for (std::uint32_t number = 0; number < 12; ++number) {
      const auto arm = static_cast<schema::row_id>(events.first_row + i);
      persons two;
      generator make(number, [&two](std::span<const schema::row_id> path) { return two.choose(path); });
      const decoded out = decode(iri_pdu(make.element(arm)));
      ASSERT_EQ(out.records.size(), 1U) << schema::row_name(arm);
      ASSERT_FALSE(out.errors[0]) << schema::row_name(arm) << " " << name_of(out.errors[0].code);
      const std::string target = target_of(out.records[0]);
      for (const auto& [value, member] : two.others)
        EXPECT_EQ(target.find(value), std::string::npos)
            << schema::row_name(arm) << " " << number << ": of another: " << member << " in " << target;
      for (const auto& [value, member] : two.subjects)
        EXPECT_NE(target.find(value), std::string::npos)
            << schema::row_name(arm) << " " << number << ": missing: " << member << " in " << target;
      own += two.subjects.size();
      others += two.others.size();
    }
  EXPECT_GT(own, 3000U); // both sets were there
  EXPECT_GT(others, 500U);
  RecordProperty("subjects", std::to_string(own));
  RecordProperty("others", std::to_string(others));
}

} // namespace
} // namespace lihi::test
