#!/usr/bin/env bash
# Looks through our C++ code with clang-tidy, after .clang-tidy, as the release build compiles it.
set -euo pipefail
cd "$(dirname "$0")/.."
LIHI_SETUP_CLANG=1 scripts/setup.sh
cmake --preset release -DLIHI_TESTS=ON > /dev/null
cmake --build --preset release
log=$(mktemp)
trap 'rm -f "$log"' EXIT
run-clang-tidy -quiet -p build/release "^$PWD/(src|tests|fuzz|bench)/.*\.cpp\$" > "$log" 2>&1 && exit
grep -E "(error|warning):" "$log" | sort -u >&2
exit 1
