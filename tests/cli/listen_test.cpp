// lihi listen, with senders of bash and openssl.
#include "cli/receiver.hpp"
#include "support/delivery.hpp"
#include "support/json.hpp"

namespace lihi::test {
namespace {

TEST_F(listens, records_are_those_of_the_file) {
  const run_result r =
      script("start --connections 2 --no-detail; deliver " + sample("story/hi2.ber") + "; deliver " +
             sample("story/hi3.ber") + "; wait $receiver; echo status $?; cat received; cat told >&2");
  const run_result file =
      run("decode --no-detail " + sample("story/hi2.ber") + " " + sample("story/hi3.ber"));
  ASSERT_EQ(r.out.substr(0, 9), "status 0\n") << r.err;
  EXPECT_EQ(without_sources(r.out.substr(9)), without_sources(file.out));
  const json first = parse(r.lines()[1]);
  EXPECT_EQ(at(first, "/source/name"), "listen");
  EXPECT_EQ(at(first, "/source/link").substr(0, 10), "127.0.0.1:");
  EXPECT_NE(r.err.find("2 connections, 0 of them broken; 1 keep-alives answered"), std::string::npos)
      << r.err;
}

TEST_F(listens, the_raw_octets_too) {
  const run_result r = script("start --connections 1 --to raw; cat " + sample("damaged/stream.ber") +
                              " > /dev/tcp/127.0.0.1/$port; wait $receiver; echo $?; cmp received " +
                              sample("damaged/stream.ber"));
  EXPECT_EQ(r.out, "1\n") << r.err; // some of it was rejected
}

// PROTOCOL: the request again, with the answer's tag and time; and nothing else is ever sent.
TEST_F(listens, keep_alives_are_answered_and_nothing_else_is_said) {
  const octets request = tri({.liid = "-", .sequence = 7}, "83");
  write("request", request);
  write("other", iri({}, 4));
  const run_result r = script("start --connections 1 --no-detail; exec 3<> /dev/tcp/127.0.0.1/$port; cat "
                              "other request other request >&3;"
                              "timeout 5 head -c " +
                              std::to_string(2 * (request.size() + 21)) +
                              " <&3 > answers; "
                              "timeout 0.5 head -c 1 <&3 | wc -c; exec 3>&-; wait $receiver; cat answers");
  ASSERT_EQ(r.out.substr(0, 2), "0\n") << r.err;
  const std::string answers = r.out.substr(2);
  run_result decoded;
  write("answers2", as_bytes(answers));
  decoded = run("decode --no-detail --events none answers2");
  ASSERT_EQ(decoded.lines().size(), 2u) << decoded.out << decoded.err;
  for (const std::string& line : decoded.lines()) {
    EXPECT_EQ(at(parse(line), "/source_event"), "keep-aliveResponse");
    EXPECT_EQ(at(parse(line), "/sequence"), "7");
  }
}

TEST_F(listens, records_come_while_the_link_is_open) {
  const run_result r =
      script("start --no-detail; exec 3<> /dev/tcp/127.0.0.1/$port; cat " + sample("story/hi2.ber") +
             " >&3; for i in $(seq 100); do [ $(wc -l < received) -ge 15 ] && break; sleep 0.05; done; "
             "wc -l < received; exec 3>&-; stop");
  EXPECT_GE(std::stoi("0" + r.out), 15) << r.err;
}

TEST_F(listens, a_signal_ends_it_with_what_came) {
  const run_result r =
      script("start --no-detail; exec 3<> /dev/tcp/127.0.0.1/$port; cat " + sample("story/hi2.ber") +
             " >&3; for i in $(seq 100); do [ -s received ] && break; sleep 0.05; done; pkill -TERM -P "
             "$receiver; wait $receiver; echo $?; "
             "wc -l < received; cat told >&2");
  EXPECT_EQ(r.lines()[0], "143") << r.err;
  EXPECT_GE(std::stoi(r.lines()[1]), 15);
  EXPECT_NE(r.err.find("the receiver was told to stop"), std::string::npos) << r.err;
}

TEST_F(listens, a_reset_is_told_and_gives_what_came) {
  const run_result r = script(
      "start --no-detail; python3 -c \"import socket,struct,time; "
      "s=socket.create_connection(('127.0.0.1',$port)); "
      "s.setsockopt(socket.SOL_SOCKET,socket.SO_LINGER,struct.pack('ii',1,0)); s.sendall(open('" +
      sample("story/hi2.ber") +
      "','rb').read()[:-5]); time.sleep(0.3); s.close()\"; sleep 0.2; stop; echo $?; wc -l < received; "
      "cat told >&2");
  EXPECT_EQ(r.lines()[0], "143") << r.err;
  EXPECT_GE(std::stoi(r.lines()[1]), 14);
  EXPECT_NE(r.err.find("reset"), std::string::npos) << r.err;
}

TEST_F(listens, tls_with_client_certificates) {
  const auto send = [](const std::string& file, const std::string& options) {
    return "cat " + sample(file) +
           " | openssl s_client -quiet -no_ign_eof -connect 127.0.0.1:$port -CAfile ca.pem " + options +
           " >> log 2>&1;";
  };
  // with another authority's certificate, with none, and with the right one by TLS 1.3 and 1.2
  const run_result r = script(
      "certificates; start --connections 2 --cert server.pem --key server.key --ca ca.pem --no-detail;" +
      send("story/hi2.ber", "-tls1_3 -cert other.pem -key other.key") + send("story/hi2.ber", "-tls1_2") +
      send("story/hi2.ber", "-tls1_3 -cert client.pem -key client.key") +
      send("story/hi3.ber", "-tls1_2 -cert client.pem -key client.key") +
      "wait $receiver; echo $?; wc -l < received; cat told >&2");
  ASSERT_EQ(r.lines().size(), 2u) << r.err;
  EXPECT_EQ(r.lines()[0], "1");
  EXPECT_EQ(r.lines()[1], "21") << r.err; // those of the last two
  EXPECT_NE(r.err.find("4 connections, 2 of them broken"), std::string::npos) << r.err;
  EXPECT_NE(r.err.find("TLS: certificate verify failed"), std::string::npos) << r.err;
  EXPECT_NE(r.err.find("TLS: peer did not return a certificate"), std::string::npos) << r.err;
}

TEST_F(listens, clear_text_to_a_port_of_tls_is_refused) {
  const run_result r = script("certificates; start --cert server.pem --key server.key --no-detail; cat " +
                              sample("story/hi2.ber") +
                              " > /dev/tcp/127.0.0.1/$port; sleep 0.3; stop; cat received; cat told >&2");
  EXPECT_EQ(r.out, "");
  EXPECT_NE(r.err.find("1 connections, 1 of them broken"), std::string::npos) << r.err;
}

TEST_F(listens, wrong_usage) {
  EXPECT_EQ(run("listen").status, 2);
  EXPECT_EQ(run("listen 65536").status, 2);
  EXPECT_EQ(run("listen 0 --address 0.0.0.0").status, 2);
  EXPECT_EQ(run("listen 0 --address localhost --connections 1").status, 2);
  EXPECT_EQ(run("listen 0 --cert missing.pem --key missing.key").status, 2);
  EXPECT_EQ(run("listen 0 --ca missing.pem").status, 2);
  const run_result taken = script("start --connections 1; $LIHI listen $port; echo $?; stop");
  EXPECT_EQ(taken.out, "2\n") << taken.err;
}

} // namespace
} // namespace lihi::test
