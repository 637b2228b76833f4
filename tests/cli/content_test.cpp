// lihi decode --cc-out: content as captures and files.
#include "cli/program.hpp"
#include "support/delivery.hpp"
#include "support/json.hpp"

#include <algorithm>

namespace lihi::test {
namespace {

class contents : public cli {
 protected:
  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& each : fs::directory_iterator(folder_ / "cc")) out.push_back(each.path().filename());
    std::sort(out.begin(), out.end());
    return out;
  }
  bool has_tshark() { return shell("command -v tshark").status == 0; }
};

// An IPv4 packet with UDP, without checksums.
octets packet(std::uint8_t last) {
  octets out =
      from_hex("45 00 00 1D 00 01 00 00 40 11 00 00 C0 00 02 01 C0 00 02 02 C3 50 C3 51 00 09 00 00");
  out.push_back(last);
  return out;
}

// CCContents emailCC [1] {emailCCObjId [0], email-Format [1] application(2), content [2]}
octets email(const std::string& mail) {
  const octets contents =
      tlv("A2", {tlv("A1", {from_hex("80 04 05 02 0A 02 81 01 02"), tlv("82", {text(mail)})})});
  return ps_pdu(tlv("A1", {tlv("30", {from_hex("80 01 00"), contents})}));
}

TEST_F(contents, of_the_story) {
  const run_result r =
      run("decode --no-detail --cc-out cc " + sample("story/hi2.ber") + " " + sample("story/hi3.ber"));
  EXPECT_EQ(r.status, 0) << r.err;
  EXPECT_EQ(r.out, run("decode --no-detail " + sample("story/hi2.ber") + " " + sample("story/hi3.ber")).out);
  EXPECT_NE(r.err.find("content: 9 packets in 2 captures, 0 files"), std::string::npos) << r.err;
  EXPECT_EQ(names(),
            (std::vector<std::string>{"XX.EXAMPLE.mdf-01.LIID-SAMPLE-0001.1001.pcapng",
                                      "XX.EXAMPLE.mdf-01.LIID-SAMPLE-0001.1002.pcapng", "manifest.jsonl"}));
  for (const auto& each : fs::directory_iterator(folder_ / "cc"))
    EXPECT_EQ(each.status().permissions(), fs::perms::owner_read | fs::perms::owner_write);
  if (!has_tshark()) GTEST_SKIP() << "tshark is not installed";
  const run_result shown = shell("for f in cc/*.pcapng; do tshark -n -r $f -T fields -E separator=, -e "
                                 "frame.time_epoch -e frame.packet_flags_direction "
                                 "-e ip.src -e udp.dstport -e frame.interface_name -e _ws.malformed -e "
                                 "frame.comment; capinfos -k $f; done");
  // the packets of samples/story.yaml: times, directions, addresses
  EXPECT_NE(shown.out.find("1770368403.000000000,0x00000002,192.0.2.17,53,"), std::string::npos) << shown.out;
  EXPECT_NE(shown.out.find(",0x00000001,198.51.100.53,"), std::string::npos) << shown.out;
  EXPECT_NE(shown.out.find("begin session.start pDUSessionEstablishment"), std::string::npos) << shown.out;
  EXPECT_NE(shown.out.find("LIID LIID-SAMPLE-0001, CIN 1002"), std::string::npos) << shown.out;
  EXPECT_EQ(shown.out.find("alformed"), std::string::npos) << shown.out;
  // the call's SIP, of IRI, between the packets of its content
  const run_result call =
      shell("tshark -n -r cc/*.1002.pcapng 2> /dev/null | sed 's/[^A-Za-z0-9.:/]\\+/ /g'");
  const std::vector<std::string> lines = call.lines();
  ASSERT_EQ(lines.size(), 6u) << call.out;
  EXPECT_NE(lines[0].find("192.0.2.17 198.51.100.53 SIP/SDP"), std::string::npos) << lines[0];
  EXPECT_NE(lines[0].find("Request: INVITE sip:"), std::string::npos) << lines[0];
  EXPECT_NE(lines[1].find("198.51.100.53 192.0.2.17 SIP"), std::string::npos) << lines[1];
  EXPECT_NE(lines[1].find("Status: 200 OK"), std::string::npos) << lines[1];
  EXPECT_NE(lines[2].find("Request: BYE"), std::string::npos) << call.out; // hi3.ber is read behind hi2.ber
}

TEST_F(contents, of_many_sessions_with_few_files_open) {
  constexpr std::uint32_t sessions = 300;
  octets stream;
  for (std::uint8_t round = 0; round < 2; ++round)
    for (std::uint32_t i = 0; i < sessions; ++i) {
      const octets one = cc({.cin = i, .sequence = round}, packet(round));
      stream.insert(stream.end(), one.begin(), one.end());
    }
  write("in", stream);
  const run_result r =
      shell("ulimit -n 100; $LIHI decode --no-detail --cc-out cc in > records; ls cc | wc -l; "
            "cat cc/XX.OP.-.LIID-1.7.pcapng | wc -c; stat -c %s cc/*.pcapng | sort -u | wc -l");
  EXPECT_EQ(r.lines()[0], std::to_string(sessions + 1)) << r.err;
  EXPECT_EQ(r.lines()[2], "1") << r.err; // all alike: one section with two packets
  EXPECT_NE(r.err.find("600 packets in 300 captures"), std::string::npos) << r.err;
  if (!has_tshark()) GTEST_SKIP() << "tshark is not installed";
  EXPECT_EQ(shell("tshark -n -r cc/XX.OP.-.LIID-1.7.pcapng -T fields -e udp.payload").out, "00\n01\n");
}

TEST_F(contents, nothing_is_written_over_and_nowhere_else) {
  write("in", cc({.liid = "../../../x"}, packet(1)));
  EXPECT_EQ(run("decode --cc-out cc in").status & ~1, 0);
  EXPECT_EQ(names(),
            (std::vector<std::string>{"XX.OP.-.%2E%2E%2F%2E%2E%2F%2E%2E%2Fx.1.pcapng", "manifest.jsonl"}));
  // a name that no file system takes
  write("long", cc({.liid = std::string(300, 'x')}, packet(1)));
  EXPECT_EQ(
      shell("$LIHI decode --cc-out other long > /dev/null; ls other | sed 's/^\\(.\\{16\\}\\).*/\\1/'").out,
      "XX.OP.-.xxxxxxxx\nmanifest.jsonl\n");
  const run_result again = run("decode --cc-out cc in");
  EXPECT_EQ(again.status, 2);
  EXPECT_NE(again.err.find("no empty folder"), std::string::npos) << again.err;
  EXPECT_EQ(shell("touch file; $LIHI decode --cc-out file in").status, 2);
  EXPECT_EQ(run("decode --cc-out missing/cc in").status, 2);
  EXPECT_EQ(run("decode --cc-out cc2 --jobs 2 in").status, 2);
  EXPECT_EQ(run("decode --cc-out cc2 --to jer in").status, 2);
  EXPECT_EQ(shell("mkdir empty; $LIHI decode --cc-out empty in > /dev/null; ls empty | wc -l").out, "2\n");
}

TEST_F(contents, what_is_no_packet_is_a_file) {
  const std::string mail = "Subject: keys\r\n\r\nBoth.\r\n";
  const octets one = email(mail);
  octets stream = one;
  stream.insert(stream.end(), one.begin(), one.end()); // sent twice
  write("in", stream);
  const run_result r = run("decode --no-detail --cc-out cc in");
  const json record = parse(r.lines()[0]);
  ASSERT_EQ(at(record, "/content/type"), "mail") << r.out << r.err;
  const std::string file = "-.OP.-.L1.1." + at(record, "/id") + ".mail";
  EXPECT_EQ(names(), (std::vector<std::string>{file, "manifest.jsonl"}));
  EXPECT_EQ(read_text(folder_ / "cc" / file), mail);
  const json line = parse(read_text(folder_ / "cc" / "manifest.jsonl"));
  EXPECT_EQ(at(line, "/file"), file);
  EXPECT_EQ(at(line, "/type"), "mail");
  EXPECT_EQ(at(line, "/octets"), std::to_string(mail.size()));
}

TEST_F(contents, a_full_disk_is_told) {
  write("in", cc({}, packet(1)));
  // a limit of the files' size stands in for the disk's end
  const run_result r = shell(
      "(trap '' XFSZ; ulimit -f 0; exec $LIHI decode --no-detail --cc-out cc in 2>&1 > /dev/null) | cat");
  EXPECT_NE(r.out.find("cc: File too large"), std::string::npos) << r.out;
}

} // namespace
} // namespace lihi::test
