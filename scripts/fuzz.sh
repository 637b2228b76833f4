#!/usr/bin/env bash
# Builds the fuzz targets (clang, AddressSanitizer, UBSan) and runs them.
#
#   scripts/fuzz.sh [TARGET|all] [SECONDS]   each target so long (60), as many at a time as there are processors
#   scripts/fuzz.sh coverage                 which lines of src/ the corpora reach, after runs
#   scripts/fuzz.sh --help
#
# Targets: TARGETS
#
# Corpora are kept in build/fuzz/corpus; of samples/ (and ../shared/vectors where there are any) they take what reaches
# code that they did not. A finding is written to build/fuzz/findings, and makes the exit status 1.
#
# FUZZ_PRESET=fuzz-fast leaves out the sanitizers: ten times as many inputs, for what the targets compare themselves.
set -euo pipefail
cd "$(dirname "$0")/.."

targets=(framer streams ber walker asn1c records link jobs program values twins arguments capture reassembly scenario log receiver interface)
what=${1:-all}
seconds=${2:-60}
if [ "$what" = --help ] || [ "$what" = -h ]; then
  sed -n '2,/^set /{/^#/{s/^# \{0,1\}//;p}}' "$0" | sed "s/TARGETS/${targets[*]}/"
  exit
fi
[[ "$seconds" =~ ^[1-9][0-9]*$ ]] || { echo "seconds: a number, not $seconds" >&2; exit 2; }
preset=${FUZZ_PRESET:-fuzz}
folder=build/$preset

coverage() {
  scripts/setup.sh
  cmake --preset coverage -DLIHI_TESTS=ON > /dev/null
  cmake --build --preset coverage
  find build/coverage -name '*.gcda' -delete
  for target in "${targets[@]}"; do
    build/coverage/fuzz/fuzz_"$target" "$folder/corpus/$target" > /dev/null 2>&1
  done
  find "$PWD/build/coverage/src" -name '*.gcda' -print0 |
    (cd build/coverage && xargs -0 gcov --stdout --json-format 2> /dev/null) |
    python3 fuzz/coverage.py "$PWD"
}

seeds() {
  local streams=()
  mapfile -d '' streams < <(find samples ../shared/vectors -name '*.ber' -print0 2> /dev/null | sort -z)
  [ -d ../shared/vectors ] || echo "no ../shared/vectors: seeds from samples/ alone"
  rm -rf "$folder/seeds"
  "$folder"/fuzz/fuzz_seeds "$folder/seeds" "${streams[@]}"
}

# One target; prints its last line of figures.
run() {
  local target=$1 log="$PWD/$folder/$1.log" corpus="$PWD/$folder/corpus/$1" more=() options=(-timeout=10 -rss_limit_mb=2048)
  options+=(-max_len=8192 "-artifact_prefix=$PWD/$folder/findings/$target-")
  mkdir -p "$corpus" "$folder/findings"
  [ "$target" = arguments ] && options+=(-close_fd_mask=3)
  for each in "$PWD/$folder/seeds/$target" "$PWD/fuzz/regressions/$target"; do
    [ -d "$each" ] && more+=("$each")
  done
  "$PWD/$folder/fuzz/fuzz_$target" "${options[@]}" -merge=1 "$corpus" "${more[@]}" > "$log" 2>&1 || true
  if "$PWD/$folder/fuzz/fuzz_$target" "${options[@]}" -max_total_time="$seconds" -print_final_stats=1 \
    "-dict=$PWD/$folder/seeds/ber.dict" "$corpus" "${more[@]}" > "$log" 2>&1; then
    printf "%s: no finding in %s s, %'d executions (%s)\n" "$target" "$seconds" \
      "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" \
      "$(grep -a -o 'cov: [0-9]*' "$log" | tail -n 1 | sed 's/cov:/edges:/')"
  else
    printf '%s: FINDING: %s\n' "$target" "$(grep -a -m 1 -E 'broken promise|ERROR: |runtime error' "$log")"
    tail -n 25 "$log" | sed 's/^/    /'
    return 1
  fi
}

if [ "$what" = coverage ]; then
  coverage
  exit
fi
if [ "$what" != all ]; then
  [[ " ${targets[*]} " == *" $what "* ]] || { echo "targets: ${targets[*]}" >&2; exit 2; }
  targets=("$what")
fi

LIHI_SETUP_CLANG=1 scripts/setup.sh
cmake --preset "$preset" > /dev/null
cmake --build --preset "$preset" --target fuzz_seeds "${targets[@]/#/fuzz_}"
seeds
export folder seconds
export -f run
printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -I TARGET bash -euo pipefail -c 'run TARGET' || exit 1
