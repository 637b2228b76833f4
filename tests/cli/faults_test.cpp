// What must not happen at the program's edges: evidence destroyed, records held back, errors that say
// nothing.
#include "cli/program.hpp"
#include "support/hex.hpp"
#include "support/json.hpp"

#include <rapidjson/schema.h>

namespace lihi::test {
namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// ---- evidence

TEST_F(cli, an_input_is_never_the_file_of_rejects) {
  const auto octets = read_file(sample("damaged/stream.ber"));
  write("in", octets);
  fs::create_symlink(file("in"), file("link"));
  fs::create_hard_link(file("in"), file("hard"));
  for (const std::string& out : {file("in"), file("link"), file("hard")})
    for (const char* how : {"", "--force ", "--append "}) {
      const run_result r = run("decode " + std::string(how) + "--rejects " + out + " " + file("in"));
      EXPECT_EQ(r.status, 2);
      EXPECT_TRUE(has(r.err, "is an input")) << r.err;
      EXPECT_EQ(r.out, "");
      EXPECT_EQ(read_file(file("in")), octets);
    }
  EXPECT_EQ(run("decode --force --rejects " + file("in") + " - < " + file("in")).status, 2);
  EXPECT_EQ(read_file(file("in")), octets);
  const run_result appended = run("decode " + file("in") + " >> " + file("in"));
  EXPECT_EQ(appended.status, 2);
  EXPECT_EQ(read_file(file("in")), octets);
}

TEST_F(cli, a_file_of_rejects_that_is_there_is_not_emptied) {
  const std::string decode = "decode " + sample("damaged/stream.ber") + " --rejects " + file("kept");
  EXPECT_EQ(run(decode).status, 1);
  const auto once = read_file(file("kept"));
  EXPECT_GT(once.size(), 1000u);
  EXPECT_EQ(fs::status(file("kept")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  const run_result refused = run(decode);
  EXPECT_EQ(refused.status, 2);
  EXPECT_TRUE(has(refused.err, "exists; --append adds to it, --force replaces it")) << refused.err;
  EXPECT_EQ(read_file(file("kept")), once);
  EXPECT_EQ(run(decode + " --append").status, 1);
  EXPECT_EQ(read_file(file("kept")).size(), 2 * once.size());
  EXPECT_EQ(run(decode + " --force").status, 1);
  EXPECT_EQ(read_file(file("kept")), once);
  EXPECT_EQ(run(decode + " --force --append").status, 2);
  for (const auto& each : fs::directory_iterator(folder_))
    EXPECT_FALSE(has(each.path().filename().string(), "kept.")) << "what was written beside is left";
}

TEST_F(cli, links_in_place_of_the_file_of_rejects_are_not_followed) {
  write("other", as_bytes("precious"));
  fs::create_symlink(file("other"), file("link"));
  fs::create_symlink(file("nowhere"), file("dangling"));
  const std::string decode = "decode " + sample("damaged/stream.ber") + " --rejects ";
  EXPECT_EQ(run(decode + file("link") + " --append").status, 2);
  EXPECT_EQ(run(decode + file("dangling")).status, 2);
  EXPECT_EQ(run(decode + file("link") + " --force").status, 1) << "the link itself is replaced";
  EXPECT_EQ(read_text(file("other")), "precious");
  EXPECT_FALSE(fs::is_symlink(file("link")));
  EXPECT_FALSE(fs::exists(file("nowhere")));
}

// ---- live input, signals, full disks

// Standard input is a pipe that stays open, with that in it.
std::string open_pipe(const std::string& file) {
  return "rm -f pipe; mkfifo pipe; exec 3<>pipe; cat " + file + " >&3 & ";
}

TEST_F(cli, records_come_when_the_input_pauses_and_a_signal_ends_it_well) {
  for (const char* jobs : {"1", "2"})
    for (const auto& [signal, status] : {std::pair{"INT", 130}, {"TERM", 143}}) {
      const run_result r = shell(open_pipe(sample("story/hi2.ber")) + "timeout --preserve-status -s " +
                                 signal + " 2 $LIHI decode --no-detail --jobs " + jobs + " < pipe");
      EXPECT_EQ(r.status, status);
      EXPECT_EQ(r.lines().size(), 15u);
      EXPECT_TRUE(has(r.err, "15 PDUs, 15 records, 0 rejected")) << r.err;
    }
}

// As timeout(1) does to a process and its group; and as an impatient user does.
TEST_F(cli, two_signals_at_once_are_one_and_a_later_one_ends_it) {
  const std::string start =
      open_pipe(sample("story/hi2.ber")) + "$LIHI decode --no-detail < pipe & lihi=$!; sleep 1; ";
  const run_result together = shell(start + "kill -TERM $lihi; kill -TERM $lihi; wait $lihi");
  EXPECT_EQ(together.status, 143);
  EXPECT_TRUE(has(together.err, "15 PDUs, 15 records, 0 rejected")) << together.err;
  // its output is not read, so that it cannot end by itself
  const run_result later =
      shell("rm -f in out2; mkfifo in out2; exec 3<>in 4<>out2; { for i in $(seq 200); do cat " +
            sample("story/hi2.ber") +
            "; done; } >&3 & $LIHI decode < in > out2 & lihi=$!; sleep 1; kill -TERM $lihi; sleep 1; kill "
            "-TERM $lihi; wait $lihi");
  EXPECT_EQ(later.status, 143);
  EXPECT_FALSE(has(later.err, "PDUs")) << later.err;
}

TEST_F(cli, records_come_before_the_input_ends) {
  for (const char* jobs : {"1", "2"}) {
    const run_result r =
        shell("rm -f in results; mkfifo in results; $LIHI decode --no-detail --jobs " + std::string(jobs) +
              " < in > results & exec 3> in; exec 4< results; cat " + sample("story/hi2.ber") +
              " >&3; for i in $(seq 15); do read -t 20 -r line <&4 || exit 9; echo got; done; "
              "exec 3>&-; wait $!");
    EXPECT_EQ(r.status, 0);
    EXPECT_EQ(r.lines().size(), 15u) << r.err;
  }
}

TEST_F(cli, a_signal_counts_the_octets_of_a_pdu_that_was_not_whole) {
  const auto story = read_file(sample("story/hi2.ber"));
  write("part", bytes(story).first(story.size() - 10));
  const run_result r =
      shell(open_pipe("part") + "timeout --preserve-status -s INT 2 $LIHI decode --no-detail < pipe");
  EXPECT_EQ(r.status, 130);
  ASSERT_EQ(r.lines().size(), 15u);
  EXPECT_EQ(at(r.lines().back(), "/code"), "truncated");
}

// The Payload of the first PDU claims 15 MiB: what stands inside is not withheld until they came.
TEST_F(cli, a_claim_does_not_withhold_what_stands_inside) {
  octets stream =
      from_hex("30 83 F0 00 00 A1 1A 80 07 04 00 02 02 05 01 2B 81 02 4C 31 A3 08 A0 03 80 01 4F 81 01 01 84 "
               "01 00 A2 83 EF FF DF A1 83 EF FF DB 30 83 EF FF D7 A2 83 EF FF D3 8F 83 EF FF CF");
  const auto story = read_file(sample("story/hi2.ber"));
  for (int i = 0; i < 20; ++i) stream.insert(stream.end(), story.begin(), story.end());
  write("stall", stream);
  const run_result in_file = run("decode --no-detail --events none " + file("stall"));
  EXPECT_EQ(in_file.status, 1);
  EXPECT_EQ(in_file.lines().size(), 301u);
  const run_result live =
      shell(open_pipe("stall") + "timeout 4 $LIHI decode --no-detail --events none < pipe");
  EXPECT_EQ(live.lines().size(), 301u);
}

TEST_F(cli, a_full_disk_is_said) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full";
  for (const char* jobs : {"1", "2"}) {
    const run_result r =
        run("decode --jobs " + std::string(jobs) + " " + sample("story/hi2.ber") + " > /dev/full");
    EXPECT_EQ(r.status, 2);
    EXPECT_TRUE(has(r.err, "standard output: No space left on device; 0 records were written")) << r.err;
    EXPECT_FALSE(has(r.err, "closed"));
  }
  for (const char* command : {"schema AMFRegistration", "schema", "--help", "decode --help", "--version"})
    EXPECT_EQ(run(std::string(command) + " > /dev/full").status, 2) << command;
  EXPECT_EQ(run("inspect " + sample("story/hi2.ber") + " > /dev/full").status, 2);
}

TEST_F(cli, a_disk_that_becomes_full_says_how_many_records_it_has) {
  const run_result r = shell("ulimit -f 8; trap '' XFSZ; $LIHI decode --no-detail " +
                             sample("story/hi2.ber") + " " + sample("story/hi3.ber") + " > part");
  EXPECT_EQ(r.status, 2);
  const std::string part = read_text(file("part"));
  std::size_t whole = 0;
  for (const char c : part) whole += c == '\n' ? 1 : 0;
  EXPECT_GT(whole, 0u);
  EXPECT_TRUE(has(r.err, "; " + std::to_string(whole) + " records were written")) << r.err;
}

TEST_F(cli, standard_error_that_cannot_be_written_loses_no_record) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full";
  for (const char* where : {"2> /dev/full", "2>&-"}) {
    const run_result r = run("decode " + sample("story/hi2.ber") + " " + where);
    EXPECT_EQ(r.status, 0) << where;
    EXPECT_EQ(r.lines().size(), 15u) << where;
  }
}

TEST_F(cli, closed_descriptors_are_not_taken_by_files) {
  const std::string decode = "decode --force --rejects " + file("kept") + " ";
  const run_result out = run(decode + sample("damaged/stream.ber") + " >&-");
  EXPECT_EQ(out.status, 2);
  EXPECT_TRUE(has(out.err, "standard output: Bad file descriptor")) << out.err;
  EXPECT_EQ(run(decode + sample("damaged/stream.ber") + " 2>&-").status, 1);
  const auto kept = read_file(file("kept"));
  EXPECT_FALSE(has(std::string(kept.begin(), kept.end()), "PDUs")) << "the summary is in the file of rejects";
  const run_result in = run("decode <&-");
  EXPECT_EQ(in.status, 2);
  EXPECT_TRUE(has(in.err, "Bad file descriptor")) << in.err;
}

TEST_F(cli, threads_and_memory_that_are_not_there_are_errors) {
#ifdef LIHI_SANITIZED
  GTEST_SKIP() << "the sanitizer needs the address space";
#endif
  bool threads = false;
  const std::string file = sample("story/hi2.ber");
  for (int kilobytes = 16'000; kilobytes < 100'000; kilobytes += 4'000)
    for (const std::string& command :
         {"decode --jobs 32 " + file, "decode " + file, "inspect " + file, std::string("schema")}) {
      const run_result r = shell("ulimit -v " + std::to_string(kilobytes) + "; $LIHI " + command);
      // 127: the loader itself has no room
      EXPECT_TRUE(r.status == 0 || r.status == 2 || r.status == 127)
          << command << " ends with " << r.status << " in " << kilobytes << " KiB: " << r.err;
      EXPECT_TRUE(r.status == 0 || !r.err.empty());
      threads = threads || has(r.err, "a thread cannot be started");
    }
  EXPECT_TRUE(threads);
}

// ---- rejections

TEST_F(cli, every_line_of_what_was_rejected_is_an_event) {
  rapidjson::Document text;
  text.Parse(read_text(source_dir() / "docs/event.schema.json").c_str());
  ASSERT_FALSE(text.HasParseError());
  const rapidjson::SchemaDocument schema(text);
  std::set<std::string> codes;
  for (const char* format : {"records", "jer"})
    for (const auto& each : fs::directory_iterator(source_dir() / "samples/damaged")) {
      const run_result r = run("decode --to " + std::string(format) + " " + each.path().string());
      for (const std::string& line : r.lines()) {
        const json value = parse(line);
        if (value.HasMember("record") && value["record"] == "lihi/1") continue;
        if (value.HasMember("record")) {
          rapidjson::SchemaValidator validator(schema);
          EXPECT_TRUE(value.Accept(validator)) << line;
          if (value["kind"] != "reject") continue;
        }
        EXPECT_EQ(at(value, "/source/name"), each.path().string());
        EXPECT_NE(at(value, "/source/length"), "(absent)");
        if (!value.HasMember("record")) {
          EXPECT_TRUE(value.HasMember("pdu"));
          continue;
        }
        EXPECT_EQ(at(value, "/record"), "lihi-event/1");
        codes.insert(at(value, "/code"));
      }
    }
  EXPECT_GT(codes.size(), 5u);
  rapidjson::SchemaValidator other(schema);
  EXPECT_FALSE(
      parse(R"({"record":"lihi-event/1","kind":"reject","source":{"offset":0,"length":1}})").Accept(other));
}

TEST_F(cli, the_first_reject_is_said_and_how_many_more) {
  const run_result one = run("decode " + sample("damaged/truncated.ber"));
  EXPECT_TRUE(has(one.err, "damaged/truncated.ber: truncated at ")) << one.err;
  EXPECT_FALSE(has(one.err, "more"));
  const run_result many = run("decode --jobs 3 " + sample("damaged/stream.ber"));
  EXPECT_TRUE(has(many.err, "length_past_parent at 479, PS-PDU.pSHeader: ")) << many.err;
  EXPECT_TRUE(has(many.err, "; and 5 more")) << many.err;
}

// ---- errors that help

TEST_F(cli, what_is_not_known_is_named_with_the_nearest) {
  EXPECT_TRUE(has(run("decod").err, "decod is no command; did you mean decode?"));
  EXPECT_TRUE(has(run("decode --job 2").err, "--job is no option; did you mean --jobs?"));
  const run_result format = run("decode --to jsno");
  EXPECT_TRUE(has(format.err, "jsno is none of records, jer, tree")) << format.err;
  EXPECT_TRUE(has(run("decode --to recrods").err, "did you mean records?"));
  EXPECT_TRUE(has(run("inspect --colour allways x").err, "did you mean always?"));
  EXPECT_TRUE(has(run("schema AMFRegistratoin").err, "did you mean AMFRegistration?"));
  EXPECT_FALSE(has(run("schema frobnicate").err, "did you mean"));
  EXPECT_EQ(run("schema amfregistration").out, run("schema AMFRegistration").out);
  EXPECT_EQ(run("schema SUPIUNAUTHENTICATED").status, 0);
}

TEST_F(cli, files_of_another_kind_are_recognized) {
  const std::pair<std::string, const char*> kinds[] = {
      {std::string("\xfd\x37zXZ\x00\x00\x04", 8), "looks like xz"},
      {"BZh91AY&SY", "looks like bzip2"},
      {"30 3D A1 35 80 07 04 00\n02 02 05 01 2B\n", "looks like hex text"},
      {"\n{\"record\":\"lihi/1\"}\n", "looks like JSON"},
  };
  for (const auto& [content, said] : kinds) {
    write("other", as_bytes(content));
    for (const char* command : {"decode ", "inspect "}) {
      const run_result r = run(command + file("other"));
      EXPECT_EQ(r.status, 1);
      EXPECT_TRUE(has(r.err, said)) << r.err;
    }
  }
  // what can be read, but is cut
  const std::pair<std::string, const char*> cut[] = {
      {std::string("\x1f\x8b\x08\x00\x00\x00\x00\x00", 8), "it is cut off"},
      {std::string("\x28\xb5\x2f\xfd\x04", 5), "it is cut off"},
      {std::string("\xd4\xc3\xb2\xa1\x02\x00\x04\x00", 8), "is no capture that can be read"},
      {std::string("\x0a\x0d\x0d\x0a\x1c\x00\x00\x00", 8), "is no capture that can be read"},
  };
  for (const auto& [content, said] : cut) {
    write("other", as_bytes(content));
    for (const char* command : {"decode ", "inspect ", "verify "}) {
      const run_result r = run(command + file("other"));
      EXPECT_EQ(r.status, 2);
      EXPECT_TRUE(has(r.err, said)) << r.err;
    }
  }
  for (const char* good : {"story/hi2.ber", "story/hi3.ber", "damaged/stream.ber"})
    EXPECT_FALSE(has(run("decode " + sample(good)).err, "looks like"));
}

// ---- terminals

octets with_value_at_the_end() { return ps_pdu(tlv("A2", {from_hex("83 00")})); }

TEST_F(cli, nothing_that_is_shown_acts_on_a_terminal) {
  // escapes, C1, bidirectional and zero-width characters in an MCPTTID (UTF8String) of a PDU session's PEI or
  // the like
  const std::string evil = "A\x1b[31mB\xc2\x9b"
                           "31mC\x7f"
                           "D\xe2\x80\xae"
                           "E\xe2\x80\x8b"
                           "F\xe2\x81\xa6"
                           "G\xef\xbb\xbf";
  const octets pdu = ps_pdu(tlv("A2", {tlv("A8", {from_hex("80 01 01"), tlv("81", {text(evil)})})}));
  write("evil\x1b]0;name\xc2\x9b.ber", pdu);
  const std::string name = "\"" + file("evil\x1b]0;name\xc2\x9b.ber") + "\"";
  for (const std::string& command : {"inspect " + name, "decode --to tree " + name, "decode " + name,
                                     "decode " + name + "none", "schema " + name}) {
    const run_result r = run(command);
    const std::string shown = r.err + (has(command, "tree") || has(command, "inspect") ? r.out : "");
    for (const char c : shown)
      EXPECT_TRUE(c == '\n' || (c >= ' ' && c != 0x7f) || (c & 0x80) != 0) << command;
    for (const char* hidden : {"\xc2\x9b", "\xe2\x80\xae", "\xe2\x80\x8b", "\xe2\x81\xa6", "\xef\xbb\xbf"})
      EXPECT_FALSE(has(shown, hidden)) << command;
  }
}

// The tag was looked for in the eight octets from the identifier on, which a padded length alone fills.
TEST_F(cli, tags_of_padded_forms_are_shown) {
  const std::string plain = run("inspect " + sample("story/hi2.ber")).out;
  const std::string padded = run("inspect " + sample("forms/padded.ber")).out;
  const auto tags = [](const std::string& text) {
    std::size_t count = 0;
    for (std::size_t at = text.find("  ["); at != std::string::npos; at = text.find("  [", at + 1)) ++count;
    return count;
  };
  EXPECT_GT(tags(plain), 200u);
  EXPECT_EQ(tags(padded), tags(plain));
  const octets last = with_value_at_the_end();
  write("last", last);
  EXPECT_TRUE(has(run("inspect " + file("last")).out, "keep-alive: null  [3]"));
}

TEST_F(cli, file_names_are_utf_8_in_json) {
  write("caf\xe9.ber", read_file(sample("story/hi2.ber")));
  const run_result r = run("decode --no-detail " + file("caf\xe9.ber") + " " + file("caf\xe9.ber") + ".none");
  EXPECT_EQ(at(r.lines().at(0), "/source/name"), file("caf\\xe9.ber"));
  EXPECT_TRUE(has(r.err, "caf\\xe9.ber.none: No such file")) << r.err;
}

// ---- memory

// The budget, and what the program itself maps: 16 MiB of each shape, and no more than that for any number of
// jobs.
TEST_F(cli, memory_stays_in_its_budget) {
#ifdef LIHI_SANITIZED
  GTEST_SKIP() << "the sanitizer needs the address space";
#endif
  constexpr std::size_t size = (16u << 20) - 200;
  const auto repeated = [](const octets& one, std::size_t most) {
    octets out;
    while (out.size() + one.size() <= most) out.insert(out.end(), one.begin(), one.end());
    return out;
  };
  const std::pair<const char*, octets> shapes[] = {
      {"one content", ps_pdu(tlv("A2", {tlv("82", {octets(size, 0x55)})}))},
      {"empty elements", ps_pdu(tlv("A1", {repeated(from_hex("30 00"), size)}))},
      {"addresses", iri_pdu(tlv("A6", {tlv("A9", {repeated(from_hex("81 04 01 02 03 04"), size)})}))},
      {"not one PDU", repeated(from_hex("30 84 00 10 00 00"), size)},
      {"keep-alives", repeated(ps_pdu(tlv("A2", {from_hex("83 00")})), size)},
  };
  for (const auto& [name, octets] : shapes) {
    write("shape", octets);
    for (const char* format : {"records", "jer", "tree"})
      for (const char* jobs : {"1", "256"}) {
        const run_result r = shell("ulimit -v 400000; $LIHI decode --to " + std::string(format) + " --jobs " +
                                   jobs + " --rejects kept --force shape | cksum; exit ${PIPESTATUS[0]}");
        EXPECT_LE(r.status, 1) << name << " as " << format << " with " << jobs << " jobs: " << r.err;
        static std::string first;
        if (std::string(jobs) == "1") first = r.out;
        EXPECT_EQ(r.out, first) << name << " as " << format << " with " << jobs << " jobs";
      }
  }
}

} // namespace
} // namespace lihi::test
