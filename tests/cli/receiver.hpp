// Scripts with a receiver, `lihi listen`, and what they compare.
#pragma once

#include "cli/program.hpp"

#include <algorithm>

namespace lihi::test {

// Functions for scripts: start a receiver that ends by itself, and wait for its port.
inline constexpr auto receiver_functions = R"(
start() { # OPTIONS: $port, $receiver
  rm -f received told
  timeout 60 $LIHI listen 0 "$@" > received 2> told &
  receiver=$!
  for i in $(seq 200); do
    port=$(sed -n 's/.*listening on .*:\([0-9]*\).*/\1/p' told 2> /dev/null)
    [ -n "$port" ] && return
    kill -0 $receiver 2> /dev/null || return 1
    sleep 0.05
  done
  return 1
}
deliver() { # FILE: sends it, and reads what is answered until the receiver closes
  python3 -c "import socket,sys
s = socket.create_connection(('127.0.0.1', $port), timeout=10)
s.sendall(open(sys.argv[1], 'rb').read())
s.shutdown(socket.SHUT_WR)
while s.recv(65536): pass" "$1"
}
stop() { # the receiver, by a signal
  pkill -TERM -P $receiver
  wait $receiver
}
certificates() { # ca, server and client, and one of nobody
  for who in ca other; do
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=$who \
      -keyout $who.key -out $who.pem 2> /dev/null
  done
  echo subjectAltName=IP:127.0.0.1,DNS:lemf.example.com > names
  for who in server client; do
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=$who -keyout $who.key -out $who.csr 2> /dev/null
    openssl x509 -req -in $who.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 1 -extfile names -out $who.pem 2> /dev/null
  done
}
)";

class listens : public cli {
 protected:
  run_result script(const std::string& text) { return shell(receiver_functions + text); }
};

// Lines of records in some order, without what differs by where they came from.
inline std::vector<std::string> without_sources(const std::string& text) {
  run_result all;
  all.out = text;
  std::vector<std::string> out;
  for (const std::string& line : all.lines()) {
    const std::size_t begin = line.find("\"source\":{"), end = line.find('}', begin);
    out.push_back(line.substr(0, begin) + line.substr(end));
  }
  std::sort(out.begin(), out.end()); // connections come in any order
  return out;
}

} // namespace lihi::test
