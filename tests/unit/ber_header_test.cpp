#include "ber/header.hpp"
#include "support/hex.hpp"

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

struct read_back {
  fault_code fault;
  ber::header head;
};

// Exactly sized on the heap, so that a sanitizer sees one octet read too many.
read_back read(std::string_view hex) {
  const octets in = from_hex(hex);
  const auto copy = std::make_unique<std::uint8_t[]>(in.size());
  std::copy(in.begin(), in.end(), copy.get());
  read_back out{};
  out.fault = ber::read_header(copy.get(), copy.get() + in.size(), out.head);
  return out;
}

TEST(ber_header, short_form) {
  const auto [fault, head] = read("81 03 41 42 43");
  EXPECT_EQ(fault, fault_code::none);
  EXPECT_EQ(head.tag, ber::context(1));
  EXPECT_EQ(head.length, 3u);
  EXPECT_EQ(head.size, 2u);
  EXPECT_FALSE(head.constructed);
}

TEST(ber_header, tag_numbers_of_every_size) {
  // X.690 8.1.2: one octet to 30, then base 128
  EXPECT_EQ(read("BE 00 00 00 00 00 00").head.tag, ber::context(30));
  EXPECT_EQ(read("BF 1F 00 00 00 00 00").head.tag, ber::context(31));
  EXPECT_EQ(read("BF 7F 00 00 00 00 00").head.tag, ber::context(127));
  EXPECT_EQ(read("BF 81 00 00 00 00 00").head.tag, ber::context(128));
  EXPECT_EQ(read("BF 81 22 00").head.tag, ber::context(162));
  EXPECT_EQ(read("BF 81 47 00").head.tag, ber::context(199));
  EXPECT_EQ(read("BF 81 80 00 00").head.tag, ber::context(16384));
  EXPECT_EQ(read("1F 80 01 00").head.tag,
            ber::make_tag(ber::tag_class::universal, 1)); // not minimal: legal to read
}

TEST(ber_header, tag_numbers_that_do_not_fit) {
  EXPECT_EQ(read("BF 81 FF FF FF 7F 00").head.tag, ber::context(0x1FFFFFFF));
  EXPECT_EQ(read("BF 82 80 80 80 00 00").fault, fault_code::tag_number_too_big); // 2^29
  EXPECT_EQ(read("BF 90 80 80 80 00 00").fault, fault_code::tag_number_too_big); // 2^32
  EXPECT_EQ(read("BF FF FF FF FF FF FF FF 7F 00").fault, fault_code::tag_number_too_big);
}

TEST(ber_header, long_lengths) {
  EXPECT_EQ(read("04 81 80 00 00 00").head.length, 128u);
  EXPECT_EQ(read("04 82 00 81 00 00").head.length, 129u); // padded, as OpenLI writes it
  EXPECT_EQ(read("30 83 00 80 87 00").head.length, 0x8087u);
  EXPECT_EQ(read("04 84 7F FF FF FF").head.length, 0x7FFFFFFFu);
  EXPECT_EQ(read("81 87 00 00 00 00 00 00 02 03 E9").head.length, 2u);
  EXPECT_EQ(read("81 88 00 00 00 00 00 00 00 01 05").head.length, 1u);
  std::string many = "04 FE"; // 126 length octets, all zero but the last
  for (int i = 0; i < 125; ++i) many += " 00";
  const auto [fault, head] = read(many + " 05");
  EXPECT_EQ(fault, fault_code::none);
  EXPECT_EQ(head.length, 5u);
  EXPECT_EQ(head.size, 128u);
}

TEST(ber_header, lengths_that_cannot_be) {
  EXPECT_EQ(read("04 88 FF FF FF FF FF FF FF FF").fault, fault_code::length_too_big);
  EXPECT_EQ(read("04 89 01 00 00 00 00 00 00 00 00").fault, fault_code::length_too_big);
  EXPECT_EQ(read("04 FF 00 00 00 00").fault, fault_code::length_reserved);
  EXPECT_EQ(read("04 80 00 00 00 00").fault, fault_code::indefinite_primitive);
  EXPECT_EQ(read("04 84 FF FF FF FF").head.length, 0xFFFFFFFFu); // 4 GiB - 1: whoever asks must have a limit
}

TEST(ber_header, every_truncation_is_told) {
  const octets whole = from_hex("BF 81 22 88 00 00 00 00 00 00 00 05");
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_EQ(read(to_hex(bytes(whole).first(size))).fault, fault_code::truncated) << size;
}

TEST(ber_header, fast_and_slow_agree) {
  for (const char* hex :
       {"30 05 00 00 00 00 00", "A1 81 90 00 00 00", "BF 22 81 05 00 00", "BF 81 22 03 00 00",
        "5F 83 01 02 00 00 00", "04 82 01 00 00 00 00", "BF 81 22 82 01 00 00"}) {
    const octets in = from_hex(hex);
    ber::header fast, slow;
    EXPECT_EQ(ber::read_header(in.data(), in.data() + in.size(), fast),
              ber::read_header_slow(in.data(), in.data() + in.size(), slow));
    EXPECT_EQ(fast.tag, slow.tag) << hex;
    EXPECT_EQ(fast.length, slow.length) << hex;
    EXPECT_EQ(fast.size, slow.size) << hex;
    EXPECT_EQ(fast.constructed, slow.constructed) << hex;
  }
}

fault_code measure(std::string_view hex, std::size_t& octets_measured, std::size_t depth = 64) {
  const octets in = from_hex(hex);
  return ber::measure(in.data(), in.data() + in.size(), depth, octets_measured);
}

TEST(ber_measure, definite_and_indefinite) {
  std::size_t size = 0;
  EXPECT_EQ(measure("30 03 02 01 05 FF FF", size), fault_code::none);
  EXPECT_EQ(size, 5u);
  EXPECT_EQ(measure("30 80 A1 80 02 01 05 00 00 00 00 FF", size), fault_code::none);
  EXPECT_EQ(size, 11u);
  // zeros of a padded length stand right before a real end of contents
  EXPECT_EQ(measure("30 80 88 88 00 00 00 00 00 00 00 01 01 00 00", size), fault_code::none);
  EXPECT_EQ(size, 15u);
}

TEST(ber_measure, malformed) {
  std::size_t size = 0;
  EXPECT_EQ(measure("00 00", size), fault_code::bad_end_of_contents);
  EXPECT_EQ(measure("30 80 00 01 00 00", size), fault_code::bad_end_of_contents);
  EXPECT_EQ(measure("30 80 20 00 00 00", size), fault_code::bad_end_of_contents);
  EXPECT_EQ(measure("30 05 02 01", size), fault_code::length_past_parent);
  EXPECT_EQ(measure("30 80 02 01 05", size), fault_code::truncated);
  EXPECT_EQ(measure("30 80 30 80 30 80 00 00 00 00 00 00", size, 2), fault_code::depth_exceeded);
}

TEST(ber_measure, a_megabyte_of_openings_is_refused_at_once) {
  octets bomb;
  for (int i = 0; i < 500'000; ++i) bomb.insert(bomb.end(), {0x30, 0x80});
  std::size_t size = 0;
  EXPECT_EQ(ber::measure(bomb.data(), bomb.data() + bomb.size(), 64, size), fault_code::depth_exceeded);
}

TEST(ber_count, counts_every_tlv) {
  EXPECT_EQ(ber::count_elements(from_hex("30 08 02 01 05 A1 03 04 01 00")), 4u);
  EXPECT_EQ(ber::count_elements(from_hex("30 80 02 01 05 00 00 02 01 06")), 3u);
}

} // namespace
} // namespace lihi::test
