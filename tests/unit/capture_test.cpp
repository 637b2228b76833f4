// From packets to streams: link layers, fragments, TCP.
#include "capture/arrival_times.hpp"
#include "capture/deliveries.hpp"
#include "support/capture.hpp"
#include "support/delivery.hpp"
#include "support/files.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <lihi/capture.hpp>
#include <map>
#include <pcap/dlt.h>
#include <utility>

namespace lihi::test {
namespace {

using capture::flow;

// What came of each direction, by its text "from>to".
struct streams final : capture::flow_sink {
  struct stream {
    std::string octets; // a hole is "<N>"
    std::uint64_t lost = 0, conflicts = 0;
    bool closed = false;
    std::int64_t last = 0; // microseconds
  };
  std::map<std::string, stream> all;

  static std::string name(const flow& of) { return text_of(of.from) + ">" + text_of(of.to); }
  void octets(const flow& of, bytes what, moment arrived) override {
    all[name(of)].octets += as_text(what);
    all[name(of)].last = arrived.microseconds;
  }
  void lost(const flow& of, std::uint64_t octets, moment) override {
    all[name(of)].octets += "<" + std::to_string(octets) + ">";
    all[name(of)].lost += octets;
  }
  void conflict(const flow& of, std::uint64_t, std::uint64_t octets, moment) override {
    all[name(of)].conflicts += octets;
  }
  void closed(const flow& of) override { all[name(of)].closed = true; }
};

constexpr auto forth = "192.0.2.1:40000>192.0.2.2:50000";

// By the packets themselves, without a file: their link type as libpcap tells it.
struct followed {
  streams out;
  capture::packet_counts packets;
  capture::connection_counts connections;
};
followed follow(const std::vector<captured>& packets, int link_type = DLT_EN10MB) {
  followed result;
  capture::connections all(result.out);
  capture::dissector dissect;
  for (const captured& each : packets)
    dissect.take({each.packet,
                  each.length == 0 ? static_cast<std::uint32_t>(each.packet.size()) : each.length,
                  {each.microseconds},
                  link_type == 101 ? DLT_RAW : link_type},
                 [&all](const capture::tcp_segment& segment) { all.take(segment); });
  all.close();
  result.packets = dissect.counts();
  result.connections = all.counts();
  return result;
}

octets letters(std::size_t count, char first = 'a') {
  octets out(count);
  for (std::size_t i = 0; i < count; ++i)
    out[i] = static_cast<std::uint8_t>(first + static_cast<char>(i % 26));
  return out;
}
std::string as_string(const octets& of) { return std::string(as_text(of)); }

TEST(capture, every_wrapping_is_taken_off) {
  for (const bool v6 : {false, true})
    for (int how = 0; how <= static_cast<int>(wrapping::ip_in_ip); ++how) {
      tcp_session::ends ends;
      if (v6) ends = {"2001:db8::1", "2001:db8::2", 40000, 50000, true};
      tcp_session session(ends, static_cast<wrapping>(how));
      session.open().send(letters(3000)).send(letters(10, 'A'), 1400, false).close();
      const followed result = follow(session.packets, link_type_of(static_cast<wrapping>(how)));
      const std::string a = v6 ? "[2001:db8::1]:40000" : "192.0.2.1:40000";
      const std::string b = v6 ? "[2001:db8::2]:50000" : "192.0.2.2:50000";
      std::string there = a, again = b;
      there.append(">").append(b);
      again.append(">").append(a);
      ASSERT_EQ(result.out.all.size(), 2u) << how << " " << v6;
      EXPECT_EQ(result.out.all.at(there).octets, as_string(letters(3000))) << how << " " << v6;
      EXPECT_EQ(result.out.all.at(again).octets, "ABCDEFGHIJ") << how << " " << v6;
      EXPECT_TRUE(result.out.all.at(there).closed);
      EXPECT_EQ(result.packets.malformed + result.packets.other, 0u);
      EXPECT_EQ(result.connections.connections, 1u);
    }
}

TEST(capture, padding_of_short_frames_is_no_data) {
  tcp_session session;
  session.open().send(letters(1)).close();
  EXPECT_EQ(follow(session.packets).out.all.at(forth).octets, "a");
}

TEST(capture, fragments_in_any_order) {
  for (const bool v6 : {false, true}) {
    tcp_session::ends ends;
    if (v6) ends = {"2001:db8::1", "2001:db8::2", 40000, 50000, true};
    tcp_session session(ends, wrapping::raw);
    session.open().send(letters(4000), 4000).close();
    std::vector<captured> packets;
    for (const captured& each : session.packets)
      if (each.packet.size() > 1000) {
        auto parts = fragments_of(each, 512);
        std::reverse(parts.begin(), parts.end());
        parts.push_back(parts.front()); // once more
        packets.insert(packets.end(), parts.begin(), parts.end() - 1);
      } else {
        packets.push_back(each);
      }
    const followed result = follow(packets, 101);
    const std::string key = v6 ? "[2001:db8::1]:40000>[2001:db8::2]:50000" : forth;
    EXPECT_EQ(result.out.all.at(key).octets, as_string(letters(4000)));
    EXPECT_EQ(result.packets.fragments_lost, 0u);
    // one is missing
    packets.erase(std::find_if(packets.begin(), packets.end(),
                               [](const captured& p) { return p.packet.size() > 500; }));
    const followed without = follow(packets, 101);
    EXPECT_EQ(without.packets.fragments_lost, 1u);
    EXPECT_EQ(without.out.all.at(key).octets, "<4000>");
  }
}

TEST(capture, segments_out_of_order_doubled_and_overlapping) {
  const octets all = letters(100);
  const auto part = [&all](std::size_t from, std::size_t to) {
    return octets(all.begin() + static_cast<std::ptrdiff_t>(from),
                  all.begin() + static_cast<std::ptrdiff_t>(to));
  };
  tcp_session session;
  session.open();
  for (const auto& [from, to] : std::vector<std::pair<std::size_t, std::size_t>>{
           {20, 40}, {0, 10}, {35, 60}, {5, 12}, {50, 55}, {90, 100}, {12, 30}, {0, 100}, {58, 95}})
    session.add(session.data(from, part(from, to)));
  const followed result = follow(session.packets);
  EXPECT_EQ(result.out.all.at(forth).octets, as_string(all));
  EXPECT_EQ(result.out.all.at(forth).conflicts, 0u);
}

TEST(capture, what_came_first_counts_and_a_conflict_is_told) {
  tcp_session session;
  session.open();
  session.add(session.data(0, text("0123456789")));
  session.add(session.data(4, text("45xx89!"))); // 6 and 7 differ from what was delivered; ! is new
  session.add(session.data(20, text("KLMNO")));
  session.add(session.data(18, text("IJkLmNO"))); // K and M differ from what waits
  session.add(session.data(11, text("BCDEFGH")));
  const followed result = follow(session.packets);
  EXPECT_EQ(result.out.all.at(forth).octets, "0123456789!BCDEFGHIJKLMNO");
  EXPECT_EQ(result.out.all.at(forth).conflicts, 4u);
}

TEST(capture, a_keep_alive_of_tcp_is_no_conflict) {
  tcp_session session;
  session.open().send(text("abc"));
  session.add(session.data(2, octets{0}));
  const followed result = follow(session.packets);
  EXPECT_EQ(result.out.all.at(forth).octets, "abc");
  EXPECT_EQ(result.out.all.at(forth).conflicts, 0u);
}

TEST(capture, a_hole_is_told_with_its_size) {
  tcp_session session;
  session.open().send(letters(10), 10);
  session.add(session.data(30, text("after")));
  session.add(session.acknowledgement(35)); // the receiver has all
  session.wait(2'000'000);
  session.add(session.data(35, text("!")));
  const followed result = follow(session.packets);
  EXPECT_EQ(result.out.all.at(forth).octets, "abcdefghij<20>after!");
}

TEST(capture, a_hole_that_is_filled_late_is_none) {
  tcp_session session;
  session.open();
  session.add(session.data(10, letters(20000)));
  session.add(session.acknowledgement(20010)); // the capture has it in another order than the network had
  session.add(session.data(0, text("0123456789")));
  EXPECT_EQ(follow(session.packets).out.all.at(forth).octets, "0123456789" + as_string(letters(20000)));
}

TEST(capture, octets_lost_at_the_end_are_told) {
  tcp_session session;
  session.open().send(text("abc"));
  session.add(session.acknowledgement(10));
  EXPECT_EQ(follow(session.packets).out.all.at(forth).octets, "abc<7>");
  // one more may be a FIN that was not captured
  tcp_session closed;
  closed.open().send(text("abc"));
  closed.add(closed.acknowledgement(4));
  EXPECT_EQ(follow(closed.packets).out.all.at(forth).octets, "abc");
}

TEST(capture, a_connection_from_before_the_capture) {
  tcp_session session;
  session.send(letters(3000), 1000);
  std::swap(session.packets[0], session.packets[2]); // and not in order
  const followed result = follow(session.packets);
  EXPECT_EQ(result.out.all.at(forth).octets, as_string(letters(3000)));
  EXPECT_EQ(result.out.all.at(forth).lost, 0u);
}

TEST(capture, a_syn_behind_its_first_segments) {
  tcp_session session;
  session.open().send(letters(30), 10);
  std::rotate(session.packets.begin(), session.packets.begin() + 1, session.packets.begin() + 6);
  const followed result = follow(session.packets);
  EXPECT_EQ(result.out.all.at(forth).octets, as_string(letters(30)));
  EXPECT_EQ(result.connections.connections, 1u);
}

TEST(capture, sequence_numbers_wrap) {
  for (const std::uint32_t initial : {0xfffffff0U, 0x7ffffff0U, 0U}) {
    tcp_session session({}, wrapping::ethernet, initial);
    session.open().send(letters(5000), 7).close();
    EXPECT_EQ(follow(session.packets).out.all.at(forth).octets, as_string(letters(5000)));
  }
}

TEST(capture, the_same_ports_again_are_another_connection) {
  tcp_session first, second({}, wrapping::ethernet, 70000);
  first.open().send(text("first")).close();
  first.add(first.data(0, text("first"))); // sent again behind the close
  second.open().send(text("second"));
  std::vector<captured> packets = first.packets;
  packets.insert(packets.end(), second.packets.begin(), second.packets.end());
  const followed result = follow(packets);
  EXPECT_EQ(result.out.all.at(forth).octets, "firstsecond");
  EXPECT_EQ(result.connections.connections, 2u);
}

TEST(capture, a_segment_outside_of_every_window_is_counted) {
  tcp_session session;
  session.open().send(text("abc"));
  session.add(session.data(std::size_t{1} << 31, text("far")));
  session.add(session.data(3, text("d")));
  const followed result = follow(session.packets);
  EXPECT_EQ(result.out.all.at(forth).octets, "abcd");
  EXPECT_EQ(result.connections.outside, 1u);
}

TEST(capture, a_packet_that_was_cut_leaves_a_hole) {
  tcp_session session;
  session.open().send(letters(1000)).send(text("!")).close();
  captured& cut = session.packets[3];
  cut.length = static_cast<std::uint32_t>(cut.packet.size());
  cut.packet.resize(cut.packet.size() - 100);
  const followed result = follow(session.packets);
  EXPECT_EQ(result.packets.cut, 1u);
  EXPECT_EQ(result.out.all.at(forth).octets, as_string(letters(1000)).substr(0, 900) + "<100>!");
}

// The public reader: frames with their connection and time, what is missing, and what cannot be read.
TEST(capture, a_file_is_read_into_frames) {
  struct keep final : capture_handler {
    std::vector<std::string> came;
    std::size_t frames = 0;
    bool enough = false;
    void take(const frame& piece, const stream_source& source) override {
      ++frames;
      came.push_back(std::string(source.name) + " " + std::string(source.link) + " " +
                     std::to_string(piece.offset) + "+" + std::to_string(piece.octets.size()));
      EXPECT_TRUE(source.arrived);
    }
    void lost(const stream_source&, std::uint64_t offset, std::uint64_t octets) override {
      came.push_back("lost " + std::to_string(offset) + "+" + std::to_string(octets));
    }
    void ended(const stream_source& source) override { came.push_back("end " + std::string(source.link)); }
    bool over() const override { return enough && frames != 0; }
  };
  const octets pdu = iri({}, 4);
  const std::size_t size = pdu.size();
  tcp_session session;
  session.open().send(pdu);
  session.add(session.data(size + 10, pdu)); // ten octets were not captured
  session.close();
  const octets file = pcap_of(session.packets, DLT_EN10MB);
  const auto read = [&file](capture_handler& to, std::size_t block) {
    std::size_t at = 0;
    return read_capture(
        "c",
        [&]() -> bytes {
          const std::size_t got = std::min(block, file.size() - at);
          return bytes(file).subspan(std::exchange(at, at + got), got);
        },
        to);
  };
  for (const std::size_t block : {1u << 18, 7u}) {
    keep to;
    const capture_result found = read(to, block);
    EXPECT_TRUE(found.opened);
    EXPECT_EQ(found.problem, "");
    EXPECT_EQ(found.counts.deliveries, 1u);
    EXPECT_EQ(found.counts.octets, 2 * size);
    EXPECT_EQ(found.counts.lost, 10u);
    const auto frame_at = [&](std::size_t offset) { return fmt::format("c {} {}+{}", forth, offset, size); };
    EXPECT_EQ(to.came, (std::vector<std::string>{frame_at(0), fmt::format("lost {}+10", size),
                                                 frame_at(size + 10), fmt::format("end {}", forth)}));
  }
  keep one;
  one.enough = true;
  (void)read(one, 1u << 18);
  EXPECT_EQ(one.frames, 1u);

  keep none;
  const capture_result missing = read_capture(std::string("/nowhere/at/all"), none);
  EXPECT_FALSE(missing.opened);
  EXPECT_NE(missing.problem, "");
  const capture_result other = read_capture((source_dir() / "README.md").string(), none);
  EXPECT_FALSE(other.opened);
  EXPECT_NE(other.problem, "");
  EXPECT_EQ(none.frames, 0u);
}

// More connections than are followed: the longest silent end, and give what they had.
TEST(capture, connections_are_bounded) {
  struct counting final : capture::flow_sink {
    std::uint64_t came = 0, ends = 0;
    void octets(const flow&, bytes what, moment) override { came += what.size(); }
    void lost(const flow&, std::uint64_t, moment) override { ADD_FAILURE(); }
    void conflict(const flow&, std::uint64_t, std::uint64_t, moment) override { ADD_FAILURE(); }
    void closed(const flow&) override { ++ends; }
  } out;
  capture::connections all(out);
  constexpr std::size_t many = capture::connections::most + 20'000;
  const octets payload = text("PDU");
  for (std::size_t i = 0; i < many; ++i) {
    capture::tcp_segment one;
    one.from.address = {10, static_cast<std::uint8_t>(i >> 16), static_cast<std::uint8_t>(i >> 8),
                        static_cast<std::uint8_t>(i)};
    one.to.address = {192, 0, 2, 2};
    one.from.port = 40000;
    one.to.port = 50000;
    one.payload = payload;
    all.take(one);
  }
  EXPECT_EQ(all.counts().forgotten, 20'000u);
  EXPECT_EQ(out.came, 3u * 20'000);
  all.close();
  EXPECT_EQ(out.came, 3u * many);
  EXPECT_EQ(out.ends, 2 * many);
}

// Whatever is cut off a packet, and whatever octet of it is another: no crash, and the stream is never longer
// than what came.
TEST(capture, damaged_packets) {
  for (const int how : {0, 2, 3, 4, 7, 8, 9}) {
    tcp_session session({}, static_cast<wrapping>(how));
    session.open().send(letters(100), 50).close();
    const int type = link_type_of(static_cast<wrapping>(how));
    for (std::size_t packet = 0; packet < session.packets.size(); ++packet)
      for (std::size_t at = 0; at < session.packets[packet].packet.size(); ++at) {
        std::vector<captured> cut = session.packets, changed = session.packets;
        cut[packet].packet.resize(at);
        for (const std::uint8_t octet : {0x00, 0xff, 0x45, 0x60}) {
          changed[packet].packet[at] = octet;
          std::size_t came = 0;
          for (const auto& [name, each] : follow(changed, type).out.all) came += each.octets.size();
          EXPECT_LE(came, 400u);
        }
        EXPECT_LE(follow(cut, type).out.all[forth].octets.size(), 110u);
      }
  }
}

// What came twice and differed before it was known that a connection is a delivery is told when it is.
TEST(capture, a_conflict_before_the_first_pdu_is_told) {
  streams out;
  capture::deliveries found(out, {});
  const flow of{1, {{192, 0, 2, 1}, false, 40000}, {{192, 0, 2, 2}, false, 50000}, false};
  found.octets(of, octets(100, 'x'), {1});
  for (std::uint64_t i = 0; i < 100; ++i) found.conflict(of, i, 1, {2});
  EXPECT_TRUE(out.all.empty());
  found.octets(of, iri({}, 4), {3});
  EXPECT_EQ(out.all.at(forth).conflicts, 100u);
  found.conflict(of, 100, 3, {4});
  EXPECT_EQ(out.all.at(forth).conflicts, 103u);
  found.closed(of);
}

TEST(capture, deliveries_are_told_by_their_octets) {
  const octets pdu = iri({}, 4);
  struct keep final : capture::flow_sink {
    std::string came;
    void octets(const flow&, bytes what, moment) override { came += as_text(what); }
    void lost(const flow&, std::uint64_t count, moment) override {
      came += "<" + std::to_string(count) + ">";
    }
    void conflict(const flow&, std::uint64_t, std::uint64_t, moment) override {}
    void closed(const flow&) override { came += "."; }
  };
  const auto give = [](const flow& of, const std::vector<octets>& pieces,
                       std::vector<std::uint16_t> ports = {}) {
    keep out;
    capture::deliveries found(out, std::move(ports));
    for (const octets& each : pieces) each.empty() ? found.lost(of, 7, {}) : found.octets(of, each, {});
    found.closed(of);
    return std::pair(out.came, found.counts());
  };
  flow from_start{1, {{192, 0, 2, 1}, false, 4000}, {{192, 0, 2, 2}, false, 5000}, true}, later = from_start;
  later.from_start = false;
  const std::string whole = as_string(pdu);

  EXPECT_EQ(give(from_start, {pdu}).first, whole + ".");
  std::vector<octets> single;
  for (const std::uint8_t each : pdu) single.push_back({each});
  EXPECT_EQ(give(from_start, single).first, whole + ".");
  // something else, and a PS-PDU in it
  EXPECT_EQ(give(from_start, {text("GET / HTTP/1.1\r\n"), pdu}).first, "");
  EXPECT_EQ(give(from_start, {text("GET / HTTP/1.1\r\n"), pdu}).second.other, 1u);
  EXPECT_EQ(give(from_start, {text("GET / HTTP/1.1\r\n"), pdu}, {5000}).first,
            "GET / HTTP/1.1\r\n" + whole + ".");
  // from before the capture: the end of one PDU, and another
  EXPECT_EQ(give(later, {octets(5000, 'x'), pdu}).first, std::string(5000, 'x') + whole + ".");
  EXPECT_EQ(give(later, {octets(capture::deliveries::most_searched, 'x'), pdu}).first, "");
  // a hole in what comes first
  EXPECT_EQ(give(from_start, {octets(pdu.begin(), pdu.begin() + 5), {}, text("yz"), pdu}).first,
            whole.substr(0, 5) + "<7>yz" + whole + ".");
  // TLS 1.2's first record; in the middle of a connection, one of its others
  const octets hello = from_hex("16 03 01 02 00 01 00 01 fc"), data = from_hex("17 03 03 01 00 aa bb cc dd");
  for (const auto& ports : {std::vector<std::uint16_t>{}, std::vector<std::uint16_t>{5000}}) {
    EXPECT_EQ(give(from_start, {hello}, ports).second.tls, 1u);
    EXPECT_EQ(give(later, {data}, ports).second.tls, 1u);
  }
  EXPECT_EQ(give(from_start, {data}).second.tls, 0u);
}

TEST(capture, arrival_times_by_offset) {
  capture::arrival_times times;
  for (int i = 1; i <= 10; ++i) times.add(static_cast<std::uint64_t>(i) * 10, {i});
  EXPECT_EQ(times.of(1)->microseconds, 1);
  EXPECT_EQ(times.of(10)->microseconds, 1);
  EXPECT_EQ(times.of(11)->microseconds, 2);
  EXPECT_EQ(times.of(100)->microseconds, 10);
  EXPECT_FALSE(times.of(101));
  // of many small pieces those next to each other are one
  capture::arrival_times many;
  for (int i = 1; i <= 100'000; ++i) many.add(static_cast<std::uint64_t>(i), {i});
  const auto found = many.of(50'001);
  ASSERT_TRUE(found);
  EXPECT_GE(found->microseconds, 50'001);
}

} // namespace
} // namespace lihi::test
