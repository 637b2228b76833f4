// Tags that meant something else in older releases of TS 33.128.
#include "schema/walker.hpp"
#include "schema_ids.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/hex.hpp"

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

octets payload(std::string_view oid_hex) { return tlv("81", {from_hex(oid_hex)}) + tlv("A2", {}); }

TEST(releases, the_newest_is_that_of_the_module) {
  const auto modules = parse(read_text(source_dir() / "asn1/modules.json"));
  EXPECT_EQ("r" + std::to_string(schema::ts33128.release) + " version" +
                std::to_string(schema::ts33128.version),
            modules["TS33128Payloads"]["version"].GetString());
}

TEST(releases, are_chosen_by_the_relative_oid) {
  using namespace schema;
  EXPECT_EQ(choose_release(type::CCPayload, payload("04 13 10 05 04")), type::CCPayload_r16);
  EXPECT_EQ(choose_release(type::CCPayload, payload("04 13 11 0F 04")), type::CCPayload);
  EXPECT_EQ(choose_release(type::IRIPayload, payload("04 13 11 0F 03")), type::IRIPayload_r17);
  EXPECT_EQ(choose_release(type::IRIPayload, payload("04 13 10 05 03")), type::IRIPayload);
  EXPECT_EQ(choose_release(type::IRIPayload, payload("04 13 13 07 03")), type::IRIPayload);
  EXPECT_EQ(choose_release(type::IRIPayload, payload("04 14 11 0F 03")), type::IRIPayload); // another family
  EXPECT_EQ(choose_release(type::IRIPayload, payload("04 13")), type::IRIPayload);
  EXPECT_EQ(choose_release(type::IRIPayload, {}), type::IRIPayload);
}

TEST(releases, r16_content_arm_4_is_ptc) {
  const auto out = decode(read_file(source_dir() / "samples/releases/r16.ber"));
  ASSERT_EQ(out.records.size(), 2u);
  EXPECT_EQ(at(out.records[1], "/source_event"), "pTCCCPDU");
  EXPECT_EQ(at(out.records[1], "/content/type"), "ptc");
  EXPECT_EQ(at(out.records[1], "/schema/release"), "16");
}

TEST(releases, r17_additional_user_identifiers_have_their_old_tags) {
  const auto out = decode(read_file(source_dir() / "samples/releases/r17.ber"));
  ASSERT_EQ(out.records.size(), 2u);
  for (const std::string& record : out.records) {
    EXPECT_EQ(at(record, "/notes"), "(absent)");
    EXPECT_EQ(at(record, "/schema/release"), "17");
  }
  const std::string event = "/detail/iRIContents/threeGPP33128DefinedIRI/event";
  EXPECT_EQ(at(out.records[0], event + "/registration/additionalUserIdentifiers/ePSSubscriberIDs/mSISDN"),
            "447700900124");
  EXPECT_EQ(at(out.records[1], event + "/deregistration/additionalUserIdentifiers/ePSSubscriberIDs/mSISDN"),
            "447700900124");
}

TEST(releases, r18_uses_those_tags_for_other_members) {
  const auto out = decode(read_file(source_dir() / "samples/releases/r18.ber"));
  ASSERT_EQ(out.records.size(), 1u);
  EXPECT_EQ(at(out.records[0], "/notes"), "(absent)");
  const std::string event = "/detail/iRIContents/threeGPP33128DefinedIRI/event/registration";
  EXPECT_EQ(at(out.records[0], event + "/rRCEstablishmentCause/fiveGCEstablishmentCause"), "moSignalling");
  EXPECT_EQ(at(out.records[0], event + "/additionalUserIdentifiers/ePSSubscriberIDs/mSISDN"), "447700900124");
}

} // namespace
} // namespace lihi::test
