#!/usr/bin/env bash
# Builds and runs samples/consumer with what pkg-config says. Arguments: prefix, libdir, compiler, samples, output, flags
set -euo pipefail
export PKG_CONFIG_PATH="$1/$2/pkgconfig"
# shellcheck disable=SC2046,SC2086
"$3" -std=c++20 $6 "$4/consumer/main.cpp" -o "$5" $(pkg-config --cflags --libs lihi)
"$5" "$4/story/hi2.ber"
