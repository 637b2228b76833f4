#include "schema/walker.hpp"
#include "schema_ids.hpp"
#include "support/hex.hpp"
#include "support/json.hpp"

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

// Writes down what it is shown, a line a call.
struct log_visitor {
  const schema::walk_state* where = nullptr;
  std::vector<std::string> lines;
  int open = 0;

  bool enter(const schema::place&) {
    ++open;
    return true;
  }
  void leave(const schema::place&) { --open; }
  void value(const schema::place& at, fault_code fault) {
    lines.push_back(where->path() + " @" + std::to_string(where->offset_of(at.begin)) + " = " +
                    to_hex(at.content) +
                    (fault == fault_code::none ? "" : " " + std::string(name_of(fault))));
  }
  void unknown(const schema::place&, ber::tag, bytes whole) {
    lines.push_back(where->path() + " unknown " + to_hex(whole));
  }
  void note(fault_code what, const std::uint8_t* at) {
    lines.push_back("note " + std::string(name_of(what)) + " @" + std::to_string(where->offset_of(at)) + " " +
                    where->path());
  }
  void fault(const error& what) {
    lines.push_back("fault " + std::string(name_of(what.code)) + " @" + std::to_string(what.offset) + " " +
                    where->path());
  }
};

struct walked {
  error fault;
  std::vector<std::string> lines;
};

walked walk(const octets& in, schema::node_id root, const limits& bounds = {}) {
  log_visitor visitor;
  arena memory;
  schema::walker<log_visitor> walker(visitor, memory, bounds);
  visitor.where = &walker;
  const auto copy = std::make_unique<std::uint8_t[]>(in.size());
  std::copy(in.begin(), in.end(), copy.get());
  walked out{walker.walk({copy.get(), in.size()}, 1000, root), {}};
  EXPECT_EQ(visitor.open, 0) << "what was entered must be left";
  out.lines = std::move(visitor.lines);
  return out;
}

using lines = std::vector<std::string>;

TEST(walker, members_by_tag_with_offset_and_path) {
  const auto out = walk(from_hex("30 0A 81 03 30 30 31 82 03 30 30 31"), schema::type::PLMNID);
  EXPECT_FALSE(out.fault);
  EXPECT_EQ(out.lines, (lines{"PLMNID.mCC @1002 = 303031", "PLMNID.mNC @1007 = 303031"}));
}

TEST(walker, unknown_members_are_kept_whole) {
  const auto out = walk(from_hex("30 0F 81 03 30 30 31 BF 81 48 02 04 00 82 02 30 31"), schema::type::PLMNID);
  EXPECT_FALSE(out.fault);
  EXPECT_EQ(out.lines[1], "note unknown_member @1007 PLMNID");
  EXPECT_EQ(out.lines[2], "PLMNID unknown bf8148020400");
  EXPECT_EQ(out.lines[3], "PLMNID.mNC @1013 = 3031");
}

TEST(walker, unknown_members_of_indefinite_length_are_kept_whole) {
  const auto out =
      walk(from_hex("30 80 81 03 30 30 31 A9 80 04 80 00 00 82 02 30 31 00 00"), schema::type::PLMNID);
  EXPECT_EQ(out.fault.code, fault_code::indefinite_primitive); // 04 80
  const auto good =
      walk(from_hex("30 80 81 03 30 30 31 A9 80 04 01 00 00 00 82 02 30 31 00 00"), schema::type::PLMNID);
  EXPECT_FALSE(good.fault);
  EXPECT_EQ(good.lines[2], "PLMNID unknown a9800401000000");
}

TEST(walker, missing_repeated_and_misplaced_members_are_notes) {
  EXPECT_EQ(walk(from_hex("30 05 81 03 30 30 31"), schema::type::PLMNID).lines.back(),
            "note missing_member @1000 PLMNID");
  const auto twice = walk(from_hex("30 0E 81 03 30 30 31 81 03 30 30 32 82 02 30 31"), schema::type::PLMNID);
  EXPECT_EQ(twice.lines[1], "note repeated_member @1007 PLMNID.mCC");
  EXPECT_EQ(twice.lines[2], "PLMNID.mCC unknown 8103303032") << "the first stands, the second is kept raw";
  const auto swapped = walk(from_hex("30 09 82 02 30 31 81 03 30 30 31"), schema::type::PLMNID);
  EXPECT_EQ(swapped.lines[1], "note misplaced_member @1006 PLMNID.mCC");
}

TEST(walker, members_of_one_tag_go_by_position) { // [2] is the UDP range, then the TCP range
  const octets range = tlv("A2", {from_hex("81 01 05 82 01 06")});
  const auto out = walk(tlv("30", {from_hex("81 04 C0 00 02 01"), range, range}),
                        schema::type::IPv4AddressUDPTCPPortRange);
  EXPECT_FALSE(out.fault);
  EXPECT_TRUE(out.lines[1].starts_with("IPv4AddressUDPTCPPortRange.uDPPortRange.")) << out.lines[1];
  EXPECT_TRUE(out.lines[3].starts_with("IPv4AddressUDPTCPPortRange.tCPPortRange.")) << out.lines[3];
}

TEST(walker, wrong_class_is_an_error_and_the_rest_is_read) {
  const auto out = walk(from_hex("30 09 41 03 30 30 31 82 02 30 31"), schema::type::PLMNID);
  EXPECT_EQ(out.fault.code, fault_code::wrong_tag_class);
  EXPECT_EQ(out.fault.offset, 1002u);
  EXPECT_EQ(out.lines[0], "fault wrong_tag_class @1002 PLMNID");
  EXPECT_EQ(out.lines[1], "PLMNID unknown 4103303031");
  EXPECT_EQ(out.lines[2], "PLMNID.mNC @1007 = 3031");
}

TEST(walker, lengths_past_the_parent) {
  const auto out = walk(from_hex("30 09 81 03 30 30 31 82 03 30 31"), schema::type::PLMNID);
  EXPECT_EQ(out.fault.code, fault_code::length_past_parent);
  EXPECT_EQ(out.fault.offset, 1007u);
  EXPECT_EQ(out.lines[0], "PLMNID.mCC @1002 = 303031"); // what came before is delivered
  for (const char* length :
       {"84 7F FF FF FF", "84 FF FF FF FF", "88 7F FF FF FF FF FF FF FF", "86 FF FF FF FF FF FF"})
    EXPECT_NE(walk(tlv("30", {from_hex(std::string("81 ") + length)}), schema::type::PLMNID).fault.code,
              fault_code::none)
        << length;
}

TEST(walker, cut_off_pdus_give_what_is_there) {
  const auto out = walk(from_hex("30 0A 81 03 30 30 31 82"), schema::type::PLMNID);
  EXPECT_EQ(out.fault.code, fault_code::truncated);
  EXPECT_EQ(out.lines[1], "PLMNID.mCC @1002 = 303031");
}

TEST(walker, a_choice_that_is_the_whole_pdu_and_cut_off) {
  const auto out = walk(from_hex("81 0F 30 30 31"), schema::type::SUPI); // iMSI of fifteen digits
  EXPECT_EQ(out.fault.code, fault_code::truncated);
  EXPECT_EQ(out.lines, (lines{"fault truncated @1000 SUPI", "note out_of_bounds @1000 SUPI.iMSI",
                              "SUPI.iMSI @1000 = 303031 out_of_bounds"}));
}

TEST(walker, end_of_contents_out_of_place) {
  EXPECT_EQ(walk(from_hex("30 09 81 03 30 30 31 00 00 82 00"), schema::type::PLMNID).fault.code,
            fault_code::bad_end_of_contents);
  EXPECT_EQ(walk(from_hex("30 80 81 03 30 30 31 00 01 00 00 00"), schema::type::PLMNID).fault.code,
            fault_code::bad_end_of_contents);
  EXPECT_EQ(walk(from_hex("30 80 81 03 30 30 31"), schema::type::PLMNID).fault.code, fault_code::truncated);
  EXPECT_EQ(walk(from_hex("00 00"), schema::type::PLMNID).fault.code, fault_code::wrong_tag);
}

TEST(walker, end_of_contents_half_outside) { // of nCGI's pLMNID, whose parent ends between the two octets
  const octets ncgi = from_hex("30 0A A1 80 81 03 30 30 31 82 00 00 00 00");
  EXPECT_EQ(walk(ncgi, schema::type::NCGI).fault.code, fault_code::length_past_parent);
}

// What stands in an OCTET STRING behind the type that it contains is shown, in either form of length.
TEST(walker, octets_behind_a_contained_type) {
  for (const char* payload : {"30 07 81 05 04 13 13 07 03", "30 80 81 05 04 13 13 07 03 00 00"}) {
    const octets content = from_hex(payload) + from_hex("05 00 AA");
    const octets pdu =
        ps_pdu(tlv("A0", {tlv("30", {from_hex("80 01 04"), tlv("A2", {tlv("93", {content})})})}));
    const auto out = walk(pdu, schema::type::PS_PDU);
    EXPECT_NE(
        std::find(out.lines.begin(), out.lines.end(),
                  "PS-PDU.payload.iRIPayloadSequence[0].iRIContents.threeGPP33128DefinedIRI unknown 0500aa"),
        out.lines.end())
        << payload;
  }
}

TEST(walker, constructed_strings_are_joined) {
  const auto definite = walk(from_hex("30 0D A1 07 12 01 30 12 02 30 31 82 02 30 31"), schema::type::PLMNID);
  EXPECT_FALSE(definite.fault);
  EXPECT_EQ(definite.lines[0], "PLMNID.mCC @1002 = 303031");
  const auto nested = walk(from_hex("30 80 A1 80 24 80 04 01 30 00 00 04 02 30 31 00 00 82 02 30 31 00 00"),
                           schema::type::PLMNID);
  EXPECT_FALSE(nested.fault);
  EXPECT_EQ(nested.lines[0], "PLMNID.mCC @1002 = 303031");
}

TEST(walker, a_constructed_bit_by_mistake) { // the content is the value: no element begins with 30 30
  const auto out = walk(from_hex("30 09 A1 03 30 30 31 82 02 30 31"), schema::type::PLMNID);
  EXPECT_FALSE(out.fault);
  EXPECT_EQ(out.lines[0], "note primitive_expected @1002 PLMNID.mCC");
  EXPECT_EQ(out.lines[1], "PLMNID.mCC @1002 = 303031");
}

TEST(walker, segments_of_another_type_are_none) { // mCC NumericString: OCTET STRING or its own tag
  const auto mcc = [](std::string_view segment) {
    return walk(tlv("30", {tlv("A1", {from_hex(segment)})}), schema::type::PLMNID).lines.at(0);
  };
  EXPECT_EQ(mcc("04 03 30 30 31"), "PLMNID.mCC @1002 = 303031");
  EXPECT_EQ(mcc("12 03 30 30 31"), "PLMNID.mCC @1002 = 303031");
  EXPECT_EQ(mcc("0C 03 30 30 31"), "note primitive_expected @1002 PLMNID.mCC");
  EXPECT_EQ(mcc("1F 41 03 30 30 31"), "note primitive_expected @1002 PLMNID.mCC");
}

TEST(walker, bit_strings_in_segments) { // NCGI: 36 bits, as 16 + 20
  const octets plmn = tlv("A1", {from_hex("81 03 30 30 31 82 02 30 31")});
  const auto out =
      walk(tlv("30", {plmn, from_hex("A2 0B 03 03 00 12 34 03 04 04 56 78 90")}), schema::type::NCGI);
  EXPECT_EQ(out.lines[2], "NCGI.nRCellID @1013 = 041234567890");
  // unused bits in a segment that is not the last (X.690 8.6.4)
  const auto broken =
      walk(tlv("30", {plmn, from_hex("A2 0B 03 03 04 12 30 03 04 04 56 78 90")}), schema::type::NCGI);
  EXPECT_EQ(broken.lines[2], "note primitive_expected @1013 NCGI.nRCellID");
  EXPECT_EQ(broken.lines[4], "NCGI.nRCellID @1013 = 0303041230030404567890 out_of_bounds"); // kept as it came
  const auto open =
      walk(tlv("30", {plmn, from_hex("A2 80 03 03 04 12 30 03 04 04 56 78 90 00 00")}), schema::type::NCGI);
  EXPECT_EQ(open.fault.code, fault_code::bad_bit_string);
}

TEST(walker, values_out_of_bounds_are_noted_and_kept) {
  const auto size = walk(from_hex("30 08 81 02 30 30 82 02 30 31"), schema::type::PLMNID);
  EXPECT_FALSE(size.fault);
  EXPECT_EQ(size.lines[0], "note out_of_bounds @1002 PLMNID.mCC");
  EXPECT_EQ(size.lines[1], "PLMNID.mCC @1002 = 3030 out_of_bounds");
  const auto letters = walk(from_hex("30 09 81 03 30 41 31 82 02 30 31"), schema::type::PLMNID);
  EXPECT_EQ(letters.lines[0], "note bad_characters @1002 PLMNID.mCC");
}

std::string integer_note(std::string_view content_hex, schema::node_id type, std::string_view tag) {
  const auto out = walk(tlv("30", {tlv(tag, {from_hex(content_hex)})}), type);
  for (const std::string& line : out.lines)
    if (line.starts_with("note") && !line.starts_with("note missing"))
      return line.substr(5, line.find(' ', 5) - 5);
  return "";
}

TEST(walker, integers) { // PSHeader.sequenceNumber [4] 0..4294967295
  const auto note = [](std::string_view hex) { return integer_note(hex, schema::type::PSHeader, "84"); };
  EXPECT_EQ(note("00"), "");
  EXPECT_EQ(note("00 FF FF FF FF"), "");
  EXPECT_EQ(note("FF FF FF FF"), "padded_integer"); // the sign octet left out: read as unsigned
  EXPECT_EQ(note("01 00 00 00 00"), "out_of_bounds");
  EXPECT_EQ(note("FF"), "padded_integer");
  EXPECT_EQ(note("FF 00 00 00 00"), "out_of_bounds");
  EXPECT_EQ(note(""), "bad_integer");
  EXPECT_EQ(note("00 00 05"), "padded_integer");
  EXPECT_EQ(note("00 00 00 00 00 00 00 00 00 05"), "padded_integer");
  EXPECT_EQ(note("00 00 00 00 01 00 00 00 00"), "out_of_bounds");
  EXPECT_EQ(integer_note(std::string(400, '0'), schema::type::PSHeader, "84"), "bad_integer");
}

TEST(walker, unsigned_64_bits_fit_where_the_module_says_so) { // MicroSecondTimeStamp.seconds 0..2^64-1
  const auto note = [](std::string_view hex) {
    return integer_note(hex, schema::type::MicroSecondTimeStamp, "80");
  };
  EXPECT_EQ(note("00 FF FF FF FF FF FF FF FF"), "");
  EXPECT_EQ(note("01 00 00 00 00 00 00 00 00"), "out_of_bounds");
  EXPECT_EQ(note("FF"), "out_of_bounds");
}

TEST(walker, odd_primitives) {
  const auto of = [](std::string_view tag, std::string_view hex, schema::node_id type) {
    return integer_note(hex, type, tag);
  };
  EXPECT_EQ(of("8A", "", schema::type::EUTRALocation), "bad_boolean");
  EXPECT_EQ(of("8A", "01 01", schema::type::EUTRALocation), "bad_boolean");
  EXPECT_EQ(of("8A", "7F", schema::type::EUTRALocation), "");
  EXPECT_EQ(of("82", "", schema::type::NCGI), "bad_bit_string");
  EXPECT_EQ(of("82", "01", schema::type::NCGI), "bad_bit_string");
  EXPECT_EQ(of("82", "08", schema::type::NCGI), "bad_bit_string");
  EXPECT_EQ(of("82", "08 12 34 56 78 90", schema::type::NCGI), "bad_bit_string");
  EXPECT_EQ(of("82", "00 12", schema::type::NCGI), "out_of_bounds");
  EXPECT_EQ(of("81", "", schema::type::IRIPayload), "bad_object_identifier");
  EXPECT_EQ(of("81", "04 13 93", schema::type::IRIPayload), "bad_object_identifier");
  EXPECT_EQ(of("84", "32 30 32 36", schema::type::EUTRALocation), "bad_time");
  EXPECT_EQ(of("85", "FF", schema::type::EUTRALocation), "bad_utf8");
}

TEST(walker, depth_is_limited_whatever_the_form) {
  // PS-PDU.payload.hI4Payload... nested through unknown indefinite elements
  for (const std::size_t depth : {std::size_t{70}, std::size_t{1000}, std::size_t{100'000}}) {
    octets bomb = from_hex("30 80 81 03 30 30 31");
    for (std::size_t i = 0; i < depth; ++i) bomb.insert(bomb.end(), {0xBF, 0x64, 0x80});
    const auto out = walk(bomb, schema::type::PLMNID);
    EXPECT_EQ(out.fault.code, fault_code::depth_exceeded) << depth;
    EXPECT_EQ(out.lines[0], "PLMNID.mCC @1002 = 303031");
  }
}

TEST(walker, depth_limit_is_an_option) {
  limits bounds;
  bounds.depth = 1;
  EXPECT_FALSE(walk(from_hex("30 0A 81 03 30 30 31 82 03 30 30 31"), schema::type::PLMNID, bounds).fault);
  const octets ncgi =
      tlv("30", {tlv("A1", {from_hex("81 03 30 30 31 82 02 30 31")}), from_hex("82 06 04 12 34 56 78 90")});
  EXPECT_EQ(walk(ncgi, schema::type::NCGI, bounds).fault.code, fault_code::depth_exceeded);
  bounds.depth = 2;
  EXPECT_FALSE(walk(ncgi, schema::type::NCGI, bounds).fault);
}

TEST(walker, elements_are_limited) {
  limits bounds;
  bounds.elements = 1;
  EXPECT_EQ(walk(from_hex("30 0A 81 03 30 30 31 82 03 30 30 31"), schema::type::PLMNID, bounds).fault.code,
            fault_code::elements_exceeded);
}

TEST(walker, unknown_members_are_limited) {
  limits bounds;
  bounds.unknown = 2;
  const octets unknown = from_hex("9F 64 00");
  EXPECT_FALSE(walk(tlv("30", {unknown, unknown}), schema::type::PLMNID, bounds).fault);
  EXPECT_EQ(walk(tlv("30", {unknown, unknown, unknown}), schema::type::PLMNID, bounds).fault.code,
            fault_code::unknown_exceeded);
}

TEST(walker, joined_strings_are_limited) {
  log_visitor visitor;
  arena memory(2);
  const limits bounds;
  schema::walker<log_visitor> walker(visitor, memory, bounds);
  visitor.where = &walker;
  const octets in = from_hex("30 0D A1 07 12 01 30 12 02 30 31 82 02 30 31");
  EXPECT_EQ(walker.walk(in, 0, schema::type::PLMNID).code, fault_code::memory_exceeded);
}

TEST(walker, contained_types_are_walked_in_place) {
  const octets event = tlv("BF 6B", {from_hex("81 01 01")}); // iMSCCUnavailable
  const octets pdu = iri_pdu(event);
  const auto out = walk(pdu, schema::type::PS_PDU);
  EXPECT_FALSE(out.fault);
  bool found = false;
  for (const std::string& line : out.lines)
    found |= line.starts_with(
        "PS-PDU.payload.iRIPayloadSequence[0].iRIContents.threeGPP33128DefinedIRI.iRIPayloadOID @");
  EXPECT_TRUE(found);
}

TEST(walker, a_contained_type_that_is_none_stays_octets) {
  const octets pdu =
      ps_pdu(tlv("A0", {tlv("30", {from_hex("80 01 04"), tlv("A2", {tlv("93", {text("hello")})})})}));
  const auto out = walk(pdu, schema::type::PS_PDU);
  EXPECT_EQ(out.fault.code, fault_code::wrong_tag);
  EXPECT_TRUE(out.lines.back().ends_with("threeGPP33128DefinedIRI @" + std::to_string(1000 + pdu.size() - 7) +
                                         " = 68656c6c6f"));
}

TEST(walker, every_context_tag_at_every_level) {
  for (const std::string_view parent : {"", "A1", "A2", "A2A0", "A2A030", "A2A030A2"}) {
    for (unsigned tag = 0; tag <= 300; ++tag) {
      octets element = tag < 31    ? octets{static_cast<std::uint8_t>(0x80 | tag)}
                       : tag < 128 ? octets{0x9F, static_cast<std::uint8_t>(tag)}
                                   : octets{0x9F, static_cast<std::uint8_t>(0x80 | tag >> 7),
                                            static_cast<std::uint8_t>(tag & 0x7F)};
      element = std::move(element) + from_hex("02 05 06");
      for (std::size_t at = parent.size(); at >= 2; at -= 2)
        element = tlv(parent.substr(at - 2, 2), {element});
      (void)walk(tlv("30", {element}), schema::type::PS_PDU);
    }
  }
}

} // namespace
} // namespace lihi::test
