import Tally
import TallyData
import TallyFormats
import TallyLocal
import TallyTestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Random sessions as people have them: loads, questions that go on, mistakes, Control-C. What the program writes is
/// what the oracle says, the prompt comes back, the account adds up, memory stays.
///
/// `TALLY_SEED=7 TALLY_SESSIONS=2000` asks for others and for more.
@Suite struct WholeSessionTests {
  static let statementCount = 16
  static let partCount = 4
  private static let perPart = ((TestSetting.sessionCount ?? 12) + partCount - 1) / partCount

  @Test(arguments: 0..<partCount) func sessionsAtThePromptHold(part: Int) throws {
    for number in 0..<Self.perPart {
      let seed = TestSetting.seed &* 1_000_003 &+ UInt64(part * Self.perPart + number)
      var session = try RandomSession(seed: seed)
      do { try session.runAtPrompt(count: Self.statementCount) } catch {
        Issue.record("\(error)\nseed \(seed), after:\n\(session.log.joined(separator: "\n"))")
        return
      }
    }
  }

  @Test(arguments: 0..<partCount) func runsOfOneCommandHold(part: Int) throws {
    for number in 0..<Self.perPart {
      let seed = TestSetting.seed &* 999_983 &+ UInt64(part * Self.perPart + number)
      var session = try RandomSession(seed: seed)
      do { try session.runAsCommand() } catch {
        Issue.record("\(error)\nseed \(seed), after:\n\(session.log.joined(separator: "\n"))")
        return
      }
    }
  }
}

/// A table in a file, and random statements about it.
private struct RandomSession {
  private var random: SeededGenerator
  private let person: Person
  private let table: Table
  private var queries: RandomQueries
  private(set) var log: [String] = []

  init(seed: UInt64) throws {
    random = SeededGenerator(seed: seed)
    person = try Person()
    var tables = RandomTables(seed: seed)
    var written: [UInt8] = []
    var sink = TextSink { (block) throws(OutputError) in written += block }
    let made = tables.table(rowCount: random.int(1...60))
    try RandomSession.csv.write(Answer(table: made), RenderOptions(), &sink)
    try sink.flush()
    let home = person.home
    try written.withUnsafeBytes { try home.write($0, to: "t.csv") }
    // As it is read: types may be narrower than those it was written of.
    let path = person.home.path + "/t.csv"
    table = try FileReader.all[0].read(.file(path: path), "t", LoadOptions(), Interrupt(), nil).table
    queries = RandomQueries(over: table, seed: seed &+ 1)
  }

  private static let csv = Renderer.all.first { $0.name == "csv" } ?? Renderer.all[0]

  private static let mistakes = [
    "count where nosuch = 1", "mean", "sort by", "first first", "load \"nosuch.csv\"", "select * from t", "(", "use x",
    "where 1 <", "set nosuch on", "let = 3", "show \"a", "count by", "rows 3 3",
  ]
  private static let others = [
    "tables", "columns", "why", "last", "describe", "help count", "set notes off", "set notes brief", "let c = 1",
    "| first 2", "| count", "rows", "explain count", "as sql", "set digits 3", "use t", "history",
  ]

  private struct Difference: Error, CustomStringConvertible { let description: String }

  /// The answer as CSV by the engine in this process, which the oracle agrees with; nil where it has none.
  private func expected(_ query: String) throws -> String? {
    let bound: BoundTestQuery
    switch BoundTestQuery.bind(query, over: [table]) {
    case .success(let query): bound = query
    case .failure: return nil
    }
    let found = bound.run(threads: 1)
    let oracle = Result { () throws(OracleError) in try Oracle.run(bound.plan) }
    if let difference = OracleComparison.difference(found, expected: oracle, slack: bound.plan.slack) {
      throw Difference(description: "\(difference)\n\(query)")
    }
    guard case .success(let result) = found, !query.contains("now()"), !query.contains("today()") else { return nil }
    var written: [UInt8] = []
    var sink = TextSink { (block) throws(OutputError) in written += block }
    try Self.csv.write(Answer(table: result.table), RenderOptions(), &sink)
    try sink.flush()
    return String(decoding: written, as: UTF8.self)
  }

  mutating func runAtPrompt(count: Int) throws {
    let tally = try person.start([person.home.path + "/t.csv"], columns: 250, rows: 50)
    try tally.enter("set pager off; set live off")
    var firstByteCount: Int?
    for number in 0..<count {
      try step(tally)
      if number == 3 { firstByteCount = tally.residentByteCount }
    }
    if let firstByteCount, let last = tally.residentByteCount, last > firstByteCount + (64 << 20) {
      throw Difference(description: "memory grew from \(firstByteCount) to \(last) bytes")
    }
    tally.type(Key.control("c") + Key.control("d"))
    let exit = try tally.waitForExit()
    if exit != .status(0) { throw Difference(description: "it ended with \(exit)") }
  }

  private mutating func step(_ tally: TerminalProgram) throws {
    switch random.int(0...9) {
    case 0: try enter(random.pick(Self.mistakes), tally)
    case 1, 2: try enter(random.pick(Self.others), tally)
    case 3: try enter("load \"\(person.home.path)/t.csv\" as again\(log.count); use t", tally)
    case 4:
      let query = queries.query().text
      log.append("half: \(query)")
      tally.type(String(query.prefix(random.int(0...query.count))) + (random.chance(in: 2) ? Key.tab : ""))
      try tally.comeBack()
    case 5:
      log.append("interrupted")
      tally.type(queries.query().text + Key.enter)
      try tally.comeBack()
    default: try compare(tally)
    }
  }

  /// What a question writes into a file is what is expected.
  private mutating func compare(_ tally: TerminalProgram) throws {
    let query = queries.query().text
    guard let expected = try expected(query) else { return }
    let path = person.home.path + "/answer.csv"
    unlink(path)
    try enter("from t | \(query) | save \"\(path)\"", tally)
    let found = (try? person.home.read("answer.csv")) ?? ""
    if found != expected { throw Difference(description: "\(query)\ngives\n\(found)in place of\n\(expected)") }
  }

  private mutating func enter(_ statement: String, _ tally: TerminalProgram) throws {
    log.append(statement)
    tally.type(Key.control("l"))
    try tally.wait(for: "an empty screen") { $0.cursorRow == 0 && $0.line == "tally>" }
    tally.type(statement + Key.enter)
    try tally.wait(for: "its end") {
      $0.cursorRow > 0 && ($0.line.hasPrefix("   ...>") || $0.line.hasPrefix("tally>"))
    }
    try tally.comeBack()
  }

  mutating func runAsCommand() throws {
    let path = person.home.path + "/t.csv"
    for _ in 0..<4 {
      let query = queries.query().text
      guard let expected = try expected(query) else { continue }
      log.append(query)
      let run = try ProgramRun(
        [TerminalProgram.tally, "--format", "csv", "-c", query, path], environment: person.environment())
      if run.exit != .status(0) || run.output != expected {
        throw Difference(description: "\(run)\nin place of\n\(expected)")
      }
    }
    let condition = queries.query().text
    guard condition.hasPrefix("where "), let step = condition.split(separator: " | ").first else { return }
    try checkAccount(String(step), path)
  }

  /// Each condition's kept, failed and unknown rows are the rows that came in.
  private mutating func checkAccount(_ step: String, _ path: String) throws {
    log.append("\(step) | count; why")
    let run = try ProgramRun(
      [TerminalProgram.tally, "--format", "csv", "-c", "\(step) | count", "-c", "why", path],
      environment: person.environment())
    guard run.exit == .status(0) else { return }
    for line in run.output.split(separator: "\n").dropFirst(2) {
      let numbers = line.split(separator: ",").compactMap { Int($0) }.suffix(6)
      guard numbers.count == 6 else { continue }
      let parts = Array(numbers)
      if parts[0] != parts[1] + parts[2] + parts[3] { throw Difference(description: "\(line)\n\(run.output)") }
    }
  }
}
