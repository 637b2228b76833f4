// What is put together here is what tshark puts together: 200 connections, seeded, of which segments are
// shuffled, doubled, overlapped and, in every other capture, dropped.
#include "capture/connections.hpp"
#include "cli/program.hpp"
#include "support/capture.hpp"

#include <algorithm>
#include <map>
#include <pcap/dlt.h>
#include <random>
#include <sstream>

namespace lihi::test {
namespace {

constexpr unsigned captures = 20, connections_each = 10;

// Of both directions of a connection.
struct followed {
  std::string octets[2];
  bool lost[2] = {false, false};
};

struct ours final : capture::flow_sink {
  std::map<std::uint16_t, followed> by_port; // of the client
  static std::pair<std::uint16_t, int> place(const capture::flow& of) {
    return of.to.port == 50000 ? std::pair(of.from.port, 0) : std::pair(of.to.port, 1);
  }
  void octets(const capture::flow& of, bytes what, moment) override {
    const auto [port, side] = place(of);
    by_port[port].octets[side] += as_text(what);
  }
  void lost(const capture::flow& of, std::uint64_t, moment) override {
    const auto [port, side] = place(of);
    by_port[port].lost[side] = true;
  }
  void conflict(const capture::flow&, std::uint64_t, std::uint64_t, moment) override { ADD_FAILURE(); }
  void closed(const capture::flow&) override {}
};

ours follow(const octets& file) {
  ours out;
  capture::connections all(out);
  capture::dissector dissect;
  capture::packet_file packets;
  bool read = false;
  EXPECT_TRUE(packets.open([&] { return std::exchange(read, true) ? bytes() : bytes(file); }));
  while (const auto packet = packets.next())
    dissect.take(*packet, [&all](const capture::tcp_segment& segment) { all.take(segment); });
  EXPECT_EQ(packets.error(), "");
  all.close();
  return out;
}

using random_numbers = std::mt19937;
std::size_t below(random_numbers& random, std::size_t end) { return random() % end; }

// Packets of a connection whose client sends `sent[0]` and whose server sends `sent[1]`.
std::vector<captured> broken_connection(random_numbers& random, std::uint16_t port, const octets (&sent)[2],
                                        bool drop) {
  tcp_session session({.client_port = port}, static_cast<wrapping>(below(random, 3)), random());
  session.open();
  const std::size_t handshake = session.packets.size();
  std::size_t at[2] = {0, 0};
  const auto part = [&sent](int side, std::size_t from, std::size_t size) {
    const auto begin = sent[side].begin() + static_cast<std::ptrdiff_t>(from);
    return octets(begin, begin + static_cast<std::ptrdiff_t>(size));
  };
  while (at[0] < sent[0].size() || at[1] < sent[1].size()) {
    const int side = at[1] == sent[1].size() || (at[0] < sent[0].size() && random() % 2 == 0) ? 0 : 1;
    const std::size_t size = std::min(1 + below(random, 1460), sent[side].size() - at[side]);
    if (!drop || random() % 16 != 0)
      session.add(session.data(at[side], part(side, at[side], size), side == 0));
    at[side] += size;
    if (random() % 4 == 0) { // again, with other borders
      const std::size_t from = at[side] - std::min(at[side], below(random, 3000));
      session.add(session.data(
          from, part(side, from, std::min(1 + below(random, 1460), sent[side].size() - from)), side == 0));
    }
  }
  for (std::size_t i = handshake; i + 1 < session.packets.size(); ++i)
    if (random() % 3 == 0)
      std::swap(session.packets[i].packet,
                session.packets[std::min(i + 1 + below(random, 5), session.packets.size() - 1)].packet);
  return session.packets;
}

octets random_octets(random_numbers& random) {
  octets out(2000 + below(random, 30'000));
  for (auto& each : out) each = static_cast<std::uint8_t>(random());
  return out;
}

// The lines of `-z follow,tcp,raw`: hex, behind a tab what the server sent.
std::map<std::uint16_t, followed> parse_follow(const std::string& text) {
  std::map<std::uint16_t, followed> out;
  followed* now = nullptr;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("Node 0: ")) {
      now = &out[static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)))];
    } else if (now != nullptr && !line.empty() && line.find_first_not_of("\t0123456789abcdef") == line.npos) {
      const int side = line[0] == '\t' ? 1 : 0;
      now->octets[side] += std::string(as_text(from_hex(line.substr(side == 1 ? 1 : 0))));
    }
  }
  return out;
}

class beside_tshark : public cli {};

TEST_F(beside_tshark, puts_the_same_together) {
  if (shell("command -v tshark").status != 0) GTEST_SKIP() << "tshark is not installed";
  std::size_t compared = 0, with_holes = 0;
  for (unsigned seed = 0; seed < captures; ++seed) {
    random_numbers random(seed);
    const bool drop = seed % 2 == 1;
    std::vector<captured> packets;
    std::map<std::uint16_t, std::array<octets, 2>> sent;
    std::string follows;
    std::vector<std::vector<captured>> all;
    for (unsigned i = 0; i < connections_each; ++i) {
      const auto port = static_cast<std::uint16_t>(40000 + i);
      const octets both[2] = {random_octets(random), random_octets(random)};
      sent[port] = {both[0], both[1]};
      all.push_back(broken_connection(random, port, both, drop));
      follows += " -z follow,tcp,raw," + std::to_string(i);
    }
    for (std::size_t i = 0; i < 1000; ++i)
      for (const auto& each : all)
        if (i < each.size()) packets.push_back(each[i]);
    const octets file = seed % 3 == 0 ? pcapng_of(packets, DLT_EN10MB) : pcap_of(packets, DLT_EN10MB);
    write("capture", file);
    const run_result r = shell("tshark -n -r capture -q" + follows);
    ASSERT_EQ(r.status, 0) << r.err;
    const auto theirs = parse_follow(r.out);
    ASSERT_EQ(theirs.size(), connections_each);
    const ours mine = follow(file);
    for (const auto& [port, each] : mine.by_port)
      for (const int side : {0, 1}) {
        if (each.lost[side]) {
          EXPECT_TRUE(drop);
          ++with_holes;
          continue;
        }
        ++compared;
        EXPECT_EQ(each.octets[side], theirs.at(port).octets[side]) << "seed " << seed << " port " << port;
        if (!drop) {
          EXPECT_EQ(each.octets[side], as_text(sent.at(port)[static_cast<std::size_t>(side)]));
        }
      }
  }
  EXPECT_GE(compared, 200u);
  EXPECT_GT(with_holes, 50u);
}

} // namespace
} // namespace lihi::test
