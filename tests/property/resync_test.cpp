// Damage to one PDU costs no other: streams of 300 PDUs, damaged in every way a link and its storage do, and
// the PDUs that the damage did not touch must come out as they were sent (docs/resynchronization.md).
#include "support/hex.hpp"
#include "support/json.hpp"

#include <algorithm>
#include <functional>
#include <gtest/gtest.h>
#include <iostream>
#include <random>

namespace lihi::test {
namespace {

#ifdef LIHI_SANITIZED
constexpr std::uint32_t seeds = 500;
#else
constexpr std::uint32_t seeds = 10'000;
#endif
constexpr std::size_t pdus_a_stream = 300;

using random = std::mt19937;
std::size_t below(random& with, std::size_t end) { return end == 0 ? 0 : with() % end; }

// PDUs without a fault of their own, by which kind of stream they are from: those of all samples and vectors.
std::vector<bytes> good_pdus(bool other_ber_forms) {
  std::vector<bytes> out;
  for (const auto& [each, where] : all_pdus()) {
    if (each.fault != fault_code::none || where.find("hostile") != std::string::npos ||
        where.find("damaged") != std::string::npos)
      continue;
    if ((each.octets[1] == 0x80) == other_ber_forms && each.octets.size() < 4000) out.push_back(each.octets);
  }
  return out;
}

// A stream as a list of pieces: PDUs, and what damage puts between them. A PDU that was touched is none.
struct piece {
  octets content;
  bool untouched = true;
};
using stream = std::vector<piece>;

stream make(const std::vector<bytes>& from, random& with) {
  stream out;
  for (std::size_t i = 0; i < pdus_a_stream; ++i) {
    const bytes pdu = from[below(with, from.size())];
    out.push_back({{pdu.begin(), pdu.end()}, true});
  }
  return out;
}

octets random_octets(random& with, std::size_t count) {
  octets out(count);
  for (auto& each : out) each = static_cast<std::uint8_t>(with());
  return out;
}

// The beginning of a PS-PDU, with lengths that mean nothing: 13 octets, or some of a PSHeader too.
octets imitated_beginning(random& with, const octets& like) {
  octets out = from_hex("30 82 00 00 A1 35 80 07 04 00 02 02 05 01 2B");
  out[2] = static_cast<std::uint8_t>(with() % 8 == 0 ? with() : with() % 4);
  out[3] = static_cast<std::uint8_t>(with());
  if (with() % 4 == 0) out[1] = 0x83; // 15 MiB or what comes of it
  if (with() % 2 == 0) out[5] = static_cast<std::uint8_t>(with());
  if (with() % 3 == 0) out.assign(like.begin(), like.begin() + static_cast<long>(below(with, like.size())));
  return out;
}

using damage = std::function<void(stream&, std::size_t, random&)>;
octets::iterator place(octets& in, std::size_t at) { return in.begin() + static_cast<long>(at); }

void flip(stream& in, std::size_t which, random& with) {
  piece& it = in[which];
  it.content[below(with, it.content.size())] ^= static_cast<std::uint8_t>(1u << below(with, 8));
  it.untouched = false;
}
void flip_in_a_length(stream& in, std::size_t which, random& with) { // where it does most harm
  piece& it = in[which];
  it.content[below(with, std::min<std::size_t>(8, it.content.size()))] ^=
      static_cast<std::uint8_t>(1u << below(with, 8));
  it.untouched = false;
}
void insert(stream& in, std::size_t which, random& with) {
  piece& it = in[which];
  const octets more = random_octets(with, 1 + below(with, 8));
  it.content.insert(place(it.content, 1 + below(with, it.content.size() - 1)), more.begin(), more.end());
  it.untouched = false;
}
void remove(stream& in, std::size_t which, random& with) {
  piece& it = in[which];
  const std::size_t count = std::min(1 + below(with, 8), it.content.size() - 1);
  const std::size_t at = below(with, it.content.size() - count + 1);
  it.content.erase(place(it.content, at), place(it.content, at + count));
  it.untouched = false;
}
void truncate(stream& in, std::size_t which, random& with) {
  piece& it = in[which];
  it.content.resize(1 + below(with, it.content.size() - 1));
  it.untouched = false;
}
void garbage(stream& in, std::size_t which, random& with) {
  in.insert(in.begin() + static_cast<long>(which), {random_octets(with, 1 + below(with, 300)), false});
}
void imitate(stream& in, std::size_t which, random& with) {
  in.insert(in.begin() + static_cast<long>(which), {imitated_beginning(with, in[which].content), false});
}

struct count {
  std::uint64_t untouched = 0, lost = 0, streams_with_loss = 0;
};

// How many of the PDUs that are as they were sent do not come out so.
void check(const stream& in, random& with, count& to, const char* what) {
  octets all;
  std::vector<std::pair<std::uint64_t, std::size_t>> sent;
  for (const piece& each : in) {
    if (each.untouched) sent.emplace_back(all.size(), each.content.size());
    all.insert(all.end(), each.content.begin(), each.content.end());
  }
  const std::size_t chunk = with() % 4 == 0 ? 1 + below(with, 5000) : all.size();
  std::vector<std::pair<std::uint64_t, std::size_t>> got;
  framer frames;
  std::uint64_t next = 0;
  for (std::size_t at = 0; at < all.size(); at += chunk) {
    if (all.size() - at <= chunk) frames.finish();
    frames.feed(bytes(all).subspan(at, std::min(chunk, all.size() - at)));
    while (const auto frame = frames.next()) {
      ASSERT_EQ(frame->offset, next) << what << ": an octet without a frame";
      next += frame->octets.size();
      if (frame->is_pdu && frame->fault == fault_code::none)
        got.emplace_back(frame->offset, frame->octets.size());
    }
  }
  ASSERT_EQ(next, all.size()) << what;
  std::vector<std::pair<std::uint64_t, std::size_t>> lost;
  std::set_difference(sent.begin(), sent.end(), got.begin(), got.end(), std::back_inserter(lost));
  to.untouched += sent.size();
  to.lost += lost.size();
  to.streams_with_loss += lost.empty() ? 0 : 1;
}

struct kind {
  const char* name;
  damage apply;
  bool may_lose; // one cut in a thousand may fall together with the beginning of another PDU
};

class resync : public testing::TestWithParam<kind> {};

TEST_P(resync, loses_no_pdu_that_was_not_touched) {
  const kind& each = GetParam();
  for (const bool other_forms : {false, true}) {
    const std::vector<bytes> from = good_pdus(other_forms);
    ASSERT_GE(from.size(), 10u);
    for (const std::size_t times : {1u, 10u}) {
      count counted;
      const std::uint32_t runs = other_forms || times != 1 ? seeds / 10 : seeds;
      for (std::uint32_t seed = 0; seed < runs; ++seed) {
        random with(seed);
        stream in = make(from, with);
        std::vector<std::size_t> places; // apart from each other: a PDU between two damaged ones is untouched
        for (std::size_t i = 0; i < times; ++i)
          places.push_back(i * (pdus_a_stream / times) + below(with, pdus_a_stream / times));
        for (auto at = places.rbegin(); at != places.rend(); ++at) each.apply(in, *at, with);
        check(in, with, counted, each.name);
        if (HasFatalFailure()) return;
      }
      std::cout << each.name << (other_forms ? ", indefinite lengths" : "") << ", " << times
                << " in a stream: " << runs << " streams, " << counted.untouched << " untouched PDUs, "
                << counted.lost << " lost in " << counted.streams_with_loss << " streams\n";
      EXPECT_LE(counted.streams_with_loss, each.may_lose ? runs * times / 1000 : 0u)
          << each.name << (other_forms ? " of indefinite lengths" : "") << ", " << times << " in a stream";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(kinds, resync,
                         testing::Values(kind{"flip", flip, false},
                                         kind{"flip_in_a_length", flip_in_a_length, false},
                                         kind{"insert", insert, false}, kind{"remove", remove, true},
                                         kind{"truncate", truncate, true}, kind{"garbage", garbage, false},
                                         kind{"imitate", imitate, false}),
                         [](const auto& info) { return info.param.name; });

} // namespace
} // namespace lihi::test
