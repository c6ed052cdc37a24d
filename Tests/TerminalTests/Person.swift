import TallyTestSupport

/// A person with a home folder, who starts `tally` on a terminal.
struct Person {
  let home: TemporaryFolder

  init() throws { home = try TemporaryFolder() }

  func environment(_ more: [String: String] = [:]) -> [String: String] {
    ["HOME": home.path, "TERM": "xterm-256color", "LANG": "C.UTF-8"].merging(more) { _, given in given }
  }

  /// `tally` with its prompt on the screen.
  func start(
    _ arguments: [String] = [], columns: Int = 80, rows: Int = 24, environment more: [String: String] = [:]
  ) throws -> TerminalProgram {
    let program = try TerminalProgram(
      [TerminalProgram.tally] + arguments, columns: columns, rows: rows, environment: environment(more),
      home: home)
    try program.wait(for: "the first prompt") { $0.line == "tally>" && $0.cursorColumn == 7 }
    return program
  }

  var historyPath: String { ".local/state/tally/history" }

  /// Rows of the large file.
  static let largeRowCount = 2_200_000

  /// Writes `large.csv`: 70 MB of rows that are all alike, and what ends it.
  func writeLarge(fare: String = "12.50", end: String = "") throws {
    let row = "Choe of Hyesan,\(fare),2015-03-04\n"
    try home.write("family,fare,day\n" + String(repeating: row, count: Self.largeRowCount) + end, to: "large.csv")
  }
}

/// Keys as terminals send them.
enum Key {
  static let enter = "\r"
  static let tab = "\t"
  static let backTab = "\u{1B}[Z"
  static let escape = "\u{1B}"
  static let up = "\u{1B}[A"
  static let down = "\u{1B}[B"
  static let right = "\u{1B}[C"
  static let left = "\u{1B}[D"
  static let home = "\u{1B}[H"
  static let end = "\u{1B}[F"
  static let delete = "\u{1B}[3~"
  static let wordLeft = "\u{1B}[1;5D"
  static let wordRight = "\u{1B}[1;5C"
  static let backspace = "\u{7F}"

  /// Control and a letter.
  static func control(_ letter: Character) -> String {
    String(Unicode.Scalar((letter.asciiValue ?? 0x40) & 0x1F))
  }

  static func paste(_ text: String) -> String { "\u{1B}[200~\(text)\u{1B}[201~" }
}

extension TerminalProgram {
  /// Types a statement and waits until it has run: a prompt more, and nothing typed on it.
  func enter(_ statement: String) throws {
    let before = screen.text.components(of: "tally>")
    type(statement + Key.enter)
    try wait(for: "the prompt after \(statement)") {
      $0.line == "tally>" && $0.text.components(of: "tally>") > before
    }
  }

  /// Out of whatever it is in, to an empty line: a search, a character to be taken as it is, a statement that runs, a
  /// line. What runs takes keys that came too early with it, so it may need another try.
  func comeBack() throws {
    for attempt in 0..<10 {
      let mark = "#\(received.count).\(attempt)"
      for _ in 0..<3 { type(Key.control("c")) }
      type(mark)
      let isThere =
        (try? wait(for: mark, seconds: 3) { $0.line == "tally> " + mark && !$0.isAlternate }) != nil
      type(Key.control("c"))
      if isThere { return try wait(for: "an empty line") { $0.line == "tally>" && $0.cursorColumn == 7 } }
    }
    throw Failure("the prompt never came back:\n\(screen.text)")
  }
}

extension String {
  /// How often a text stands in this one.
  func components(of part: String) -> Int { split(separator: part, omittingEmptySubsequences: false).count - 1 }
}
