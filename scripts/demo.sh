#!/usr/bin/env bash
# Sets up, builds, and shows a synthetic 5G delivery as records.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh
cmake --preset release -DLIHI_TESTS=ON -DLIHI_BENCH=ON > /dev/null # what is built later is configured too
cmake --build --preset release --target lihi_cli
echo
echo "lihi decode --no-detail samples/story/hi2.ber samples/story/hi3.ber"
echo
build/release/lihi decode --no-detail samples/story/hi2.ber samples/story/hi3.ber
echo
echo "lihi inspect samples/story/hi2.ber (the first lines)"
echo
{ build/release/lihi inspect samples/story/hi2.ber || true; } 2> /dev/null | head -n 24
echo
echo "lihi verify samples/hole/delivery.ber (a delivery with a hole; its exit status is 1)"
echo
build/release/lihi verify samples/hole/delivery.ber || [ $? = 1 ]
echo
echo "lihi listen, and lihi replay of the story into it: a delivery over TCP, its content for Wireshark"
echo
loop=$(mktemp -d)
timeout 60 build/release/lihi listen 0 --connections 2 --no-detail --cc-out "$loop/content" > "$loop/records" 2> "$loop/told" &
receiver=$!
for _ in $(seq 100); do
  port=$(sed -n 's/.*listening on .*:\([0-9]*\).*/\1/p' "$loop/told")
  [ -n "$port" ] && break
  sleep 0.05
done
build/release/lihi replay samples/story/hi2.ber samples/story/hi3.ber --to "127.0.0.1:$port" --speed max 2>&1
wait "$receiver"
cat "$loop/told"
echo
echo "records: $loop/records"
printf 'content: %s\n' "$loop"/content/*.pcapng
