// lihi serve when something breaks: what was sent is there, and what came twice is marked.
#include "service/serves.hpp"
#include "support/json.hpp"

#include <map>
#include <set>

namespace lihi::test {
namespace {

#ifdef LIHI_SANITIZED
constexpr int subscribers = 55, kills = 3;
constexpr auto rate = "0.4"; // Mbit/s a link: still sending when it is killed
#else
constexpr int subscribers = 555, kills = 10; // 100,000 PDUs
constexpr auto rate = "4";
#endif

// A delivery as 20 files: each LIID's IRI and CC in files of their own, in order.
constexpr auto split = R"sh(
delivery() { # SUBSCRIBERS: day.ber, truth, link0 to link19
  $LIHI synth --subscribers $1 --to day.ber --truth truth.jsonl 2> /dev/null
  python3 - <<'END'
import json, zlib
octets, at = open('day.ber', 'rb').read(), 0
links = [open(f'link{i}', 'wb') for i in range(20)]
for line in open('truth.jsonl'):
    pdu = json.loads(line)
    which = zlib.crc32(pdu['liid'].encode()) % 10 * 2 + (pdu['kind'] == 'cc')
    links[which].write(octets[at:at + pdu['octets']])
    at += pdu['octets']
assert at == len(octets)
END
}
send_all() { # RATE: all 20 at a time, each as one that sends again what may be lost
  for i in $(seq 0 19); do
    timeout 100 $LIHI replay link$i --to 127.0.0.1:$port --speed max --rate $1 --resend-window 64M --attempts 50 > sent$i 2>&1 &
    senders="$senders $!"
  done
}
drained() { # a stop decodes for some seconds at most: what is left comes with the next start
  for i in 1 2 3; do
    serve config.yaml
    finish
  done
}
kept() { # OCTETS: waits until the spool has so many
  for i in $(seq 1000); do
    [ "$(du -sb data/spool | cut -f 1)" -ge $1 ] && return
    sleep 0.02
  done
  return 1
}
fixed() { # the port, so that senders find it again
  serve config.yaml
  finish
  rm -r data
  sed -i "s/port: 0/port: $port/" config.yaml
}
)sh";

class loses : public serves {
 protected:
  run_result script(const std::string& text) { return serves::script(split + text); }

  // What is in the sink's files is what was made: all of it, nothing else, and what is there again follows
  // a line that says so. HI4 has no numbers that could tell.
  void expect_all() {
    std::set<std::string> made, got;
    for (const std::string& line : run("decode --no-detail --no-content day.ber").lines())
      made.insert(at(parse(line), "/id"));
    std::size_t truth = 0;
    for (const std::string& line : read_lines(folder_ / "truth.jsonl")) truth += line.empty() ? 0 : 1;
    EXPECT_EQ(made.size(), truth); // each PDU of the scenario is one record
    std::vector<fs::path> files;
    for (const auto& each : fs::directory_iterator(folder_ / "data/records")) files.push_back(each.path());
    std::sort(files.begin(), files.end());
    std::size_t again = 0, unmarked = 0;
    std::string before;
    for (const fs::path& each : files)
      for (const std::string& line : read_lines(each)) {
        if (line.empty()) continue;
        if (line.starts_with("{\"record\":\"lihi/1\"")) {
          const json one = parse(line);
          if (at(one, "/kind") == "tri") continue;
          ASSERT_TRUE(made.contains(at(one, "/id"))) << "a record of nothing that was sent";
          if (!got.insert(at(one, "/id")).second && at(one, "/kind") != "hi4") {
            ++again;
            const bool marked = before.find("\"kind\":\"duplicate\"") != std::string::npos &&
                                at(parse(before), "/first") == at(one, "/sequence") &&
                                at(parse(before), "/liid") == at(one, "/liid");
            unmarked += marked ? 0 : 1;
          }
        }
        before = line;
      }
    EXPECT_EQ(got.size(), made.size());
    EXPECT_EQ(unmarked, 0u) << "of " << again;
    again_ = again;
  }
  std::size_t again_ = 0;
};

TEST_F(loses, nothing_when_it_is_killed_at_any_moment) {
  // By the first kill more is kept than all IRI, so some of it is of CC links, which have much left to send:
  // each of them sends that again. How soon the senders come back after that is theirs to choose.
  const run_result r = script(
      "delivery " + std::to_string(subscribers) +
      "; lab 'spool: {segment: 1MiB}' 'captures: [{name: content}]'; fixed; RANDOM=14; serve config.yaml; "
      "send_all " +
      rate + "; kept " + std::to_string(subscribers * 6000) + "; for k in $(seq " + std::to_string(kills) +
      "); do sleep 0.$((RANDOM % 900 + 100)); pkill -KILL -P $server; wait $server; serve config.yaml; done; "
      "wait $senders; "
      "sleep 0.5; finish; echo $?; drained; $LIHI verify day.ber > /dev/null 2>&1; $LIHI spool verify "
      "data/spool > "
      "told; echo $?; cat told earlier log >&2; packets data/content | sort > got; records | grep "
      "'\"record\":\"lihi/1\"' | grep -cE '\"kind\":\"cc\"|\"sip\":[{]' > packets; wc -l < got | cmp - "
      "packets; "
      "uniq got | wc -l; $LIHI decode --cc-out cc day.ber > /dev/null 2>&1; packets cc | sort -u | wc -l");
  expect_all();
  // each packet, of CC or of SIP in IRI, is written as often as its record, which is as often as it came
  ASSERT_EQ(r.lines().size(), 4u) << r.out << r.err;
  EXPECT_EQ(r.lines()[0], "0") << r.err;
  EXPECT_EQ(r.lines()[1], "0") << r.err;
  EXPECT_EQ(r.lines()[2], r.lines()[3]);
  EXPECT_GT(again_, 0u);
}

// A small file system of memory, which something else fills up for a while.
TEST_F(loses, nothing_when_the_disk_is_full_for_a_while) {
  const run_result r =
      script("delivery 55; lab 'spool: {waiting: 1MiB}'; mkdir data; cat > inside <<'END'\nmount -t tmpfs -o "
             "size=64m "
             "none data || exit 9\n"
             "serve config.yaml\nhead -c 65M /dev/zero > data/filler 2> /dev/null\nsend_all 1000\nfor i in "
             "$(seq 200); do grep -q 'alarm: spool disk' "
             "log && break; sleep 0.02; done\nexec 3<> /dev/tcp/127.0.0.1/$port; cat keep-alive >&3; timeout "
             "1.5 head -c 1 <&3 | "
             "wc -c\nrm data/filler; timeout 5 head -c 63 <&3 | wc -c\nwait $senders; sleep 0.5; finish; "
             "echo $?; drained; cp -r data kept\nEND\n"
             "python3 -c \"open('keep-alive', "
             "'wb').write(bytes.fromhex('303DA13580070400020205012B81012D82024445A30BA00580034F5031"
             "820244458401018513"
             "32303236303230363039343430312E3630385A"
             "A204A2028300'))\"; export LIHI; { declare -f; cat inside; } > "
             "all; unshare -m bash all || exit 9; rm -r data; mv kept data; cat earlier log >&2");
  if (r.status == 9) GTEST_SKIP() << "no file system can be mounted here: " << r.err;
  // no answer while what came before it is not on the disk, and one when it is
  ASSERT_EQ(r.out, "0\n63\n0\n") << r.err;
  EXPECT_NE(r.err.find("alarm: spool disk: cannot be written: No space left on device"), std::string::npos)
      << r.err;
  EXPECT_NE(r.err.find("alarm over: spool disk"), std::string::npos) << r.err;
  expect_all();
  EXPECT_EQ(again_, 0u);
}

TEST_F(loses, nothing_when_other_links_send_garbage_or_stall) {
  const run_result r =
      script("delivery 55; lab; serve config.yaml; head -c 3000000 /dev/urandom > garbage; cat garbage > "
             "/dev/tcp/127.0.0.1/$port & exec 3<> "
             "/dev/tcp/127.0.0.1/$port; head -c 100 link0 >&3; (printf '\\060\\204\\000\\377\\377\\377'; "
             "head -c 500000 "
             "/dev/zero) > /dev/tcp/127.0.0.1/$port & send_all 1000; wait $senders; sleep 0.5; exec 3>&-; "
             "finish; echo $?; drained; mv data/records all; "
             "mkdir data/records; grep -v '\"kind\":\"reject\"' all/* > data/records/0; cat log >&2");
  ASSERT_EQ(r.out, "0\n") << r.err;
  expect_all();
}

// Faults of the senders' own are theirs: what they sent is what there is.
TEST_F(loses, nothing_of_what_faulty_senders_sent) {
  const run_result r =
      script("delivery 55; lab; serve config.yaml; for i in $(seq 0 19); do $LIHI replay "
             "link$i --to 127.0.0.1:$port --speed max --chunk 300 "
             "--rate 30 --resend-window 4M --seed $i --fault duplicate=0.02,reset=0.005,stall=0.002 "
             "> sent$i 2>&1 & senders=\"$senders $!\"; done; wait "
             "$senders; sleep 0.5; finish; echo $?; drained; cat log sent* >&2");
  ASSERT_EQ(r.out, "0\n") << r.err;
  expect_all();
  EXPECT_GT(again_, 100u);
}

} // namespace
} // namespace lihi::test
