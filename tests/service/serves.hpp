// Scripts with `lihi serve`, senders, and what they compare.
#pragma once

#include "cli/receiver.hpp"

namespace lihi::test {

// Functions for scripts, besides those of receiver.hpp.
inline constexpr auto serve_functions = R"sh(
serve() { # CONFIG: $port of its first listener, $server
  [ ! -e log ] || cat log >> earlier
  : > log # serving() reads what this run says
  timeout 110 $LIHI serve "$@" 2> log &
  server=$!
  serving
}
serving() { # waits for it
  for i in $(seq 400); do
    port=$(sed -n 's/.*listener .*: listening on .*:\([0-9]*\).*/\1/p' log 2> /dev/null | tail -n 1)
    [ -n "$port" ] && return
    kill -0 $server 2> /dev/null || return 1
    sleep 0.02
  done
  return 1
}
finish() { # ends it, and says its exit status
  pkill -TERM -P $server
  wait $server
}
lab() { # KEYS: config.yaml
  printf 'data: data\nlisteners: [{name: links, port: 0}]\njsonl: [{name: records}]\n' > config.yaml
  printf '%s\n' "$@" >> config.yaml
}
records() { cat data/records/*; }
lines() { # N: waits until there are so many
  for i in $(seq 500); do
    [ "$(cat data/records/* 2> /dev/null | wc -l)" -ge $1 ] && return
    sleep 0.02
  done
  return 1
}
)sh";

class serves : public cli {
 protected:
  run_result script(const std::string& text) {
    return shell(std::string(receiver_functions) + serve_functions + text);
  }
};

} // namespace lihi::test
