#include "support/files.hpp"
#include "support/hex.hpp"
#include "support/json.hpp"

#include <gtest/gtest.h>
#include <lihi/lihi.hpp>
#include <set>

namespace lihi::test {
namespace {

std::string json_of(const record& from) {
  std::string out;
  write_json(from, out);
  return out;
}

TEST(record_json, absent_is_absent) { EXPECT_EQ(json_of(record{}), R"({"record":"lihi/1"})"); }

TEST(record_json, lists_of_nothing_are_absent) {
  record one;
  (void)one.session.slices.add(); // neither sst nor sd
  (void)one.session.addresses.add();
  one.network.functions.add({});
  EXPECT_EQ(json_of(one), R"({"record":"lihi/1"})");
  one.session.slices.add().sst = 1;
  EXPECT_EQ(json_of(one), R"({"record":"lihi/1","session":{"slices":[{"sst":1}]}})");
}

TEST(record_json, every_kind_of_field) {
  record one;
  one.liid = "a\"b";
  one.cin = 0;
  one.event_time = moment{1'500'000, false};
  one.traffic.octets.value = 18446744073709551615u;
  location& place = one.locations.add();
  place.position.latitude = 51.4778;
  place.position.longitude = -0.0015;
  const octets content = from_hex("00 FF");
  one.content.type = content_type::ip;
  one.content.length = 2;
  one.content.octets.value = content;
  one.target.impu.add("sip:a@example.com");
  EXPECT_EQ(json_of(one),
            R"({"record":"lihi/1","liid":"a\"b","cin":0,"event_time":"1970-01-01T00:00:01.500000Z",)"
            R"("target":{"impu":["sip:a@example.com"]},)"
            R"("locations":[{"position":{"latitude":51.4778,"longitude":-0.0015}}],)"
            R"("traffic":{"octets":"18446744073709551615"},)"
            R"("content":{"type":"ip","length":2,"octets":"00ff"}})");
}

// Counts how often it was copied.
struct counted {
  int* copies = nullptr;
  counted() = default;
  counted(const counted& from) : copies(from.copies) {
    if (copies != nullptr) ++*copies;
  }
  counted& operator=(const counted&) = default;
  friend void clear_value(counted&) noexcept {}
};

TEST(list, a_copy_is_of_what_is_there) {
  int copies = 0;
  field::list<counted> from;
  for (int i = 0; i < 100; ++i) from.add().copies = &copies;
  from.clear(); // keeps them
  (void)from.add();
  copies = 0;
  const field::list<counted> copy = from;
  EXPECT_EQ(copy.size(), 1u);
  EXPECT_EQ(copies, 1);
}

TEST(list, is_assigned_to_without_new_memory) {
  field::list<field::text> from, to;
  for (int i = 0; i < 100; ++i) to.add() = "old";
  to.clear();
  const field::text* const place = to.begin();
  from.add() = "a";
  from.add() = "b";
  to = from;
  EXPECT_EQ(to.begin(), place);
  ASSERT_EQ(to.size(), 2u);
  EXPECT_EQ(to[1], "b");
  to = std::as_const(to);
  EXPECT_EQ(to.size(), 2u);
  to = std::move(from);
  EXPECT_EQ(to.size(), 2u);
  EXPECT_TRUE(from.empty()); // NOLINT(bugprone-use-after-move,clang-analyzer-cplusplus.Move)
}

TEST(list, what_was_moved_from_is_empty) {
  field::list<field::text> from;
  from.add() = "one";
  field::list<field::text> to = std::move(from);
  EXPECT_EQ(to.size(), 1u);
  EXPECT_TRUE(from.empty()); // NOLINT(bugprone-use-after-move): that is what is asked
  from = std::move(to);
  EXPECT_EQ(from.size(), 1u);
}

TEST(list, a_copy_of_a_full_one_has_its_last_element_too) {
  field::list<field::text> from;
  for (std::size_t i = 0; i <= field::list<field::text>::most; ++i) from.add() = "x";
  from.back() = "last";
  field::list<field::text> copy = from;
  EXPECT_TRUE(copy.overflowed());
  EXPECT_EQ(copy.size(), field::list<field::text>::most);
  EXPECT_EQ(copy.back(), "last");
}

// Programs have a SIP message of an IRI as it was sent, after the decoder too; in JSON it stands in the
// detail alone.
TEST(owned_record, has_sip_as_sent) {
  std::vector<owned_record> kept;
  {
    const octets stream = read_file(source_dir() / "samples/story/hi2.ber");
    decoder decode;
    for (const frame& each : test::decode(stream).frames)
      (void)decode.read(each, {}, [&](const record& one) {
        if (!one.sip.octets.value.empty()) kept.emplace_back(one);
      });
  }
  ASSERT_EQ(kept.size(), 3u);
  for (const owned_record& one : kept) {
    const std::string_view message = as_text(one->sip.octets.value);
    EXPECT_NE(message.find("SIP/2.0"), std::string_view::npos);
    EXPECT_NE(message.find("Call-ID: 7b1f0a22@192.0.2.17\r\n"), std::string_view::npos);
    std::string without_detail;
    write_json(*one, without_detail, {.detail = false});
    EXPECT_EQ(without_detail.find(to_hex(one->sip.octets.value)), std::string::npos);
  }
}

TEST(owned_record, outlives_everything) {
  std::optional<owned_record> kept;
  std::string before;
  {
    const octets pdu = iri_pdu(tlv("BF 6B", {from_hex("81 01 01")}));
    decoder read;
    framer frames;
    frames.feed(bytes(pdu));
    const auto frame = frames.next();
    ASSERT_TRUE(frame);
    EXPECT_FALSE(read.read(*frame, std::string("a name that is gone soon"), [&](const record& one) {
      before = json_of(one);
      kept.emplace(one);
    }));
  }
  ASSERT_TRUE(kept);
  EXPECT_EQ(json_of(**kept), before);
  EXPECT_EQ((*kept)->liid, "L1");
}

TEST(decoder, a_second_pdu_shows_nothing_of_the_first) {
  decoder read;
  const auto record_of = [&read](const octets& pdu) {
    std::string text;
    (void)read.read({pdu, 0, true, fault_code::none}, "",
                    [&text](const record& one) { text = json_of(one); });
    return text;
  };
  const octets rich =
      iri_pdu(tlv("B0", {tlv("30", {tlv("A1", {tlv("A2", {tlv("A1", {from_hex("81 03 30 30 31 82 02 30 31")}),
                                                          from_hex("82 06 04 12 34 56 78 90")})})})}));
  const octets plain = iri_pdu(tlv("BF 6B", {from_hex("81 01 01")}));
  const std::string alone = record_of(plain);
  EXPECT_NE(at(record_of(rich), "/locations/0/cell/nci"), "(absent)");
  EXPECT_EQ(record_of(plain), alone);
}

TEST(decoder, lists_of_a_record_are_limited) { // MDFCellSiteReport [16]: cells without end
  const octets plmn = tlv("A1", {from_hex("81 03 30 30 31 82 02 30 31")});
  const octets cell = tlv("30", {tlv("A1", {tlv("A2", {plmn, from_hex("82 06 04 12 34 56 78 90")})})});
  octets cells;
  for (std::size_t i = 0; i < 3 * field::list<location>::most; ++i) cells = std::move(cells) + cell;
  const decoded out = decode(iri_pdu(tlv("B0", {cells})));
  ASSERT_EQ(out.records.size(), 1u);
  const json record = parse(out.records[0]);
  EXPECT_EQ(record["locations"].Size(), field::list<location>::most);
  EXPECT_EQ(at(record, "/locations/1023/cell/nci"), "4886718345");
  EXPECT_EQ(at(record, "/notes/0/code"), "list_cut");
  EXPECT_EQ(record["detail"]["iRIContents"]["threeGPP33128DefinedIRI"]["event"]["mDFCellSiteReport"].Size(),
            3 * field::list<location>::most);
}

TEST(explain, tells_code_offset_and_path_but_no_value) {
  octets pdu = iri_pdu(tlv("A1", {from_hex("81 7F 01")}));
  const frame whole{pdu, 0, true, fault_code::none};
  decoder read;
  const error fault = read.read(whole, "", [](const record&) {});
  EXPECT_EQ(fault.code, fault_code::length_past_parent);
  EXPECT_EQ(
      explain(fault, whole),
      "length_past_parent at " + std::to_string(pdu.size() - 3) +
          ": PS-PDU.payload.iRIPayloadSequence[0].iRIContents.threeGPP33128DefinedIRI.event.registration: "
          "the length "
          "runs past the end of the enclosing element");
}

TEST(codes, all_have_a_name_and_a_message) {
  for (unsigned i = 0; i <= static_cast<unsigned>(fault_code::empty_input); ++i) {
    EXPECT_FALSE(name_of(static_cast<fault_code>(i)).empty()) << i;
    EXPECT_FALSE(message_of(static_cast<fault_code>(i)).empty()) << i;
  }
  EXPECT_EQ(name_of(fault_code::length_past_parent), "length_past_parent");
}

octets cc_pdu(const octets& header, std::size_t elements, const octets& behind = {}) {
  return tlv("30", {header, tlv("A2", {tlv("A1", std::vector<octets>(elements, cc_element()))}), behind});
}
octets header_with(const octets& liid) { return ps_header(tlv("81", {liid})); }

// Else a PDU of N octets could become N * N of text.
TEST(decoder, a_long_header_value_is_in_the_first_record_alone) {
  const decoded out = decode(cc_pdu(header_with(octets(257, 0x41)), 3));
  ASSERT_EQ(out.records.size(), 3u);
  EXPECT_EQ(at(out.records[0], "/liid"), std::string(257, 'A'));
  for (const std::size_t later : {1u, 2u}) {
    EXPECT_EQ(at(out.records[later], "/liid"), "(absent)");
    EXPECT_EQ(at(out.records[later], "/operator_id"), "OP");
    EXPECT_EQ(at(out.records[later], "/notes/0/code"), "header_cut");
  }
  const decoded hex = decode(cc_pdu(header_with(octets(257, 0x01)), 2));
  EXPECT_EQ(at(hex.records.at(0), "/liid_encoding"), "hex");
  EXPECT_EQ(at(hex.records.at(1), "/liid_encoding"), "(absent)");
  const decoded shorter = decode(cc_pdu(header_with(octets(256, 0x41)), 2));
  EXPECT_EQ(at(shorter.records.at(1), "/liid"), std::string(256, 'A'));
  EXPECT_EQ(at(shorter.records.at(1), "/notes"), "(absent)");
}

TEST(decoder, texts_of_an_element_are_given_up_behind_it) {
  const octets pdu = cc_pdu(ps_header(), 1000);
  decoder read({.bounds = {.arena = 512}, .detail = false});
  std::set<std::string> ids;
  EXPECT_FALSE(read.read({pdu, 0, true, fault_code::none}, "", [&ids](const record& one) {
    ids.emplace(one.id);
    ASSERT_EQ(one.correlation.size(), 1u);
    EXPECT_EQ(one.correlation[0].value, "1"); // the CIN
    EXPECT_TRUE(one.notes.empty());
  }));
  EXPECT_EQ(ids.size(), 1000u);
}

TEST(decoder, says_that_texts_are_missing) {
  const octets pdu = cc_pdu(ps_header(), 1);
  decoder read({.bounds = {.arena = 0}, .detail = false});
  std::string code;
  EXPECT_FALSE(read.read({pdu, 0, true, fault_code::none}, "",
                         [&code](const record& one) { code = one.notes.begin()->code; }));
  EXPECT_EQ(code, "memory_exceeded");
}

TEST(decoder, what_comes_behind_the_last_element_is_a_record) {
  const decoded out = decode(cc_pdu(ps_header(), 2, from_hex("9E 01 41")));
  ASSERT_EQ(out.records.size(), 3u);
  EXPECT_EQ(at(out.records[1], "/unknown"), "(absent)");
  EXPECT_EQ(at(out.records[2], "/kind"), "empty");
  EXPECT_EQ(at(out.records[2], "/liid"), "L1");
  EXPECT_EQ(at(out.records[2], "/source/element"), "2");
  EXPECT_EQ(at(out.records[2], "/unknown/0/octets"), "9e0141");
}

TEST(decoder, says_that_notes_are_missing) {
  octets repeated;
  for (int i = 0; i < 300; ++i) repeated = std::move(repeated) + from_hex("84 01 01");
  const decoded out = decode(cc_pdu(ps_header(tlv("81", {text("L1")}), repeated), 1));
  ASSERT_EQ(out.records.size(), 1u);
  const json record = parse(out.records[0]);
  ASSERT_EQ(record["notes"].Size(), 257u);
  EXPECT_EQ(at(record, "/notes/255/code"), "repeated_member");
  EXPECT_EQ(at(record, "/notes/256/code"), "list_cut");
}

} // namespace
} // namespace lihi::test
