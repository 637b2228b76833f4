#!/usr/bin/env bash
# Every program of docs/tutorial.md compiles.
#   tutorial_test.sh TUTORIAL FOLDER COMPILER FLAGS...
set -euo pipefail
tutorial=$1 folder=$2
shift 2
rm -rf "$folder"
mkdir -p "$folder"
awk -v folder="$folder" '/^```cpp$/ { file = folder "/" ++count ".cpp"; next } /^```$/ { file = "" } file != "" { print > file }' "$tutorial"
[ "$(find "$folder" -name '*.cpp' | wc -l)" -eq 7 ]
for program in "$folder"/*.cpp; do "$@" "$program"; done
