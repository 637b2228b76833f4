#include "core/time.hpp"
#include "support/hex.hpp"

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

std::string shown(const std::optional<moment>& when) {
  if (!when) return "(none)";
  text_buffer out;
  append_rfc3339(out, *when);
  return std::string(out.view());
}
std::string generalized(std::string_view in) { return shown(parse_generalized_time(text(in))); }
std::string utc(std::string_view in) { return shown(parse_utc_time(text(in))); }

TEST(generalized_time, forms_in_use) {
  EXPECT_EQ(generalized("20260206094401Z"), "2026-02-06T09:44:01.000000Z");
  EXPECT_EQ(generalized("20260206094401.608Z"), "2026-02-06T09:44:01.608000Z");
  EXPECT_EQ(generalized("20260206094401,608Z"), "2026-02-06T09:44:01.608000Z");
  EXPECT_EQ(generalized("20260206104401+0100"), "2026-02-06T09:44:01.000000Z");
  EXPECT_EQ(generalized("20260206104401.6"), "2026-02-06T10:44:01.600000"); // the sender's own clock
  EXPECT_EQ(generalized("202602061044"), "2026-02-06T10:44:00.000000");
  EXPECT_EQ(generalized("2026020610"), "2026-02-06T10:00:00.000000");
  EXPECT_EQ(generalized("20260206104401-0530"), "2026-02-06T16:14:01.000000Z");
  EXPECT_EQ(generalized("20260206104401+01"), "2026-02-06T09:44:01.000000Z");
  EXPECT_EQ(generalized("2026020609.5Z"), "2026-02-06T09:30:00.000000Z");
  EXPECT_EQ(generalized("202602060944.25Z"), "2026-02-06T09:44:15.000000Z");
}

// What the field's C library reads wrong: each is a test of ours.
TEST(generalized_time, fractions_are_parts_of_a_second) {
  EXPECT_EQ(generalized("20260206094401.5Z"), "2026-02-06T09:44:01.500000Z");
  EXPECT_EQ(generalized("20260206094401.123456Z"), "2026-02-06T09:44:01.123456Z");
  EXPECT_EQ(generalized("20260206094401.000001Z"), "2026-02-06T09:44:01.000001Z");
  EXPECT_EQ(generalized("20260206094401.123456789Z"), "2026-02-06T09:44:01.123456Z");
  EXPECT_EQ(generalized("20260206094401.1234567890123456789012345678901234567890Z"),
            "2026-02-06T09:44:01.123456Z");
}
TEST(generalized_time, an_offset_counts_whatever_came_before) {
  EXPECT_EQ(generalized("20260206094401Z"), "2026-02-06T09:44:01.000000Z");
  EXPECT_EQ(generalized("20260206094401+0200"), "2026-02-06T07:44:01.000000Z");
}

TEST(generalized_time, calendar) {
  EXPECT_EQ(generalized("20240229000000Z"), "2024-02-29T00:00:00.000000Z");
  EXPECT_EQ(generalized("20230229000000Z"), "(none)");
  EXPECT_EQ(generalized("19000229000000Z"), "(none)");
  EXPECT_EQ(generalized("20000229235959Z"), "2000-02-29T23:59:59.000000Z");
  EXPECT_EQ(generalized("20161231235960Z"), "2017-01-01T00:00:00.000000Z"); // leap second
  EXPECT_EQ(generalized("19691231235959.5Z"), "1969-12-31T23:59:59.500000Z");
  EXPECT_EQ(generalized("00010101000000Z"), "0001-01-01T00:00:00.000000Z");
  EXPECT_EQ(generalized("99991231235959.999999Z"), "9999-12-31T23:59:59.999999Z");
}

TEST(generalized_time, nonsense) {
  for (const char* in : {"",
                         "2",
                         "2026",
                         "20260206",
                         "202602060",
                         "20261306094401Z",
                         "20260006094401Z",
                         "20260200094401Z",
                         "20260232094401Z",
                         "20260206244401Z",
                         "20260206096001Z",
                         "20260206094461Z",
                         "20260206094401.Z",
                         "20260206094401 Z",
                         " 20260206094401Z",
                         "2026-02-06T09:44",
                         "20260206094401Z0",
                         "20260206094401+2400",
                         "20260206094401+0160",
                         "20260206094401+",
                         "20260206094401+1",
                         "+026020609440",
                         "20260206094401.5.5Z",
                         "20260206094401ZZ"})
    EXPECT_EQ(generalized(in), "(none)") << in;
  for (std::size_t size = 0; size <= 40; ++size) (void)generalized(std::string(size, '9'));
}

TEST(utc_time, forms_and_pivot) {
  EXPECT_EQ(utc("260206094401Z"), "2026-02-06T09:44:01.000000Z");
  EXPECT_EQ(utc("2602060944Z"), "2026-02-06T09:44:00.000000Z");
  EXPECT_EQ(utc("260206104401+0100"), "2026-02-06T09:44:01.000000Z");
  EXPECT_EQ(utc("500101000000Z"), "1950-01-01T00:00:00.000000Z");
  EXPECT_EQ(utc("491231235959Z"), "2049-12-31T23:59:59.000000Z");
  for (const char* in :
       {"", "260206094401", "20260206094401Z", "261306094401Z", "260206094401.5Z", "2602060944"})
    EXPECT_EQ(utc(in), "(none)") << in;
}

TEST(moments, agree_with_known_seconds) {
  // 2026-02-06T09:44:01Z is 1770371041 (TS 102 232-1 example A7 .. 69 85 B7 E1)
  EXPECT_EQ(to_microseconds(2026, 2, 6, 9, 44, 1), 0x6985B7E1LL * 1'000'000);
  EXPECT_EQ(to_microseconds(1970, 1, 1, 0, 0, 0), 0);
}

} // namespace
} // namespace lihi::test
