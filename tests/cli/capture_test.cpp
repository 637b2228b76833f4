// The program on captures.
#include "cli/program.hpp"
#include "support/capture.hpp"
#include "support/delivery.hpp"
#include "support/json.hpp"

#include <algorithm>
#include <array>
#include <pcap/dlt.h>

namespace lihi::test {
namespace {

octets all_of(const std::vector<octets>& parts) {
  octets out;
  for (const octets& each : parts) out.insert(out.end(), each.begin(), each.end());
  return out;
}

// Lines without what only a capture, or only a file, has in them.
std::string without_source(const std::string& line) {
  const std::size_t begin = line.find("\"source\":{"), end = line.find('}', begin);
  return line.substr(0, begin) + line.substr(end);
}

class captures : public cli {
 protected:
  // HI2 and HI3 of a session on two connections at a time, packets in turns, and something else beside them.
  std::vector<captured> delivery(std::size_t segment = 300) {
    tcp_session hi2({.server_port = 50001}), hi3({.client_port = 40001, .server_port = 50002}),
        web({.client_port = 40002, .server_port = 80});
    hi2.open().send(hi2_octets, segment).close();
    hi3.open().send(hi3_octets, segment).close();
    web.open()
        .send(text("GET / HTTP/1.1\r\n\r\n"))
        .send(text("HTTP/1.1 204 No Content\r\n\r\n"), 1400, false)
        .close();
    std::vector<captured> out;
    const std::array<tcp_session*, 3> all{&hi2, &hi3, &web};
    for (std::size_t i = 0; i < 1000; ++i)
      for (const tcp_session* each : all)
        if (i < each->packets.size()) out.push_back(each->packets[i]);
    return out;
  }
  run_result decode(const octets& file, const std::string& options = "") {
    write("in", file);
    return run("decode --no-detail --events none " + options + " in");
  }

  octets hi2_octets = read_file(sample("story/hi2.ber")), hi3_octets = read_file(sample("story/hi3.ber"));
};

TEST_F(captures, records_are_those_of_the_streams) {
  write("hi2", hi2_octets);
  write("hi3", hi3_octets);
  std::vector<std::string> expected = run("decode --no-detail --events none hi2").lines();
  const auto more = run("decode --no-detail --events none hi3").lines();
  expected.insert(expected.end(), more.begin(), more.end());
  for (std::string& each : expected) each = without_source(each);
  std::sort(expected.begin(), expected.end());

  const std::vector<captured> packets = delivery();
  for (const octets& file :
       {pcap_of(packets, DLT_EN10MB), pcap_of(packets, DLT_EN10MB, {.nanoseconds = true}),
        pcap_of(packets, DLT_EN10MB, {.swapped = true}), pcapng_of(packets, DLT_EN10MB)}) {
    const run_result r = decode(file);
    EXPECT_EQ(r.status, 0) << r.err;
    std::vector<std::string> lines = r.lines();
    for (std::string& each : lines) {
      const json value = parse(each);
      const std::string link = at(value, "/source/link");
      EXPECT_EQ(link, at(value, "/interface") == "HI3" ? "192.0.2.1:40001>192.0.2.2:50002"
                                                       : "192.0.2.1:40000>192.0.2.2:50001");
      EXPECT_EQ(at(value, "/source/name"), "in");
      EXPECT_EQ(at(value, "/source/arrived").substr(0, 17), "2026-02-06T09:44:");
      each = without_source(each);
    }
    std::sort(lines.begin(), lines.end());
    EXPECT_EQ(lines, expected);
    EXPECT_GT(lines.size(), 10u);
    EXPECT_NE(
        r.err.find("3 TCP connections, 2 streams of PS-PDUs, 2 other streams, 45 octets of those not read"),
        std::string::npos)
        << r.err;
    EXPECT_EQ(r.out, decode(file, "--jobs 2").out);
  }
}

TEST_F(captures, packed_ones_too) {
  const octets file = pcapng_of(delivery(), DLT_EN10MB);
  const std::string expected = decode(file).out;
  EXPECT_EQ(shell("gzip -k in; mv in.gz in; $LIHI decode --no-detail --events none in").out, expected);
  write("in", file);
  EXPECT_EQ(shell("head -c 1000 in | gzip > two; tail -c +1001 in | gzip >> two; "
                  "cat two | $LIHI decode --no-detail --events none --source in")
                .out,
            expected);
  EXPECT_EQ(shell("zstd -q in -o z; $LIHI decode --no-detail --events none --source in z").out, expected);
  // streams as well
  write("hi2", hi2_octets);
  EXPECT_EQ(shell("gzip -c hi2 | $LIHI decode --source hi2").out, run("decode hi2").out);
  EXPECT_EQ(shell("zstd -qc hi2 | $LIHI decode --source hi2").out, run("decode hi2").out);
  const run_result cut = shell("gzip -c hi2 | head -c 100 | $LIHI decode");
  EXPECT_EQ(cut.status, 2);
  EXPECT_NE(cut.err.find("cut off"), std::string::npos) << cut.err;
  EXPECT_EQ(shell("printf '\\037\\213\\010\\000garbage that is no gzip' | $LIHI decode").status, 2);
}

TEST_F(captures, a_pdu_arrives_with_its_last_octet) {
  tcp_session session;
  const octets one = iri({}, 4);
  session.open();
  session.add(session.data(0, octets(one.begin(), one.begin() + 20)));
  session.wait(60'000'000);
  const std::size_t last = session.packets.size();
  session.add(session.data(20, octets(one.begin() + 20, one.end())));
  session.wait(60'000'000).close();
  const run_result r = decode(pcap_of(session.packets, DLT_EN10MB));
  ASSERT_EQ(r.lines().size(), 1u);
  const std::int64_t microseconds = session.packets[last].microseconds % 60'000'000;
  char expected[16];
  (void)std::snprintf(expected, sizeof expected, "%02d.%06dZ", static_cast<int>(microseconds / 1'000'000),
                      static_cast<int>(microseconds % 1'000'000));
  EXPECT_EQ(at(parse(r.lines()[0]), "/source/arrived").substr(17), expected);
}

TEST_F(captures, a_hole_is_an_item_and_reading_goes_on) {
  tcp_session session;
  const octets first = iri({.sequence = 0}, 1), second = iri({.sequence = 1}, 3),
               third = iri({.sequence = 2}, 2);
  const octets all = all_of({first, second, third});
  session.open().send(all, 20).close();
  // the second PDU's middle is missing
  const std::size_t from = (first.size() + 40) / 20, until = (first.size() + second.size() - 20) / 20;
  std::vector<captured> packets;
  for (std::size_t i = 0; i < session.packets.size(); ++i) {
    const std::size_t segment = i < 3 ? 0 : (i - 3) / 2;
    if (i >= 3 && (i - 3) % 2 == 0 && segment >= from && segment < until) continue;
    packets.push_back(session.packets[i]);
  }
  write("in", pcap_of(packets, DLT_EN10MB));
  for (const char* jobs : {"1", "2"}) {
    const run_result r = run("decode --no-detail --jobs " + std::string(jobs) + " in");
    EXPECT_EQ(r.status, 1);
    std::vector<std::string> kinds;
    for (const std::string& line : r.lines()) {
      const json value = parse(line);
      kinds.push_back(at(value, "/record") == "lihi/1" ? at(value, "/sequence") : at(value, "/kind"));
      if (kinds.back() == "link_loss") {
        EXPECT_EQ(at(value, "/octets_lost"), std::to_string((until - from) * 20));
        EXPECT_EQ(at(value, "/source/offset"), std::to_string(from * 20));
        EXPECT_EQ(at(value, "/source/link"), "192.0.2.1:40000>192.0.2.2:50000");
      }
    }
    // the PDU that was cut, the hole, what is left of it, the one behind, and the number that is missing
    EXPECT_EQ(kinds, (std::vector<std::string>{"0", "reject", "link_loss", "reject", "2", "gap"})) << r.out;
    EXPECT_NE(r.err.find(std::to_string((until - from) * 20) + " octets missing"), std::string::npos)
        << r.err;
  }
  const run_result verified = run("verify --json in");
  EXPECT_EQ(verified.status, 1);
  EXPECT_EQ(at(parse(verified.out), "/lost_octets"), std::to_string((until - from) * 20));
  const run_result shown = run("inspect in");
  EXPECT_EQ(shown.status, 1);
  EXPECT_NE(shown.out.find("# 192.0.2.1:40000>192.0.2.2:50000 2026-02-06T09:44:"), std::string::npos);
  EXPECT_NE(shown.out.find(" octets are missing from " + std::to_string(from * 20) + " on"),
            std::string::npos);
}

TEST_F(captures, octets_that_came_again_and_differ_are_an_item) {
  tcp_session session;
  octets one = iri({}, 4);
  session.open().send(one);
  one[30] ^= 0xff;
  session.add(session.data(0, one)).close();
  write("in", pcap_of(session.packets, DLT_EN10MB));
  const run_result r = run("decode --no-detail in");
  ASSERT_EQ(r.lines().size(), 2u) << r.out;
  bool told = false;
  for (const std::string& line : r.lines())
    if (const json value = parse(line); at(value, "/kind") == "conflict") {
      told = true;
      EXPECT_EQ(at(value, "/octets_differ"), "1");
      EXPECT_EQ(at(value, "/source/offset"), "30");
    }
  EXPECT_TRUE(told);
  EXPECT_EQ(run("verify in").status, 1);
}

TEST_F(captures, verify_takes_all_connections_for_one_delivery) {
  write("in", pcap_of(delivery(), DLT_EN10MB));
  const run_result r = run("verify --json in");
  EXPECT_EQ(r.status, 0) << r.out << r.err;
  const json value = parse(r.out);
  // as the streams say themselves
  write("hi2", hi2_octets);
  write("hi3", hi3_octets);
  EXPECT_EQ(r.out, run("verify --json hi2 hi3").out);
}

TEST_F(captures, tls_is_named_and_not_read) {
  tcp_session session;
  session.open()
      .send(from_hex("16 03 01 00 05 01 00 00 01 00"))
      .send(from_hex("16 03 03 00 05 02 00 00 01 00"), 1400, false);
  write("in", pcap_of(session.packets, DLT_EN10MB));
  const run_result r = run("decode in");
  EXPECT_EQ(r.status, 1);
  EXPECT_NE(r.err.find("192.0.2.1:40000>192.0.2.2:50000: is TLS and was not read"), std::string::npos)
      << r.err;
  EXPECT_NE(r.err.find("tls.keylog_file:KEYLOG"), std::string::npos) << r.err;
  const run_result keys = shell("echo 'CLIENT_RANDOM 00 00' > keys; $LIHI decode --keylog keys in");
  EXPECT_NE(keys.err.find("tls.keylog_file:keys"), std::string::npos) << keys.err;
  EXPECT_NE(keys.err.find("TLS is not decrypted here"), std::string::npos) << keys.err;
  EXPECT_EQ(run("decode --keylog missing in").status, 2);
  EXPECT_EQ(shell("echo hello > keys; $LIHI decode --keylog keys in").status, 2);
}

TEST_F(captures, a_port_is_taken_for_a_delivery) {
  tcp_session session;
  session.open().send(all_of({text("hello"), iri({}, 4)})).close();
  write("in", pcap_of(session.packets, DLT_EN10MB));
  EXPECT_EQ(run("decode --no-detail in").out, "");
  const run_result r = run("decode --no-detail --port 50000 in");
  EXPECT_EQ(r.status, 1);
  EXPECT_EQ(r.lines().size(), 2u) << r.out; // five octets that are no PS-PDU, and one
  EXPECT_EQ(run("decode --port 0 in").status, 2);
  EXPECT_EQ(run("decode --port 65536 in").status, 2);
}

TEST_F(captures, broken_files_give_what_they_have) {
  const octets file = pcap_of(delivery(), DLT_EN10MB), whole_ng = pcapng_of(delivery(), DLT_EN10MB);
  const std::size_t all = decode(file).lines().size();
  for (const octets& each : {file, whole_ng}) {
    octets cut(each.begin(), each.end() - 10);
    const run_result r = decode(cut);
    EXPECT_EQ(r.status, 1) << r.err;
    EXPECT_EQ(r.lines().size(), all);
    EXPECT_NE(r.err.find("ends before its end"), std::string::npos) << r.err;
  }
  EXPECT_EQ(decode(octets(file.begin(), file.begin() + 20)).status, 2); // not even a header
  EXPECT_EQ(decode(octets(file.begin(), file.begin() + 24)).status, 1); // no packets: nothing was read
  octets lies = file;
  lies[24 + 8 + 3] = 0x7f; // the first packet's length
  EXPECT_EQ(decode(lies).status, 1);
  EXPECT_EQ(decode(pcap_of({}, 147)).status, 1); // a link type that is not read
}

TEST_F(captures, a_live_capture_is_read_as_it_comes) {
  tcp_session session;
  session.open().send(iri({}, 4));
  write("in", pcap_of(session.packets, DLT_EN10MB));
  // the record is there before the capture ends
  const run_result r =
      shell("(cat in; for i in $(seq 100); do [ -s out2 ] && break; sleep 0.1; done; cp out2 early) | "
            "$LIHI decode --no-detail > out2; cmp early out2 && wc -l < early");
  EXPECT_EQ(r.out, "1\n") << r.err;
}

} // namespace
} // namespace lihi::test
