#!/usr/bin/env bash
# Reads from the program and the shared library what cmake/Hardening.cmake asks for.
#   hardening_test.sh PROGRAM LIBRARY
set -euo pipefail
failed=0
check() { # what, the text, a pattern that it has
  grep -Eq -- "$3" <<< "$2" || { echo "$1: no $3"; failed=1; }
}
for file in "$1" "$2"; do
  header=$(readelf --file-header "$file") segments=$(readelf --program-headers --wide "$file")
  dynamic=$(readelf --dynamic "$file") symbols=$(readelf --dyn-syms --wide "$file")
  check "$file" "$header" 'Type: +DYN'
  check "$file" "$segments" 'GNU_RELRO'
  check "$file" "$segments" 'GNU_STACK .* RW +0x'
  check "$file" "$dynamic" 'BIND_NOW|FLAGS_1.*NOW'
  check "$file" "$symbols" '__stack_chk_fail'
  check "$file" "$symbols" '__glibcxx_assert_fail'
  # the linker's own mark is missing where libc's start files lack it, as Debian's do
  [ "$(uname -m)" != x86_64 ] || [ "$(objdump --disassemble "$file" | grep -c endbr64)" -gt 100 ] ||
    { echo "$file: no endbr64"; failed=1; }
done
check "$1" "$(readelf --dynamic "$1")" 'FLAGS_1.*PIE'
check "$1" "$(readelf --dyn-syms --wide "$1")" '__(mem|str|read|f?printf|vsn?printf)[a-z]*_chk(@|$)'
check "$2" "$(readelf --dynamic "$2")" 'SONAME.*liblihi\.so\.[0-9]+\.[0-9]+\]'
# nothing of ours is shown but what is public
shown=$(readelf --dyn-syms --wide "$2" | c++filt | awk '$7 != "UND" && $4 != "NOTYPE"' |
  grep -Eo 'lihi::(core|ber|schema|etsi|value|normalize|ledger|arrival|walker|text_buffer)[:(].*' || true)
[ -z "$shown" ] || { echo "shown by the library: $shown"; failed=1; }
exit $failed
