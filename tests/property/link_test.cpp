// A link's items do not depend on how the stream is cut, on restarts in between, nor on how many threads
// decode.
#include "cli/program.hpp"
#include "link/ledger.hpp"
#include "support/delivery.hpp"
#include "support/json.hpp"

#include <gtest/gtest.h>
#include <random>

namespace lihi {
namespace {

using test::cc;
using test::iri;
using test::octets;
using test::tri;

// A delivery in which everything happens that a ledger knows of, with damage in it.
octets eventful(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  octets out;
  std::vector<octets> sent;
  std::vector<std::uint32_t> next(6);
  std::size_t which = 0;
  bool segments = false;
  for (int i = 0; i < 60; ++i) {
    if (random() % 3 == 0) which = random() % next.size(); // else one more of the same
    const test::sent_pdu header{.liid = which < 3 ? "LIID-A" : "LIID-B",
                                .cin = static_cast<std::uint32_t>(which % 3),
                                .sequence = next[which]};
    octets pdu;
    switch (random() % 12) {
    case 0: next[which] += random() % 3 == 0 ? 70 : 1; continue;
    case 1:
      if (!sent.empty()) pdu = sent[random() % sent.size()];
      break;
    case 2: pdu = tri(header, "87"); break;
    case 3:
      pdu = tri(header, segments ? "86" : "85");
      segments = !segments;
      break;
    case 4: pdu = tri(header, "83"); break;
    case 5: pdu = octets(1 + random() % 40, static_cast<std::uint8_t>(random())); break;
    case 6:
      pdu = cc(header, octets(50, 1));
      pdu[2 + random() % (pdu.size() - 2)] ^= static_cast<std::uint8_t>(1u << random() % 8);
      break;
    case 7:
      pdu = cc(header, octets(50, 1));
      pdu.resize(1 + random() % pdu.size());
      break;
    case 8:
    case 9:
      pdu = iri(header, static_cast<int>(1 + random() % 4));
      ++next[which];
      break;
    default:
      pdu = cc(header, octets(random() % 200, 5));
      ++next[which];
      break;
    }
    sent.push_back(pdu);
    out.insert(out.end(), pdu.begin(), pdu.end());
  }
  return out;
}

std::vector<octets> streams() {
  std::vector<octets> out;
  for (const char* each : {"story/hi2.ber", "story/hi3.ber", "damaged/stream.ber"})
    out.push_back(test::read_file(test::source_dir() / "samples" / each));
  for (std::uint64_t seed = 0; seed < 20; ++seed) out.push_back(eventful(seed));
  return out;
}

// What a ledger says of the records of a stream, and what it keeps of them.
std::pair<std::string, std::vector<std::uint8_t>> followed(const octets& stream, bool with_headers,
                                                           const ledger_options& options = {}) {
  std::string said;
  decoder read({.bounds = {}, .detail = false});
  ledger numbers(options);
  const auto tell = [&said](const link_event& event) {
    write_json(event, said);
    said += '\n';
  };
  framer frames;
  frames.feed(bytes(stream));
  frames.finish();
  while (const auto piece = frames.next())
    if (piece->is_pdu)
      (void)read.read(*piece, "test", [&](const record& one) {
        if (with_headers)
          numbers.take(one, read.header_number(), tell);
        else
          numbers.take(arrival_of(one), tell);
      });
  numbers.close(tell);
  state_writer kept;
  numbers.save(kept);
  return {said, kept.take()};
}

// The usual element of a session is taken in a few steps; its twin is the general code.
TEST(ledger, says_the_same_when_it_knows_headers) {
  for (const octets& stream : streams()) EXPECT_EQ(followed(stream, true), followed(stream, false));
  for (std::uint64_t seed = 100; seed < 1000; ++seed) {
    const octets stream = eventful(seed);
    ASSERT_EQ(followed(stream, true), followed(stream, false)) << seed;
    for (const std::size_t sessions : {1, 3}) { // so few that they are forgotten in between
      const ledger_options few{.sessions = sessions};
      ASSERT_EQ(followed(stream, true, few), followed(stream, false, few)) << seed << ", " << sessions;
    }
  }
}

TEST(link, any_cut_gives_the_same_items) {
  std::size_t events = 0;
  for (const octets& stream : streams()) {
    const auto whole = test::items_of(stream, stream.size());
    for (const std::string& each : whole) events += each.find("lihi-event/1") != std::string::npos;
    for (const std::size_t piece : {1, 2, 3, 7, 64, 1000})
      EXPECT_EQ(test::items_of(stream, piece), whole) << piece;
  }
  EXPECT_GT(events, 200u);
}

TEST(link, a_restart_at_any_octet_gives_the_same_items) {
  link_options options;
  options.decoder.detail = false;
  for (const octets& stream : streams()) {
    const auto whole = test::items_of(stream, stream.size(), options);
    const std::size_t step = 1 + stream.size() / 400;
    for (std::size_t cut = 0; cut <= stream.size(); cut += step) {
      std::vector<std::string> out;
      const auto add = [&out](const item& one) { out.push_back(test::text_of(one)); };
      link before("test", options), after("test", options);
      before.octets(bytes(stream).first(cut), add);
      ASSERT_EQ(after.restore(before.save()), fault_code::none);
      EXPECT_EQ(after.offset(), cut);
      EXPECT_EQ(after.save(), before.save());
      after.octets(bytes(stream).subspan(cut), add);
      after.close(add);
      ASSERT_EQ(out, whole) << "cut at " << cut << " of " << stream.size();
    }
  }
}

// The program decodes in threads, and its ledger stands behind them; a link does both at once.
class link_program : public test::cli {};
TEST_F(link_program, gives_the_items_of_a_link_with_any_jobs) {
  for (const octets& stream : streams()) {
    octets many; // enough for several batches
    while (many.size() < 600'000) many.insert(many.end(), stream.begin(), stream.end());
    write("stream", many);
    std::vector<std::string> expected;
    for (const std::string& each : test::items_of(many, many.size()))
      expected.push_back(each.starts_with("reject") ? "reject" : each);
    for (const char* jobs : {"1", "3"}) {
      auto actual = run(std::string("decode --source test --jobs ") + jobs + " stream").lines();
      for (std::string& each : actual)
        if (each.starts_with(R"({"record":"lihi-event/1","kind":"reject")")) each = "reject";
      ASSERT_EQ(actual.size(), expected.size()) << jobs;
      for (std::size_t i = 0; i < actual.size(); ++i)
        ASSERT_EQ(actual[i], expected[i]) << jobs << ", line " << i;
    }
  }
}

} // namespace
} // namespace lihi
