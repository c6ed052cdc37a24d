#!/usr/bin/env python3
"""Measures Tally beside other engines, task by task in one run, and checks that their answers agree.

usage: bench.py [PATTERN]      only the tasks that contain PATTERN; without it, loading and starting too
       bench.py scaling        Tally alone: the README's tables of time against rows and against groups

Environment: ROWS (10000000), RUNS (7), THREADS ("1 2"), BIN (.build/release), and for the first table of `scaling`
SIZES ("10000 100000 1000000 5000000 10000000 30000000").
The tasks are in tasks.txt. Peers are what this Python finds: duckdb, polars, chdb (`make bench-peers` installs them),
and as commands, beside this Python or on the path, duckdb, sqlite3 and mlr. Each figure is a median; a ratio is Tally's
time over the other's.
"""
import importlib.util
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
BIN = os.environ.get("BIN", ".build/release")
ROWS = int(os.environ.get("ROWS", "10000000"))
RUNS = int(os.environ.get("RUNS", "7"))
THREADS = [int(count) for count in os.environ.get("THREADS", "1 2").split()]
SIZES = [int(rows) for rows in os.environ.get("SIZES", "10000 100000 1000000 5000000 10000000 30000000").split()]
PATIENCE = 60
# Small tables that the large one is joined with.
LOOKUPS = ["shops", "accounts"]


def lookup_file(path, name):
    return os.path.join(os.path.dirname(path), f"{name}.csv")


# Each peer in a process of its own: it loads the files, then answers queries, a line of JSON for each.

def duckdb_engine(path, threads):
    import duckdb
    connection = duckdb.connect()
    connection.execute(f"set threads = {threads}")
    connection.execute("create table t as from read_csv(?, nullstr = ['', 'NA'])", [path])
    for name in LOOKUPS:
        connection.execute(f"create table {name} as from read_csv(?)", [lookup_file(path, name)])
    return lambda query: connection.execute(query).fetchall()[0][0]


def polars_engine(path, threads):
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    import polars
    table = polars.read_csv(path, null_values=["", "NA"], try_parse_dates=True)
    lookups = {name: polars.read_csv(lookup_file(path, name)) for name in LOOKUPS}
    context = polars.SQLContext(t=table, **lookups)
    return lambda query: context.execute(query, eager=True).item()


def chdb_engine(path, threads):
    from chdb import session
    database = session.Session()
    columns = (
        "id Int64, account Int64, class LowCardinality(String), shop LowCardinality(String), note String, "
        "fare Nullable(Decimal(9, 2)), day Nullable(Date), elite Nullable(Bool)")
    database.query("create database b")
    database.query(f"create table b.t ({columns}) engine = Memory")
    database.query(
        f"insert into b.t select * from file('{path}', 'CSVWithNames', '{columns}') "
        "settings format_csv_null_representation = 'NA', input_format_csv_empty_as_default = 1")
    for name in LOOKUPS:
        source = f"file('{lookup_file(path, name)}', 'CSVWithNames')"
        database.query(f"create table b.{name} engine = Memory as select * from {source}")
    database.query("use b")
    return lambda query: float(str(database.query(f"{query} settings max_threads = {threads}", "TSV")).strip())


ENGINES = {"duckdb": duckdb_engine, "polars": polars_engine, "chdb": chdb_engine}


def serve(name, path, threads):
    """Answers queries until the input ends."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    answer = ENGINES[name](path, threads)
    loaded = time.perf_counter() - start
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps({"seconds": loaded, "bytes": grown * 1024}), flush=True)
    for line in sys.stdin:
        try:
            times, value, begun = [], None, time.perf_counter()
            while len(times) < RUNS and (not times or time.perf_counter() - begun < PATIENCE):
                start = time.perf_counter()
                value = answer(line.strip())
                times.append((time.perf_counter() - start) * 1e3)
            reply = {"ms": statistics.median(times), "answer": float(value)}
        except Exception as problem:
            reply = {"problem": str(problem).split("\n")[0]}
        print(json.dumps(reply), flush=True)


class Peer:
    """Another engine at work, loaded and waiting for queries."""

    def __init__(self, name, path, threads):
        self.name = name
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--serve", name, path, str(threads)], text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        line = self.process.stdout.readline()
        self.load = json.loads(line) if line else None

    def ask(self, query):
        self.process.stdin.write(query + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        return json.loads(line) if line else {"problem": "it ended"}

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def milliseconds(text):
    number, unit = re.fullmatch(r"\s*([\d.,]+) (µs|ms|s)\s*", text).groups()
    return float(number.replace(",", "")) * {"µs": 1e-3, "ms": 1, "s": 1e3}[unit]


def tally(path, query, threads, folder):
    """The median of Tally's own times of a query over the loaded file, and its answer."""
    script = os.path.join(folder, "task.tally")
    with open(script, "w") as file:
        file.write(f"set threads {threads}\nset format csv\nset timing on\n" + (query + "\n") * RUNS)
    files = [path] + [lookup_file(path, name) for name in LOOKUPS]
    run = subprocess.run([f"{BIN}/tally", "--no-init", "run", script] + files, capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"{query}\n{run.stderr}")
    times = [milliseconds(line) for line in run.stderr.split("\n") if re.fullmatch(r"\s*[\d.,]+ (µs|ms|s)\s*", line)]
    values = [line for line in run.stdout.split("\n") if re.fullmatch(r"-?[\d.e+]+", line)]
    return {"ms": statistics.median(times[-RUNS:]), "answer": float(values[-1])}


def tasks(rows):
    with open(os.path.join(HERE, "tasks.txt")) as file:
        for line in file:
            if line.startswith("## "):
                yield line[3:].strip(), None, None
            elif ";" in line and not line.startswith("#"):
                query, sql = line.replace("{most}", str(rows - 1)).split(";")
                yield None, query.strip(), sql.strip()


def agree(one, other):
    return abs(one - other) <= 1e-9 * (1 + abs(other))


def measure_tasks(path, pattern, folder):
    """False where an engine gives another answer than Tally."""
    is_agreed = True
    found = [name for name in ENGINES if importlib.util.find_spec(name)]
    for threads in THREADS:
        peers = [Peer(name, path, threads) for name in found]
        peers = [peer for peer in peers if peer.load]
        names = "".join(f"{peer.name:>10} {'':6}" for peer in peers)
        print(f"\n{ROWS:,} rows, {threads} threads: ms; others' with Tally's ratio\n{'':60} {'tally':>9}{names}")
        for heading, query, sql in tasks(ROWS):
            if heading:
                print(f"{heading}:")
                continue
            if pattern and pattern not in query:
                continue
            mine = tally(path, query, threads, folder)
            cells = f"  {query:58.58} {mine['ms']:9.2f}"
            for peer in peers:
                reply = peer.ask(sql)
                if "problem" in reply:
                    cells += f"{'-':>10} {'':6}"
                    continue
                cells += f"{reply['ms']:10.2f} {mine['ms'] / reply['ms']:6.2f}"
                if not agree(mine["answer"], reply["answer"]):
                    cells += f" !{reply['answer']!r} is not {mine['answer']!r}"
                    is_agreed = is_agreed and peer.name != "duckdb"
            print(cells, flush=True)
        for peer in peers:
            peer.end()
    return is_agreed


def program(name):
    """The path of a peer's command; None where there is none."""
    # The package's own command is a Python script, which would be measured beside what it starts.
    package = importlib.util.find_spec(f"{name}_cli")
    folders = list(package.submodule_search_locations) if package else []
    found = [shutil.which(name, path=folder) for folder in folders + [os.path.dirname(sys.executable)]]
    return next((path for path in found if path), None) or shutil.which(name)


def wall(command):
    """The median of a command's milliseconds from start to end; None where it fails."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        if subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
            return None
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times)


def report(name, mine, others):
    cells = "".join(f"  {peer} {value:,.4g} ({mine / value:.2f})" for peer, value in others if value)
    print(f"  {name:42} tally {mine:,.4g}{cells}", flush=True)


def measure_starts(large, small):
    print("from start to answer: ms")
    for path, rows in [(small, 1000), (large, ROWS)]:
        mine = wall([f"{BIN}/tally", "--no-init", "-c", "mean fare by class", path])
        duck = f"import duckdb; duckdb.sql(\"select class, avg(fare) from read_csv('{path}') group by class\").fetchall()"
        others = []
        if importlib.util.find_spec("duckdb"):
            others.append(("duckdb in Python", wall([sys.executable, "-c", duck])))
        if duckdb := program("duckdb"):
            query = f"select class, avg(fare) from '{path}' group by class"
            others.append(("duckdb", wall([duckdb, "-c", query])))
        if (sqlite3 := program("sqlite3")) and rows <= 1000:
            query = "select class, avg(fare) from t group by class"
            others.append(("sqlite3", wall([sqlite3, ":memory:", "-cmd", f".import --csv {path} t", query])))
        if mlr := program("mlr"):
            others.append(("mlr", wall([mlr, "--icsv", "--ocsv", "stats1", "-a", "mean", "-f", "fare", "-g", "class", path])))
        report(f"mean fare by class, {rows:,} rows", mine, others)


def measure_load(path):
    print("\nloading all columns: s, then bytes a row at most")
    for threads in THREADS:
        runs = []
        for _ in range(min(RUNS, 3)):
            run = subprocess.run([f"{BIN}/tally-bench", "load", path, str(threads)], capture_output=True, text=True)
            words = run.stdout.split()
            runs.append((float(words[1]), float(words[5])))
        seconds, memory = min(runs)
        peers = [Peer(name, path, threads) for name in ENGINES if importlib.util.find_spec(name)]
        loads = [(peer.name, peer.load) for peer in peers if peer.load]
        for peer in peers:
            peer.process.kill()
            peer.process.wait()
        report(f"{threads} threads: s", seconds, [(name, load["seconds"]) for name, load in loads])
        report(f"{threads} threads: bytes", memory / ROWS, [(name, load["bytes"] / ROWS) for name, load in loads])


SCALED = [
    "count where fare > 500", "mean fare by class, shop | count", "median fare by class | count", "count distinct note",
    "count distinct account", "count by account | count", "lookup shops on shop | mean rent by city | count",
    "sort by shop, account | first 9 | sum fare", "sort by shop, account | last 9 | sum id",
    "extend r = rank() by class sort by account | sum r"]
GROUPED = [
    ("close whole numbers", "extend key = id mod {groups} | mean fare by key | count"),
    ("far whole numbers", "extend key = (id * 7919 mod {groups}) * 1000003 | mean fare by key | count"),
    ("two keys", "extend key = id mod {groups} | mean fare by elite, key | count"),
    ("different values", "extend key = (id * 7919 mod {groups}) * 1000003 | count distinct key")]
GROUPS = [10, 100, 1_000, 10_000, 100_000, 1_000_000, 5_000_000]


def short(count):
    """`10 k`, `5 M`."""
    return f"{count // 1_000_000} M" if count >= 1_000_000 else f"{count // 1000} k" if count >= 1000 else str(count)


def print_table(head, rows):
    print("\n| " + " | ".join(head) + " |\n" + "| --- " * len(head) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)


def measure_scaling(folder):
    """Milliseconds with as many threads as the last of THREADS, as the README's tables have them."""
    path, threads = os.path.join(folder, "large.csv"), THREADS[-1]

    def cell(query):
        return f"{tally(path, query, threads, folder)['ms']:.1f}"

    times = {query: [] for query in SCALED}
    for rows in SIZES:
        generate(path, rows)
        for query in SCALED:
            times[query].append(cell(query))
    marked = [["`" + query.replace("|", "\\|") + "`"] + cells for query, cells in times.items()]
    print_table(["question"] + [short(rows) for rows in SIZES], marked)
    generate(path, ROWS)
    grouped = [[name] + [cell(query.format(groups=groups)) for groups in GROUPS] for name, query in GROUPED]
    print_table([f"keys of {short(ROWS)} rows"] + [short(groups) for groups in GROUPS], grouped)


def generate(path, rows):
    """Writes the large file and, beside it, those it is joined with."""
    subprocess.run([f"{BIN}/tally-bench", "generate", path, str(rows)], check=True)
    for name in LOOKUPS:
        subprocess.run([f"{BIN}/tally-bench", "lookup", lookup_file(path, name)], check=True)


def main():
    pattern = sys.argv[1] if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as folder:
        if pattern == "scaling":
            return measure_scaling(folder)
        large, small = os.path.join(folder, "large.csv"), os.path.join(folder, "small.csv")
        generate(large, ROWS)
        subprocess.run([f"{BIN}/tally-bench", "generate", small, "1000"], check=True)
        if not pattern:
            measure_starts(large, small)
            measure_load(large)
        if not measure_tasks(large, pattern, folder):
            sys.exit("answers differ")


if sys.argv[1:2] == ["--serve"]:
    serve(sys.argv[2], sys.argv[3], int(sys.argv[4]))
else:
    main()
