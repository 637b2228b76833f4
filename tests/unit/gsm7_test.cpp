// The 7-bit alphabets of TS 23.038.
#include "support/hex.hpp"
#include "value/gsm7.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>

namespace lihi::test {
namespace {

using value::gsm7_text;

TEST(gsm7, the_default_alphabet_and_its_extension) {
  arena memory;
  // 0x1B 0x65 is the euro sign; 0x1B 0x28 an opening brace; 0x00 the commercial at
  EXPECT_EQ(gsm7_text(from_hex("9B F2 06 05"), 0, 4, memory), "\xE2\x82\xAC{");
  EXPECT_EQ(gsm7_text(from_hex("00"), 0, 1, memory), "@");
  EXPECT_EQ(gsm7_text(from_hex("05"), 0, 1, memory), "\xC3\xA9");
  EXPECT_EQ(gsm7_text(from_hex("41"), 0, 200, memory), "A"); // no more than there is
  EXPECT_EQ(gsm7_text({}, 0, 5, memory), "");
}

// What annex A says of every locking table: line feed, carriage return and space at their places, and the
// letters a to z; of those from Bengali on, the digits. No letter stands twice.
TEST(gsm7, locking_tables_keep_what_they_have_in_common) {
  for (unsigned language = 0; language <= 13; ++language) {
    const char16_t* const table = value::gsm7_locking(language);
    SCOPED_TRACE(language);
    EXPECT_EQ(table[0x0A], u'\n');
    EXPECT_EQ(table[0x0D], u'\r');
    EXPECT_EQ(table[0x20], u' ');
    EXPECT_EQ(table[0x21], u'!');
    for (unsigned i = 0; i < 26; ++i) EXPECT_EQ(table[0x61 + i], u'a' + i);
    for (unsigned i = 0; i < 10; ++i) EXPECT_EQ(table[0x30 + i], u'0' + i);
    std::map<char16_t, int> times;
    for (unsigned i = 0; i < 128; ++i) ++times[table[i]];
    for (const auto& [character, count] : times)
      EXPECT_TRUE(count == 1 || character == u' ') << std::hex << static_cast<unsigned>(character);
  }
}

TEST(gsm7, single_tables_are_in_order_and_keep_the_extension) {
  for (unsigned language = 0; language <= 13; ++language) {
    SCOPED_TRACE(language);
    const auto table = value::gsm7_single(language);
    EXPECT_TRUE(
        std::is_sorted(table.begin(), table.end(),
                       [](const value::shifted& a, const value::shifted& b) { return a.septet < b.septet; }));
    std::map<unsigned, char16_t> has;
    for (const value::shifted& each : table) EXPECT_TRUE(has.emplace(each.septet, each.character).second);
    EXPECT_FALSE(has.contains(0x1B)); // reserved for another escape
    // what all of them have in common with the default extension table
    const std::map<unsigned, char16_t> common{{0x0A, u'\f'}, {0x28, u'{'}, {0x29, u'}'},
                                              {0x2F, u'\\'}, {0x3C, u'['}, {0x3D, u'~'},
                                              {0x3E, u']'},  {0x40, u'|'}, {0x65, u'\u20AC'}};
    for (const auto& [septet, character] : common) EXPECT_EQ(has[septet], character) << std::hex << septet;
    if (language < 4) continue;
    // the Indian languages: signs from 00 to 18, capital letters
    using namespace std::string_view_literals;
    const auto signs = u"@\u00A3$\u00A5\u00BF\"\u00A4%&'\f*+\0-/<=>\u00A1^\u00A1_#*"sv; // with a zero in it
    for (unsigned i = 0; i <= 0x18; ++i) EXPECT_TRUE(i == 0x0D || has[i] == signs[i]) << std::hex << i;
    for (unsigned i = 0; i < 26; ++i) EXPECT_EQ(has[0x41 + i], u'A' + i);
  }
}

// The digits zero to nine of a script follow each other in Unicode; in the single shift tables they stand
// from 1C on (in the Bengali one from 19 on, around the escape).
TEST(gsm7, digits_of_the_scripts) {
  const std::map<unsigned, char16_t> zero{{5, 0x0AE6},  {6, 0x0966},  {7, 0x0CE6},  {8, 0x0D66}, {9, 0x0B66},
                                          {10, 0x0A66}, {11, 0x0BE6}, {12, 0x0C66}, {13, 0x06F0}};
  for (const auto& [language, first] : zero)
    for (unsigned i = 0; i < 10; ++i) {
      const auto table = value::gsm7_single(language);
      const auto found = std::find_if(table.begin(), table.end(),
                                      [&](const value::shifted& each) { return each.septet == 0x1C + i; });
      ASSERT_NE(found, table.end());
      EXPECT_EQ(found->character, first + i) << language;
    }
  arena memory;
  // escape 19, escape 1A, escape 1C: zero, one, two
  const auto bengali = gsm7_text(from_hex("9B CC 46 B3 E1 00"), 0, 6, memory, {.locking = 0, .single = 4});
  EXPECT_EQ(bengali, "\u09E6\u09E7\u09E8");
}

TEST(gsm7, turkish) { // TS 23.038 A.3.1: 1C S with cedilla, 1D the small one, 40 I with dot, 07 dotless i
  arena memory;
  EXPECT_EQ(gsm7_text(from_hex("9C 0E F0 00"), 0, 4, memory, {.locking = 1, .single = 0}),
            "\u015E\u015F\u0130\u0131");
}

} // namespace
} // namespace lihi::test
