#include "core/time.hpp"
#include "support/hex.hpp"
#include "value/sms.hpp"

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

using value::sms_sender;

struct reading {
  arena memory;
  std::optional<value::sms_tpdu> tpdu;
};

std::unique_ptr<reading> read(std::string_view hex, sms_sender sender = sms_sender::network) {
  auto out = std::make_unique<reading>();
  const octets in = from_hex(hex);
  const auto at = out->memory.allocate(in.size());
  std::copy(in.begin(), in.end(), at);
  out->tpdu = value::read_tpdu({at, in.size()}, sender, out->memory);
  return out;
}

TEST(sms, a_deliver) { // TS 23.040: example of PROTOCOL 5.5, "Hello" from +491701234567
  const auto r = read("04 0C 91 94 71 10 32 54 76 00 00 62 20 60 01 44 10 40 05 C8 32 9B FD 06");
  ASSERT_TRUE(r->tpdu);
  EXPECT_EQ(r->tpdu->type, tpdu_type::deliver);
  EXPECT_EQ(r->tpdu->address.number, "491701234567");
  EXPECT_EQ(r->tpdu->address.type, number_nature::international);
  EXPECT_EQ(r->tpdu->text, "Hello");
  EXPECT_EQ(r->tpdu->encoding, sms_alphabet::gsm7);
  // 2026-02-06 10:44:01, an hour ahead of UTC
  EXPECT_EQ(r->tpdu->time->microseconds, to_microseconds(2026, 2, 6, 9, 44, 1));
}

TEST(sms, concatenation_starts_the_text_on_a_septet) {
  const auto r =
      read("44 0C 91 94 71 10 32 54 76 00 00 62 20 60 01 44 10 40 0C 05 00 03 A7 02 01 90 65 36 FB 0D");
  ASSERT_TRUE(r->tpdu);
  EXPECT_EQ(r->tpdu->text, "Hello");
  ASSERT_TRUE(r->tpdu->concatenation);
  EXPECT_EQ(r->tpdu->concatenation->reference, 0xA7);
  EXPECT_EQ(r->tpdu->concatenation->parts, 2);
  EXPECT_EQ(r->tpdu->concatenation->part, 1);
}

TEST(sms, sixteen_bit_references) {
  const auto r = read("44 04 91 94 71 00 08 62 20 60 01 44 10 40 0B 06 08 04 12 34 03 02 26 15 00 21");
  ASSERT_TRUE(r->tpdu);
  ASSERT_TRUE(r->tpdu->concatenation);
  EXPECT_EQ(r->tpdu->concatenation->reference, 0x1234);
  EXPECT_EQ(r->tpdu->concatenation->parts, 3);
  EXPECT_EQ(r->tpdu->concatenation->part, 2);
  EXPECT_EQ(r->tpdu->text, "\xE2\x98\x95!");
}

TEST(sms, alphanumeric_senders) {
  const auto r = read("04 07 D0 49 A7 F1 09 00 00 62 20 60 01 44 10 00 01 41");
  ASSERT_TRUE(r->tpdu);
  EXPECT_EQ(r->tpdu->address.number, "INFO");
  EXPECT_EQ(r->tpdu->address.type, number_nature::alphanumeric);
}

TEST(sms, a_zone_west_of_greenwich) {
  const auto r = read("04 04 91 94 71 00 00 62 20 60 01 44 10 0A 00"); // minus five hours: 20 quarters
  ASSERT_TRUE(r->tpdu);
  EXPECT_EQ(r->tpdu->time->microseconds, to_microseconds(2026, 2, 6, 15, 44, 1));
}

TEST(sms, submits_with_every_validity_format) {
  for (const char* hex :
       {"01 07 04 91 94 71 00 00 05 C8 32 9B FD 06", "11 07 04 91 94 71 00 00 AA 05 C8 32 9B FD 06",
        "09 07 04 91 94 71 00 00 01 02 03 04 05 06 07 05 C8 32 9B FD 06",
        "19 07 04 91 94 71 00 00 62 20 60 01 44 10 40 05 C8 32 9B FD 06"}) {
    const auto r = read(hex, sms_sender::mobile);
    ASSERT_TRUE(r->tpdu) << hex;
    EXPECT_EQ(r->tpdu->type, tpdu_type::submit);
    EXPECT_EQ(r->tpdu->text, "Hello") << hex;
    EXPECT_EQ(r->tpdu->address.number, "4917");
    EXPECT_EQ(r->tpdu->message_reference, 7);
  }
}

TEST(sms, coding_of_the_text_follows_ts_23_038) {
  const auto encoding = [](const char* coding) {
    const auto r = read(std::string("04 04 91 94 71 00 ") + coding + " 62 20 60 01 44 10 00 02 00 41");
    return r->tpdu ? std::string(name_of(r->tpdu->encoding)) : "(none)";
  };
  EXPECT_EQ(encoding("00"), "gsm7");
  EXPECT_EQ(encoding("04"), "data"); // bits 3-2, not 1-0
  EXPECT_EQ(encoding("08"), "ucs2");
  EXPECT_EQ(encoding("11"), "gsm7");
  EXPECT_EQ(encoding("20"), "data"); // compressed
  EXPECT_EQ(encoding("C8"), "gsm7");
  EXPECT_EQ(encoding("E0"), "ucs2");
  EXPECT_EQ(encoding("F0"), "gsm7");
  EXPECT_EQ(encoding("F5"), "data");
}

TEST(sms, utf16) {
  arena memory;
  EXPECT_EQ(value::utf16_text(from_hex("00 41 04 1A"), memory), "A\xD0\x9A");
  EXPECT_EQ(value::utf16_text(from_hex("D8 3D DE 00"), memory), "\xF0\x9F\x98\x80");
  EXPECT_EQ(value::utf16_text(from_hex("D8 3D"), memory), "\xEF\xBF\xBD");
  EXPECT_EQ(value::utf16_text(from_hex("00"), memory), "");
}

TEST(sms, status_report_and_reports) {
  const auto status = read("06 07 04 91 94 71 62 20 60 01 44 10 00 62 20 60 01 44 20 00 00");
  ASSERT_TRUE(status->tpdu);
  EXPECT_EQ(name_of(status->tpdu->type), "status_report");
  EXPECT_EQ(status->tpdu->status, 0);
  EXPECT_EQ(status->tpdu->discharged->microseconds, to_microseconds(2026, 2, 6, 10, 44, 2));
  const auto failed = read("00 D3 00", sms_sender::mobile); // deliver report: memory full
  ASSERT_TRUE(failed->tpdu);
  EXPECT_EQ(failed->tpdu->failure, 0xD3);
}

// TS 23.040 9.2.3.15: 00 to 1F completed, 20 to 3F still trying, 40 to 5F permanent, 60 to 7F no more
// attempts for a temporary error, others reserved.
TEST(sms, a_status_says_whether_the_message_is_lost) {
  EXPECT_FALSE(value::status_of(0x00).permanent);
  EXPECT_EQ(value::status_of(0x20).permanent, false);
  EXPECT_EQ(value::status_of(0x46).permanent, true);
  EXPECT_EQ(value::status_of(0x46).text, "validity period expired");
  EXPECT_EQ(value::status_of(0x60).permanent, false);
  EXPECT_FALSE(value::status_of(0x80).permanent);
  EXPECT_EQ(value::status_of(0x80).text, "");
}

// TS 24.011 7.3.1: type, reference, originator, destination, user data.
TEST(sms, rp_data) {
  const octets mobile_terminated = from_hex("01 05 05 91 44 77 00 F9 00 03 AA BB CC");
  const auto from_network = value::read_rp_data(mobile_terminated);
  ASSERT_TRUE(from_network);
  EXPECT_EQ(from_network->reference, 5);
  EXPECT_TRUE(from_network->from_network);
  EXPECT_EQ(to_hex(from_network->tpdu), "aabbcc");
  const auto from_mobile = value::read_rp_data(from_hex("00 07 00 05 91 44 77 00 F9 01 AA"));
  ASSERT_TRUE(from_mobile);
  EXPECT_FALSE(from_mobile->from_network);
  EXPECT_FALSE(value::read_rp_data(from_hex("02 05")));                // RP-ACK
  EXPECT_FALSE(value::read_rp_data(from_hex("01 05 00 00 03 AA BB"))); // cut
}

TEST(sms, every_truncation_is_read_without_harm) {
  for (const char* hex :
       {"44 0C 91 94 71 10 32 54 76 00 00 62 20 60 01 44 10 40 0C 05 00 03 A7 02 01 90 65 36 FB 0D",
        "19 07 04 91 94 71 00 00 62 20 60 01 44 10 40 05 C8 32 9B FD 06",
        "06 07 04 91 94 71 62 20 60 01 44 10 00 62 20 60 01 44 20 00 00"}) {
    const octets whole = from_hex(hex);
    for (std::size_t size = 0; size < whole.size(); ++size)
      for (const auto sender : {sms_sender::network, sms_sender::mobile, sms_sender::not_known})
        (void)read(to_hex(bytes(whole).first(size)), sender);
  }
}

TEST(sms, addresses) {
  arena memory;
  EXPECT_EQ(value::read_sms_address(from_hex("0B 91 94 71 10 32 54 F6"), memory)->number, "49170123456");
  const auto short_code =
      value::read_sms_address(from_hex("05 89 22 52 F5"), memory); // unknown, private plan
  EXPECT_EQ(short_code->number, "22255");
  EXPECT_EQ(short_code->plan, numbering_plan::private_plan);
  EXPECT_FALSE(short_code->is_e164());
  EXPECT_FALSE(value::read_sms_address(from_hex("0C 91 94"), memory));
  EXPECT_FALSE(value::read_sms_address({}, memory));
}

} // namespace
} // namespace lihi::test
