#!/usr/bin/env bash
# Formats our C++ code; with --check, tells whether it is formatted.
set -euo pipefail
cd "$(dirname "$0")/.."
mode=(-i)
[ "${1:-}" = --check ] && mode=(--dry-run --Werror)
git ls-files -z -co --exclude-standard "*.cpp" "*.hpp" | xargs -0 clang-format "${mode[@]}"
