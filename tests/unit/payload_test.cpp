// Every kind of payload is recognized: TRI alternatives, content arms, notices.
#include "support/hex.hpp"
#include "support/json.hpp"

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

std::string only_record(const octets& pdu) {
  const decoded out = decode(pdu);
  EXPECT_EQ(out.records.size(), 1u);
  return out.records.empty() ? "{}" : out.records[0];
}

struct tri_case {
  const char* element; // of TRIPayload
  const char* name;
  const char* event;
};

TEST(payload, every_tri_alternative) { // TS 102 232-1 TRIPayload [0] to [13]
  const tri_case cases[] = {
      {"A0 12 A0 03 02 01 05 81 01 01 82 01 01 83 02 AA BB 84 01 02", "integrityCheck", "link.integrity"},
      {"81 00", "testPDU", "link.test"},
      {"82 02 00 00", "paddingPDU", "link.padding"},
      {"83 00", "keep-alive", "link.keepAlive"},
      {"84 00", "keep-aliveResponse", "link.keepAlive"},
      {"85 00", "firstSegmentFlag", "link.segment"},
      {"86 00", "lastSegmentFlag", "link.segment"},
      {"87 00", "cINReset", "link.cinReset"},
      {"A8 07 80 01 01 81 02 68 69", "operatorLeaMessage", "li.alarm"},
      {"A9 04 A0 02 A0 00", "optionRequest", "link.option"},
      {"AA 04 A0 02 A0 00", "optionResponse", "link.option"},
      {"8B 00", "optionComplete", "link.option"},
      {"8C 00", "pDUAcknowledgementRequest", "link.acknowledgement"},
      {"8D 00", "pDUAcknowledgementResponse", "link.acknowledgement"},
  };
  for (const tri_case& each : cases) {
    const std::string record = only_record(ps_pdu(tlv("A2", {from_hex(each.element)})));
    EXPECT_EQ(at(record, "/kind"), "tri") << each.name;
    EXPECT_EQ(at(record, "/interface"), "TRI");
    EXPECT_EQ(at(record, "/source_event"), each.name);
    EXPECT_EQ(at(record, "/event"), each.event) << each.name;
    EXPECT_EQ(at(record, "/liid"), "L1");
    EXPECT_EQ(at(record, "/sequence"), "0");
  }
}

// TS 102 232-2 to -6: the ObjId members are RELATIVE-OIDs below {0 4 0 2 2}, so 05 03 0A 01 is 5.3.10.1; some
// senders write the whole object identifier there.
TEST(payload, object_identifiers_of_ts_102_232_are_relative) {
  const octets contents = tlv("A1", {from_hex("80 01 04")});
  const auto record_with = [&contents](const char* id) {
    return only_record(ps_pdu(
        tlv("A0", {tlv("30", {from_hex("80 01 01"), tlv("A2", {tlv("A2", {from_hex(id), contents})})})})));
  };
  const std::string relative = record_with("80 04 05 03 0A 01");
  EXPECT_EQ(at(relative, "/detail/iRIContents/iPIRI/iPIRIObjId"), "5.3.10.1");
  EXPECT_EQ(at(relative, "/schema/spec"), "TS 102 232-3");
  EXPECT_EQ(at(relative, "/schema/version"), "10");
  const std::string whole = record_with("80 08 04 00 02 02 05 03 0A 01");
  EXPECT_EQ(at(whole, "/schema/spec"), "TS 102 232-3");
  EXPECT_EQ(at(whole, "/schema/version"), "10");
}

octets cc_pdu(const octets& arm) {
  const octets payload = tlv("30", {from_hex("81 05 04 13 13 07 04"), tlv("A2", {arm})});
  return ps_pdu(tlv("A1", {tlv("30", {from_hex("80 01 01"), tlv("A2", {tlv("97", {payload})})})}));
}

struct cc_case {
  const char* element; // of CCPDU
  const char* name;
  const char* type;
  const char* octets;
};

TEST(payload, every_content_arm_of_ts_33_128) { // CCPDU [1] to [10]
  const cc_case cases[] = {
      {"81 02 30 FF", "uPFCCPDU", "gtpu", "30ff"},
      {"A2 06 A1 04 81 02 45 00", "extendedUPFCCPDU", "ip", "4500"},
      {"A2 06 A1 04 82 02 45 00", "extendedUPFCCPDU", "ethernet", "4500"},
      {"A2 06 A1 04 83 02 45 00", "extendedUPFCCPDU", "unstructured", "4500"},
      {"A3 0D A1 06 81 01 01 82 01 03 82 01 74 83 00", "mMSCCPDU", "mms", "(absent)"},
      {"84 02 01 02", "nIDDCCPDU", "nidd", "0102"},
      {"85 02 80 00", "pTCCCPDU", "ptc", "8000"},
      {"A6 04 81 02 80 00", "iMSCCPDU", "rtp", "8000"},
      {"A7 0B A1 09 A1 07 81 01 61 82 02 68 69", "rCSCCPDU", "mime", "6869"},
      {"88 02 80 00", "mCVideoCCPDU", "mcvideo", "8000"},
      {"A9 08 A1 06 A2 04 81 02 68 69", "mCDataCCPDU", "msrp", "6869"},
      {"8A 02 80 00", "mCPTTCCPDU", "mcptt", "8000"},
  };
  for (const cc_case& each : cases) {
    const std::string record = only_record(cc_pdu(from_hex(each.element)));
    EXPECT_EQ(at(record, "/kind"), "cc") << each.name;
    EXPECT_EQ(at(record, "/interface"), "HI3");
    EXPECT_EQ(at(record, "/direction"), "to_target");
    EXPECT_EQ(at(record, "/source_event"), each.name);
    EXPECT_EQ(at(record, "/content/type"), each.type) << each.name << record;
    EXPECT_EQ(at(record, "/content/octets"), each.octets) << each.name;
  }
}

TEST(payload, ims_content_with_its_ip_header) {
  const std::string record = only_record(cc_pdu(
      tlv("A6", {tlv("81", {from_hex("45 00 00 14 00 00 00 00 40 11 00 00 C0 00 02 01 C0 00 02 02")})})));
  EXPECT_EQ(at(record, "/content/type"), "ip");
}

TEST(payload, hi4_notifications_of_both_specifications) {
  const octets etsi = ps_pdu(tlv(
      "A7", {tlv("A2", {tlv("A2", {tlv("82", {text("20260206094401Z")}), tlv("88", {text("ref-1")})})})}));
  const std::string one = only_record(etsi);
  EXPECT_EQ(at(one, "/interface"), "HI4");
  EXPECT_EQ(at(one, "/event"), "li.deactivated");
  EXPECT_EQ(at(one, "/li/action"), "deactivated");
  EXPECT_EQ(at(one, "/li/end_time"), "2026-02-06T09:44:01.000000Z");
  EXPECT_EQ(at(one, "/li/reference"), "ref-1");
  const octets threegpp = ps_pdu(tlv(
      "A7", {tlv("A1", {from_hex("81 05 04 13 13 07 05"), tlv("A2", {tlv("A1", {from_hex("81 01 03")})})})}));
  EXPECT_EQ(at(only_record(threegpp), "/event"), "li.modified");
}

TEST(payload, aggregated_elements_have_an_index_and_times_of_their_own) {
  const octets element = tlv("30", {from_hex("80 01 04"), tlv("81", {text("20260206100000Z")}),
                                    tlv("A2", {tlv("93", {text("x")})})});
  const decoded out = decode(ps_pdu(tlv("A0", {element, element})));
  ASSERT_EQ(out.records.size(), 2u);
  EXPECT_EQ(at(out.records[1], "/source/element"), "1");
  EXPECT_EQ(at(out.records[1], "/event_time"), "2026-02-06T10:00:00.000000Z");
  EXPECT_EQ(at(out.records[0], "/id") + "-1", at(out.records[1], "/id"));
}

TEST(payload, no_element_is_a_record_too) {
  const std::string record = only_record(ps_pdu(tlv("A0", {})));
  EXPECT_EQ(at(record, "/kind"), "empty");
  EXPECT_EQ(at(record, "/liid"), "L1");
}

TEST(payload, withdrawn_and_future_arms_are_kept) {
  const std::string iri =
      only_record(ps_pdu(tlv("A0", {tlv("30", {from_hex("80 01 04"), tlv("A2", {from_hex("8C 01 FF")})})})));
  EXPECT_EQ(at(iri, "/event"), "unknown");
  EXPECT_EQ(at(iri, "/unknown/0/tag"), "[12]");
  EXPECT_EQ(at(iri, "/unknown/0/octets"), "8c01ff");
  const std::string event = only_record(iri_pdu(from_hex("BF 81 48 02 81 00"))); // IRIEvent [200]
  EXPECT_EQ(at(event, "/event"), "unknown");
  EXPECT_EQ(at(event, "/unknown/0/tag"), "[200]");
}

TEST(payload, a_network_function_is_not_the_target) { // SMSMessage.peerNFAddress [7]: the number of an SMSC
  const octets event = tlv("AC", {tlv("A1", {}), tlv("A2", {}), from_hex("83 01 02 84 01 01"),
                                  tlv("A7", {tlv("82", {text("447700900999")})})});
  const std::string record = only_record(iri_pdu(event));
  EXPECT_EQ(at(record, "/event"), "sms.message");
  EXPECT_EQ(at(record, "/target"), "(absent)");
  EXPECT_EQ(at(record, "/attributes/0/name"), "peerNFAddress");
  EXPECT_EQ(at(record, "/attributes/0/value"), "447700900999");
}

TEST(payload, locations_inside_locations_are_others) { // NRLocation, and a cell in its [12]
  const octets plmn = tlv("A1", {from_hex("81 03 30 30 31 82 02 30 31")});
  const octets ncgi = tlv("A2", {plmn, from_hex("82 06 04 12 34 56 78 90")});
  const octets tai = tlv("A1", {plmn, from_hex("82 03 00 01 01")});
  const octets cell = tlv("A3", {tlv("A1", {plmn, from_hex("82 02 87 25")}), from_hex("82 02 15 C2")});
  const octets f1 = tlv("A2", {from_hex("81 01 05"), tlv("A4", {cell})});
  const octets nr = tlv("A2", {tai, ncgi, tlv("AC", {f1})});
  // locationUpdate.location.locationInfo.userLocation.nRLocation
  const octets event = tlv("A3", {tlv("A6", {tlv("A1", {tlv("A1", {nr})})})});
  const std::string record = only_record(iri_pdu(event));
  EXPECT_EQ(at(record, "/locations/0/source"),
            "locationUpdate.location.locationInfo.userLocation.nRLocation");
  EXPECT_EQ(at(record, "/locations/0/cell/nci"), "4886718345");
  EXPECT_EQ(at(record, "/locations/0/area/tac"), "257");
  EXPECT_EQ(at(record, "/locations/0/cell/ci"), "(absent)") << record;
  EXPECT_EQ(at(record, "/locations/1/cell/ci"), "5570");
  EXPECT_EQ(at(record, "/locations/1/area/lac"), "34597");
  EXPECT_EQ(at(record, "/locations/1/role"), "served_cell");
}

// The PLMN of forbidden areas stands before their list. What one PDU says must never reach another.
TEST(payload, a_plmn_of_areas_is_not_that_of_the_pdu_before) {
  const auto registration = [](const octets& plmn) {
    const octets areas = tlv("A4", {plmn, tlv("A2", {from_hex("04 03 00 FF 01")})});
    return iri_pdu(tlv("A1", {tlv("B9", {tlv("A6", {areas})})}));
  };
  octets stream = registration(tlv("A1", {from_hex("81 03 30 30 31 82 02 30 31")}));
  const octets second = registration({});
  stream.insert(stream.end(), second.begin(), second.end());
  const decoded out = decode(stream);
  ASSERT_EQ(out.records.size(), 2U);
  for (const std::string& record : out.records) EXPECT_EQ(at(record, "/locations/0/area/tac"), "65281");
  EXPECT_EQ(at(out.records[0], "/locations/0/area/plmn/mcc"), "001");
  EXPECT_EQ(at(out.records[1], "/locations/0/area/plmn"), "(absent)");
}

TEST(payload, both_interception_points_are_kept) {
  const octets header = tlv(
      "A1", {from_hex("80 07 04000202 05 01 2B"), tlv("81", {text("L1")}),
             tlv("A3", {tlv("A0", {tlv("80", {text("OP")}), tlv("A2", {tlv("84", {text("ne.example")})})})}),
             from_hex("84 01 00"), tlv("86", {text("old-1")}), tlv("89", {text("new-1")})});
  const std::string record = only_record(tlv("30", {header, from_hex("A2 04 A2 02 83 00")}));
  EXPECT_EQ(at(record, "/interception_point_id"), "new-1");
  EXPECT_EQ(at(record, "/attributes/0/value"), "ne.example");
  EXPECT_EQ(at(record, "/attributes/1/name"), "interceptionPointID");
  EXPECT_EQ(at(record, "/attributes/1/value"), "old-1");
}

TEST(payload, a_pdu_without_payload) { // Payload is optional in a PS-PDU only on paper: the header is shown
  const decoded out = decode(tlv("30", {ps_header()}));
  ASSERT_EQ(out.records.size(), 1u);
  EXPECT_EQ(at(out.records[0], "/kind"), "empty");
}

} // namespace
} // namespace lihi::test
