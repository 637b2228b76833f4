// lihi replay into lihi listen: what a receiver ends up with is what was sent.
#include "cli/receiver.hpp"
#include "support/capture.hpp"
#include "support/delivery.hpp"
#include "support/json.hpp"

#include <pcap/dlt.h>
#include <set>

namespace lihi::test {
namespace {

class replays : public cli {
 protected:
  // HI2 and HI3 of the story on two connections, with a pause in the first.
  replays() {
    tcp_session hi2({.server_port = 50001}), hi3({.client_port = 40001, .server_port = 50002});
    hi2.open().send(read_file(sample("story/hi2.ber")), 500).close();
    hi3.open().send(read_file(sample("story/hi3.ber")), 500).close();
    std::vector<captured> packets = hi2.packets;
    packets.insert(packets.end(), hi3.packets.begin(), hi3.packets.end());
    write("capture", pcap_of(packets, DLT_EN10MB));
    expected_ = ids(run("decode --no-detail --events none capture").out);
  }
  // A receiver, a replay of the capture to it, and the statuses of both; the receiver's output behind them.
  run_result loop(const std::string& receiver, const std::string& replay,
                  const std::string& input = "capture") {
    return shell(std::string(receiver_functions) + "start --no-detail " + receiver +
                 "; $LIHI replay --to 127.0.0.1:$port " + replay + " " + input +
                 " 2> replayed; echo $?; wait $receiver; echo $?; cat received; cat replayed told >&2");
  }
  // Ids of the records, but for keep-alives, which are the sender's own.
  static std::vector<std::string> ids(const std::string& out) {
    run_result all;
    all.out = out;
    std::vector<std::string> found;
    for (const std::string& line : all.lines()) {
      if (!line.starts_with("{\"record\":\"lihi/1\"")) continue;
      const json value = parse(line);
      if (at(value, "/source_event").substr(0, 10) == "keep-alive") continue;
      found.push_back(at(value, "/id") + "/" + at(value, "/source/element"));
    }
    std::sort(found.begin(), found.end());
    return found;
  }
  static std::size_t count(const std::string& in, const std::string& what) {
    std::size_t out = 0;
    for (std::size_t place = in.find(what); place != in.npos; place = in.find(what, place + 1)) ++out;
    return out;
  }

  std::vector<std::string> expected_;
};

TEST_F(replays, records_are_those_of_the_capture) {
  ASSERT_GE(expected_.size(), 20u);
  for (const char* how : {"--speed max", "--speed max --chunk 1", "--speed max --chunk 100 --seed 7",
                          "--speed 10x", "--speed max --rate 1"}) {
    const run_result r = loop("--connections 2", how);
    EXPECT_EQ(r.out.substr(0, 4), "0\n0\n") << how << r.err;
    EXPECT_EQ(ids(r.out), expected_) << how << r.err;
    EXPECT_NE(r.err.find("on 2 connections"), std::string::npos) << r.err;
  }
}

// A write for each segment of the capture, wherever PDUs begin and end: 11 of 500 octets and 4.
TEST_F(replays, writes_are_the_segments_of_the_capture) {
  const run_result r = loop("--connections 2", "--speed 1000x");
  EXPECT_EQ(r.out.substr(0, 4), "0\n0\n") << r.err;
  EXPECT_EQ(ids(r.out), expected_) << r.err;
  const std::size_t segments = (read_file(sample("story/hi2.ber")).size() + 499) / 500 +
                               (read_file(sample("story/hi3.ber")).size() + 499) / 500;
  EXPECT_NE(r.err.find("in " + std::to_string(segments) + " writes on 2 connections"), std::string::npos)
      << r.err;
}

TEST_F(replays, octets_of_a_stream_as_they_are) {
  const run_result r =
      shell(std::string(receiver_functions) +
            "start --connections 1 --to raw; $LIHI replay --speed max --to 127.0.0.1:$port " +
            sample("damaged/stream.ber") + "; echo $?; wait $receiver; cmp received " +
            sample("damaged/stream.ber") + " && echo same");
  EXPECT_EQ(r.out, "0\nsame\n") << r.err;
}

// Duplicates are marked, places changed and connections reset: with a window that holds all, nothing is lost.
TEST_F(replays, nothing_is_lost_by_faults_with_a_resend_window) {
  std::size_t resets = 0;
  for (int seed = 1; seed <= 5; ++seed) {
    const run_result r =
        loop("--connections 2",
             "--speed max --resend-window 1M --fault duplicate=0.2,reorder=0.2,reset=0.1 --seed " +
                 std::to_string(seed));
    EXPECT_EQ(r.out.substr(0, 2), "0\n") << r.err;
    const std::vector<std::string> came = ids(r.out);
    const std::set<std::string> once(came.begin(), came.end());
    EXPECT_EQ(std::vector<std::string>(once.begin(), once.end()), expected_) << "seed " << seed << r.err;
    // numbers are counted of IRI and CC alone, and once a PDU
    std::size_t again = 0;
    std::multiset<std::string> numbered;
    run_result lines;
    lines.out = r.out;
    for (const std::string& line : lines.lines()) {
      if (!line.starts_with("{\"record\":\"lihi/1\"")) continue;
      const json value = parse(line);
      if (const std::string kind = at(value, "/kind");
          (kind == "iri" || kind == "cc") && at(value, "/source/element") == "0")
        numbered.insert(at(value, "/id"));
    }
    for (auto each = numbered.begin(); each != numbered.end(); each = numbered.upper_bound(*each))
      again += numbered.count(*each) - 1;
    EXPECT_EQ(count(r.out, "\"kind\":\"duplicate\""), again) << r.err;
    EXPECT_EQ(count(r.out, "\"kind\":\"gap\""), 0u);
    resets += count(r.err, "Connection reset by peer");
  }
  EXPECT_GT(resets, 0u);
}

TEST_F(replays, faults_are_what_the_receiver_finds) {
  const run_result dropped = loop("--connections 2", "--speed max --fault drop=0.3 --seed 3");
  const std::vector<std::string> came = ids(dropped.out);
  const std::size_t told = dropped.err.find("faults: ");
  ASSERT_NE(told, std::string::npos);
  EXPECT_LT(came.size(), expected_.size());
  EXPECT_TRUE(std::includes(expected_.begin(), expected_.end(), came.begin(), came.end()));
  // the same seed, the same faults
  EXPECT_EQ(ids(loop("--connections 2", "--speed max --fault drop=0.3 --seed 3").out), came);
  EXPECT_NE(ids(loop("--connections 2", "--speed max --fault drop=0.3 --seed 4").out), came);
  const run_result cut = loop("--connections 2", "--speed max --fault truncate=0.3 --seed 3");
  EXPECT_EQ(cut.out.substr(0, 4), "0\n1\n") << cut.err;
  EXPECT_GT(count(cut.out, "\"kind\":\"reject\""), 0u);
  const run_result changed = loop("--connections 2", "--speed max --fault corrupt=0.5,stall=0.1 --seed 3");
  EXPECT_NE(ids(changed.out), expected_);
}

TEST_F(replays, tls_with_client_certificates) {
  const std::string run_both = "$LIHI replay --speed max --to 127.0.0.1:$port --ca ca.pem ";
  const run_result r = shell(
      std::string(receiver_functions) +
      "certificates; start --connections 4 --no-detail --cert server.pem --key server.key --ca ca.pem;" +
      // with another authority's certificate; trusting another authority; for another name; as it should be
      run_both +
      "--cert other.pem --key other.key --attempts 2 capture; echo $?;"
      "$LIHI replay --speed max --to 127.0.0.1:$port --ca other.pem --cert client.pem --key client.key "
      "--attempts 2 capture; echo $?;" +
      run_both +
      "--cert client.pem --key client.key --tls-name nobody.example.com --attempts 2 capture; echo $?;" +
      run_both + "--cert client.pem --key client.key --tls-name lemf.example.com capture; echo $?;" +
      run_both +
      "--cert client.pem --key client.key capture; echo $?;"
      "wait $receiver; cat received; cat told >&2");
  EXPECT_EQ(r.out.substr(0, 10), "2\n2\n2\n0\n0\n") << r.err;
  std::vector<std::string> twice = expected_;
  twice.insert(twice.end(), expected_.begin(), expected_.end());
  std::sort(twice.begin(), twice.end());
  EXPECT_EQ(ids(r.out), twice);
  EXPECT_NE(r.err.find("certificate verify failed"), std::string::npos) << r.err;
}

TEST_F(replays, keep_alives_in_silence) {
  // two PDUs, and a second and a half between them
  tcp_session slow;
  slow.open().send(iri({.sequence = 0}, 1)).wait(1'500'000).send(iri({.sequence = 1}, 2)).close();
  write("slow", pcap_of(slow.packets, DLT_EN10MB));
  const run_result r = loop("--connections 1", "--time1 0.2", "slow");
  EXPECT_EQ(r.out.substr(0, 2), "0\n") << r.err;
  EXPECT_GE(count(r.out, "\"source_event\":\"keep-alive\""), 2u) << r.err;
  EXPECT_EQ(r.err.find("not answered"), std::string::npos) << r.err;
  EXPECT_NE(r.err.find(" answers"), std::string::npos) << r.err;
}

// A receiver of python: it says nothing, closes at once, or says what it must not.
TEST_F(replays, receivers_that_misbehave) {
  tcp_session slow;
  slow.open().send(iri({.sequence = 0}, 1)).wait(700'000).send(iri({.sequence = 1}, 2)).close();
  write("slow", pcap_of(slow.packets, DLT_EN10MB));
  const std::string receiver = R"(
receiver() { # STATEMENTS for each connection c
  rm -f port # of the one before: it must not be taken for this one's
  python3 -c "
import socket,threading,sys
s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True)
def serve(c):
  try:
    exec(sys.argv[1])
  except OSError: pass
while True: threading.Thread(target=serve, args=(s.accept()[0],), daemon=True).start()
" "$1" > port &
  python=$!
  for i in $(seq 100); do [ -s port ] && break; sleep 0.05; done
}
)";
  const auto with = [&](const std::string& statements, const std::string& options) {
    return shell(receiver + "receiver \"" + statements +
                 "\"; timeout 30 $LIHI replay --to 127.0.0.1:$(cat port) " + options +
                 " slow; echo $?; kill $python");
  };
  const run_result silent = with("while c.recv(65536): pass", "--time1 0.1 --time3 0.2 --attempts 3");
  EXPECT_EQ(silent.out, "1\n") << silent.err; // it went on, over a new connection
  EXPECT_NE(silent.err.find("a keep-alive was not answered"), std::string::npos) << silent.err;
  // it takes nothing: more than the system buffers for it
  const run_result full =
      shell(receiver + "receiver \"import time\ntime.sleep(60)\"; cp " + sample("story/hi3.ber") +
            "  big; for i in $(seq 15); do cat big big > more; mv more big; done; timeout 30 $LIHI replay "
            "--speed max --to 127.0.0.1:$(cat port) "
            "--time3 0.3 --attempts 2 big; echo $?; kill $python");
  EXPECT_EQ(full.out, "2\n") << full.err;
  EXPECT_NE(full.err.find("the receiver takes nothing"), std::string::npos) << full.err;
  const run_result closing = with("c.close()", "--attempts 3 --resend-window 1M");
  EXPECT_EQ(closing.out, "2\n") << closing.err;
  const run_result talking = with("c.sendall(b'hello')\nwhile c.recv(65536): pass", "--speed max");
  EXPECT_EQ(talking.out, "1\n") << talking.err;
  EXPECT_NE(talking.err.find("5 octets that a receiver must not send"), std::string::npos) << talking.err;
}

TEST_F(replays, only_what_is_wanted) {
  const run_result cc = loop("--connections 1", "--speed max --filter interface=HI3");
  EXPECT_EQ(count(cc.out, "\"interface\":\"HI3\""), count(cc.out, "\"record\":\"lihi/1\"")) << cc.err;
  EXPECT_GT(count(cc.out, "\"interface\":\"HI3\""), 0u);
  const run_result none = run("replay --dry-run --filter liid=NOBODY capture");
  EXPECT_EQ(none.status, 0);
  EXPECT_EQ(none.out, "");
  const run_result all = run("replay --dry-run capture");
  EXPECT_EQ(all.out.substr(0, 35), "192.0.2.1:40000>192.0.2.2:50001: 14") << all.out;
}

TEST_F(replays, changed_on_the_way) {
  const run_result r =
      loop("--connections 2", "--speed max --liid LIID-SAMPLE-0001=OTHER --shift-time now --renumber");
  EXPECT_EQ(r.out.substr(0, 4), "0\n0\n") << r.err;
  EXPECT_EQ(count(r.out, "LIID-SAMPLE-0001"), 0u);
  EXPECT_GT(count(r.out, "\"liid\":\"OTHER\""), 10u);
  EXPECT_EQ(count(r.out, "\"event_time\":\"2026-02-06T"), 0u) << r.out;
  EXPECT_EQ(ids(r.out).size(), expected_.size());
  EXPECT_EQ(count(r.out, "\"kind\":\"gap\""), 0u);
}

TEST_F(replays, again_and_again) {
  const run_result r = loop("--connections 6", "--speed max --loop 3 --renumber");
  EXPECT_EQ(ids(r.out).size(), 3 * expected_.size()) << r.err;
  EXPECT_EQ(count(r.out, "\"kind\":\"duplicate\""), 0u);
}

TEST_F(replays, wrong_usage_and_nobody_there) {
  EXPECT_EQ(run("replay capture").status, 2);
  EXPECT_EQ(run("replay capture --to 127.0.0.1").status, 2);
  EXPECT_EQ(run("replay capture --to 192.0.2.1:1").status, 2);
  EXPECT_EQ(run("replay capture --to 127.0.0.1:1 --attempts 1").status, 2);
  for (const char* wrong :
       {"--speed fast", "--speed 0", "--filter liid", "--filter name=x", "--liid A", "--fault x=1",
        "--fault drop=2", "--fault drop", "--shift-time later", "--rate 0", "--loop 0"})
    EXPECT_EQ(run(std::string("replay --dry-run capture ") + wrong).status, 2) << wrong;
  EXPECT_EQ(run("replay --dry-run missing").status, 2);
}

} // namespace
} // namespace lihi::test
