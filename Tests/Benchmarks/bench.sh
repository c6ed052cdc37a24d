#!/usr/bin/env bash
# usage: bench.sh [ROWS]
# Measures loading and queries beside DuckDB and SQLite in one run, and prints ratios; what is not installed is left
# out. Warm queries are the best of the runs, on two threads each; the answers have to agree.
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

# Queries with one number as their answer: Tally's, a semicolon, DuckDB's.
queries() {
  cat <<'EOF'
count where fare > 500; select count(*) from t where fare > 500
count where class = "business"; select count(*) from t where class = 'business'
count where (year(day) = 2017 and elite) or fare < 50; select count(*) from t where (year(day) = 2017 and elite) or fare < 50
count where note contains "delayed"; select count(*) from t where contains(note, 'delayed')
count distinct account; select count(distinct account) from t
count distinct note; select count(distinct note) from t
count by account | count; select count(*) from (select account, count(*) from t group by account)
mean fare by class | sum mean_fare; select sum(f) from (select avg(fare) f from t group by class)
median fare; select quantile_cont(fare, 0.5) from t
sd fare; select stddev_samp(fare) from t
top 10 by fare | sum fare; select sum(fare) from (select * from t order by fare desc limit 10)
EOF
}

# tally_queries FILE: milliseconds and answer of each query.
tally_queries() {
  printf 'set threads 2\nset timing on\n' >"$folder/queries.tally"
  queries | cut -d';' -f1 | awk -v runs="$runs" '{ for (i = 0; i < runs; i++) print }' >>"$folder/queries.tally"
  "$bin/tally" run "$folder/queries.tally" "$1" >"$folder/answers" 2>"$folder/times"
  paste <(grep ' ms$' "$folder/times" | tail -n +2 | tr -d ',') <(grep -E '^ *[0-9.]+ *$' "$folder/answers") |
    awk -v runs="$runs" 'NR % runs == 1 || runs == 1 { best = $1 } { if ($1 < best) best = $1 }
      NR % runs == 0 { print best, $3 }'
}

duck_queries() {
  queries | cut -d';' -f2 >"$folder/queries.sql"
  "$python" - "$1" "$folder/queries.sql" "$runs" <<'PY'
import duckdb, sys, time
connection = duckdb.connect()
connection.execute("set threads = 2")
connection.execute("create table t as from read_csv(?, nullstr = ['', 'NA'])", [sys.argv[1]])
for query in open(sys.argv[2]):
    times = []
    for _ in range(int(sys.argv[3])):
        start = time.perf_counter()
        answer = connection.execute(query).fetchall()[0][0]
        times.append(time.perf_counter() - start)
    print(f"{min(times) * 1e3:.2f} {float(answer):.12g}")
PY
}

# compare_queries FILE: one row of the report for each query; fails where two answers differ.
compare_queries() {
  tally_queries "$1" >"$folder/tally.out"
  duck_queries "$1" >"$folder/duck.out"
  paste -d';' <(queries | cut -d';' -f1) "$folder/tally.out" "$folder/duck.out" | awk -F';' '
    { split($2, mine, " "); split($3, other, " "); distance = mine[2] - other[2]
      if (distance < 0) distance = -distance
      agrees = mine[2] != "" && other[2] != "" && distance <= 1e-9 * (1 + other[2])
      printf "%-56s %8.1f %8.1f %6.2f%s\n", $1, mine[1], other[1], mine[1] / (other[1] + 1e-9),
        agrees ? "" : "  " mine[2] " is not " other[2]
      if (!agrees) differ = 1 }
    END { exit differ }'
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

if [ -x "$bin/tally" ] && [ -n "$duck" ]; then
  printf '\n%-56s %8s %8s %6s\n' "warm queries over $rows rows: ms" tally DuckDB ratio
  compare_queries "$folder/large.csv"
fi
