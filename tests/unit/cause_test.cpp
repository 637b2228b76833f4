// Names of causes: numbers of the specifications, looked up by space.
#include "value/cause_names.hpp"

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

using value::cause_name;

TEST(causes, are_named_by_their_space) {
  EXPECT_EQ(cause_name(cause_space::five_gmm, 22), "congestion");             // TS 24.501 9.11.3.2
  EXPECT_EQ(cause_name(cause_space::five_gsm, 39), "reactivation requested"); // TS 24.501 9.11.4.2
  EXPECT_EQ(cause_name(cause_space::emm, 10), "implicitly detached");         // TS 24.301 9.9.3.9
  EXPECT_EQ(cause_name(cause_space::esm, 113), "several accesses to a PDN connection not allowed");
  EXPECT_EQ(cause_name(cause_space::gtpv2, 16), "request accepted"); // TS 29.274 8.4
  EXPECT_EQ(cause_name(cause_space::q850, 16), "normal call clearing");
  EXPECT_EQ(cause_name(cause_space::slice, 1), "not available in this registration area");
  EXPECT_EQ(cause_name(cause_space::sms, 0xD3), "memory capacity exceeded");
}

TEST(causes, of_all_nas_protocols_stand_once) {
  for (const cause_space each :
       {cause_space::five_gmm, cause_space::five_gsm, cause_space::emm, cause_space::esm}) {
    EXPECT_EQ(cause_name(each, 95), "semantically incorrect message");
    EXPECT_EQ(cause_name(each, 111), "protocol error");
  }
  EXPECT_EQ(cause_name(cause_space::gtpv2, 111), "modifications not limited to S1-U bearers");
}

TEST(causes, that_are_not_assigned_have_no_name) {
  for (const std::int64_t code : {std::int64_t{-1}, std::int64_t{1}, std::int64_t{250}, INT64_MAX, INT64_MIN})
    EXPECT_EQ(cause_name(cause_space::five_gmm, code), "") << code;
  EXPECT_EQ(cause_name(cause_space::smf, 1), "");
}

} // namespace
} // namespace lihi::test
