import TallyData
import TallyFormats

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

let arguments = CommandLine.arguments.dropFirst()
switch (arguments.first, arguments.dropFirst().first, arguments.dropFirst(2).first.flatMap { Int($0) }) {
case ("generate", let path?, let rows?):
  if !ArrivalsFile(rows: rows).write(to: path) { fail("\(path) cannot be written") }
case ("lookup", let path?, _):
  let name = path.split(separator: "/").last?.split(separator: ".").first ?? ""
  guard let lookup = LookupFile(rawValue: String(name)) else {
    fail("the file is named \(LookupFile.allCases.map { "\($0).csv" }.joined(separator: " or "))")
  }
  if !lookup.write(to: path) { fail("\(path) cannot be written") }
case ("load", let path?, let threads):
  load(path, threads: threads ?? Parallel.threadCount)
case ("keys", let path?, let count):
  timeKeys(path, count: count ?? 2_000)
case ("loops", nil, _):
  for loop in BlockLoop.all() { print("\(loop.name)\t\(loop.nanoseconds)") }
case ("loops-named", nil, _):
  for loop in BlockLoop.all() { print(loop.name) }
case ("loop", let name?, let times?):
  guard let loop = BlockLoop.all().first(where: { $0.name == name }) else { fail("there is no loop \(name)") }
  for _ in 0..<times { loop.run() }
default:
  fail(
    "usage: tally-bench generate FILE ROWS | tally-bench lookup FILE | tally-bench load FILE [THREADS] "
      + "| tally-bench keys FILE [COUNT] | tally-bench loops | tally-bench loops-named | tally-bench loop NAME TIMES")
}

/// Loads a file once and prints seconds, rows, and the most memory the process had.
func load(_ path: String, threads: Int) {
  var options = LoadOptions()
  options.threads = threads
  let start = ContinuousClock.now
  do throws(LoadError) {
    let loaded = try FileLoader.load(.file(path: path), options: options)
    let elapsed = ContinuousClock.now - start
    var usage = rusage()
    // RUSAGE_SELF, which the platforms type differently.
    getrusage(0, &usage)
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    print("seconds \(seconds) rows \(loaded.table.rowCount) peak_bytes \(usage.ru_maxrss * 1024)")
    for (field, column) in zip(loaded.table.fields, loaded.table.columns) {
      print("column \(field.name) \(field.type.rawValue) \(form(column)) missing \(column.missingCount)")
    }
  } catch { fail(error.diagnostic.message) }
}

/// Types at the prompt, and prints how long a person waits for what they see.
func timeKeys(_ path: String, count: Int) {
  do {
    for isLive in [false, true] {
      var person = try KeyTimes(path, isLive: isLive)
      let times = try person.keys(count)
      print("from a key to its frame, live answers \(isLive ? "on" : "off"), \(Percentiles(times.map(\.wall)).text)")
      print("  the prompt's own work: \(Percentiles(times.map(\.working)).text)")
      print("  without the wait for a processor: \(Percentiles(times.map { $0.wall - $0.waiting }).text)")
    }
    var person = try KeyTimes(path, isLive: true)
    let stops = try person.stops(count / 50)
    print("from Control-C to the prompt, \(Percentiles(stops.map(\.milliseconds)).text)")
    for stop in stops.sorted(by: { $0.milliseconds > $1.milliseconds }).prefix(3) {
      print("  \(Percentiles([stop.milliseconds]).text)  \(stop.statement)")
    }
  } catch { fail("\(error)") }
}

func form(_ column: Column) -> String {
  switch column.storage {
  case .int8: "1 byte"
  case .int16: "2 bytes"
  case .int32: "4 bytes"
  case .int64: "8 bytes"
  case .double: "double"
  case .codes8(_, let words): "codes of \(words.count) words in 1 byte"
  case .codes16(_, let words): "codes of \(words.count) words in 2 bytes"
  case .codes32(_, let words): "codes of \(words.count) words in 4 bytes"
  case .arena: "free text"
  }
}

func fail(_ message: String) -> Never {
  let line = Array("tally-bench: \(message)\n".utf8)
  _ = write(STDERR_FILENO, line, line.count)
  exit(1)
}
