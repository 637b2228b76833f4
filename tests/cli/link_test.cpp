// What the program says of a delivery as a whole.
#include "cli/program.hpp"
#include "support/delivery.hpp"
#include "support/json.hpp"

#include <algorithm>

namespace lihi::test {
namespace {

// samples/hole: a session of eight PDUs of content, of which 2 and 3 are missing, 4 came twice and 5 behind
// 6, and whose END is missing (make_samples.py).
const std::vector<std::string> of_hole{"duplicate", "out_of_order", "gap", "orphan"};

std::vector<std::string> kinds(const std::vector<std::string>& lines) {
  std::vector<std::string> out;
  for (const std::string& line : lines)
    if (const json value = parse(line); at(value, "/record") == "lihi-event/1")
      out.push_back(at(value, "/kind"));
  return out;
}

TEST_F(cli, events_are_lines_in_order) {
  for (const char* jobs : {"1", "2"}) {
    const run_result r =
        run("decode --no-detail --jobs " + std::string(jobs) + " " + sample("hole/delivery.ber"));
    EXPECT_EQ(r.status, 0); // all that came was read
    const auto lines = r.lines();
    ASSERT_EQ(lines.size(), 12u);
    EXPECT_EQ(kinds(lines), of_hole);
    const json duplicate = parse(lines[4]), again = parse(lines[5]), gap = parse(lines[10]);
    EXPECT_EQ(at(duplicate, "/first"), "4");
    EXPECT_EQ(at(duplicate, "/source/offset"), at(again, "/source/offset"));
    EXPECT_EQ(at(duplicate, "/liid"), at(again, "/liid"));
    EXPECT_EQ(at(gap, "/first") + "+" + at(gap, "/count"), "2+2");
    EXPECT_NE(r.err.find(" 2 gaps, 1 duplicates, "), std::string::npos) << r.err;
  }
}

TEST_F(cli, events_go_where_they_are_wanted) {
  const std::string decode = "decode --no-detail " + sample("hole/delivery.ber") + " --events ";
  const run_result without = run(decode + "none");
  EXPECT_EQ(without.lines().size(), 8u);
  const run_result apart = run(decode + file("events"));
  EXPECT_EQ(apart.status, 0);
  EXPECT_EQ(apart.out, without.out);
  run_result kept;
  kept.out = read_text(folder_ / "events");
  EXPECT_EQ(kinds(kept.lines()), of_hole);
  EXPECT_EQ(fs::status(folder_ / "events").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(run(decode + file("events")).status, 2); // evidence is not replaced
  EXPECT_EQ(run(decode + file("events") + " --append").status, 0);
  EXPECT_EQ(read_text(folder_ / "events"), kept.out + kept.out);
  EXPECT_EQ(run("decode " + sample("hole/delivery.ber") + " --force").status, 2);
  EXPECT_EQ(shell("cp " + sample("hole/delivery.ber") + " in; $LIHI decode in --force --events in").status,
            2);
  EXPECT_EQ(fs::file_size(folder_ / "in"), fs::file_size(sample("hole/delivery.ber")));
}

TEST_F(cli, verifies_a_delivery) {
  const run_result whole = run("verify " + sample("story/hi2.ber") + " " + sample("story/hi3.ber"));
  EXPECT_EQ(whole.status, 0);
  EXPECT_EQ(whole.lines().back(), "complete");
  const run_result hole = run("verify " + sample("hole/delivery.ber"));
  EXPECT_EQ(hole.status, 1);
  EXPECT_EQ(hole.lines().back(), "not complete");
  EXPECT_EQ(hole.err, "");
  EXPECT_EQ(run("verify < " + sample("hole/delivery.ber")).out, hole.out);
  EXPECT_EQ(run("verify nothing-there").status, 2);
  EXPECT_EQ(run("verify /dev/null").status, 1);
}

TEST_F(cli, verifies_for_machines) {
  const run_result r = run("verify --json " + sample("hole/delivery.ber"));
  EXPECT_EQ(r.status, 1);
  ASSERT_EQ(r.lines().size(), 1u);
  const json value = parse(r.out);
  EXPECT_EQ(at(value, "/report"), "lihi-verify/1");
  EXPECT_EQ(at(value, "/complete"), "false");
  EXPECT_EQ(at(value, "/records"), "8");
  EXPECT_EQ(at(value, "/missing"), "2");
  EXPECT_EQ(at(value, "/duplicates"), "1");
  EXPECT_EQ(at(value, "/late"), "1");
  EXPECT_EQ(at(value, "/orphans"), "1");
  EXPECT_EQ(at(value, "/series/0/interface") + at(value, "/series/0/session"), "HI2open");
  EXPECT_EQ(at(value, "/series/1/interface") + at(value, "/series/1/session"), "HI3(absent)");
  EXPECT_EQ(at(value, "/series/1/liid"), "LIID-SAMPLE-0001");
  EXPECT_EQ(at(value, "/series/1/cin"), "1001");
  EXPECT_EQ(at(value, "/series/1/first") + "-" + at(value, "/series/1/last"), "0-7");
  EXPECT_EQ(at(value, "/series/1/pdus"), "7");
  EXPECT_EQ(at(value, "/series/1/missing"), "2");
}

// An encrypted payload may have a number of IRI or of CC: that nothing is missing is not known.
TEST_F(cli, does_not_call_complete_what_is_encrypted) {
  const octets clear = iri({.sequence = 0}, 4);
  const octets encrypted = ps_pdu(tlv("A4", {tlv("80", {from_hex("04")}), tlv("81", {octets(32, 0x5A)})}));
  write("in", clear + encrypted);
  const run_result r = run("verify in");
  EXPECT_EQ(r.status, 1);
  EXPECT_EQ(r.lines().back(), "not known");
  EXPECT_NE(r.out.find("; 1 encrypted PDUs were not counted\n"), std::string::npos) << r.out;
  const json value = parse(run("verify --json in").out);
  EXPECT_TRUE(value["complete"].IsNull());
  EXPECT_EQ(at(value, "/encrypted"), "1");
}

// Rotated files of one delivery: numbers go on; a PDU that the first ends inside of is told.
TEST_F(cli, verifies_files_one_behind_the_other) {
  const auto story = read_file(sample("story/hi3.ber"));
  write("one", bytes(story).first(600));
  write("two", bytes(story).subspan(600));
  const run_result r = run("verify --json one two");
  EXPECT_EQ(r.status, 1);
  EXPECT_NE(r.err.find("rejected: one: truncated at "), std::string::npos) << r.err;
  EXPECT_EQ(run("verify " + sample("story/hi2.ber") + " " + sample("story/hi2.ber")).status, 0); // a resend
}

} // namespace
} // namespace lihi::test
