#!/usr/bin/env bash
# Sets up, builds everything and runs all tests. With a preset's name (asan, clang, ...): that build.
set -euo pipefail
cd "$(dirname "$0")/.."

preset=${1:-release}
scripts/setup.sh
cmake --preset "$preset" -DLIHI_TESTS=ON > /dev/null
cmake --build --preset "$preset"
ctest --preset "$preset"
