// PSHeaders changed on the way.
#include "replay/faults.hpp"
#include "replay/rewrite.hpp"
#include "replay/segments.hpp"
#include "support/delivery.hpp"
#include "support/files.hpp"

#include <gtest/gtest.h>
#include <lihi/decoder.hpp>

namespace lihi::test {
namespace {

std::string jer(const frame& pdu) {
  decoder with;
  std::string_view text;
  (void)with.jer(pdu, text);
  return std::string(text);
}

// A stream of PDUs of 10, 30, 5 and 5 octets in segments that end at 10, 25, 43, 45 and 60.
TEST(replay, segments_of_pdus) {
  replay::segment_ends ends;
  using cuts = std::vector<std::size_t>;
  ends.add(10);
  const replay::segmentation first = ends.of(0, 10); // a segment of its own
  EXPECT_EQ(first.cuts, cuts{});
  EXPECT_FALSE(first.goes_on);
  ends.add(25);
  ends.add(43);
  const replay::segmentation second = ends.of(10, 30); // cut once; then with the next one
  EXPECT_EQ(second.cuts, cuts{15});
  EXPECT_TRUE(second.goes_on);
  ends.add(45);
  const replay::segmentation third = ends.of(40, 5);
  EXPECT_EQ(third.cuts, cuts{3});
  EXPECT_FALSE(third.goes_on);
  ends.add(60);
  const replay::segmentation fourth = ends.of(45, 5);
  EXPECT_EQ(fourth.cuts, cuts{});
  EXPECT_TRUE(fourth.goes_on);
  EXPECT_FALSE(ends.of(50, 10).goes_on);
}

// Of every sample and vector: another LIID, a shift of no time and the numbers that are there change nothing
// but the LIID; an hour changes the times of the record, by an hour.
TEST(replay, a_changed_header_leaves_all_else) {
  std::size_t changed = 0, shifted = 0;
  for (const auto& path : all_streams()) {
    const octets stream = read_file(path);
    framer frames;
    frames.feed(stream);
    frames.finish();
    while (const auto pdu = frames.next()) {
      header_fields header;
      if (!pdu->is_pdu || pdu->fault != fault_code::none || peek_header(*pdu, header)) continue;
      const std::string liid(as_text(header.liid.octets()));
      if (liid.empty()) continue;
      replay::rewriter same({.liids = {{liid, liid}}});
      const auto again = same.change(*pdu);
      ASSERT_TRUE(again);
      ++changed;
      EXPECT_EQ(jer({*again, 0, true, fault_code::none}), jer(*pdu)) << path;

      replay::rewriter later({.liids = {}, .shift = 3'600'000'000});
      const auto moved = later.change(*pdu);
      ASSERT_TRUE(moved);
      decoder with;
      std::vector<std::optional<moment>> before, after;
      (void)with.read(*pdu, "", [&](const record& one) {
        before.push_back(one.event_time);
        before.push_back(one.pdu_time);
      });
      (void)with.read({*moved, 0, true, fault_code::none}, "", [&](const record& one) {
        after.push_back(one.event_time);
        after.push_back(one.pdu_time);
      });
      ASSERT_EQ(before.size(), after.size());
      for (std::size_t i = 0; i < before.size(); ++i) {
        ASSERT_EQ(before[i].has_value(), after[i].has_value()) << path;
        if (before[i] && !before[i]->local && before[i]->microseconds != after[i]->microseconds) {
          ++shifted;
          // the form of the time that is written has milliseconds
          EXPECT_LT(std::abs(after[i]->microseconds - before[i]->microseconds - 3'600'000'000), 1000) << path;
        }
      }
    }
  }
  EXPECT_GT(changed, 20u);
  EXPECT_GT(shifted, 20u);
}

TEST(replay, numbers_are_counted_by_kind_and_session) {
  replay::rewriter anew({.liids = {}, .shift = 0, .renumber = true});
  const auto number = [&anew](const octets& pdu) {
    const auto out = anew.change({pdu, 0, true, fault_code::none});
    header_fields header;
    EXPECT_TRUE(out && !peek_header({*out, 0, true, fault_code::none}, header));
    return header.sequence.value_or(99);
  };
  EXPECT_EQ(number(iri({.sequence = 500}, 1)), 0u);
  EXPECT_EQ(number(iri({.sequence = 7}, 3)), 1u);
  EXPECT_EQ(number(cc({.sequence = 9}, {0x45})), 0u);
  EXPECT_EQ(number(iri({.liid = "LIID-2", .sequence = 9}, 1)), 0u);
  EXPECT_EQ(number(iri({.cin = 2, .sequence = 9}, 1)), 0u);
  // flags of segments have the number of the PDU that they stand beside
  EXPECT_EQ(number(tri({.sequence = 9}, "85")), 1u);
  EXPECT_EQ(number(cc({.sequence = 9}, {0x45})), 1u);
  EXPECT_EQ(number(cc({.sequence = 9}, {0x45})), 2u);
  EXPECT_EQ(number(tri({.sequence = 9}, "86")), 2u);
  EXPECT_EQ(number(iri({.sequence = 9}, 3)), 2u);
  EXPECT_EQ(number(tri({.sequence = 9}, "87")), 0u); // cINReset
  EXPECT_EQ(number(iri({.sequence = 9}, 3)), 0u);
}

TEST(replay, damaged_pdus_stay_as_they_are) {
  replay::rewriter how({.liids = {{"LIID-1", "X"}}});
  octets pdu = iri({}, 1);
  EXPECT_TRUE(how.change({pdu, 0, true, fault_code::none}));
  EXPECT_FALSE(how.change({pdu, 0, true, fault_code::truncated}));
  EXPECT_FALSE(how.change({pdu, 0, false, fault_code::none}));
  // whatever octet is another: nothing is read past the end
  for (std::size_t i = 0; i < pdu.size(); ++i)
    for (const std::uint8_t octet : {0x00, 0x7f, 0x80, 0xff}) {
      octets changed = pdu;
      changed[i] = octet;
      (void)how.change({changed, 0, true, fault_code::none});
    }
}

TEST(replay, faults_by_a_seed) {
  replay::faults a, b;
  EXPECT_EQ(a.parse("drop=0.5,reset=0"), "");
  EXPECT_EQ(b.parse("drop=0.5"), "");
  a.seed(1);
  b.seed(1);
  int struck = 0;
  for (int i = 0; i < 1000; ++i) {
    const bool one = a.strikes(replay::fault::drop);
    EXPECT_EQ(one, b.strikes(replay::fault::drop));
    EXPECT_FALSE(a.strikes(replay::fault::reset));
    struck += one ? 1 : 0;
  }
  EXPECT_GT(struck, 400);
  EXPECT_LT(struck, 600);
  EXPECT_EQ(a.told(), std::to_string(struck) + " drop");
  for (const char* wrong : {"x=1", "drop", "drop=", "drop=-1", "drop=1.1", "drop=nan", "drop=0.1x", "=1"})
    EXPECT_NE(replay::faults().parse(wrong), "") << wrong;
}

} // namespace
} // namespace lihi::test
