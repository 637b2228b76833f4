#include "core/text.hpp"
#include "schema/value.hpp"
#include "support/hex.hpp"

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

template <class Write>
std::string written(const Write& write) {
  text_buffer out;
  write(out);
  return std::string(out.view());
}

bool utf8(std::string_view hex, std::size_t expected = 0) {
  std::size_t characters = 0;
  const bool valid = valid_utf8(from_hex(hex), characters);
  if (valid) {
    EXPECT_EQ(characters, expected) << hex;
  }
  return valid;
}

TEST(utf8, well_formed) {
  EXPECT_TRUE(utf8("", 0));
  EXPECT_TRUE(utf8("41 42 43 44 45 46 47 48 49", 9));
  EXPECT_TRUE(utf8("C3 A9", 1));
  EXPECT_TRUE(utf8("E6 BC A2", 1));
  EXPECT_TRUE(utf8("F0 9F 98 80", 1));
  EXPECT_TRUE(utf8("F4 8F BF BF", 1));
  EXPECT_TRUE(utf8("41 41 41 41 41 41 41 C3 A9 42", 9));
}

TEST(utf8, ill_formed) {
  for (const char* hex :
       {"80", "C3", "C0 80", "C1 BF", "E0 80 80", "E0 9F BF", "ED A0 80", "F0 80 80 80", "F0 8F BF BF",
        "F4 90 80 80", "F5 80 80 80", "FF", "E6 BC", "C3 28", "41 41 41 41 41 41 41 41 FF"})
    EXPECT_FALSE(utf8(hex)) << hex;
}

TEST(alphabets, of_the_string_types) {
  EXPECT_TRUE(in_alphabet(text("0123456789 "), alphabet::numeric));
  EXPECT_FALSE(in_alphabet(text("12a"), alphabet::numeric));
  EXPECT_TRUE(in_alphabet(text("Az09 '()+,-./:=?"), alphabet::printable));
  EXPECT_FALSE(in_alphabet(text("a@b"), alphabet::printable));
  EXPECT_FALSE(in_alphabet(text("a_b"), alphabet::printable));
  EXPECT_TRUE(in_alphabet(text("a@b_~"), alphabet::visible));
  EXPECT_FALSE(in_alphabet(from_hex("0A"), alphabet::visible));
  EXPECT_TRUE(in_alphabet(from_hex("0A 7F 00"), alphabet::ia5));
  EXPECT_FALSE(in_alphabet(from_hex("80"), alphabet::ia5));
}

TEST(json_text, escapes) {
  const auto escaped = [](std::string_view in) {
    return written([in](text_buffer& out) { append_json_escaped(out, in); });
  };
  EXPECT_EQ(escaped("plain"), "plain");
  EXPECT_EQ(escaped("a\"b\\c"), "a\\\"b\\\\c");
  EXPECT_EQ(escaped(std::string_view("\n\r\t\b\f\0\x1f", 7)), "\\n\\r\\t\\b\\f\\u0000\\u001f");
  EXPECT_EQ(escaped("\x7f\xc3\xa9"), "\x7f\xc3\xa9");
}

TEST(numbers, integers_of_any_size) {
  const auto decimal = [](std::string_view hex) {
    char out[40];
    return std::string(out, put_integer(out, from_hex(hex)));
  };
  EXPECT_EQ(decimal("00"), "0");
  EXPECT_EQ(decimal("7F"), "127");
  EXPECT_EQ(decimal("80"), "-128");
  EXPECT_EQ(decimal("00 80"), "128");
  EXPECT_EQ(decimal("FF FF FF FF FF FF FF FF"), "-1");
  EXPECT_EQ(decimal("7F FF FF FF FF FF FF FF"), "9223372036854775807");
  EXPECT_EQ(decimal("80 00 00 00 00 00 00 00"), "-9223372036854775808");
  EXPECT_EQ(decimal("00 FF FF FF FF FF FF FF FF"), "18446744073709551615");
  EXPECT_EQ(decimal("7F FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF"),
            "170141183460469231731687303715884105727");
  EXPECT_EQ(decimal("80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"),
            "-170141183460469231731687303715884105728");
}

TEST(numbers, object_identifiers) {
  const auto oid = [](std::string_view hex, bool relative) {
    char out[200];
    return std::string(out, schema::put_oid(out, from_hex(hex), relative));
  };
  EXPECT_EQ(oid("04 00 02 02 05 01 2B", false), "0.4.0.2.2.5.1.43"); // PROTOCOL of TS 102 232-1: version 43
  EXPECT_EQ(oid("04 13 13 07 03", true), "4.19.19.7.3");
  EXPECT_EQ(oid("2A 86 48 86 F7 0D", false), "1.2.840.113549"); // X.690 8.19 example's prefix (RSA)
  EXPECT_EQ(oid("88 37 03", false), "2.999.3");                 // X.690 8.19.5
}

TEST(hex_text, is_lower_case) {
  EXPECT_EQ(written([](text_buffer& out) { append_hex(out, from_hex("00 9A BC FF")); }), "009abcff");
}

TEST(buffer, grows_and_is_cut_back) {
  text_buffer out;
  for (int i = 0; i < 10'000; ++i) out.put("0123456789");
  EXPECT_EQ(out.size(), 100'000u);
  EXPECT_EQ(out.view().substr(99'990), "0123456789");
  out.truncate(3);
  EXPECT_EQ(out.view(), "012");
}

} // namespace
} // namespace lihi::test
