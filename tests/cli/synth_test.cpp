// lihi synth: what is made is what the truth says, and what a receiver ends up with.
#include "cli/receiver.hpp"
#include "support/hex.hpp"
#include "support/json.hpp"
#include "synth/scenario.hpp"

#include <set>

namespace lihi::test {
namespace {

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

class synth : public cli {
 protected:
  // What a record says that the truth says too, in one line.
  static std::string of_record(const json& value) {
    const std::string kind = at(value, "/kind");
    return (kind == "iri" || kind == "cc" ? kind : "other") + " " + at(value, "/liid") + " " +
           at(value, "/cin") + " " + at(value, "/sequence") + " " + at(value, "/event_time") + " " +
           at(value, "/source/length");
  }
  static std::string of_truth(const json& value) {
    return at(value, "/kind") + " " + at(value, "/liid") + " " + at(value, "/cin") + " " +
           at(value, "/sequence") + " " + at(value, "/time") + " " + at(value, "/octets");
  }
  // Lines of JSON, each by `of`, in order or sorted.
  template <class Of>
  static std::vector<std::string> lines_of(const std::string& text, const Of& of) {
    run_result all;
    all.out = text;
    std::vector<std::string> out;
    for (const std::string& line : all.lines()) out.push_back(of(parse(line)));
    return out;
  }
  [[nodiscard]] std::vector<std::string> truth(const std::string& file) const {
    return lines_of(read_text(folder_ / file), of_truth);
  }
};

TEST_F(synth, the_truth_is_what_a_decoder_finds) {
  for (const std::string& name : lihi::synth::scenario_names()) {
    const run_result made = shell("rm -f out.ber truth; $LIHI synth --scenario " + name +
                                  " --subscribers 3 --to out.ber --truth truth");
    ASSERT_EQ(made.status, 0) << name << made.err;
    const run_result decoded = run("decode --no-detail --events none out.ber");
    EXPECT_EQ(decoded.status, 0) << name << decoded.err; // nothing rejected, no value that breaks its type
    EXPECT_EQ(decoded.out.find("\"notes\""), std::string::npos) << name;
    EXPECT_EQ(lines_of(decoded.out, of_record), truth("truth")) << name;
    // events by the names of their arms
    const auto arms = lines_of(decoded.out, [](const json& value) {
      return at(value, "/kind") == "iri" && at(value, "/schema/spec") == "TS 33.128"
                 ? at(value, "/source_event")
                 : "";
    });
    const auto told =
        lines_of(read_text(folder_ / "truth"), [](const json& value) { return at(value, "/event"); });
    for (std::size_t i = 0; i < arms.size(); ++i)
      if (!arms[i].empty()) {
        EXPECT_EQ(arms[i], told[i]) << name;
      }
    const run_result verified = run("verify --json out.ber");
    EXPECT_EQ(at(parse(verified.out), "/missing"), "0") << name;
    EXPECT_EQ(at(parse(verified.out), "/orphans"), "0") << name << verified.out;
  }
}

// The forms differ in octets and in nothing else; integrity checks are over the octets.
TEST_F(synth, every_ber_form_has_the_same_records) {
  const auto records = [&](const std::string& options) {
    const run_result decoded =
        shell("$LIHI synth " + options +
              " | $LIHI decode --events none | grep -v 'link.integrity' | sed 's/\"id\":\"[^\"]*\"//g'");
    EXPECT_NE(decoded.out.find("\"liid\""), std::string::npos) << options << decoded.err;
    EXPECT_EQ(decoded.out.find("\"notes\""), std::string::npos) << options;
    return without_sources(decoded.out);
  };
  for (const std::string& name : lihi::synth::scenario_names()) {
    const std::string one = "--subscribers 2 --scenario " + name;
    const auto expected = records(one + " --ber definite");
    for (const std::string_view form : ber::form_names)
      EXPECT_EQ(records(one + " --ber " + std::string(form)), expected) << name << " " << form;
  }
  // what a step says goes before what all have
  write("scenario.yaml",
        as_bytes(std::string("scenario: x\nber: padded\nnames: {liid: L}\nsteps:\n"
                             "  - {at: 1s, payload: {tRIPayload: {testPDU: ~}}}\n"
                             "  - {at: 2s, ber: indefinite, payload: {tRIPayload: {testPDU: ~}}}\n")));
  const auto ends = [&](const std::string& more) { // the first four octets, and the last four
    return shell("$LIHI synth --scenario scenario.yaml " + more +
                 " > out.ber; head -c 4 out.ber | xxd -p; tail -c 4 out.ber | xxd -p")
        .out;
  };
  EXPECT_EQ(ends(""), "30880000\n00000000\n");
  EXPECT_EQ(ends("--ber definite").substr(4), "a132\n00000000\n");
}

TEST_F(synth, the_same_for_the_same_seed) {
  const run_result a = shell("$LIHI synth --subscribers 5 --seed 7 | sha256sum"),
                   b = shell("$LIHI synth --subscribers 5 --seed 7 | sha256sum"),
                   c = shell("$LIHI synth --subscribers 5 --seed 8 | sha256sum");
  EXPECT_EQ(a.out, b.out);
  EXPECT_NE(a.out, c.out);
  // the first subscriber is the same whoever else there is
  EXPECT_EQ(shell("$LIHI synth --subscribers 1 --seed 7 | $LIHI decode --no-detail --events none --to jer | "
                  "sed 's/.*\"pdu\"//' | sort > one; "
                  "$LIHI synth --subscribers 5 --seed 7 | $LIHI decode --no-detail --events none --to jer | "
                  "sed 's/.*\"pdu\"//' | sort > five; "
                  "comm -23 one five | wc -l")
                .out,
            "0\n");
}

TEST_F(synth, times_go_forward_and_end_when_told) {
  ASSERT_EQ(run("synth --subscribers 20 --duration 30 --to out.ber --truth truth").status, 0);
  const auto times =
      lines_of(read_text(folder_ / "truth"), [](const json& value) { return at(value, "/time"); });
  ASSERT_GT(times.size(), 100u);
  EXPECT_TRUE(std::is_sorted(times.begin(), times.end()));
  EXPECT_LE(times.back(), "2026-02-06T09:00:30.000000Z");
}

TEST_F(synth, a_capture_has_the_same_and_tshark_finds_nothing_wrong) {
  const bool tshark = shell("command -v tshark").status == 0;
  const std::string check =
      " -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE -o udp.check_checksum:TRUE -Y "
      "'_ws.malformed or tcp.checksum.status==Bad or udp.checksum.status==Bad or ip.checksum.status==Bad or "
      "tcp.analysis.flags or _ws.expert.severity>=6291456' ";
  const auto records = [&](const std::string& file) {
    return without_sources(run("decode --no-detail --events none " + file).out);
  };
  for (const std::string& name : lihi::synth::scenario_names()) {
    const run_result made =
        shell("for f in a.ber a.pcapng; do $LIHI synth --force --subscribers 2 --to $f --scenario " + name +
              " || exit; done");
    ASSERT_EQ(made.status, 0) << name << made.err;
    EXPECT_EQ(records("a.pcapng"), records("a.ber")) << name;
    if (!tshark) continue;
    EXPECT_EQ(shell("tshark -n -r a.pcapng" + check + "2> /dev/null").out, "") << name;
    ASSERT_EQ(shell("rm -rf cc; $LIHI decode --no-detail --cc-out cc a.pcapng").status, 0) << name;
    EXPECT_EQ(
        shell("for f in cc/*.pcapng; do [ -e $f ] && tshark -n -r $f" + check + "2> /dev/null; done").out, "")
        << name;
    if (name == "day") {
      EXPECT_EQ(shell("for f in cc/*.pcapng; do tshark -n -r $f 2> /dev/null; done | wc -l").out,
                "344\n"); // 2 x (120 + 50, and 2 of SIP)
    }
  }
  if (!tshark) GTEST_SKIP() << "tshark is not installed";
}

// These files were first written by an encoder in Python that shares nothing with this one.
TEST_F(synth, samples_are_what_it_makes) {
  const std::pair<std::string, std::string> files[] = {
      {"story/hi2.ber", "--only hi2"},
      {"story/hi3.ber", "--only hi3"},
      {"forms/indefinite.ber", "--only hi2 --ber indefinite"},
      {"forms/padded.ber", "--only hi2 --ber padded"},
      {"forms/segmented.ber", "--only hi2 --ber segmented"},
      {"forms/wandder.ber", "--only hi2 --ber signed"},
  };
  for (const auto& [file, options] : files) {
    const run_result r = shell("$LIHI synth --scenario " + sample("story.yaml") + " " + options +
                               " | cmp - " + sample(file) + " && echo same");
    EXPECT_EQ(r.out, "same\n") << file << r.err;
  }
}

// Members in any order, a header that is changed, numbers and CINs that are given.
TEST_F(synth, headers_numbers_and_cins_as_told) {
  const std::string begin =
      "scenario: x\nsessions: {a: 7}\nheader: {timeStampQualifier: ~, networkFunctionIdentifier: "
      "!text nf}\nnames: {liid: L}\nsteps:\n";
  write(
      "scenario.yaml",
      as_bytes(
          begin +
          "  - {at: 1s, session: b, payload: {tRIPayload: {testPDU: ~}}}\n"
          "  - {at: 2s, session: a, number: 40, every: 1s, times: 2, header: {authorizationCountryCode: YY, "
          "timeStampQualifier: unknown}, payload: {tRIPayload: {testPDU: ~}}}\n"
          "  - {at: 9s, iri: report, targets: [{provenance: observed, identifier: {iMSI: "
          "\"001010000000001\"}}], "
          "event: {deregistration: {accessType: threeGPPAccess, deregistrationDirection: uEInitiated}}}\n"));
  const run_result r =
      shell("$LIHI synth --scenario scenario.yaml --truth truth | $LIHI decode --no-detail --events none");
  const auto lines = lines_of(r.out, [](const json& value) {
    return at(value, "/cin") + " " + at(value, "/sequence") + " " + at(value, "/authorization_country") +
           " " + at(value, "/time_qualifier") + " " + at(value, "/nf_id");
  });
  EXPECT_EQ(lines, (std::vector<std::string>{"1 0 XX (absent) nf", "7 40 YY unknown nf", "7 41 YY unknown nf",
                                             "(absent) 0 XX (absent) nf"}))
      << r.out << r.err;
  EXPECT_EQ(lines_of(r.out, of_record), truth("truth"));
  EXPECT_EQ(at(parse(r.lines().back()), "/target/imsi"), "001010000000001") << r.out;
}

// Along the road each update is in another cell, further north, of the gNB whose number begins the cell's.
TEST_F(synth, locations_move_along_the_road) {
  const run_result made = shell("$LIHI synth --scenario road | $LIHI decode --no-detail --events none | grep "
                                "access.locationUpdate");
  std::set<std::string> cells;
  double last = 0;
  for (const std::string& line : made.lines()) {
    const json update = parse(line);
    ASSERT_EQ(at(update, "/locations/0/role"), "current");
    const double north = std::stod(at(update, "/locations/0/site/position/latitude"));
    EXPECT_GT(north, last);
    last = north;
    const std::string cell = at(update, "/locations/0/cell/nci");
    EXPECT_TRUE(cells.insert(cell).second) << cell;
    EXPECT_EQ(std::to_string(std::stoull(cell) >> 8), at(update, "/locations/0/node/id")); // 28 of 36 bits
    EXPECT_EQ(at(update, "/event_time"), at(update, "/locations/0/time"));
  }
  EXPECT_EQ(cells.size(), 12u);
}

// The bodies of SIP are as long as their headers say, for every subscriber.
TEST_F(synth, sip_is_as_long_as_it_says) {
  for (const std::string name : {"day", "volte"}) {
    ASSERT_EQ(shell("$LIHI synth --force --subscribers 12 --to a.ber --scenario " + name).status, 0);
    int found = 0;
    const auto stream = read_file(folder_ / "a.ber");
    for (const std::string& pdu : decode(stream).jer) {
      const json whole = parse(pdu);
      for (const char* place :
           {"/payload/iRIPayloadSequence/0/iRIContents/iPMMIRI/iPMMIRIContents/sIPMessage/sIPContent",
            "/payload/iRIPayloadSequence/0/iRIContents/threeGPP33128DefinedIRI/event/iMSMessage/"
            "payload/encapsulatedSIPMessage/sIPContent"}) {
        const std::string hex = at(whole, place);
        if (hex == "(absent)") continue;
        const std::vector<std::uint8_t> octets = from_hex(hex);
        const std::string text(octets.begin(), octets.end());
        const std::size_t body = text.find("\r\n\r\n"), length = text.find("Content-Length: ");
        ASSERT_NE(body, std::string::npos);
        EXPECT_EQ(std::stoul(text.substr(length + 16)), text.size() - body - 4) << text;
        ++found;
      }
    }
    EXPECT_EQ(found, name == "day" ? 24 : 48);
  }
}

// The whole way: synth into a capture, replay into a receiver, records out, counted against the truth.
TEST_F(synth, loop) {
  for (const char* how : {"--speed max", "--speed max --chunk 1",
                          "--speed max --resend-window 16M --fault duplicate=0.05,reorder=0.05,reset=0.01"}) {
    const run_result r =
        shell(std::string(receiver_functions) +
              "rm -f a.pcapng truth; $LIHI synth --subscribers 2 --to a.pcapng --truth truth; "
              "start --connections 2 --no-detail --events none; $LIHI replay a.pcapng --to 127.0.0.1:$port " +
              how + "; echo $?; wait $receiver; cat received; cat told >&2");
    ASSERT_EQ(r.out.substr(0, 2), "0\n") << how << r.err;
    std::vector<std::string> came = lines_of(r.out.substr(2), of_record), sent = truth("truth");
    std::sort(came.begin(), came.end());
    std::sort(sent.begin(), sent.end());
    if (std::string(how).find("fault") != std::string::npos) {
      EXPECT_GT(came.size(), sent.size());
      came.erase(std::unique(came.begin(), came.end()), came.end());
    }
    EXPECT_EQ(came, sent) << how << r.err;
  }
}

TEST_F(synth, straight_to_a_receiver) {
  const run_result r =
      shell(std::string(receiver_functions) + "start --connections 2 --no-detail --events none; $LIHI synth "
                                              "--subscribers 2 --to 127.0.0.1:$port --truth truth; echo $?; "
                                              "wait $receiver; cat received; cat told >&2");
  ASSERT_EQ(r.out.substr(0, 2), "0\n") << r.err;
  std::vector<std::string> came = lines_of(r.out.substr(2), of_record), sent = truth("truth");
  std::sort(came.begin(), came.end());
  std::sort(sent.begin(), sent.end());
  EXPECT_EQ(came, sent) << r.err;
}

TEST_F(synth, mistakes_are_named_with_line_and_column) {
  const std::string head = "scenario: x\nnames: {liid: L}\nsteps:\n";
  const std::pair<std::string, std::string> wrong[] = {
      {"scenario: [", "scenario.yaml:1:1: "},
      {head + "  - {at: 1s, iri: report}\n", "4:5: event is missing"},
      {head + "  - {at: 1, iri: report, event: {}}\n", "4:10: a time such as"},
      {head + "  - {att: 1s}\n", "4:6: att is not known here; did you mean at?"},
      {head + "  - at: 1s\n    iri: report\n    event: {registratoin: {}}\n",
       "6:13: registratoin is no member of IRIEvent; did you mean registration?"},
      {head + "  - at: 1s\n    iri: report\n    event: {registration: {registrationType: initial}}\n",
       "6:27: registrationResult is missing"},
      {head + "  - at: 1s\n    iri: report\n    event: {deregistration: {deregistrationDirection: "
              "uEInitiatd}}\n",
       "did you mean uEInitiated?"},
      {head + "  - at: 1s\n    session: $x\n    cc: from_target\n    content: {uPFCCPDU: $nobody}\n",
       "7:25: $nobody is not among the names"},
      {head + "  - at: 1s\n    cc: from_target\n    content: {uPFCCPDU: 45zz}\n",
       "6:25: octets in hex are needed"},
      {head + "  - at: 1s\n    cc: from_target\n    content: {extendedUPFCCPDU: {payload: {uPFIPCC: \"45\"}, "
              "qFI: 64}}\n",
       "qFI is from 0 to 63"},
      {head + "  - at: 1s\n    cc: from_target\n    content: {uPFCCPDU: !udp {from: 192.0.2.1}}\n",
       "!udp needs from_port"},
      {head + "  - {at: 1s, payload: &a [*a]}\n", ""},
      {head + "  - {at: 1s, cc: from_target, content: {uPFCCPDU: !udp {from: 192.0.2.1, form: x}}}\n",
       "form is not known here; did you mean from?"},
      {head +
           "  - {at: 1s, cc: from_target, content: {uPFCCPDU: !dns_query {from: 192.0.2.1, from_port: 1, to: "
           "192.0.2.2, to_port: 53, id: 1, name: a..b}}}\n",
       "a name such as www.example.com is needed"},
      {head + "  - {at: 1s, cc: from_target, content: {uPFCCPDU: !udp {from: [a]}}}\n",
       "one value is needed"},
      // 200 times 200 values
      {"pieces:\n  - &b [" + repeated("x, ", 200) +
           "]\n  - &a {iRIContents: {emailIRI: {emailIRIObjId: 5.2.10.1, " +
           "eventType: e-mail-send, server-Octets-Sent: 1, client-Octets-Sent: 1, protocol-ID: smtp, "
           "e-mail-Recipients: *b, status: operation-succeeded}}}\n" +
           head + "  - {at: 1s, payload: {iRIPayloadSequence: [" + repeated("*a, ", 200) + "]}}\n",
       "too many values"},
      {"names: {liid: L, seconds: x}\nsteps: []\n", "1:18: seconds is there already"},
      {"names: {liid: [L, {n}]}\nsteps: []\n", "one value is needed"},
      {"ber: paded\n" + head + "  - {at: 1s, payload: {tRIPayload: {testPDU: ~}}}\n",
       "1:6: one of definite, indefinite, padded, signed, segmented is needed"},
      {"integrity: {every: 0, algorithm: sHA-256}\n" + head, "1:20: every is from 1 to"},
      {"integrity: {every: 9}\n" + head, "every and algorithm are needed"},
      {"integrity: {every: 9, algorithm: sHA256}\n" + head, "did you mean sHA-256?"},
      {"encryption: {type: aES-192-CBC, key: 0011}\n" + head, "a key of 24 octets is needed"},
      {"encryption: {type: threedes-cbc, key: 0011}\n" + head, "aES-192-CBC and aES-256-CBC are made here"},
      {"operator: {id: ABCDEFGHIJKLMNOPQ}\n" + head + "  - {at: 1s, payload: {tRIPayload: {testPDU: ~}}}\n",
       "1:11: operatorIdentifier has from 1 to 16 octets"},
      {"names: {liid: ABCDEFGHIJKLMNOPQRSTUVWXYZ}\nsteps:\n  - {at: 1s, payload: {tRIPayload: {testPDU: "
       "~}}}\n",
       "1:15: lawfulInterceptionIdentifier has from 1 to 25 octets"},
      {"header: {timeStamp: noon}\n" + head + "  - {at: 1s, payload: {tRIPayload: {testPDU: ~}}}\n",
       "1:21: a time such as 20260206094401.608Z"},
      {head + "  - {at: 1s, point: ninechars, payload: {tRIPayload: {testPDU: ~}}}\n",
       "interceptionPointID has from 1 to 8 characters"},
      {head + "  - {at: 1s, iri: report, event: {deregistration: {accessType: threeGPPAccess, "
              "deregistrationDirection: "
              "uEInitiated, sUPI: {iMSI: \"12345\"}}}}\n",
       "iMSI has from 6 to 15 characters"},
      {"header: {sequenceNumber: 1}\n" + head + "  - {at: 1s, payload: {tRIPayload: {testPDU: ~}}}\n",
       "1:10: is counted"},
      {"header: {sequenceNumbr: 1}\n" + head + "  - {at: 1s, payload: {tRIPayload: {testPDU: ~}}}\n",
       "did you mean sequenceNumber?"},
      {"sessions: {a: -1}\n" + head, "a number from 0 to 4294967295"},
      {head + "  - {at: 1s, targets: [], payload: {tRIPayload: {testPDU: ~}}}\n", "goes with iri"},
      {head + "  - {at: 1s, release: 4.19.19.7, payload: {tRIPayload: {testPDU: ~}}}\n",
       "goes with iri or cc"},
      {"scenario: x\nsteps:\n  - {at: 1s, payload: {tRIPayload: {testPDU: ~}}}\n", "names need liid"},
      {"names: {liid: L}\n", "steps are needed"},
  };
  for (const auto& [text, said] : wrong) {
    write("scenario.yaml", as_bytes(text));
    const run_result r = run("synth --scenario scenario.yaml");
    EXPECT_EQ(r.status, 2) << text;
    EXPECT_NE(r.err.find("scenario.yaml:"), std::string::npos) << r.err;
    EXPECT_NE(r.err.find(said), std::string::npos) << said << "\n" << r.err;
    EXPECT_EQ(r.out, "");
  }
  EXPECT_EQ(run("synth --scenario dya").status, 2);
  EXPECT_NE(run("synth --scenario dya").err.find("did you mean day?"), std::string::npos);
}

// Of so many subscribers it would go on for hours.
TEST_F(synth, a_full_disk_ends_it) {
  const std::string many = "timeout 60 $LIHI synth --subscribers 1000000000 ";
  const run_result truth_full = shell(many + "--to out.ber --truth /dev/full");
  EXPECT_EQ(truth_full.status, 2);
  EXPECT_NE(truth_full.err.find("No space left"), std::string::npos) << truth_full.err;
  EXPECT_EQ(shell(many + "> /dev/full").status, 2);
}

TEST_F(synth, nothing_is_written_over) {
  EXPECT_EQ(shell("echo mine > out.ber; $LIHI synth --to out.ber").status, 2);
  EXPECT_EQ(read_text(folder_ / "out.ber"), "mine\n");
  EXPECT_EQ(shell("echo mine > truth; $LIHI synth --to new.ber --truth truth").status, 2);
  EXPECT_EQ(run("synth --to out.ber --force").status, 0);
  EXPECT_EQ(run("synth --to 192.0.2.1:1").status, 2);
  EXPECT_EQ(run("synth --to 127.0.0.1:1").status, 2);
}

} // namespace
} // namespace lihi::test
