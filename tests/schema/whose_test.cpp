// Nothing is the target's by default: each way through the schema that leads to an identity meets a class.
#include "normalize/rules.hpp"

#include <gtest/gtest.h>
#include <set>
#include <string>

namespace lihi::test {
namespace {

using normalize::whose;

class identity_paths {
 public:
  identity_paths() : classes_(normalize::classes_of_rows()), parents_of_(schema::node_count) {
    reach(schema::type::PS_PDU);
    reach(schema::type::IRIPayload); // contained types
    reach(schema::type::LINotificationPayload);
    for (const schema::overlay_row& each : schema::overlay_rows)
      if (reached_.contains(schema::row_parents[each.origin])) reach(schema::row_parents[each.overlay]);
  }

  // The rows on which a path to an identity has no class, and those where a subject's stands inside of
  // somebody else's.
  std::set<std::string> unclassed, confused;
  unsigned identities = 0;

  void check() {
    for (const schema::node_id node : reached_)
      for (std::uint16_t i = 0; i < schema::nodes[node].row_count; ++i) {
        const auto row = static_cast<schema::row_id>(schema::nodes[node].first_row + i);
        if (normalize::rule_table::get()[row].identity) {
          ++identities;
          seen_.clear();
          resolve(row);
        }
        seen_.clear();
        if (classes_[row].is == whose::subject) outwards(row, row);
      }
  }

 private:
  void reach(schema::node_id node) {
    if (schema::is_primitive(schema::nodes[node].kind) || !reached_.insert(node).second) return;
    for (std::uint16_t i = 0; i < schema::nodes[node].row_count; ++i) {
      const auto row = static_cast<schema::row_id>(schema::nodes[node].first_row + i);
      parents_of_[schema::rows[row].node].insert(row);
      reach(schema::rows[row].node);
    }
  }
  static std::string name_of(schema::row_id row) {
    return std::string(schema::node_name(schema::row_parents[row])) + "." +
           std::string(schema::row_name(row));
  }
  void resolve(schema::row_id row) {
    if (!seen_.insert(row).second) return;
    switch (classes_[row].is) {
    case whose::not_said: unclassed.insert(name_of(row)); return;
    case whose::same: break;
    default: return;
    }
    const auto& above = parents_of_[schema::row_parents[row]];
    if (above.empty()) unclassed.insert(name_of(row));
    for (const schema::row_id each : above) resolve(each);
  }
  void outwards(schema::row_id subject, schema::row_id row) {
    for (const schema::row_id each : parents_of_[schema::row_parents[row]]) {
      if (!seen_.insert(each).second) continue;
      const whose is = classes_[each].is;
      if (is == whose::party || is == whose::nobody)
        confused.insert(name_of(subject) + " inside of " + name_of(each));
      if (is != whose::subject) outwards(subject, each);
    }
  }

  std::vector<normalize::whose_class> classes_;
  std::vector<std::set<schema::row_id>> parents_of_; // rows that have the node
  std::set<schema::node_id> reached_;
  std::set<schema::row_id> seen_;
};

TEST(whose, every_path_to_an_identity_has_a_class) {
  identity_paths all;
  all.check();
  EXPECT_GT(all.identities, 60u);
  for (const std::string& each : all.unclassed)
    ADD_FAILURE() << each << " leads to an identity, and has no class";
  for (const std::string& each : all.confused) ADD_FAILURE() << each;
}

// The classes that decide most, held against TS 33.128 by hand.
TEST(whose, is_what_the_specification_says) {
  namespace m = schema::member;
  const auto classes = normalize::classes_of_rows();
  EXPECT_EQ(classes[m::AMFRegistration_::sUPI].is, whose::subject);
  EXPECT_EQ(classes[m::SMSParty_::sUPI].is, whose::same);
  EXPECT_EQ(classes[m::SMSMessage_::terminatingSMSParty].role, party_role::terminating);
  EXPECT_EQ(classes[m::PTCParticipantPresenceStatus_::presenceID].role, party_role::presentity);
  EXPECT_EQ(classes[m::PASSporTPayload_::diversion].role, party_role::diverting);
  EXPECT_EQ(classes[m::NEFDeviceTrigger_::aFID].is, whose::nobody);
  EXPECT_EQ(classes[m::NEFMSISDNLessMOSMS_::terminatingSMSParty].role, party_role::terminating);
  EXPECT_EQ(classes[m::UDMSubscriberRecordChangeMessage_::oldSUPI].role, party_role::former);
}

} // namespace
} // namespace lihi::test
