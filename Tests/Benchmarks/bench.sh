#!/usr/bin/env bash
# usage: bench.sh [ROWS]
# Measures loading beside DuckDB and SQLite in one run, and prints ratios; what is not installed is left out.
# DuckDB is looked for as a Python module (PYTHON names the interpreter) and as a command.
set -eu
rows=${1:-5000000}
runs=${RUNS:-3}
python=${PYTHON:-python3}
bin=${BIN:-.build/release}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# best COMMAND…: the lowest of the seconds that some runs of a command print.
best() {
  for _ in $(seq "$runs"); do "$@" || return 1; done | sort -n | head -1
}

# wall COMMAND…: the seconds from start to end of a command.
wall() {
  local start end
  start=$(date +%s.%N)
  "$@" >/dev/null 2>&1 || return 1
  end=$(date +%s.%N)
  awk -v a="$start" -v b="$end" 'BEGIN { printf "%.4f\n", b - a }'
}

# line NAME TALLY [OTHER]: one row of the report.
line() {
  if [ -z "${3:-}" ]; then printf '%-44s %10s %10s\n' "$1" "$2" "not there"; return; fi
  awk -v n="$1" -v a="$2" -v b="$3" 'BEGIN { printf "%-44s %10.4g %10.4g %8.2f\n", n, a, b, a / b }'
}

tally_load() { "$bin/tally-bench" load "$1" 2 | awk 'NR == 1 { print $2, $6 / 1e6 }'; }

duck_load() {
  "$python" - "$1" <<'PY'
import duckdb, resource, sys, time
connection = duckdb.connect()
connection.execute("set threads = 2")
start = time.perf_counter()
connection.execute("create table t as from read_csv(?)", [sys.argv[1]])
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)
PY
}

"$bin/tally-bench" generate "$folder/large.csv" "$rows"
"$bin/tally-bench" generate "$folder/small.csv" 1000
cat "$folder/large.csv" >/dev/null

printf '%-44s %10s %10s %8s\n' "" tally other ratio
tally=$(best tally_load "$folder/large.csv")
duck=""
if "$python" -c 'import duckdb' 2>/dev/null; then duck=$(best duck_load "$folder/large.csv"); fi
line "load $rows rows, 2 threads: s, DuckDB" "${tally% *}" "${duck% *}"
line "load $rows rows: MB at most, DuckDB" "${tally#* }" "${duck#* }"

if command -v sqlite3 >/dev/null; then
  sqlite=$(wall sqlite3 :memory: -cmd ".import --csv $folder/large.csv t" 'select count(*) from t')
  line "load $rows rows: s, SQLite" "${tally% *}" "$sqlite"
  if [ -x "$bin/tally" ]; then
    mine=$(best wall "$bin/tally" -c 'count where elite' "$folder/small.csv") || mine=""
    other=$(best wall sqlite3 :memory: -cmd ".import --csv $folder/small.csv t" \
      "select count(*) from t where elite = 'true'")
    if [ -n "$mine" ]; then line "start to answer, 1000 rows: s, SQLite" "$mine" "$other"; fi
  fi
fi
