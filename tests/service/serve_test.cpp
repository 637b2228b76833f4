// lihi serve, with senders of bash, python, openssl, and lihi replay.
#include "service/serves.hpp"
#include "support/delivery.hpp"
#include "support/json.hpp"

#include <lihi/tri.hpp>

namespace lihi::test {
namespace {

TEST_F(serves, records_are_those_of_the_file) {
  const run_result r = script("lab; serve config.yaml; deliver " + sample("story/hi2.ber") + "; deliver " +
                              sample("story/hi3.ber") + "; lines 21; finish; echo status $?; records");
  const run_result file =
      run("decode --no-content " + sample("story/hi2.ber") + " " + sample("story/hi3.ber"));
  ASSERT_EQ(r.out.substr(0, 9), "status 0\n") << r.err;
  EXPECT_EQ(without_sources(r.out.substr(9)), without_sources(file.out));
  const json first = parse(r.lines()[1]);
  EXPECT_EQ(at(first, "/source/name"), "links");
  EXPECT_EQ(at(first, "/source/link").substr(0, 10), "127.0.0.1:");
}

TEST_F(serves, the_decoder_here_does_the_same_as_in_its_own_process) {
  const run_result r =
      script("for sandbox in true false; do rm -rf data log; lab 'sandbox: '$sandbox; serve config.yaml; "
             "pgrep -f -P $(pgrep -P $server) sandboxed-decoder | wc -l; deliver " +
             sample("damaged/stream.ber") + "; sleep 0.3; finish; records > $sandbox; done; wc -l < true");
  ASSERT_EQ(r.lines().size(), 3u) << r.err;
  EXPECT_EQ(r.lines()[0], "1");
  EXPECT_EQ(r.lines()[1], "0");
  EXPECT_GT(std::stoi(r.lines()[2]), 3);
  EXPECT_EQ(without_sources(read_text(folder_ / "true")), without_sources(read_text(folder_ / "false")));
}

TEST_F(serves, damaged_streams_give_what_decode_gives) {
  const run_result r = script("lab; serve config.yaml; deliver " + sample("damaged/stream.ber") +
                              "; sleep 0.3; finish; records");
  const run_result file = run("decode --no-content " + sample("damaged/stream.ber"));
  EXPECT_EQ(without_sources(r.out), without_sources(file.out));
}

// PROTOCOL.md 1.2: the worked keep-alive, and its answer, which differs in the last TLV and the time.
TEST_F(serves, the_worked_keep_alive_is_answered) {
  const octets request =
      from_hex("30 3D A1 35 80 07 04 00 02 02 05 01 2B 81 01 2D 82 02 44 45 A3 0B A0 05 80 03 4F 50 31"
               "82 02 44 45 84 01 01 85 13 32 30 32 36 30 32 30 36 30 39 34 34 30 31 2E 36 30 38 5A"
               "A2 04 A2 02 83 00");
  ASSERT_EQ(request.size(), 63u);
  write("request", request);
  const run_result r =
      script("lab; serve config.yaml; exec 3<> /dev/tcp/127.0.0.1/$port; cat request >&3; "
             "timeout 1 head -c 63 <&3 > answer; echo $?; timeout 0.5 head -c 1 <&3 | wc -c; finish");
  ASSERT_EQ(r.out, "0\n0\n") << r.err; // within a second, and nothing besides
  octets answer = read_file(folder_ / "answer");
  ASSERT_EQ(answer.size(), 63u);
  const std::string_view time = as_text(bytes(answer).subspan(38, 19));
  EXPECT_EQ(time.substr(0, 2), "20");
  EXPECT_EQ(time[18], 'Z');
  std::copy(request.begin() + 38, request.begin() + 57, answer.begin() + 38);
  octets expected = request;
  expected[61] = 0x84;
  EXPECT_EQ(answer, expected);
}

// As OpenLI's handover does: any octet that is no answer to its keep-alive ends the connection.
TEST_F(serves, nothing_is_sent_that_was_not_asked_for) {
  tri_header header;
  header.liid = "-";
  header.authorization_country = "DE";
  header.operator_id = "OP";
  octets all = iri({}, 4) + padding_pdu(header, 20);
  for (const tri_message each :
       {tri_message::test, tri_message::acknowledgement_request, tri_message::keep_alive_response})
    all = all + tri_pdu(header, each);
  write("pdus", all);
  const run_result r = script("lab; serve config.yaml; exec 3<> /dev/tcp/127.0.0.1/$port; cat pdus >&3; "
                              "timeout 1 head -c 1 <&3 | wc -c; finish");
  EXPECT_EQ(r.out, "0\n") << r.err;
}

TEST_F(serves, acknowledgements_are_sent_where_they_were_agreed) {
  tri_header header;
  header.liid = "-";
  header.authorization_country = "DE";
  header.operator_id = "OP";
  header.sequence = 9;
  const octets request = tri_pdu(header, tri_message::acknowledgement_request);
  write("request", request);
  const run_result r = script(
      "lab 'operators: [{name: op, addresses: [127.0.0.0/8], acknowledgements: true}]'; serve config.yaml; "
      "exec 3<> /dev/tcp/127.0.0.1/$port; cat request >&3; timeout 2 head -c " +
      std::to_string(request.size()) + " <&3 > answer; echo $?; finish");
  ASSERT_EQ(r.out, "0\n") << r.err;
  const run_result decoded = run("decode --events none answer");
  EXPECT_EQ(at(parse(decoded.out), "/source_event"), "pDUAcknowledgementResponse");
  EXPECT_EQ(at(parse(decoded.out), "/sequence"), "9");
}

TEST_F(serves, only_operators_that_are_known_are_taken) {
  const run_result r =
      script("lab 'operators: [{name: op, addresses: [192.0.2.0/24, \"2001:db8::1\"]}]'; serve "
             "config.yaml; deliver " +
             sample("story/hi2.ber") + "; finish; records | wc -l; cat log >&2");
  EXPECT_EQ(r.out, "0\n") << r.err;
  EXPECT_NE(r.err.find("its sender is no operator that is known here"), std::string::npos) << r.err;
}

// Each has a ledger of its own: the same numbers by two operators are no duplicates, by one they are.
TEST_F(serves, operators_are_known_by_their_certificates) {
  const auto send = [](const std::string& file, const std::string& options) {
    return "cat " + sample(file) +
           " | openssl s_client -quiet -no_ign_eof -connect 127.0.0.1:$port -CAfile ca.pem " + options +
           " >> tls 2>&1;";
  };
  const run_result r =
      script("certificates; openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "
             "'/O=Example/CN=mf2' -keyout "
             "mf2.key -out mf2.csr 2> /dev/null; openssl x509 -req -in mf2.csr -CA ca.pem -CAkey ca.key "
             "-CAcreateserial -days 1 "
             "-out mf2.pem 2> /dev/null; printf 'data: data\njsonl: [{name: records}]\noperators: [{name: "
             "one, subjects: "
             "[CN=client]}, {name: two, subjects: [\"CN=mf2,O=Example\"]}]\nlisteners: [{name: tls, port: 0, "
             "tls: {certificate: "
             "server.pem, key: server.key, authorities: ca.pem}}]\n' > config.yaml; serve config.yaml;" +
             send("story/hi3.ber", "-tls1_3 -cert client.pem -key client.key") +
             send("story/hi3.ber", "-tls1_2 -cert mf2.pem -key mf2.key") +
             send("story/hi3.ber", "-tls1_3 -cert mf2.pem -key mf2.key") +
             send("story/hi3.ber", "-cert server.pem -key server.key") +
             send("story/hi3.ber", "-cert other.pem -key other.key") + send("story/hi3.ber", "") +
             "sleep 0.3; finish; records; cat log >&2");
  std::map<std::string, int> records, duplicates;
  for (const std::string& line : r.lines()) {
    const json one = parse(line);
    const bool record = at(one, "/record") == "lihi/1";
    if (!record && at(one, "/kind") != "duplicate") continue;
    ++(record ? records : duplicates)[at(one, "/source/name")];
  }
  // a PDU may hold several records, and has one number
  int all = 0, pdus = 0;
  for (const std::string& line : run("decode " + sample("story/hi3.ber")).lines()) {
    ++all;
    if (at(parse(line), "/source/element") == "0") ++pdus;
  }
  EXPECT_EQ(records, (std::map<std::string, int>{{"one", all}, {"two", 2 * all}})) << r.err;
  EXPECT_EQ(duplicates, (std::map<std::string, int>{{"two", pdus}}));
  EXPECT_NE(r.err.find("no operator that is known here"),
            std::string::npos); // server.pem: right CA, no operator
  EXPECT_NE(r.err.find("certificate verify failed"), std::string::npos);
  EXPECT_NE(r.err.find("peer did not return a certificate"), std::string::npos);
}

TEST_F(serves, tls_is_1_2_or_1_3_with_certificates_that_hold) {
  const run_result r =
      script("certificates; openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=old "
             "-keyout old.key -out "
             "old.csr 2> /dev/null; openssl x509 -req -in old.csr -CA ca.pem -CAkey ca.key -CAcreateserial "
             "-not_before "
             "20200101000000Z -not_after 20200102000000Z -out old.pem 2> /dev/null || openssl x509 -req -in "
             "old.csr -CA ca.pem -CAkey "
             "ca.key -CAcreateserial -days -1 -out old.pem 2> /dev/null; touch index.txt; echo 1000 > "
             "crlnumber; printf "
             "'[ca]\ndefault_ca=a\n[a]\ndatabase=index.txt\ncrlnumber=crlnumber\ndefault_md=sha256\ndefault_"
             "crl_days=1\n' > ca.conf; "
             "openssl x509 -req -in client.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 1 -out "
             "gone.pem 2> /dev/null; openssl "
             "ca -config ca.conf -cert ca.pem -keyfile ca.key -revoke gone.pem 2> /dev/null; openssl ca "
             "-config ca.conf -cert ca.pem "
             "-keyfile ca.key -gencrl -out crl.pem 2> /dev/null; printf 'data: data\nlisteners: [{name: tls, "
             "port: 0, tls: "
             "{certificate: server.pem, key: server.key, authorities: ca.pem, revoked: crl.pem}}]\n' > "
             "config.yaml; serve "
             "config.yaml; try() { echo | openssl s_client -quiet -no_ign_eof -connect 127.0.0.1:$port "
             "-CAfile ca.pem \"$@\" > tls 2>&1; "
             "sleep 0.1; tail -n 1 log | sed 's/.*links*: [^ ]* //; s/.* ended/ended/' | cut -c1-60; }; "
             "good='-cert client.pem -key client.key'; "
             "for version in -tls1 -tls1_1; do try $version -cipher DEFAULT@SECLEVEL=0 $good; done; try "
             "-tls1_2 -cipher AES128-SHA $good; try "
             "-tls1_2; try -tls1_3; try -cert other.pem -key other.key; try -cert old.pem -key old.key; try "
             "-cert gone.pem -key "
             "client.key; try -tls1_2 $good; try -tls1_3 $good; finish; cat log >&2");
  const std::vector<std::string> lines = r.lines();
  ASSERT_EQ(lines.size(), 10u) << r.out << r.err;
  for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(lines[i].substr(0, 11), "ended: TLS:") << i << r.out << r.err;
  for (std::size_t i = 8; i < 10; ++i) EXPECT_EQ(lines[i].substr(0, 7), "ended; ") << i << r.out << r.err;
  EXPECT_NE(lines[7].find("certificate verify failed"), std::string::npos);
}

TEST_F(serves, a_handshake_that_stalls_ends) {
  const run_result r = script(
      "certificates; printf 'data: data\nhandshake: 1s\nlisteners: [{name: tls, port: 0, tls: {certificate: "
      "server.pem, key: server.key}}]\n' > config.yaml; serve config.yaml; exec 3<> "
      "/dev/tcp/127.0.0.1/$port; "
      "timeout 4 cat <&3 > /dev/null; echo $?; finish; cat log >&2");
  EXPECT_EQ(r.out, "0\n"); // it was closed
  EXPECT_NE(r.err.find("no TLS handshake came in time"), std::string::npos) << r.err;
}

TEST_F(serves, silence_ends_a_connection) {
  const run_result r =
      script("lab 'idle: 1s'; serve config.yaml; exec 3<> /dev/tcp/127.0.0.1/$port; timeout 4 cat <&3; "
             "echo $?; finish; cat log >&2");
  EXPECT_EQ(r.out, "0\n");
  EXPECT_NE(r.err.find("nothing came for 1 s"), std::string::npos) << r.err;
}

// TS 102 232-1 clause 6.3.2: a sender opens another one while the old one is half-open.
TEST_F(serves, a_connection_too_many_takes_the_place_of_the_silent_one) {
  const run_result r = script(
      "lab 'operators: [{name: op, addresses: [127.0.0.1], connections: 2}]'; serve config.yaml; exec 3<> "
      "/dev/tcp/127.0.0.1/$port; sleep 0.1; exec 4<> /dev/tcp/127.0.0.1/$port; sleep 0.1; head -c 10 " +
      sample("story/hi2.ber") +
      " >&3; sleep 0.1; exec 5<> /dev/tcp/127.0.0.1/$port; timeout 2 cat <&4; echo $?; timeout 0.2 cat <&3; "
      "echo $?; "
      "finish; cat log >&2");
  EXPECT_EQ(r.out, "0\n124\n") << r.err;
  EXPECT_NE(r.err.find("another connection took its place"), std::string::npos) << r.err;
}

TEST_F(serves, a_link_is_read_at_its_rate) {
  const run_result r = script(
      "lab 'operators: [{name: op, addresses: [127.0.0.1], rate: 96KiB}]'; serve config.yaml; head -c 200000 "
      "/dev/zero "
      "> /dev/tcp/127.0.0.1/$port; sleep 0.1; stat -c %s data/spool/*.log; for i in $(seq 500); do [ $(stat "
      "-c %s "
      "data/spool/*.log) -gt 200000 ] && break; sleep 0.02; done; stat -c %s data/spool/*.log; finish");
  ASSERT_EQ(r.lines().size(), 2u) << r.err;
  EXPECT_GT(std::stoi(r.lines()[0]), 32 << 10); // a second's worth comes at once, in blocks of 64 KiB
  EXPECT_LT(std::stoi(r.lines()[0]), 190'000);
  EXPECT_GT(std::stoi(r.lines()[1]), 200'000);
}

TEST_F(serves, ipv6) {
  const run_result r = script(
      "lab; sed -i 's/port: 0/port: 0, address: \"::1\"/' config.yaml; serve config.yaml || exit 9; $LIHI "
      "replay --to [::1]:$port --speed max " +
      sample("story/hi2.ber") + " > /dev/null 2>&1; lines 14; finish; records | wc -l; cat log >&2");
  if (r.status == 9) GTEST_SKIP() << "no IPv6 here";
  EXPECT_EQ(r.out, "14\n") << r.err; // replay sends no keep-alives again
}

TEST_F(serves, wrong_configurations_are_told_with_their_place) {
  const auto told = [&](const std::string& text) {
    std::ofstream(folder_ / "config.yaml") << text;
    const run_result r = run("serve --check config.yaml");
    EXPECT_EQ(r.status, 2) << text;
    return r.err;
  };
  const std::string good = "listeners: [{name: a, port: 1}]\n";
  EXPECT_EQ(told("listener: []\n"),
            "lihi: config.yaml:1:1: listener is not known here; did you mean listeners?\n");
  EXPECT_EQ(told("data: x\n"), "lihi: config.yaml:1:1: a listener is needed\n");
  EXPECT_EQ(told("listeners: [{name: a}]\n"), "lihi: config.yaml:1:13: a listener needs a name and a port\n");
  EXPECT_NE(told("listeners: [{name: a, port: 70000}]\n").find("a value from 0 to 65535"), std::string::npos);
  EXPECT_NE(told("listeners: [{name: a, port: 1, address: localhost}]\n").find("an IP address is needed"),
            std::string::npos);
  EXPECT_NE(
      told("listeners: [{name: a, port: 1, tls: {key: k}}]\n").find("TLS needs a certificate and its key"),
      std::string::npos);
  EXPECT_NE(told("listeners: [{name: a, port: 1, tls: {certificate: missing, key: k}}]\n")
                .find("listener a: missing"),
            std::string::npos);
  EXPECT_NE(told("listeners: [{name: ../a, port: 1}]\n").find("a name of letters"), std::string::npos);
  EXPECT_NE(told(good + "captures: [{folder: x}]\n").find("a sink needs a name"), std::string::npos);
  EXPECT_NE(told("listeners: [{name: a, port: 1}, {name: a, port: 2}]\n")
                .find("config.yaml:1:40: the name is taken"),
            std::string::npos);
  EXPECT_NE(told(good + "operators: [{name: o}]\n").find("config.yaml:2:13: an operator needs"),
            std::string::npos);
  EXPECT_NE(told(good + "operators: [{name: o, addresses: [192.0.2.0/33]}]\n").find("config.yaml:2:35"),
            std::string::npos);
  EXPECT_NE(told(good + "spool: {segment: 1KB}\n").find("config.yaml:2:18: a number is needed"),
            std::string::npos);
  EXPECT_NE(told(good + "idle: 5\n").find("config.yaml:2:7: a time such as"), std::string::npos);
  EXPECT_NE(told("{").find("config.yaml:"), std::string::npos);
  std::ofstream(folder_ / "config.yaml") << good;
  EXPECT_EQ(run("serve --check config.yaml").status, 0);
  EXPECT_EQ(run("serve missing.yaml").status, 2);
  EXPECT_EQ(run("serve --unknown").status, 2);
}

TEST_F(serves, a_folder_or_a_port_in_use_is_told) {
  const run_result r =
      script("lab; serve config.yaml; timeout 5 $LIHI serve config.yaml 2> second; echo $?; sed "
             "\"s/port: 0/port: $port/; s/data: data/data: other/\" config.yaml > third.yaml; timeout 5 "
             "$LIHI serve third.yaml 2> "
             "third; echo $?; finish; cat second third >&2");
  EXPECT_EQ(r.out, "2\n2\n") << r.err;
  EXPECT_NE(r.err.find("spool: is in use by another process"), std::string::npos) << r.err;
  EXPECT_NE(r.err.find("listener links: 127.0.0.1: Address already in use"), std::string::npos) << r.err;
}

TEST_F(serves, records_go_to_files_that_are_rotated) {
  const run_result r = script(
      "lab; sed -i 's/name: records/name: records, rotate_octets: 10KiB/' config.yaml; serve config.yaml; "
      "for i in 1 2 3; do deliver " +
      sample("story/hi2.ber") + "; sleep 0.1; done; finish; serve config.yaml; deliver " +
      sample("story/hi3.ber") + "; sleep 0.2; finish; ls data/records; records | grep -c '\"lihi/1\"'");
  const auto lines = r.lines();
  ASSERT_GE(lines.size(), 4u) << r.err;
  EXPECT_EQ(lines[0], "0000000000.jsonl");
  EXPECT_EQ(lines[lines.size() - 2].substr(10), ".jsonl.part");
  EXPECT_EQ(lines.back(), "51"); // 3 times 15, and 6
}

// What --cc-out makes of the same deliveries, in a folder of the day.
TEST_F(serves, content_goes_to_captures) {
  const std::string in = sample("story/hi2.ber") + " " + sample("story/hi3.ber");
  const run_result r = script(
      "lab 'captures: [{name: content}, {name: more, folder: elsewhere}]'; serve config.yaml; deliver " +
      sample("story/hi2.ber") + "; deliver " + sample("story/hi3.ber") +
      "; lines 21; finish; echo $?; $LIHI decode --no-detail --cc-out cc " + in +
      " > /dev/null 2>&1; packets cc > expected; packets data/content > got; packets elsewhere > "
      "more; wc -l < got; cmp expected got; cmp got more; ls data/content | grep -c '^20..-..-..$'; cd "
      "data/content/*; ls");
  EXPECT_EQ(r.out, "0\n9\n1\nXX.EXAMPLE.mdf-01.LIID-SAMPLE-0001.1001.pcapng\n"
                   "XX.EXAMPLE.mdf-01.LIID-SAMPLE-0001.1002.pcapng\n")
      << r.err;
}

TEST_F(serves, the_spool_gives_back_what_came) {
  const run_result r = script("lab; serve config.yaml; deliver " + sample("story/hi2.ber") + "; deliver " +
                              sample("damaged/stream.ber") +
                              "; sleep 0.2; finish; S=data/spool; $LIHI spool list $S; for at in $($LIHI "
                              "spool list $S | awk '{print $1}'); do $LIHI spool "
                              "cat $S --from $at > cat$at; echo $?; done; cmp cat* " +
                              sample("story/hi2.ber") + " | wc -l; set -- cat*; cmp $1 " +
                              sample("story/hi2.ber") + " && cmp $2 " + sample("damaged/stream.ber") +
                              " && echo equal; hash=$($LIHI spool verify $S | grep -o '[0-9a-f]\\{64\\}'); "
                              "$LIHI spool verify $S --contains $hash > /dev/null; echo "
                              "$?; $LIHI spool verify $S --contains ${hash%?}x > /dev/null; echo $?; printf "
                              "x | dd of=$(ls $S/*.log) bs=1 seek=700 conv=notrunc 2> "
                              "/dev/null; $LIHI spool verify $S > report; echo $?; grep -c 'are damaged; it "
                              "was changed since' report; at=${1#cat}; $LIHI spool cat "
                              "$S --from $at > part; echo $?; $LIHI spool verify $S --json | python3 -c "
                              "'import json,sys; print(json.load(sys.stdin)[\"good\"])'; "
                              "$LIHI spool cat $S --from 8 ; echo $?; $LIHI spool verify missing; echo $?");
  const auto lines = r.lines();
  ASSERT_EQ(lines.size(), 14u) << r.out << r.err;
  EXPECT_NE(lines[0].find("links"), std::string::npos);
  EXPECT_NE(lines[0].find("5357 octets  closed"), std::string::npos) << lines[0];
  const std::vector<std::string> rest(lines.begin() + 2, lines.end());
  EXPECT_EQ(rest,
            (std::vector<std::string>{"0", "0", "0", "equal", "0", "1", "1", "1", "1", "False", "2", "2"}))
      << r.err;
  EXPECT_NE(r.err.find("octets 0 to 5357 of the stream are not there"), std::string::npos);
}

TEST_F(serves, a_reload_changes_links_without_dropping_others) {
  const run_result r = script("certificates; head='data: data\njsonl: [{name: records}]\n'; one='{name: one, "
                              "port: 0}'; op='{name: op, addresses: "
                              "[127.0.0.1]}'; write() { printf \"$head\"'listeners: [%s]\noperators: [%s]\n' "
                              "\"$1\" \"$2\" > config.yaml; }; reload() { n=$(grep -c "
                              "'reloaded\\|alarm: conf' log); pkill -HUP -P $server; for i in $(seq 200); do "
                              "[ $(grep -c 'reloaded\\|alarm: conf' log) -gt $n ] && "
                              "break; sleep 0.02; done; }; alive() { head -c 5357 " +
                              sample("story/hi2.ber") +
                              " >&$1; sleep 0.2; timeout 0.2 cat <&$1 > answers; echo $?; }; write \"$one\" "
                              "\"$op\"; serve config.yaml; exec 3<> "
                              "/dev/tcp/127.0.0.1/$port; alive 3; tls=', tls: {certificate: server.pem, key: "
                              "server.key}}'; write \"$one, {name: two, port: 0$tls\" "
                              "\"$op, {name: more, addresses: [192.0.2.1]}\"; reload; alive 3; two=$(sed -n "
                              "'s/.*listener two: listening on .*:\\([0-9]*\\).*/\\1/p' log); "
                              "echo | openssl s_client -connect 127.0.0.1:$two 2> /dev/null | openssl x509 "
                              "-noout -subject; cp client.pem server.pem; cp "
                              "client.key server.key; reload; echo | openssl s_client -connect "
                              "127.0.0.1:$two 2> /dev/null | openssl x509 -noout -subject; echo "
                              "'nonsense: 1' > config.yaml; reload; alive 3; write \"$one\" '{name: other, "
                              "addresses: [192.0.2.1]}'; reload; timeout 2 cat <&3 > /dev/null; "
                              "echo $?; finish; cat log >&2; records | grep -c '\"lihi/1\"'");
  EXPECT_EQ(r.lines(), (std::vector<std::string>{"124", "124", "subject=CN = server", "subject=CN = client",
                                                 "124", "0", "45"}))
      << r.err;
  EXPECT_NE(r.err.find("alarm: configuration: config.yaml:1:1: nonsense is not known here"),
            std::string::npos)
      << r.err;
  EXPECT_NE(r.err.find("its operator is no longer known here"), std::string::npos);
}

TEST_F(serves, an_ocsp_response_is_stapled) {
  const run_result r =
      script("certificates; serial=$(openssl x509 -in server.pem -noout -serial | cut -d= -f2); printf "
             "\"V\\t$(date -u -d +1day +%y%m%d%H%M%SZ)\\t\\t$serial\\tunknown\\t/CN=server\\n\" > index.txt; "
             "openssl ocsp -issuer ca.pem -cert "
             "server.pem -reqout asked.der > tls 2>&1; openssl ocsp -index index.txt -CA ca.pem -rsigner "
             "ca.pem -rkey ca.key -reqin asked.der -respout "
             "said.der >> tls 2>&1; printf 'data: data\nlisteners: [{name: tls, port: 0, tls: {certificate: "
             "server.pem, key: server.key, stapled: "
             "said.der}}]\n' > config.yaml; serve config.yaml; echo | openssl s_client -connect "
             "127.0.0.1:$port -CAfile ca.pem -status 2> /dev/null | grep -E "
             "'OCSP Response Status|Cert Status'; finish; sed -i s/said.der/ca.pem/ config.yaml; $LIHI serve "
             "--check config.yaml; cat tls >&2");
  EXPECT_EQ(r.out, "    OCSP Response Status: successful (0x0)\n    Cert Status: good\n") << r.err;
  EXPECT_NE(r.err.find("ca.pem: is no OCSP response"), std::string::npos) << r.err;
}

TEST_F(serves, the_examples_are_right) {
  for (const char* const each : {"lab", "one-operator", "ten-operators"}) {
    const run_result r = run("serve --check " + sample("receiver/" + std::string(each) + ".yaml"));
    // as far as it goes without the certificates that they name
    if (r.status != 0) {
      EXPECT_NE(r.err.find(".pem: No such file"), std::string::npos) << r.err;
    }
  }
}

TEST_F(serves, nothing_is_for_others_to_read) {
  const run_result r = script("umask 022; lab; serve config.yaml; deliver " + sample("story/hi2.ber") +
                              "; lines 15; finish; find data -perm /077");
  EXPECT_EQ(r.out, "") << r.err;
}

} // namespace
} // namespace lihi::test
