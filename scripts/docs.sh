#!/usr/bin/env bash
# Makes the documents in docs/ that follow from the code, with the release build.
set -euo pipefail
cd "$(dirname "$0")/.."
make=build/release/lihi_docs
"$make" schema > docs/record.schema.json
"$make" format > docs/record-format.md
"$make" coverage > docs/schema-coverage.md
"$make" events > docs/events.md
