#!/usr/bin/env bash
# Looks through our C++ code with clang-tidy, after .clang-tidy.
set -euo pipefail
cd "$(dirname "$0")/.."
cmake --preset clang -DLIHI_TESTS=ON > /dev/null
cmake --build --preset clang
log=$(mktemp)
trap 'rm -f "$log"' EXIT
run-clang-tidy -quiet -p build/clang "^$PWD/(src|tests|fuzz|bench)/.*\.cpp\$" > "$log" 2>&1 && exit
grep -E "(error|warning):" "$log" | sort -u >&2
exit 1
