// The program as its users run it: results, messages, exit statuses.
#include "cli/program.hpp"
#include "support/files.hpp"
#include "support/hex.hpp"
#include "support/json.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lihi::test {
namespace {

TEST_F(cli, decodes_to_records) {
  const run_result r = run("decode " + sample("story/hi2.ber"));
  EXPECT_EQ(r.status, 0);
  ASSERT_EQ(r.lines().size(), 15u);
  for (const std::string& line : r.lines()) EXPECT_EQ(at(line, "/record"), "lihi/1");
  EXPECT_EQ(at(r.lines()[1], "/source/name"), sample("story/hi2.ber"));
  EXPECT_NE(r.err.find("15 PDUs, 15 records, 0 rejected, 0 defective values, 0 gaps, 0 duplicates, "),
            std::string::npos)
      << r.err;
}

TEST_F(cli, leaves_out_what_is_not_wanted) {
  EXPECT_EQ(run("decode --no-detail " + sample("story/hi2.ber")).out.find("\"detail\""), std::string::npos);
  const run_result r = run("decode --no-detail --no-content " + sample("story/hi3.ber"));
  for (const std::string& line : r.lines()) {
    EXPECT_EQ(at(line, "/content/octets"), "(absent)");
    EXPECT_NE(at(line, "/content/length"), "(absent)");
  }
}

TEST_F(cli, reads_standard_input) {
  const run_result a = run("decode - < " + sample("story/hi2.ber"));
  const run_result b = run("decode < " + sample("story/hi2.ber"));
  EXPECT_EQ(a.status, 0);
  EXPECT_EQ(a.out, b.out);
  EXPECT_EQ(a.lines().size(), 15u);
  EXPECT_EQ(at(a.lines()[0], "/source/name"), "-");
  EXPECT_EQ(at(run("decode --source link-7 < " + sample("story/hi2.ber")).lines()[0], "/source/name"),
            "link-7");
}

TEST_F(cli, reads_several_files_in_order) {
  const run_result r = run("decode " + sample("story/hi2.ber") + " " + sample("story/hi3.ber"));
  ASSERT_EQ(r.lines().size(), 21u);
  EXPECT_EQ(at(r.lines()[15], "/source/name"), sample("story/hi3.ber"));
}

TEST_F(cli, decodes_to_jer_and_tree) {
  const run_result jer = run("decode --to jer " + sample("story/hi2.ber"));
  EXPECT_EQ(jer.status, 0);
  ASSERT_EQ(jer.lines().size(), 15u);
  EXPECT_EQ(at(jer.lines()[0], "/offset"), "0");
  EXPECT_EQ(at(jer.lines()[1], "/pdu/pSHeader/li-psDomainId"), "0.4.0.2.2.5.1.43");
  const run_result tree = run("decode --to tree " + sample("story/hi2.ber"));
  EXPECT_NE(tree.out.find("lawfulInterceptionIdentifier: \"4c4949442d53414d504c452d30303031\"  [1]"),
            std::string::npos);
}

TEST_F(cli, inspects) {
  const run_result plain = run("inspect " + sample("story/hi2.ber"));
  EXPECT_EQ(plain.status, 0);
  EXPECT_EQ(plain.out.find("\x1b["), std::string::npos) << "no colours but on a terminal";
  EXPECT_NE(plain.out.find("registration  AMFRegistration SEQUENCE"), std::string::npos);
  EXPECT_NE(run("inspect --colour always " + sample("story/hi2.ber")).out.find("\x1b[36m"),
            std::string::npos);
  EXPECT_EQ(run("inspect " + sample("damaged/stream.ber")).status, 1);
}

TEST_F(cli, shows_the_schema) {
  const run_result type = run("schema AMFRegistration");
  EXPECT_EQ(type.status, 0);
  EXPECT_NE(type.out.find("registrationType"), std::string::npos);
  EXPECT_NE(type.out.find("differs in release 17"), std::string::npos);
  EXPECT_NE(run("schema PSHeader").out.find("(SIZE(1..25))"), std::string::npos);
  EXPECT_NE(run("schema sUPI").out.find("AMFRegistration.sUPI [4] SUPI"), std::string::npos);
  EXPECT_EQ(run("schema NoSuchThing").status, 2);
  EXPECT_GT(run("schema").lines().size(), 1681u);
}

TEST_F(cli, help_has_examples) {
  for (const char* command : {"decode", "inspect", "schema"}) {
    const run_result r = run(std::string(command) + " --help");
    EXPECT_EQ(r.status, 0);
    EXPECT_NE(r.out.find("Example: lihi "), std::string::npos) << command;
  }
  EXPECT_EQ(run("--help").status, 0);
  EXPECT_EQ(run("--version").status, 0);
}

TEST_F(cli, wrong_usage_is_2) {
  EXPECT_EQ(run("").status, 2);
  EXPECT_EQ(run("frobnicate").status, 2);
  EXPECT_EQ(run("decode --to xml " + sample("story/hi2.ber")).status, 2);
  EXPECT_EQ(run("decode --no-such-option").status, 2);
  EXPECT_EQ(run("inspect").status, 2);
}

TEST_F(cli, input_that_cannot_be_opened_is_2) {
  const run_result none = run("decode " + (folder_ / "none.ber").string());
  EXPECT_EQ(none.status, 2);
  EXPECT_NE(none.err.find("No such file or directory"), std::string::npos);
  const run_result folder = run("decode " + folder_.string());
  EXPECT_EQ(folder.status, 2);
  EXPECT_NE(folder.err.find("is a directory"), std::string::npos);
  const run_result mixed = run("decode " + folder_.string() + " " + sample("story/hi2.ber"));
  EXPECT_EQ(mixed.status, 2);
  EXPECT_EQ(mixed.lines().size(), 15u) << "the other files are read";
}

TEST_F(cli, rejects_that_cannot_be_kept_are_told) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full";
  const run_result r = run("decode --rejects /dev/full " + sample("damaged/stream.ber"));
  EXPECT_EQ(r.status, 2);
  EXPECT_NE(r.err.find("/dev/full: No space left on device"), std::string::npos) << r.err;
}

TEST_F(cli, an_empty_file_is_1) {
  const run_result r = run("decode " + sample("damaged/empty.ber"));
  EXPECT_EQ(r.status, 1);
  ASSERT_EQ(r.lines().size(), 1u);
  EXPECT_EQ(at(r.lines()[0], "/kind"), "reject");
  EXPECT_EQ(at(r.lines()[0], "/code"), "empty_input");
}

TEST_F(cli, a_closed_pipe_ends_quietly) {
  const run_result r =
      run("decode " + sample("story/hi2.ber") + " | head -c 10 > /dev/null; exit ${PIPESTATUS[0]}");
  EXPECT_TRUE(r.status == 0 || r.status == 1) << r.status; // all of it may fit the pipe
  std::ofstream big(folder_ / "big.ber", std::ios::binary);
  const auto story = read_file(sample("story/hi2.ber"));
  for (int i = 0; i < 500; ++i)
    big.write(reinterpret_cast<const char*>(story.data()), static_cast<std::streamsize>(story.size()));
  big.close();
  const run_result closed =
      run("decode " + (folder_ / "big.ber").string() + " | head -c 10 > /dev/null; exit ${PIPESTATUS[0]}");
  EXPECT_EQ(closed.status, 1);
}

struct damage {
  const char* file;
  const char* code;
  const char* path; // of the error or note
  bool rejected;    // an error; else a note
};

void PrintTo(const damage& one, std::ostream* out) { *out << one.file; }

class damaged : public cli, public testing::WithParamInterface<damage> {};

TEST_P(damaged, has_its_code_offset_and_path_and_the_rest_is_read) {
  const damage& one = GetParam();
  for (const char* format : {"records", "jer"}) {
    const run_result r = run("decode --to " + std::string(format) + " --events none --force --rejects " +
                             (folder_ / "rejects").string() + " " + sample(one.file));
    EXPECT_EQ(r.status, 1) << one.file;
    const auto lines = r.lines();
    ASSERT_GE(lines.size(), 2u);
    bool told = false;
    for (const std::string& line : lines) {
      const json value = parse(line);
      if (one.rejected && at(value, "/code") == one.code) {
        told = true;
        EXPECT_EQ(at(value, "/record"), "lihi-event/1");
        EXPECT_EQ(at(value, "/kind"), "reject");
        EXPECT_EQ(at(value, "/path"), one.path);
        EXPECT_NE(at(value, "/offset"), "(absent)");
        EXPECT_NE(at(value, "/message"), "(absent)");
        EXPECT_EQ(at(value, "/source/name"), sample(one.file));
        EXPECT_NE(
            r.err.find("rejected: " + sample(one.file) + ": " + one.code + " at " + at(value, "/offset")),
            std::string::npos)
            << r.err;
      }
      for (int i = 0; !one.rejected && at(value, "/notes/" + std::to_string(i)) != "(absent)"; ++i)
        if (at(value, "/notes/" + std::to_string(i) + "/code") == one.code) {
          told = true;
          EXPECT_EQ(at(value, "/notes/" + std::to_string(i) + "/path"), one.path);
          EXPECT_NE(at(value, "/notes/" + std::to_string(i) + "/offset"), "(absent)");
        }
    }
    EXPECT_TRUE(told) << one.file << " as " << format << "\n" << r.out;
    EXPECT_EQ(fs::file_size(folder_ / "rejects") > 0, one.rejected);
    // a good PDU stands before or behind
    const std::string& good =
        std::string(one.file).find("truncated") != std::string::npos ? lines.front() : lines.back();
    EXPECT_EQ(at(good, "/code"), "(absent)");
    EXPECT_TRUE(at(good, "/event") == "access.attach" ||
                at(good, "/pdu/pSHeader/li-psDomainId") != "(absent)");
    EXPECT_EQ(r.err.find("00101"), std::string::npos) << "a field value in a log";
    EXPECT_EQ(r.err.find("44770"), std::string::npos) << "a field value in a log";
  }
}

constexpr const char* iri = "PS-PDU.payload.iRIPayloadSequence[0].iRIContents.threeGPP33128DefinedIRI";
const std::string registration = std::string(iri) + ".event.registration";
const std::string gpsi = registration + ".gPSI.nAI", pei = registration + ".pEI.iMEI",
                  time_path =
                      registration + ".location.locationInfo.userLocation.nRLocation.uELocationTimestamp";

INSTANTIATE_TEST_SUITE_P(
    kinds, damaged,
    testing::Values(damage{"damaged/truncated.ber", "truncated", "PS-PDU", true},
                    damage{"damaged/length-past-parent.ber", "length_past_parent", "PS-PDU.pSHeader", true},
                    damage{"damaged/wrong-tag-class.ber", "wrong_tag_class", "PS-PDU.pSHeader", true},
                    damage{"damaged/depth-bomb.ber", "depth_exceeded", iri, true},
                    damage{"damaged/length-4gib.ber", "pdu_too_big", "PS-PDU", true},
                    damage{"damaged/no-ps-pdu.ber", "not_ps_pdu", "(absent)", true},
                    damage{"damaged/out-of-bounds.ber", "out_of_bounds", pei.c_str(), false},
                    damage{"damaged/bad-utf8.ber", "bad_utf8", gpsi.c_str(), false},
                    damage{"damaged/bad-time.ber", "bad_time", time_path.c_str(), false}),
    [](const auto& info) {
      std::string name = fs::path(info.param.file).stem().string();
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

TEST_F(cli, several_jobs_write_the_same_octets) {
  std::ofstream big(folder_ / "big.ber", std::ios::binary);
  for (int i = 0; i < 40; ++i)
    for (const char* name :
         {"story/hi2.ber", "damaged/stream.ber", "forms/indefinite.ber", "story/hi3.ber"}) {
      const auto octets = read_file(sample(name));
      big.write(reinterpret_cast<const char*>(octets.data()), static_cast<std::streamsize>(octets.size()));
    }
  big.close();
  const auto counts = [](const run_result& r) { return r.err.substr(0, r.err.find(" octets")); };
  for (const char* format : {"records", "jer", "tree"}) {
    const std::string files =
        (folder_ / "big.ber").string() + " " + sample("story/hi2.ber") + " " + sample("damaged/empty.ber");
    const std::string arguments = "decode --force --to " + std::string(format) + " " + files + " --rejects ";
    const run_result one = run(arguments + (folder_ / "one").string());
    ASSERT_EQ(one.status, 1);
    for (const char* jobs : {"2", "3", "16"}) {
      const run_result several = run(arguments + (folder_ / "several").string() + " --jobs " + jobs);
      EXPECT_EQ(several.status, 1);
      EXPECT_TRUE(several.out == one.out) << format << " with " << jobs << " jobs";
      EXPECT_EQ(counts(several), counts(one));
      EXPECT_EQ(read_file(folder_ / "several"), read_file(folder_ / "one"));
    }
  }
}

TEST_F(cli, bad_utf8_is_kept_as_hex) {
  const run_result r = run("decode " + sample("damaged/bad-utf8.ber"));
  EXPECT_NE(r.out.find("\"gPSI\":{\"nAI\":\"75736572fffe406578616d706c652e636f6d\"}"), std::string::npos);
}

TEST_F(cli, a_value_out_of_bounds_is_kept) {
  const run_result r = run("decode " + sample("damaged/out-of-bounds.ber"));
  EXPECT_EQ(at(r.lines()[0], "/target/imei"), "123");
}

TEST_F(cli, the_damaged_stream_loses_no_good_pdu) {
  const run_result r = run("decode " + sample("damaged/stream.ber"));
  EXPECT_EQ(r.status, 1);
  std::size_t good = 0;
  for (const std::string& line : r.lines())
    if (at(line, "/record") == "lihi/1" && at(line, "/notes") == "(absent)" &&
        at(line, "/event") == "access.attach")
      ++good;
  EXPECT_EQ(good, 10u); // one at the start, one behind each of the eight pieces, one before the cut
}

TEST_F(cli, memory_stays_flat) {
  const auto story = read_file(sample("story/hi3.ber"));
  std::ofstream big(folder_ / "big.ber", std::ios::binary);
  for (int i = 0; i < 60'000; ++i)
    big.write(reinterpret_cast<const char*>(story.data()), static_cast<std::streamsize>(story.size()));
  big.close(); // 104 MB
  const run_result r =
      run("decode --no-detail " + (folder_ / "big.ber").string() + " --rejects /dev/null > /dev/null");
  EXPECT_EQ(r.status, 0);
  // the children's peak is that of the largest: bash and the program
  struct rusage usage {};
  ::getrusage(RUSAGE_CHILDREN, &usage);
#ifndef LIHI_SANITIZED
  EXPECT_LT(usage.ru_maxrss, 64 * 1024);
#endif
}

// 700,000 elements of two octets become 230 MB of records, of one PDU.
TEST_F(cli, memory_stays_flat_inside_of_a_pdu) {
  octets elements;
  for (int i = 0; i < 700'000; ++i) elements.insert(elements.end(), {0x30, 0x00});
  const octets pdu = ps_pdu(tlv("A1", {elements}));
  std::ofstream big(folder_ / "big.ber", std::ios::binary);
  big.write(reinterpret_cast<const char*>(pdu.data()), static_cast<std::streamsize>(pdu.size()));
  big.close();
  for (const char* jobs : {"1", "2"}) {
    const run_result r = run("decode --no-detail --jobs " + std::string(jobs) + " " +
                             (folder_ / "big.ber").string() + " | tail -n 1");
    EXPECT_EQ(at(r.out, "/source/element"), "699999");
    struct rusage usage {};
    ::getrusage(RUSAGE_CHILDREN, &usage);
#ifndef LIHI_SANITIZED
    EXPECT_LT(usage.ru_maxrss, 64 * 1024);
#endif
  }
}

} // namespace
} // namespace lihi::test
