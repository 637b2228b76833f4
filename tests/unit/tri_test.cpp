#include "ber/encoder.hpp"
#include "core/time.hpp"
#include "support/hex.hpp"
#include "support/reencoder.hpp"

#include <gtest/gtest.h>
#include <lihi/decoder.hpp>
#include <lihi/peek.hpp>
#include <lihi/tri.hpp>

namespace lihi {
namespace {

using test::from_hex;
using test::octets;
using test::to_hex;

moment at(int hour, int minute, int second, int microseconds = 0) {
  return {to_microseconds(2026, 2, 6, hour, minute, second) + microseconds, false};
}
frame whole(const octets& pdu) { return {pdu, 0, true, fault_code::none}; }

// A keep-alive and its answer as deployed senders and receivers exchange them: LIID "-", operator "OP1", DE,
// sequence number 1, no CIN, version 43, 2026-02-06T09:44:01.608Z.
constexpr auto keep_alive_hex = "30 3D A1 35 80 07 04 00 02 02 05 01 2B 81 01 2D 82 02 44 45 A3 0B A0 05 80 "
                                "03 4F 50 31 82 02 44 45 84 01 01 85 13 "
                                "32 30 32 36 30 32 30 36 30 39 34 34 30 31 2E 36 30 38 5A A2 04 A2 02 83 00";
const tri_header keep_alive_header{.liid = "-",
                                   .authorization_country = "DE",
                                   .operator_id = "OP1",
                                   .delivery_country = "DE",
                                   .sequence = 1,
                                   .time = at(9, 44, 1, 608'000)};

TEST(tri, keep_alive_is_byte_exact) {
  EXPECT_EQ(to_hex(tri_pdu(keep_alive_header, tri_message::keep_alive)), to_hex(from_hex(keep_alive_hex)));
}

TEST(tri, answer_differs_in_tag_and_time_alone) {
  const octets request = from_hex(keep_alive_hex);
  octets expected = request;
  expected[expected.size() - 2] = 0x84;
  EXPECT_EQ(to_hex(keep_alive_response(whole(request), at(9, 44, 1, 608'000)).value()), to_hex(expected));
  // one second and 392 ms later: "20260206094403.000Z"
  const octets later = test::text("20260206094403.000Z");
  std::copy(later.begin(), later.end(), expected.begin() + 38);
  EXPECT_EQ(to_hex(keep_alive_response(whole(request), at(9, 44, 3)).value()), to_hex(expected));
}

// microSecondTimeStamp 2026-02-06T09:44:01.608000Z is A7 0B 80 04 69 85 B7 E1 81 03 09 47 00.
TEST(tri, answer_gives_the_time_in_the_form_of_the_request) {
  const octets micro = from_hex("A7 0B 80 04 69 85 B7 E1 81 03 09 47 00");
  const auto keep_alive = [](const octets& time) {
    return test::tlv("30", {test::tlv("A1", {from_hex("80 07 04 00 02 02 05 01 11 81 01 2D 82 02 2D 2D"
                                                      "A3 07 A0 05 80 03 4F 50 31 84 02 01 00"),
                                             time, from_hex("88 01 01")}),
                            from_hex("A2 04 A2 02 83 00")});
  };
  const auto answered = [&](const octets& time, moment now) {
    const octets out = keep_alive_response(whole(keep_alive(time)), now).value();
    const std::size_t begin = 4 + 9 + 3 + 4 + 9 + 4;
    return to_hex(bytes(out).subspan(begin, out.size() - begin - 3 - 6));
  };
  EXPECT_EQ(answered(from_hex("A7 0B 80 04 00 00 00 01 81 03 00 00 01"), at(9, 44, 1, 608'000)),
            to_hex(micro));
  const octets stamp = test::tlv("85", {test::text("20260206094401.608Z")});
  EXPECT_EQ(answered(test::tlv("85", {test::text("20200101000000Z")}), at(9, 44, 1, 608'999)), to_hex(stamp));
  EXPECT_EQ(answered({}, at(9, 44, 1, 608'000)), to_hex(stamp)); // a time must be there
}

TEST(tri, answer_takes_any_form_of_ber) {
  const octets request = from_hex(keep_alive_hex);
  using enum test::ber_form;
  for (const test::ber_form how : {indefinite, padded, segmented, segmented_indefinite}) {
    const octets other = test::reencode(request, how);
    ASSERT_NE(to_hex(other), to_hex(request));
    const auto answer = keep_alive_response(whole(other), at(9, 44, 1, 608'000));
    ASSERT_TRUE(answer);
    header_fields asked, answered;
    EXPECT_FALSE(peek_header(whole(other), asked));
    EXPECT_FALSE(peek_header(whole(*answer), answered));
    EXPECT_EQ(answered.sequence, asked.sequence);
    EXPECT_EQ(as_text(answered.liid.octets()), as_text(asked.liid.octets()));
  }
}

TEST(tri, nothing_else_is_answered) {
  for (const auto message : {tri_message::test, tri_message::keep_alive_response, tri_message::first_segment,
                             tri_message::cin_reset})
    EXPECT_FALSE(keep_alive_response(whole(tri_pdu(keep_alive_header, message)), {}));
  EXPECT_FALSE(keep_alive_response(whole(test::iri_pdu(from_hex("A1 00"))), {}));
  EXPECT_FALSE(keep_alive_response({from_hex("00 01 02"), 0, false, fault_code::not_ps_pdu}, {}));
  octets cut = from_hex(keep_alive_hex);
  cut.resize(cut.size() - 2);
  EXPECT_FALSE(keep_alive_response({cut, 0, true, fault_code::truncated}, {}));
}

TEST(tri, acknowledgement) {
  const octets request = tri_pdu(keep_alive_header, tri_message::acknowledgement_request);
  EXPECT_EQ(to_hex(bytes(request).last(6)), "a204a2028c00");
  const octets answer = acknowledgement_response(whole(request), keep_alive_header.time).value();
  EXPECT_EQ(to_hex(bytes(answer).last(6)), "a204a2028d00");
  EXPECT_EQ(to_hex(bytes(answer).first(answer.size() - 2)), to_hex(bytes(request).first(request.size() - 2)));
  EXPECT_FALSE(acknowledgement_response(whole(tri_pdu(keep_alive_header, tri_message::keep_alive)), {}));
}

// What is written is read again: every message, with every header member.
TEST(tri, is_what_its_record_says) {
  const tri_header header{.liid = "LIID1",
                          .authorization_country = "NZ",
                          .operator_id = "OPERATOR",
                          .network_element_id = "NE1",
                          .cin = 0xFFFFFFFF,
                          .delivery_country = "DE",
                          .sequence = 0x80,
                          .time = at(1, 2, 3, 4'000),
                          .version = 17};
  const std::vector<std::pair<tri_message, std::string_view>> all{
      {tri_message::test, "testPDU"},
      {tri_message::keep_alive, "keep-alive"},
      {tri_message::keep_alive_response, "keep-aliveResponse"},
      {tri_message::first_segment, "firstSegmentFlag"},
      {tri_message::last_segment, "lastSegmentFlag"},
      {tri_message::cin_reset, "cINReset"},
      {tri_message::option_complete, "optionComplete"},
      {tri_message::acknowledgement_request, "pDUAcknowledgementRequest"},
      {tri_message::acknowledgement, "pDUAcknowledgementResponse"},
  };
  decoder decode({.bounds = {}, .detail = false});
  for (const auto& [message, name] : all) {
    const octets pdu = tri_pdu(header, message);
    std::size_t records = 0;
    EXPECT_FALSE(decode.read(whole(pdu), "", [&, name = name](const record& one) {
      ++records;
      EXPECT_EQ(one.source_event, name);
      EXPECT_EQ(one.liid, header.liid);
      EXPECT_EQ(one.authorization_country, header.authorization_country);
      EXPECT_EQ(one.operator_id, header.operator_id);
      EXPECT_EQ(one.network_element_id, header.network_element_id);
      EXPECT_EQ(one.cin, 0xFFFFFFFF);
      EXPECT_EQ(one.delivery_country, header.delivery_country);
      EXPECT_EQ(one.sequence, 0x80);
      EXPECT_EQ(one.header_version, 17);
      EXPECT_EQ(one.event_time, header.time);
      EXPECT_TRUE(one.notes.empty());
    }));
    EXPECT_EQ(records, 1u);
  }
  EXPECT_EQ(to_hex(bytes(padding_pdu(header, 3)).last(9)), "a207a2058203000000");
}

TEST(encoder, lengths_and_tags_are_the_shortest) {
  ber::encoder out;
  const auto header_of = [&out](ber::tag tag, std::size_t size) {
    out.primitive(tag, std::vector<std::uint8_t>(size));
    const octets all = out.take();
    return to_hex(bytes(all).first(all.size() - size));
  };
  EXPECT_EQ(header_of(ber::context(0), 0), "8000");
  EXPECT_EQ(header_of(ber::context(30), 0x7F), "9e7f");
  EXPECT_EQ(header_of(ber::context(31), 0x80), "9f1f8180");
  EXPECT_EQ(header_of(ber::context(127), 0xFF), "9f7f81ff");
  EXPECT_EQ(header_of(ber::context(128), 0x100), "9f8100820100");
  EXPECT_EQ(header_of(ber::make_tag(ber::tag_class::application, ber::number_mask), 0x10000),
            "5f81ffffff7f83010000");
}

TEST(encoder, integers_are_the_shortest) {
  ber::encoder out;
  const auto encoded = [&out](std::uint64_t value) {
    out.unsigned_integer(2, value);
    return to_hex(out.take());
  };
  EXPECT_EQ(encoded(0), "020100");
  EXPECT_EQ(encoded(0x7F), "02017f");
  EXPECT_EQ(encoded(0x80), "02020080");
  EXPECT_EQ(encoded(0xFFFF), "020300ffff");
  EXPECT_EQ(encoded(~std::uint64_t{0}), "020900ffffffffffffffff");
}

} // namespace
} // namespace lihi
