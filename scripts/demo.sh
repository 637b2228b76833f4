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
echo "A loop: lihi synth makes a capture, lihi replay sends it over TCP, lihi listen writes records and content"
echo
loop=$(mktemp -d)
build/release/lihi synth --subscribers 2 --to "$loop/day.pcapng" --truth "$loop/truth.jsonl"
timeout 60 build/release/lihi listen 0 --connections 2 --no-detail --cc-out "$loop/content" > "$loop/records.jsonl" 2> "$loop/told" &
receiver=$!
port=
for _ in $(seq 100); do
  port=$(sed -n 's/.*listening on .*:\([0-9]*\).*/\1/p' "$loop/told" 2> /dev/null)
  [ -n "$port" ] && break
  sleep 0.05
done
build/release/lihi replay "$loop/day.pcapng" --to "127.0.0.1:$port" --speed max 2>&1
wait "$receiver"
cat "$loop/told"
echo
echo "made: $(wc -l < "$loop/truth.jsonl") PDUs; received: $(grep -c '"record":"lihi/1"' "$loop/records.jsonl") records, of which the last:"
tail -n 1 "$loop/records.jsonl"
echo "captures: $loop/day.pcapng"
printf 'content:  %s\n' "$loop"/content/*.pcapng
echo
echo "The receiver: lihi serve keeps the story in a spool and shows it (docs/receiver.md)"
echo
received=$(mktemp -d)
sed "s|lihi-data/token|DATA/token|; s|^data: .*|data: $received/data|; s|port: 7...|port: 0|" samples/receiver/lab.yaml > "$received/lab.yaml"
build/release/lihi serve "$received/lab.yaml" 2> "$received/log" &
server=$!
trap 'kill "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true; rm -rf "$received"' EXIT
address=
for _ in $(seq 100); do
  address=$(sed -n 's/.* \(http:[^;]*\);.*/\1/p' "$received/log")
  [ -n "$address" ] && break
  sleep 0.05
done
port=$(sed -n 's/.*listening on .*:\([0-9]*\).*/\1/p' "$received/log")
build/release/lihi replay samples/story/hi2.ber samples/story/hi3.ber --to "127.0.0.1:$port" --speed max 2>&1
token=$(cat "$received/data/token")
sleep 1
cat "$received/log"
python3 - "$address" "$token" <<'END'
import json, sys, urllib.request
ask = urllib.request.Request(sys.argv[1] + "v1/records?kind=record&limit=1000", headers={"Authorization": "Bearer " + sys.argv[2]})
print(len(json.load(urllib.request.urlopen(ask))["records"]), "records over HTTP")
END
page="$address#token=$token&view=timeline&liid=LIID-SAMPLE-0001"
if [ -t 1 ] && [ "${CI:-}" != true ]; then
  echo
  echo "The page: $page"
  echo "Enter ends the receiver."
  read -r _ || true
elif command -v chromium > /dev/null; then
  picture=build/release/screenshots/demo.png
  mkdir -p "$(dirname "$picture")"
  timeout 60 chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --window-size=1300,800 --virtual-time-budget=4000 \
    "--screenshot=$picture" "$page" > /dev/null 2>&1 || true
  [ ! -s "$picture" ] || echo "the page: $picture"
fi
