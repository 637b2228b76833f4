#!/usr/bin/env bash
# Makes the documents in docs/ that follow from the code, with the release build. A document is replaced when the new
# one was made, and only then.
set -euo pipefail
cd "$(dirname "$0")/.."
make=build/release/lihi_docs
beside=$(mktemp -d docs/.new.XXXXXX)
trap 'rm -rf "$beside"' EXIT
for page in schema:record.schema.json format:record-format.md event_schema:event.schema.json event_format:event-format.md \
  coverage:schema-coverage.md events:events.md; do
  "$make" "${page%%:*}" > "$beside/${page#*:}"
done
chmod 644 "$beside"/*
mv "$beside"/* docs/
