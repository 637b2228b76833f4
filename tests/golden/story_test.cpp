// The story of samples/story, told by its records: what the script put in comes out under the record's names.
#include "support/files.hpp"
#include "support/json.hpp"

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

class story : public testing::Test {
 protected:
  static const std::vector<std::string>& hi2() {
    static const auto records = decode(read_file(source_dir() / "samples/story/hi2.ber")).records;
    return records;
  }
  static const std::vector<std::string>& hi3() {
    static const auto records = decode(read_file(source_dir() / "samples/story/hi3.ber")).records;
    return records;
  }
};

TEST_F(story, its_events_in_order) {
  const std::vector<std::string> expected{
      "li.activated", "access.attach",   "session.start",  "access.locationUpdate", "sms.message",
      "sms.message",  "sms.message",     "link.keepAlive", "call.invite",           "call.answer",
      "call.end",     "traffic.summary", "session.end",    "access.detach",         "li.deactivated"};
  std::vector<std::string> events;
  for (const std::string& record : hi2()) events.push_back(at(record, "/event"));
  EXPECT_EQ(events, expected);
}

TEST_F(story, the_envelope) {
  const std::string& one = hi2().at(2);
  EXPECT_EQ(at(one, "/record"), "lihi/1");
  EXPECT_EQ(at(one, "/interface"), "HI2");
  EXPECT_EQ(at(one, "/kind"), "iri");
  EXPECT_EQ(at(one, "/liid"), "LIID-SAMPLE-0001");
  EXPECT_EQ(at(one, "/authorization_country"), "XX");
  EXPECT_EQ(at(one, "/operator_id"), "EXAMPLE");
  EXPECT_EQ(at(one, "/network_element_id"), "mdf-01");
  EXPECT_EQ(at(one, "/interception_point_id"), "amf-01.ipoint");
  EXPECT_EQ(at(one, "/nf_id"), "amf-01");
  EXPECT_EQ(at(one, "/cin"), "1001");
  EXPECT_EQ(at(one, "/iri_type"), "begin");
  EXPECT_EQ(at(one, "/source_event"), "pDUSessionEstablishment");
  EXPECT_EQ(at(one, "/event_time"), "2026-02-06T09:00:02.500000Z");
  EXPECT_EQ(at(one, "/time_qualifier"), "time_of_interception");
  EXPECT_EQ(at(one, "/schema/release"), "19");
}

TEST_F(story, who_registers) {
  const std::string& one = hi2().at(1);
  EXPECT_EQ(at(one, "/target/imsi"), "001010000000001");
  EXPECT_EQ(at(one, "/target/supi"), "001010000000001");
  EXPECT_EQ(at(one, "/target/msisdn"), "447700900123");
  EXPECT_EQ(at(one, "/target/imei"), "35123400000001");
  EXPECT_EQ(at(one, "/target/suci/routing_indicator"), "0017"); // leading zeros given back
  EXPECT_EQ(at(one, "/target/guti/tmsi"), "3735928559");
  EXPECT_EQ(at(one, "/target/identifiers/0/provenance"), "lea_provided");
  EXPECT_EQ(at(one, "/target/identifiers/1/provenance"), "observed");
}

TEST_F(story, where) {
  const std::string& one = hi2().at(3);
  EXPECT_EQ(at(one, "/locations/0/cell/technology"), "nr");
  EXPECT_EQ(at(one, "/locations/0/cell/plmn/mcc"), "001");
  EXPECT_EQ(at(one, "/locations/0/cell/plmn/mnc"), "01");
  EXPECT_EQ(at(one, "/locations/0/area/tac"), "258");      // 000102
  EXPECT_EQ(at(one, "/locations/0/cell/nci"), "19742722"); // 0012d4002, 36 bits
  EXPECT_EQ(at(one, "/locations/0/node/id"), "4820");      // 0012d4
  EXPECT_EQ(at(one, "/locations/0/node/bits"), "24");
  EXPECT_EQ(at(one, "/locations/0/role"), "current");
  EXPECT_EQ(at(one, "/locations/0/site/position/latitude"), "51.5033");
  EXPECT_EQ(at(one, "/locations/0/site/position/longitude"), "-0.1197");
  EXPECT_EQ(at(one, "/locations/0/site/azimuth"), "240");
  EXPECT_EQ(at(one, "/locations/0/time"), "2026-02-06T09:10:00.000000Z");
}

TEST_F(story, the_session) {
  const std::string& begin = hi2().at(2);
  EXPECT_EQ(at(begin, "/session/pdu_session_id"), "5");
  EXPECT_EQ(at(begin, "/session/type"), "ipv4");
  EXPECT_EQ(at(begin, "/session/dnn"), "internet");
  EXPECT_EQ(at(begin, "/session/slices/0/sst"), "1");
  EXPECT_EQ(at(begin, "/session/slices/0/sd"), "000001");
  EXPECT_EQ(at(begin, "/session/addresses/0"), "192.0.2.17");
  EXPECT_EQ(at(begin, "/session/tunnels/0/teid"), "305419896");
  EXPECT_EQ(at(begin, "/session/tunnels/0/addresses/0"), "198.51.100.2");
  EXPECT_EQ(at(begin, "/network/access_type"), "3gpp");
  EXPECT_EQ(at(begin, "/network/serving_plmn/mnc"), "01");
  const std::string& end = hi2().at(12);
  EXPECT_EQ(at(end, "/session/octets_down"), "94371840");
  EXPECT_EQ(at(end, "/causes/0/text"), "REL_DUE_TO_UE_REQUEST");
}

TEST_F(story, messages_with_their_parties) {
  const std::string& out = hi2().at(4);
  EXPECT_EQ(at(out, "/message/text"), "On my way, see you at ten");
  EXPECT_EQ(at(out, "/message/tpdu_type"), "submit");
  EXPECT_EQ(at(out, "/direction"), "from_target");
  EXPECT_EQ(at(out, "/target/msisdn"), "447700900123");
  EXPECT_EQ(at(out, "/parties/1/role"), "terminating");
  EXPECT_EQ(at(out, "/parties/1/msisdn"), "447700900456");
  const std::string& in = hi2().at(5);
  EXPECT_EQ(at(in, "/message/text"), "Good. Bring both keys");
  EXPECT_EQ(at(in, "/message/time"), "2026-02-06T09:11:12.000000Z");
  EXPECT_EQ(at(in, "/target/msisdn"), "447700900123");
  const std::string& part = hi2().at(6);
  EXPECT_EQ(at(part, "/message/encoding"), "ucs2");
  EXPECT_EQ(at(part, "/message/text"), "Кофе? ☕");
  EXPECT_EQ(at(part, "/message/concatenation/part"), "1");
  EXPECT_EQ(at(part, "/message/concatenation/parts"), "2");
}

TEST_F(story, the_call) {
  const std::string& invite = hi2().at(8);
  EXPECT_EQ(at(invite, "/sip/method"), "INVITE");
  EXPECT_EQ(at(invite, "/sip/from"), "<sip:+447700900123@ims.example.com>;tag=4711");
  EXPECT_EQ(at(invite, "/sip/media/0/port"), "49170");
  EXPECT_EQ(at(invite, "/sip/source_addresses/0"), "192.0.2.17");
  EXPECT_EQ(at(invite, "/correlation/0/scheme"), "call_id");
  EXPECT_EQ(at(invite, "/correlation/0/value"), "7b1f0a22@192.0.2.17");
  EXPECT_EQ(at(invite, "/target/msisdn"), "447700900123"); // asserted
  EXPECT_EQ(at(invite, "/locations/0/cell/nci"), "19742722");
  EXPECT_EQ(at(hi2().at(9), "/sip/status"), "200");
  EXPECT_EQ(at(hi2().at(9), "/sip/method"), "INVITE");
  EXPECT_EQ(at(hi2().at(10), "/iri_type"), "end");
}

TEST_F(story, the_flow_of_packets) {
  const std::string& one = hi2().at(11);
  EXPECT_EQ(at(one, "/traffic/destination_address"), "198.51.100.53");
  EXPECT_EQ(at(one, "/traffic/destination_port"), "53");
  EXPECT_EQ(at(one, "/traffic/protocol"), "17");
  EXPECT_EQ(at(one, "/traffic/packets"), "42");
}

TEST_F(story, notices) {
  EXPECT_EQ(at(hi2().at(0), "/kind"), "hi4");
  EXPECT_EQ(at(hi2().at(0), "/li/targets/0/value"), "001010000000001");
  EXPECT_EQ(at(hi2().at(0), "/li/end_time"), "2026-02-06T11:00:00.000000Z");
  EXPECT_EQ(at(hi2().at(14), "/li/action"), "deactivated");
}

TEST_F(story, content) {
  ASSERT_EQ(hi3().size(), 6u); // four PS-PDUs, the last with three elements
  EXPECT_EQ(at(hi3()[0], "/interface"), "HI3");
  EXPECT_EQ(at(hi3()[0], "/content/type"), "ip");
  EXPECT_EQ(at(hi3()[0], "/session/qfi"), "9");
  EXPECT_EQ(at(hi3()[0], "/content/octets").substr(0, 16), "4500003900014000");
  EXPECT_EQ(at(hi3()[2], "/content/type"), "gtpu");
  EXPECT_EQ(at(hi3()[3], "/source/element"), "0");
  EXPECT_EQ(at(hi3()[5], "/source/element"), "2");
  EXPECT_EQ(at(hi3()[5], "/event_time"), "2026-02-06T09:12:09.040000Z"); // the element's own
  EXPECT_EQ(at(hi3()[5], "/sequence"), at(hi3()[3], "/sequence"));
  EXPECT_EQ(at(hi3()[5], "/id"), at(hi3()[3], "/id") + "-2");
}

} // namespace
} // namespace lihi::test
