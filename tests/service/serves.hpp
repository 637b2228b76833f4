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
packets() { # FOLDER: of all its captures, a line each: file, time, direction, octets
  python3 - "$1" <<'END'
import glob, os, struct, sys
for path in sorted(glob.glob(sys.argv[1] + '/**/*.pcapng', recursive=True)):
    octets, at = open(path, 'rb').read(), 0
    while at < len(octets):
        kind, size = struct.unpack_from('<II', octets, at)
        assert size % 4 == 0 and octets[at + size - 4:at + size] == octets[at + 4:at + 8], path
        if kind == 6:
            interface, high, low, here, whole = struct.unpack_from('<IIIII', octets, at + 8)
            options, way = at + 28 + (here + 3) // 4 * 4, None
            while options < at + size - 4:
                code, length = struct.unpack_from('<HH', octets, options)
                if code == 2: way = octets[options + 4:options + 8].hex()
                options += 4 + (length + 3) // 4 * 4
            print(os.path.basename(path), (high << 32) + low, way, whole, octets[at + 28:at + 28 + here].hex())
        at += size
    assert at == len(octets), path
END
}
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
