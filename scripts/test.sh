#!/usr/bin/env bash
# Sets up, builds everything and runs all tests. With a preset's name (fuzz, tsan, ...): that build; options of CMake may
# follow.
set -euo pipefail
cd "$(dirname "$0")/.."

preset=${1:-release}
scripts/setup.sh
cmake --preset "$preset" -DLIHI_TESTS=ON "${@:2}" > /dev/null
cmake --build --preset "$preset"
ctest --preset "$preset"
