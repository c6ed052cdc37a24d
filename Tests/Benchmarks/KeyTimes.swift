import TallyTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A person at the prompt, timed: from a key to the frame that shows it, and from Control-C to the next prompt.
///
/// A table is loaded and live answers are on. Between two keys passes about as long as a quick typist takes, so that many
/// a question is being asked of the table when the next key comes.
struct KeyTimes {
  /// Typed letter by letter, taken back in part and typed anew.
  private static let statements = [
    "count where fare > 500 and class = \"business\"", "mean fare by class, shop where elite",
    "count where note contains \"delayed\" by class", "median fare, max fare by class sort by class desc",
    "top 10 by fare | show id, note, fare", "count distinct account where day > 2019-01-31",
    "extend double = fare * 2 | where double > 100 | mean double by shop", "sort by shop, account | first 10",
  ]
  /// Each takes longer than a person waits before stopping it.
  private static let longStatements = [
    "sort by note | first 10", "extend r = rank() by class sort by account | sum r", "count by account, shop, day",
    "count distinct note, count distinct account by shop", "count where note matches \"(late|early).*[0-9]+7\"",
    "extend m = moving_mean(fare, 100) by shop sort by account | sum m", "describe",
  ]

  private let tally: TerminalProgram
  private var random = SeededGenerator(seed: 5)
  private let home: TemporaryFolder

  /// The `tally` that stands beside this program, with a file loaded.
  init(_ path: String, isLive: Bool) throws {
    home = try TemporaryFolder()
    try home.write("set live \(isLive ? "on" : "off")\n", to: ".config/tally/init.tally")
    tally = try TerminalProgram(
      [TerminalProgram.tally, path], columns: 160,
      environment: ["HOME": home.path, "TERM": "xterm-256color", "LANG": "C.UTF-8"])
    try waitForPrompt(seconds: 300)
  }

  private func waitForPrompt(seconds: Int = 60) throws {
    try tally.wait(for: "the prompt", seconds: seconds) { $0.line == "tally>" && $0.cursorColumn == 7 }
  }

  /// What a key took, in milliseconds.
  struct Time {
    /// From the key to its frame.
    var wall: Double
    /// How long the prompt's thread itself worked, which does not depend on what else the machine does.
    var working: Double
    /// Of `wall`, how long the prompt waited for a processor that other programs had; 0 where the system does not say.
    var waiting: Double
  }

  /// The time of each key.
  mutating func keys(_ count: Int) throws -> [Time] {
    var times: [Time] = []
    while times.count < count {
      for statement in Self.statements where times.count < count {
        for (place, letter) in statement.enumerated() {
          times.append(try time(of: String(letter), column: 8 + place))
          guard place > 8, Int.random(in: 0..<8, using: &random) == 0 else { continue }
          times.append(try time(of: "\u{7F}", column: 7 + place))
          times.append(try time(of: String(letter), column: 8 + place))
        }
        tally.type("\u{3}")
        try waitForPrompt()
      }
    }
    return times
  }

  private mutating func time(of key: String, column: Int) throws -> Time {
    usleep(UInt32.random(in: 20_000...150_000, using: &random))
    tally.look()
    let before = (prompt: schedule(of: tally.process), own: schedule(of: getpid()))
    let start = ContinuousClock.now
    tally.type(key)
    try tally.wait(for: "the frame after \(key)") { $0.cursorColumn == column }
    let wall = Self.milliseconds(since: start)
    let after = (prompt: schedule(of: tally.process), own: schedule(of: getpid()))
    return Time(
      wall: wall, working: after.prompt.worked - before.prompt.worked,
      waiting: after.prompt.waited - before.prompt.waited + after.own.waited - before.own.waited)
  }

  /// Milliseconds for which the first thread of a process has run, and for which it could have and another did.
  private func schedule(of process: pid_t) -> (worked: Double, waited: Double) {
    guard let file = fopen("/proc/\(process)/task/\(process)/schedstat", "r") else { return (0, 0) }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 100)
    guard fgets(&line, Int32(line.count), file) != nil else { return (0, 0) }
    let fields = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).split(
      separator: " ")
    guard fields.count > 1 else { return (0, 0) }
    return ((Double(fields[0]) ?? 0) / 1e6, (Double(fields[1]) ?? 0) / 1e6)
  }

  /// Milliseconds from each Control-C in the midst of a long statement to the prompt after it.
  mutating func stops(_ count: Int) throws -> [(statement: String, milliseconds: Double)] {
    var times: [(String, Double)] = []
    while times.count < count {
      for statement in Self.longStatements where times.count < count {
        tally.type(statement + "\r")
        try tally.wait(for: "the statement to run") { $0.cursorColumn == 0 }
        usleep(UInt32.random(in: 20_000...1_200_000, using: &random))
        tally.look()
        // What was done by then is no stop.
        if tally.screen.line == "tally>" { continue }
        let start = ContinuousClock.now
        tally.type("\u{3}")
        try waitForPrompt()
        times.append((statement, Self.milliseconds(since: start)))
        tally.type("\u{3}\u{C}")
        try tally.wait(for: "a clear screen") { $0.cursorRow == 0 && $0.cursorColumn == 7 }
      }
    }
    return times
  }

  private static func milliseconds(since start: ContinuousClock.Instant) -> Double {
    let elapsed = ContinuousClock.now - start
    return Double(elapsed.components.seconds) * 1e3 + Double(elapsed.components.attoseconds) / 1e15
  }
}

/// Times in order, for what is said of them.
struct Percentiles {
  private let sorted: [Double]

  init(_ times: [Double]) { sorted = times.sorted() }

  /// `of 1,000: median 0.4, p90 0.7, p99 1.9, longest 3.2 ms`.
  var text: String {
    "of \(sorted.count): median \(at(0.5)), p90 \(at(0.9)), p99 \(at(0.99)), longest \(at(1)) ms"
  }

  private func at(_ share: Double) -> String {
    guard let last = sorted.last else { return "–" }
    let place = Int(Double(sorted.count) * share)
    let hundredths = Int(((place < sorted.count ? sorted[place] : last) * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
