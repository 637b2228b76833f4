#include "support/hex.hpp"

#include <gtest/gtest.h>
#include <lihi/framer.hpp>

namespace lihi::test {
namespace {

// The keep-alive that TS 102 232-1 receivers see most: 63 octets.
const octets keep_alive =
    from_hex("30 3D A1 35 80 07 04 00 02 02 05 01 2B 81 01 2D 82 02 44 45 A3 0B A0 05 80 03 4F 50 31 "
             "82 02 44 45 84 01 01 85 13 32 30 32 36 30 32 30 36 30 39 34 34 30 31 2E 36 30 38 5A A2 "
             "04 A2 02 83 00");

struct piece {
  std::size_t size;
  bool is_pdu;
  fault_code fault;
  friend bool operator==(const piece&, const piece&) = default;
};
void PrintTo(const piece& p, std::ostream* out) {
  *out << p.size << (p.is_pdu ? " octets, a PDU, " : " octets, none, ") << name_of(p.fault);
}

// `late`: the end is told when the last chunk is gone.
std::vector<piece> cut(const octets& stream, std::size_t chunk, const limits& bounds = {},
                       bool late = false) {
  framer frames(bounds);
  std::vector<piece> out;
  octets together;
  std::size_t at = 0;
  const auto drain = [&] {
    while (const auto f = frames.next()) {
      EXPECT_EQ(f->offset, together.size());
      together.insert(together.end(), f->octets.begin(), f->octets.end());
      out.push_back({f->octets.size(), f->is_pdu, f->fault});
    }
  };
  for (bool last = false; !last;) {
    const std::size_t size = std::min(chunk, stream.size() - at);
    // a copy that is gone afterwards: a view kept too long is seen by the sanitizer
    const octets copy(stream.begin() + static_cast<std::ptrdiff_t>(at),
                      stream.begin() + static_cast<std::ptrdiff_t>(at + size));
    at += size;
    last = at == stream.size();
    if (last && !late) frames.finish();
    frames.feed(bytes(copy));
    drain();
  }
  frames.finish();
  drain();
  EXPECT_EQ(together, stream) << "octets were lost or made up";
  return out;
}

void expect_frames(const octets& stream, const std::vector<piece>& expected, const limits& bounds = {}) {
  for (const std::size_t chunk :
       {stream.size() + 1, std::size_t{1}, std::size_t{2}, std::size_t{7}, std::size_t{64}})
    for (const bool late : {false, true})
      EXPECT_EQ(cut(stream, chunk, bounds, late), expected)
          << "in chunks of " << chunk << (late ? ", late" : "");
}

const piece good{63, true, fault_code::none};

TEST(framer, one_after_the_other) { expect_frames(keep_alive + keep_alive + keep_alive, {good, good, good}); }

// The last octet of a PDU and those behind it may be the beginning of another, so both wait. They were in the
// second chunk, which is another already when the end is told.
TEST(framer, at_the_end_it_needs_no_chunk) {
  octets pdu(keep_alive.begin(), keep_alive.end() - 6);
  pdu[1] = 0x3E;
  pdu = pdu + from_hex("A2 05 A2 03 82 01 30"); // padding
  const octets stream = pdu + from_hex("3D A1 35 80 07 04");
  for (std::size_t at = 1; at < pdu.size(); ++at) {
    framer frames;
    octets first(stream.begin(), stream.begin() + static_cast<std::ptrdiff_t>(at));
    octets second(stream.begin() + static_cast<std::ptrdiff_t>(at), stream.end());
    for (octets* part : {&first, &second}) {
      frames.feed(bytes(*part));
      EXPECT_FALSE(frames.next()) << at;
      std::fill(part->begin(), part->end(), std::uint8_t{0xEE});
    }
    frames.finish();
    octets told;
    while (const auto f = frames.next()) told.insert(told.end(), f->octets.begin(), f->octets.end());
    EXPECT_EQ(told, stream) << at;
  }
}

TEST(framer, nothing) {
  framer frames;
  frames.finish();
  EXPECT_FALSE(frames.next().has_value());
}

TEST(framer, an_indefinite_pdu) {
  octets open = from_hex("30 80");
  open.insert(open.end(), keep_alive.begin() + 2, keep_alive.end());
  open.insert(open.end(), {0, 0});
  expect_frames(open + keep_alive, {{65, true, fault_code::none}, good});
}

TEST(framer, nested_indefinite_lengths) {
  octets open = from_hex("30 80 A1 80");
  open.insert(open.end(), keep_alive.begin() + 4, keep_alive.begin() + 4 + 0x35);
  open = open + from_hex("00 00 A2 80 A2 80 83 00 00 00 00 00 00 00");
  expect_frames(open + keep_alive, {{open.size(), true, fault_code::none}, good});
}

TEST(framer, a_padded_outer_length) {
  octets padded = from_hex("30 88 00 00 00 00 00 00 00 3D");
  padded.insert(padded.end(), keep_alive.begin() + 2, keep_alive.end());
  expect_frames(padded + keep_alive, {{71, true, fault_code::none}, good});
}

TEST(framer, garbage_before_between_and_behind) {
  const octets garbage = text("GET / HTTP/1.1\r\n\r\n");
  const piece none{garbage.size(), false, fault_code::not_ps_pdu};
  expect_frames(garbage + keep_alive + garbage + keep_alive + garbage, {none, good, none, good, none});
}

TEST(framer, line_ends_between_records) {
  expect_frames(keep_alive + from_hex("0D 0A") + keep_alive,
                {good, {2, false, fault_code::not_ps_pdu}, good});
}

TEST(framer, garbage_comes_in_pieces) {
  const octets garbage(framer::most_skipped + 5, 0x55);
  for (const std::size_t chunk : {garbage.size() * 2, std::size_t{1000}})
    EXPECT_EQ(cut(garbage + keep_alive, chunk),
              (std::vector<piece>{{framer::most_skipped, false, fault_code::not_ps_pdu},
                                  {5, false, fault_code::not_ps_pdu},
                                  good}));
}

TEST(framer, not_every_sequence_is_a_ps_pdu) {
  const octets other =
      from_hex("30 09 02 01 01 80 01 00 04 01 00"); // a home-made "PS-PDU": version, type, body
  expect_frames(other + keep_alive, {{other.size(), false, fault_code::not_ps_pdu}, good});
}

// Octets behind an empty SEQUENCE are not in it, whatever they look like.
TEST(framer, a_header_outside_of_its_sequence_begins_nothing) {
  octets outside = keep_alive;
  outside[1] = 0;
  expect_frames(outside, {{outside.size(), false, fault_code::not_ps_pdu}});
  outside[1] = 2 + 2 + 5; // one octet less than the domain id needs
  expect_frames(outside, {{outside.size(), false, fault_code::not_ps_pdu}});
  expect_frames(outside + keep_alive, {{outside.size(), false, fault_code::not_ps_pdu}, good});
}

TEST(framer, a_cut_stream) {
  for (std::size_t size = 1; size < keep_alive.size(); ++size) {
    const octets part(keep_alive.begin(), keep_alive.begin() + static_cast<std::ptrdiff_t>(size));
    expect_frames(keep_alive + part, {good, {size, size >= 12, fault_code::truncated}});
  }
}

TEST(framer, a_pdu_cut_in_the_middle_does_not_swallow_the_next) {
  const octets part(keep_alive.begin(), keep_alive.begin() + 40);
  expect_frames(part + keep_alive + keep_alive, {{40, true, fault_code::length_past_parent}, good, good});
}

// The outer length is one too large: where the next PDU begins must not depend on how the stream is cut.
TEST(framer, a_length_one_too_large_however_the_stream_is_cut) {
  octets first = keep_alive;
  ++first[1];
  const octets stream = first + keep_alive;
  for (std::size_t chunk = 1; chunk <= stream.size(); ++chunk)
    EXPECT_EQ(cut(stream, chunk), (std::vector<piece>{{63, true, fault_code::length_past_parent}, good}))
        << chunk;
}

TEST(framer, lengths_of_gigabytes) {
  const octets big = from_hex("30 84 FF FF FF FF A1 35 80 07 04 00 02 02 05 01 2B 81 01");
  expect_frames(big + keep_alive, {{big.size(), true, fault_code::pdu_too_big}, good});
  const octets huge = from_hex("30 88 FF FF FF FF FF FF FF FF A1 35 80 07 04 00 02 02 05 01 2B");
  expect_frames(huge + keep_alive, {{huge.size(), false, fault_code::not_ps_pdu}, good});
}

TEST(framer, the_limit_is_an_option) {
  limits bounds;
  bounds.pdu_octets = 60;
  EXPECT_EQ(cut(keep_alive, 1000, bounds).front().fault, fault_code::pdu_too_big);
  bounds.pdu_octets = 61;
  EXPECT_EQ(cut(keep_alive, 1000, bounds).front().fault, fault_code::none);
}

TEST(framer, an_indefinite_pdu_that_never_ends_is_given_up) {
  limits bounds;
  bounds.pdu_octets = 1000;
  octets open = from_hex("30 80");
  open.insert(open.end(), keep_alive.begin() + 2, keep_alive.end());
  for (int i = 0; i < 1000; ++i) open = std::move(open) + from_hex("04 01 00");
  const auto pieces = cut(open + keep_alive, 10, bounds);
  EXPECT_EQ(pieces.front().fault, fault_code::pdu_too_big);
  EXPECT_EQ(pieces.back(), good);
}

TEST(framer, pdus_that_all_claim_a_megabyte_are_cut_without_moving_it_each_time) {
  octets head = from_hex("30 83 0F FF FF");
  head.insert(head.end(), keep_alive.begin() + 2, keep_alive.end());
  octets stream;
  for (int i = 0; i < 40'000; ++i) stream.insert(stream.end(), head.begin(), head.end());
  const auto pieces = cut(stream, 4096); // moving the megabyte for each would take minutes
  EXPECT_EQ(pieces.size(), 40'000u);
  for (const piece& each : pieces) EXPECT_EQ(each.size, head.size());
}

// Found by lihi_hostile among fuzz/: each beginning was measured to the end of the stream.
TEST(framer, beginnings_of_indefinite_pdus_are_not_each_measured_to_the_end) {
  const octets head = from_hex("30 80 A1 59 80 07 04 00 02 02 05 01 2B 81 09 4C 49 49 BF 82");
  octets stream;
  for (int i = 0; i < 200'000; ++i) stream.insert(stream.end(), head.begin(), head.end());
  const std::size_t damaged = stream.size();
  stream.insert(stream.end(), keep_alive.begin(), keep_alive.end());
  const auto pieces = cut(stream, 1u << 16); // measuring each would take minutes
  ASSERT_EQ(pieces.size(), 200'001u);
  EXPECT_NE(pieces[0].fault, fault_code::search_exceeded);
  EXPECT_EQ(pieces[100].fault, fault_code::search_exceeded);
  EXPECT_EQ(pieces.back(), (piece{keep_alive.size(), true, fault_code::none}));

  // a stream that is good again has its indefinite PDUs measured again
  const octets indefinite =
      from_hex("30 80") + octets(keep_alive.begin() + 2, keep_alive.end()) + from_hex("00 00");
  while (stream.size() < 3 * damaged) stream.insert(stream.end(), keep_alive.begin(), keep_alive.end());
  stream.insert(stream.end(), indefinite.begin(), indefinite.end());
  const auto more = cut(stream, 1u << 16);
  EXPECT_EQ(more.back(), (piece{indefinite.size(), true, fault_code::none}));
  for (const std::size_t chunk : {1000u, 70'001u}) EXPECT_TRUE(cut(stream, chunk) == more) << chunk;
}

// Each beginning walked the elements behind all of them again: 2 MiB took 53 s.
TEST(framer, nested_beginnings_are_not_each_walked_to_the_end) {
  for (const octets& stream : {nested_beginnings(2u << 20), nested_beginnings_of_elements(8u << 20)}) {
    const auto pieces = cut(stream, 1u << 16);
    EXPECT_GT(pieces.size(), 1000u);
    EXPECT_TRUE(cut(stream, stream.size()) == pieces);
  }
}

// Its last two octets may begin a PDU, which three lengths of 126 zeros leave open: for each octet that came,
// the large PDU was walked again. 380 octets took 18 s.
TEST(framer, single_octets_behind_a_large_pdu) {
  octets elements;
  for (std::size_t i = 0; i < (15u << 20) / 2; ++i) elements.insert(elements.end(), {0x04, 0x00});
  const octets large = tlv("30", {ps_header(tlv("81", {text("L1")})), elements, from_hex("30 FE")});
  const octets zeros(126, 0x00), slow = zeros + from_hex("A1 FE") + zeros + from_hex("80 FE") + zeros;
  framer frames;
  for (int round = 0; round < 24; ++round) {
    std::vector<piece> pieces;
    const auto feed = [&](bytes chunk) {
      frames.feed(chunk);
      while (const auto f = frames.next()) pieces.push_back({f->octets.size(), f->is_pdu, f->fault});
    };
    feed(large);
    for (const std::uint8_t& each : slow) feed(bytes(&each, 1));
    feed(keep_alive);
    const std::vector<piece> expected{
        {large.size(), true, fault_code::none}, {slow.size(), false, fault_code::not_ps_pdu}, good};
    EXPECT_EQ(pieces, expected);
  }
}

// For each octet that came, what it had was measured again: 1 MiB in single octets took 4 s, now 0.04 s.
TEST(framer, single_octets_of_beginnings_cost_no_look_each) {
  octets stream;
  for (const octets one = beginnings_and_a_pdu(); stream.size() < 1u << 20;)
    stream.insert(stream.end(), one.begin(), one.end());
  const auto whole = cut(stream, stream.size());
  EXPECT_GT(whole.size(), 10'000u);
  for (const std::size_t chunk : {1u, 7u, 1000u}) EXPECT_TRUE(cut(stream, chunk) == whole) << chunk;
}

octets with_last_octet(std::uint8_t last) { // its content ends with it
  return ps_pdu(tlv("A2", {tlv("82", {octets(20, 0x55) + octets{last}})}));
}

TEST(framer, a_pdu_that_ends_like_a_beginning_waits_for_the_next_or_a_pause) {
  const octets pdu = with_last_octet(0x30);
  framer frames;
  frames.feed(bytes(pdu));
  EXPECT_FALSE(frames.next().has_value());
  EXPECT_EQ(frames.waiting(), pdu.size());
  frames.pause();
  const auto got = frames.next();
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->octets.size(), pdu.size());
  expect_frames(pdu + keep_alive, {{pdu.size(), true, fault_code::none}, good});
  const octets other = with_last_octet(0x31);
  frames.feed(bytes(other));
  EXPECT_TRUE(frames.next().has_value()) << "others do not wait";
}

TEST(framer, one_octet_less_swallows_no_beginning) {
  octets shorter = with_last_octet(0x00);
  shorter.pop_back();
  expect_frames(shorter + keep_alive + keep_alive,
                {{shorter.size(), true, fault_code::length_past_parent}, good, good});
}

// A claim of 15 MiB that does not come true: the PDUs inside of it are not held back.
TEST(framer, a_claim_that_does_not_come_true) {
  octets liar = from_hex("30 83 F0 00 00 A1 83 E0 00 00 80 07 04 00 02 02 05 01 2B");
  const std::size_t size = liar.size();
  for (int i = 0; i < 300; ++i) liar.insert(liar.end(), keep_alive.begin(), keep_alive.end());
  const auto count = [](framer& frames) {
    std::size_t whole = 0;
    while (const auto one = frames.next()) whole += one->fault == fault_code::none ? 1 : 0;
    return whole;
  };
  framer file; // its end is known
  file.ends_at(liar.size());
  file.feed(bytes(liar));
  EXPECT_GE(count(file), 299u) << "the last may wait";
  framer live;
  live.feed(bytes(liar));
  live.pause();
  EXPECT_EQ(count(live), 0u);
  live.overdue();
  EXPECT_EQ(count(live), 300u);
  std::vector<piece> expected(301, good);
  expected.front() = {size, true, fault_code::truncated};
  expect_frames(liar, expected);
}

// The outer length alone is wrong: where the Payload ends, the next PDU begins, and that is known at once.
TEST(framer, a_wrong_outer_length_is_seen_before_the_claim_comes_true) {
  octets wrong = from_hex("30 83 F0 00 00");
  wrong.insert(wrong.end(), keep_alive.begin() + 2, keep_alive.end());
  framer frames;
  const octets stream = wrong + keep_alive;
  frames.feed(bytes(stream));
  const auto first = frames.next();
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->octets.size(), wrong.size());
  EXPECT_EQ(first->fault, fault_code::length_past_parent);
  EXPECT_TRUE(frames.next().has_value());
}

// Handover traffic that is itself the content of an interception is content, whatever stands behind its PDU.
TEST(framer, a_ps_pdu_inside_of_content_is_content) {
  const octets packet = octets(40, 0x45) + keep_alive + keep_alive;
  for (const octets& content :
       {packet, packet + octets(keep_alive.begin(), keep_alive.begin() + 30), keep_alive}) {
    const octets cc = tlv(
        "30", {from_hex("80 01 00"),
               tlv("A2", {tlv("A2", {from_hex("80 04 05 03 0A 02"), tlv("A1", {tlv("80", {content})})})})});
    const octets pdu = ps_pdu(tlv("A1", {cc}));
    const piece whole{pdu.size(), true, fault_code::none};
    expect_frames(pdu + keep_alive, {whole, good});
    expect_frames(keep_alive + pdu, {good, whole});
    const octets garbage(30, 0x55);
    expect_frames(pdu + garbage + keep_alive, {whole, {garbage.size(), false, fault_code::not_ps_pdu}, good});
  }
}

TEST(framer, offsets_go_on_past_four_gigabytes) {
  framer frames({}, (1ull << 32) - 10);
  frames.feed(bytes(keep_alive));
  EXPECT_EQ(frames.next()->offset, (1ull << 32) - 10);
  frames.feed(bytes(keep_alive));
  EXPECT_EQ(frames.next()->offset, (1ull << 32) + 53);
}

} // namespace
} // namespace lihi::test
