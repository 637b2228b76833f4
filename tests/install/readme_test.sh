#!/usr/bin/env bash
# The commands of samples/consumer/README.md, as they are written there.
#   readme_test.sh PREFIX SAMPLES FOLDER [FLAGS]
set -euo pipefail
export PREFIX=$1 FILE=$2/story/hi2.ber CXXFLAGS=${4:-}
rm -rf "$3"
cp -r "$2/consumer" "$3"
cd "$3"
# every block of sh but the first, which the fixture ran
awk '/^```sh$/ { block++; inside = 1; next } /^```$/ { inside = 0 } inside && block > 1' README.md > commands.sh
[ "$(grep -c . commands.sh)" -eq 6 ]
[ -z "$CXXFLAGS" ] || sed -i "s|c++ -std=c++20|c++ $CXXFLAGS -std=c++20|" commands.sh
bash -euo pipefail commands.sh
