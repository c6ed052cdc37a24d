#!/usr/bin/env bash
# usage: instructions.sh [--record]
# Counts the instructions that each loop over a block of 4,096 rows takes, which no noise of the machine changes, and
# compares them with instructions.txt; a loop that takes over a tenth more fails. --record writes the file anew.
# The figures are of x86-64 with AVX2.
set -eu
here=$(dirname "$0")
bin=${BIN:-.build/release}
recorded=$here/instructions.txt
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# Not every valgrind reads what the compiler says for debuggers.
strip -o "$folder/tally-bench" "$bin/tally-bench"

# collected NAME TIMES: the instructions of a process that runs a loop so many times.
collected() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$folder/tally-bench" loop "$1" "$2" 2>&1 |
    awk '/Collected/ { print $4 }'
}

# counted NAME: the instructions of one run, what the process takes besides left out.
counted() {
  local many few
  many=$(collected "$1" 120)
  few=$(collected "$1" 20)
  [ -n "$many" ] && [ -n "$few" ] || { echo "valgrind counted nothing for $1" >&2; return 1; }
  echo $(((many - few) / 100))
}

names() { "$folder/tally-bench" loops-named; }

if [ "${1:-}" = --record ]; then
  while read -r name; do
    now=$(counted "$name")
    printf '%s\t%s\n' "$name" "$now"
  done < <(names) >"$folder/recorded"
  mv "$folder/recorded" "$recorded"
  exit
fi
failed=0
while read -r name; do
  before=$(awk -F '\t' -v name="$name" '$1 == name { print $2 }' "$recorded")
  now=$(counted "$name")
  verdict=""
  if [ -z "$before" ]; then verdict="not recorded"; failed=1
  elif [ $((now * 10)) -gt $((before * 11)) ]; then verdict="over a tenth more"; failed=1; fi
  printf '%-24s %10s %10s  %s\n' "$name" "${before:--}" "$now" "$verdict"
done < <(names)
exit "$failed"
