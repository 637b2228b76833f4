#include "support/hex.hpp"
#include "value/address.hpp"

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

std::string ip(std::string_view hex) {
  arena memory;
  return std::string(value::ip_address(from_hex(hex), memory));
}

TEST(ip_address, v4) {
  EXPECT_EQ(ip("C0 00 02 01"), "192.0.2.1");
  EXPECT_EQ(ip("00 00 00 00"), "0.0.0.0");
  EXPECT_EQ(ip("FF 64 0A 63"), "255.100.10.99");
}

TEST(ip_address, v6_as_rfc_5952_has_it) {
  EXPECT_EQ(ip("20 01 0D B8 00 00 00 00 00 00 00 00 00 00 00 01"), "2001:db8::1");
  EXPECT_EQ(ip("00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"), "::");
  EXPECT_EQ(ip("00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01"), "::1");
  EXPECT_EQ(ip("FE 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00"), "fe80::");
  EXPECT_EQ(ip("20 01 0D B8 00 00 00 01 00 01 00 01 00 01 00 01"),
            "2001:db8:0:1:1:1:1:1"); // one group is not left out
  EXPECT_EQ(ip("20 01 00 00 00 00 00 01 00 00 00 00 00 00 00 01"), "2001:0:0:1::1"); // the longer run
  EXPECT_EQ(ip("20 01 0D B8 00 00 00 00 00 01 00 00 00 00 00 01"),
            "2001:db8::1:0:0:1"); // the first of equals
}

TEST(ip_address, other_sizes_are_none) {
  EXPECT_EQ(ip(""), "");
  EXPECT_EQ(ip("C0 00 02"), "");
  EXPECT_EQ(ip("C0 00 02 01 00"), "");
}

TEST(tbcd, digits_low_nibble_first) {
  arena memory;
  const auto digits = [&memory](std::string_view hex) {
    return std::string(value::tbcd(from_hex(hex), memory));
  };
  EXPECT_EQ(digits("62 02 11 32 54 76 98 F0"), "262011234567890"); // TS 29.002
  EXPECT_EQ(digits("94 10 45 02 23 73 15 30"), "4901542032375103");
  EXPECT_EQ(digits("BA DC FE"), "*#abc");
  EXPECT_EQ(digits(""), "");
}

TEST(text_or_hex, prints_only_what_prints) {
  arena memory;
  bool is_hex = false;
  EXPECT_EQ(value::text_or_hex(text("LIID-1"), memory, is_hex), "LIID-1");
  EXPECT_FALSE(is_hex);
  for (const char* hex : {"00 11", "4C 20 31", "FF", "C3 A9", "7F"}) {
    (void)value::text_or_hex(from_hex(hex), memory, is_hex);
    EXPECT_TRUE(is_hex) << hex;
  }
  EXPECT_EQ(value::text_or_hex(from_hex("DE AD"), memory, is_hex), "dead");
}

TEST(address, plmn_octets) { // 262-01 and 310-410 of PROTOCOL 5.1
  arena memory;
  const auto two = value::plmn_octets(from_hex("62 F2 10"), memory);
  EXPECT_EQ(two.mcc, "262");
  EXPECT_EQ(two.mnc, "01");
  const auto three = value::plmn_octets(from_hex("13 00 14"), memory);
  EXPECT_EQ(three.mcc, "310");
  EXPECT_EQ(three.mnc, "410");
  EXPECT_EQ(value::plmn_octets(from_hex("6A F2 10"), memory).mcc, "");
  EXPECT_EQ(value::plmn_octets(from_hex("62 F2"), memory).mcc, "");
}

} // namespace
} // namespace lihi::test
