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
