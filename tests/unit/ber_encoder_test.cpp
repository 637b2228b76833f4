// The BER forms that lihi writes, octet by octet (X.690 clauses 8.1.3, 8.7 and 8.23).
#include "ber/encoder.hpp"
#include "support/hex.hpp"

#include <gtest/gtest.h>

namespace lihi::ber {
namespace {

using test::octets;
using test::to_hex;

constexpr tag sequence = 16, visible_string = 26;

// A SEQUENCE with an OCTET STRING [0] of so many octets AB.
std::string written(form as, std::size_t size) {
  encoder out(as);
  out.constructed(sequence, [&] { out.string(context(0), octets(size, 0xAB)); });
  return to_hex(out.take());
}
std::string expected(const std::string& before, std::size_t size, const std::string& behind = "") {
  return to_hex(test::from_hex(before)) + to_hex(octets(size, 0xAB)) + to_hex(test::from_hex(behind));
}

TEST(ber_encoder, definite_lengths_are_the_shortest) {
  EXPECT_EQ(written(form::definite, 0), expected("30 02 80 00", 0));
  EXPECT_EQ(written(form::definite, 125), expected("30 7F 80 7D", 125));
  EXPECT_EQ(written(form::definite, 126), expected("30 81 80 80 7E", 126));
  EXPECT_EQ(written(form::definite, 200), expected("30 81 CB 80 81 C8", 200));
  EXPECT_EQ(written(form::definite, 256), expected("30 82 01 04 80 82 01 00", 256));
  EXPECT_EQ(written(form::definite, 70'000), expected("30 83 01 11 75 80 83 01 11 70", 70'000));
}

TEST(ber_encoder, indefinite_is_of_constructed_elements) {
  EXPECT_EQ(written(form::indefinite, 2), expected("30 80 80 02", 2, "00 00"));
  EXPECT_EQ(written(form::indefinite, 200), expected("30 80 80 81 C8", 200, "00 00"));
}

TEST(ber_encoder, padded_lengths_have_eight_octets) {
  EXPECT_EQ(written(form::padded, 2),
            expected("30 88 00 00 00 00 00 00 00 0C 80 88 00 00 00 00 00 00 00 02", 2));
  EXPECT_EQ(written(form::padded, 256),
            expected("30 88 00 00 00 00 00 00 01 0A 80 88 00 00 00 00 00 00 01 00", 256));
}

TEST(ber_encoder, signed_lengths_have_a_place_for_the_sign) {
  EXPECT_EQ(written(form::signed_lengths, 125), expected("30 7F 80 7D", 125));
  EXPECT_EQ(written(form::signed_lengths, 200), expected("30 82 00 CC 80 82 00 C8", 200));
  EXPECT_EQ(written(form::signed_lengths, 256), expected("30 82 01 04 80 82 01 00", 256));
  EXPECT_EQ(written(form::signed_lengths, 40'000), expected("30 83 00 9C 45 80 83 00 9C 40", 40'000));
}

TEST(ber_encoder, strings_come_in_segments) {
  EXPECT_EQ(written(form::segmented, 4), expected("30 06 80 04", 4));
  EXPECT_EQ(written(form::segmented, 5), expected("30 0B A0 09 04 04", 4, "04 01 AB"));
  encoder out(form::segmented);
  out.string(visible_string, octets(5, 0xAB)); // segments are OCTET STRINGs all the same
  EXPECT_EQ(to_hex(out.take()), expected("3A 09 04 04", 4, "04 01 AB"));
  out.primitive(context(0), octets(5, 0xAB)); // of a type that has no segments
  EXPECT_EQ(to_hex(out.take()), expected("80 05", 5));
}

TEST(ber_encoder, what_an_octet_string_contains_may_be_in_segments_too) {
  for (const form as : {form::definite, form::segmented}) {
    encoder out(as);
    out.containing(context(1), [&] { out.primitive(2, octets(3, 0xAB)); });
    EXPECT_EQ(to_hex(out.take()), as == form::definite ? expected("81 05 02 03", 3)
                                                       : expected("A1 09 04 04 02 03", 2, "04 01 AB"));
  }
}

// An OCTET STRING and a primitive whose octets are written in place.
TEST(ber_encoder, content_written_in_place_is_the_same) {
  for (const std::size_t size : {0u, 1u, 4u, 5u, 127u, 128u, 300u})
    for (const form as :
         {form::definite, form::indefinite, form::padded, form::signed_lengths, form::segmented}) {
      encoder in_place(as), given(as);
      const octets content(size, 0xAB);
      const auto fill = [&](octets& to) { to.insert(to.end(), size, 0xAB); };
      in_place.string_of(context(40), fill);
      in_place.primitive_of(context(2), fill);
      given.string(context(40), content);
      given.primitive(context(2), content);
      EXPECT_EQ(to_hex(in_place.take()), to_hex(given.take())) << size;
    }
}

} // namespace
} // namespace lihi::ber
