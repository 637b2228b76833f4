#!/usr/bin/env bash
# lihi::at<"..."> is resolved while compiling: against the library's own tables it links, against others it does not.
#   other_tables_test.sh PREFIX LIBDIR COMPILER FOLDER [FLAGS]
set -euo pipefail
rm -rf "$4"
mkdir -p "$4"
cp -r "$1/include" "$4/include"
cat > "$4/main.cpp" <<'END'
#include <lihi/at.hpp>
int main() {
  lihi::at<"pSHeader.sequenceNumber"> sequence;
  return sequence({{}, 0, false, lihi::fault_code::none}) ? 1 : 0;
}
END
link() {
  # shellcheck disable=SC2086
  "$compiler" -std=c++20 $flags -I"$folder/include" "$folder/main.cpp" -o "$folder/main" -L"$library" -llihi
}
library=$1/$2 compiler=$3 folder=$4 flags=${5:-}
link
"$folder/main"
sed -i 's/tables_[0-9a-f]*/tables_of_another/' "$folder/include/lihi/schema_paths.hpp"
if link 2> "$folder/errors"; then echo "it links with other tables"; exit 1; fi
grep -q 'undefined.*tables_of_another' "$folder/errors"
