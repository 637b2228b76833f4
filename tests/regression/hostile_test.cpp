// Small inputs that broke a promise once: made here, octet by octet, so that they need no vectors by others.
#include "support/files.hpp"
#include "support/hex.hpp"
#include "support/json.hpp"

#include <gtest/gtest.h>
#include <lihi/peek.hpp>
#include <set>

namespace lihi::test {
namespace {

json only_record(const octets& pdu) {
  const decoded out = decode(pdu);
  EXPECT_EQ(out.records.size(), 1u);
  return parse(out.records.empty() ? "{}" : out.records[0]);
}

// The value of the attribute with that path, and of the note with that path its code.
std::string attribute_at(const json& record, const std::string& path) {
  for (int i = 0; at(record, "/attributes/" + std::to_string(i)) != "(absent)"; ++i)
    if (at(record, "/attributes/" + std::to_string(i) + "/path") == path)
      return at(record, "/attributes/" + std::to_string(i) + "/value");
  return "(absent)";
}
std::string note_at(const json& record, const std::string& path) {
  for (int i = 0; at(record, "/notes/" + std::to_string(i)) != "(absent)"; ++i)
    if (at(record, "/notes/" + std::to_string(i) + "/path") == path)
      return at(record, "/notes/" + std::to_string(i) + "/code");
  return "(absent)";
}

const std::string header = "PS-PDU.pSHeader";
const std::string network_element = header + ".communicationIdentifier.networkIdentifier.eTSI671NEID";

// A keep-alive below a PSHeader of these elements, behind version and LIID.
octets with_header(const std::vector<octets>& elements) {
  std::vector<octets> all{from_hex("80 07 04 00 02 02 05 01 2B"), tlv("81", {text("L1")})};
  all.insert(all.end(), elements.begin(), elements.end());
  return tlv("30", {tlv("A1", all), from_hex("A2 04 A2 02 83 00")});
}
octets communication(const octets& cin, const octets& network = {}) {
  return tlv("A3", {tlv("A0", {tlv("80", {text("OP")}), network}), cin});
}
const octets number_one = from_hex("84 01 01");

TEST(hostile, no_value_of_the_header_is_lost) {
  const octets neid =
      tlv("A2", {tlv("A5", {from_hex("81 01 00"), tlv("A2", {tlv("81", {from_hex("C0 00 02 4D")})}),
                            from_hex("83 01 01")})});
  const json record = only_record(with_header({communication({}, neid), number_one}));
  EXPECT_EQ(attribute_at(record, network_element + ".iP-Address.iP-value.iPBinaryAddress"), "c000024d");
  EXPECT_EQ(attribute_at(record, network_element + ".iP-Address.iP-assignment"), "static");
  EXPECT_EQ(at(record, "/header_version"), "43");
  EXPECT_EQ(at(record, "/target"), "(absent)");
}

TEST(hostile, unreadable_values_of_the_header_are_kept) {
  const octets country = tlv("82", {from_hex("5F 00")}); // no PrintableString
  const json record = only_record(
      with_header({country, communication({}), number_one, tlv("85", {text("2026XX06094401Z")})}));
  EXPECT_EQ(attribute_at(record, header + ".timeStamp"), "32303236585830363039343430315a");
  EXPECT_EQ(note_at(record, header + ".timeStamp"), "bad_time");
  EXPECT_EQ(attribute_at(record, header + ".authorizationCountryCode"), "5f00");
  EXPECT_EQ(at(record, "/authorization_country"), "(absent)");
}

TEST(hostile, the_header_s_time_stays_beside_an_element_s) {
  const octets time = tlv("85", {text("20260206094401Z")}), qualifier = from_hex("88 01 03");
  const octets element = tlv("30", {from_hex("80 01 04"), tlv("81", {text("20260206094359Z")}),
                                    from_hex("84 01 01"), tlv("A2", {tlv("AE", {})})});
  const octets pdu = tlv("30", {tlv("A1", {from_hex("80 07 04 00 02 02 05 01 2B"), tlv("81", {text("L1")}),
                                           communication({}), number_one, time, qualifier}),
                                tlv("A2", {tlv("A0", {element})})});
  const json record = only_record(pdu);
  EXPECT_EQ(at(record, "/event_time"), "2026-02-06T09:43:59.000000Z");
  EXPECT_EQ(at(record, "/pdu_time"), "2026-02-06T09:44:01.000000Z");
  EXPECT_EQ(at(record, "/time_qualifier"), "time_of_interception");
  EXPECT_EQ(attribute_at(record, header + ".timeStampQualifier"), "time_of_aggregation");
}

// Found by fuzz_records.
TEST(hostile, a_time_qualifier_that_is_not_known_is_kept) {
  const json record = only_record(with_header({communication({}), number_one, from_hex("88 02 01 80")}));
  EXPECT_EQ(attribute_at(record, header + ".timeStampQualifier"), "384");
  EXPECT_EQ(at(record, "/time_qualifier"), "(absent)");
}

// Found by fuzz_records.
TEST(hostile, both_interception_points_are_kept_in_either_order) {
  const octets old = tlv("86", {text("old-1")}), extended = tlv("89", {text("extended-1")});
  for (const auto& order : {std::vector{communication({}), number_one, old, extended},
                            std::vector{communication({}), number_one, extended, old}}) {
    const json record = only_record(with_header(order));
    EXPECT_EQ(at(record, "/interception_point_id"), "extended-1");
    EXPECT_EQ(attribute_at(record, header + ".interceptionPointID"), "old-1");
  }
}

TEST(hostile, the_finer_time_wins_in_either_order_and_another_one_is_kept) {
  const octets micro = tlv("A7", {from_hex("80 04 69 85 B7 E1"), from_hex("81 03 09 47 00")}); // 09:44:01.608
  for (const auto& [sent, kept] : {std::pair{"20260206094401Z", "(absent)"},
                                   {"20260206094401.6Z", "(absent)"},
                                   {"20260206094401.5Z", "20260206094401.5Z"},
                                   {"20260206094402Z", "20260206094402Z"}}) {
    const octets coarse = tlv("85", {text(sent)});
    for (const auto& order : {std::vector{communication({}), number_one, coarse, micro},
                              std::vector{communication({}), number_one, micro, coarse}}) {
      const json record = only_record(with_header(order));
      EXPECT_EQ(at(record, "/event_time"), "2026-02-06T09:44:01.608000Z") << sent;
      EXPECT_EQ(attribute_at(record, header + ".timeStamp"), kept) << sent;
    }
  }
}

TEST(hostile, times_that_no_rfc_3339_year_has) {
  for (const char* time : {"99991231235959-0100", "00000101000000+0100"}) {
    const json record = only_record(with_header({communication({}), number_one, tlv("85", {text(time)})}));
    EXPECT_EQ(at(record, "/event_time"), "(absent)") << time;
    EXPECT_EQ(attribute_at(record, header + ".timeStamp"), time);
    EXPECT_EQ(note_at(record, header + ".timeStamp"), "bad_value");
  }
  const octets micro = tlv("A7", {from_hex("80 06 00 FF FF FF FF FF"), from_hex("81 01 05")});
  const json record = only_record(with_header({communication({}), number_one, micro}));
  EXPECT_EQ(at(record, "/event_time"), "(absent)");
  EXPECT_EQ(attribute_at(record, header + ".microSecondTimeStamp.seconds"), "1099511627775");
  EXPECT_EQ(attribute_at(record, header + ".microSecondTimeStamp.microSeconds"), "5");
  EXPECT_EQ(note_at(record, header + ".microSecondTimeStamp"), "bad_value");
}

TEST(hostile, integers_wider_than_64_bits_are_no_others) {
  const std::string path = header + ".communicationIdentifier.communicationIdentityNumber";
  for (const auto& [cin, decimal] : {std::pair{"81 10 00 05 05 05 05 05 05 05 05 05 05 05 05 05 05 05",
                                               "26063294034998350449094256083928325"},
                                     {"81 09 01 00 00 00 00 00 00 00 05", "18446744073709551621"},
                                     {"81 09 00 80 00 00 00 00 00 00 01", "9223372036854775809"},
                                     {"81 08 40 00 00 00 00 00 00 01",
                                      "4611686018427387905"}}) { // over 2^53: a JSON reader would round it
    const octets pdu = with_header({communication(from_hex(cin)), number_one});
    const json record = only_record(pdu);
    EXPECT_EQ(at(record, "/cin"), "(absent)") << cin;
    EXPECT_EQ(at(record, "/correlation"), "(absent)");
    EXPECT_EQ(attribute_at(record, path), decimal);
    EXPECT_EQ(note_at(record, path), "out_of_bounds");
    header_fields fields;
    EXPECT_FALSE(peek_header({pdu, 0, true, fault_code::none}, fields));
    EXPECT_FALSE(fields.cin.has_value());
  }
  // padding changes no value
  EXPECT_EQ(at(only_record(
                   with_header({communication(from_hex("81 0A 00 00 00 00 00 00 00 00 00 07")), number_one})),
               "/cin"),
            "7");
}

TEST(hostile, counters_wider_than_64_bits) { // PDSummaryReport.packetCount [12]
  const json record = only_record(iri_pdu(tlv("AF", {from_hex("8C 09 01 00 00 00 00 00 00 00 05")})));
  EXPECT_EQ(at(record, "/traffic/packets"), "(absent)");
  EXPECT_EQ(at(record, "/attributes/0/value"), "18446744073709551621");
  EXPECT_EQ(at(record, "/attributes/0/name"), "packetCount");
}

TEST(hostile, an_enumerated_of_64_bits) { // -2^63 overflowed in the search for its name
  const octets element = tlv("30", {from_hex("80 08 80 00 00 00 00 00 00 00"), tlv("A2", {tlv("AE", {})})});
  const json record = only_record(ps_pdu(tlv("A0", {element})));
  EXPECT_EQ(record["detail"]["iRIType"].GetInt64(), INT64_MIN);
  EXPECT_EQ(note_at(record, "PS-PDU.payload.iRIPayloadSequence[0].iRIType"), "unknown_enumerator");
}

// EPSIRI iRI-EPS-Parameters: members [44] and [61], and [75] and [76], which stand behind 63 others.
TEST(hostile, members_behind_the_63rd_come_once) {
  struct {
    const char *text, *number, *repeated;
  } const members[] = {{"9F 2C", "9F 3D 01 02", "9f2c067365636f6e64"},
                       {"9F 4B", "9F 4C 01 01", "9f4b067365636f6e64"}};
  for (const auto& each : members) {
    const octets parameters =
        tlv("A0", {tlv(each.text, {text("first")}), from_hex(each.number), tlv(each.text, {text("second")})});
    const octets element = tlv("30", {from_hex("80 01 04"), tlv("A2", {tlv("AF", {parameters})})});
    const decoded out = decode(ps_pdu(tlv("A0", {element})));
    ASSERT_EQ(out.records.size(), 1u);
    const std::string& jer = out.jer[0];
    std::set<std::string> keys;
    json parsed = parse(jer);
    const rapidjson::Pointer shown("/payload/iRIPayloadSequence/0/iRIContents/ePSIRI/iRI-EPS-Parameters");
    ASSERT_NE(shown.Get(parsed), nullptr) << jer;
    for_each_member(*shown.Get(parsed), [&keys](const auto& name, const auto&) {
      EXPECT_TRUE(keys.insert(name.GetString()).second) << "comes twice: " << name.GetString();
    });
    EXPECT_EQ(keys.size(), 2u) << jer;
    EXPECT_EQ(at(parse(out.records[0]), "/unknown/0/octets"), each.repeated);
  }
}

TEST(hostile, unknown_members_that_a_record_cannot_hold_reject_the_pdu) {
  octets members;
  for (int i = 0; i < 1500; ++i) members = std::move(members) + from_hex("9F 81 48 00");
  const octets pdu = iri_pdu(tlv("A1", {members}));
  const decoded out = decode(pdu);
  ASSERT_EQ(out.records.size(), 1u) << "what there is room for is delivered";
  EXPECT_EQ(parse(out.records[0])["unknown"].Size(), field::list<unknown_member>::most);
  EXPECT_EQ(out.errors.at(0).code, fault_code::unknown_exceeded);
  EXPECT_NE(explain(out.errors[0], out.frames[0]).find("event.registration"), std::string::npos)
      << explain(out.errors[0], out.frames[0]);
}

// The points of a polygon (AMFLocationUpdate.location) that are no coordinates: notes of a rule, not of the
// walk.
TEST(hostile, a_full_list_of_notes_hides_nothing_that_was_lost) {
  octets points;
  for (int i = 0; i < 1100; ++i) points = std::move(points) + from_hex("30 06 81 01 78 82 01 78");
  octets location = tlv("A4", {tlv("A1", {points})}); // polygon, pointList
  for (const char* around : {"A1", "A1", "A2", "A6", "A3"}) location = tlv(around, {location});
  decoder read({.bounds = {.arena = 20'000}, .detail = false});
  const octets pdu = iri_pdu(location);
  std::vector<std::string> codes;
  (void)read.read({pdu, 0, true, fault_code::none}, "", [&codes](const record& one) {
    for (const note_entry& each : one.notes) codes.emplace_back(each.code);
  });
  ASSERT_EQ(codes.size(), 258u);
  EXPECT_EQ(codes[255], "bad_value");
  EXPECT_EQ(codes[256], "list_cut");
  EXPECT_EQ(codes[257], "memory_exceeded");
}

struct vector_case {
  const char* file;
  std::size_t good; // PDUs that are as they were sent
};

TEST(hostile, vectors_by_others) {
  LIHI_NEEDS_SHARED("vectors/hostile");
  for (const vector_case& each : {vector_case{"one_bit_flip_loses_33", 200},
                                  {"one_octet_missing_swallows_next", 2},
                                  {"truncated_swallows_next", 2},
                                  {"duplicate_json_key", 1},
                                  {"counter_9_octets", 1}}) {
    const auto stream = read_file(shared_dir() / "vectors/hostile" / (std::string(each.file) + ".ber"));
    const decoded out = decode(stream);
    std::size_t good = 0, octets = 0;
    for (const frame& one : out.frames) {
      good += one.is_pdu && one.fault == fault_code::none ? 1 : 0;
      octets += one.octets.size();
    }
    EXPECT_GE(good, each.good) << each.file;
    EXPECT_EQ(octets, stream.size()) << each.file;
  }
  const auto unknown = read_file(shared_dir() / "vectors/hostile/unknown_members_over_1024.ber");
  EXPECT_EQ(decode(unknown).errors.at(0).code, fault_code::unknown_exceeded);
}

} // namespace
} // namespace lihi::test
