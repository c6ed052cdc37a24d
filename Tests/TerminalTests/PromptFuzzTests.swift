import Tally
import TallyTestSupport
import Testing

/// Random sessions: after every key, the screen and its cursor must be what a plain model of the prompt says.
///
/// `TALLY_SEED=7 TALLY_SESSIONS=5000` asks for others and for more.
@Suite struct PromptFuzzTests {
  static let keyCount = 100
  /// Each runs its share of the sessions one after the other.
  static let programCount = 10
  static let sessionCount = TestSetting.sessionCount ?? 500

  static let past = [
    "count by year", "count where elite", "mean age by sex", "count by year", "count |\nwhere count > 1",
    "let 日本 = age", "count where sex = \"e\u{301}\"", "from arrivals_by_year | show year, total, men, women",
  ]

  @Test(arguments: 0..<programCount)
  func theScreenIsTheModels(_ program: Int) throws {
    var generator = SeededGenerator(seed: TestSetting.seed &* 1_000 &+ UInt64(program))
    let person = try Person()
    let lines = Self.past.map { $0.replacing("\n", with: "\\n") }
    try person.home.write("# tally history, version 1\n" + lines.joined(separator: "\n") + "\n", to: person.historyPath)
    // What comes from another thread comes when it will.
    try person.home.write("set live off\n", to: ".config/tally/init.tally")
    let tally = try person.start()
    let known = Session()
    known.settings.isLive = false
    var session = FuzzSession(tally, ModelPrompt(past: Self.past, session: known, columns: 80, height: 24))
    for _ in 0..<(Self.sessionCount + Self.programCount - 1) / Self.programCount {
      try session.begin(using: &generator)
      for _ in 0..<Self.keyCount { try session.step(using: &generator) }
    }
    #expect(tally.screen.unknown == [])
  }
}

/// A terminal and the model that it is compared with.
private struct FuzzSession {
  private let tally: TerminalProgram
  private var model: ModelPrompt
  private var log: [String] = []

  init(_ tally: TerminalProgram, _ model: ModelPrompt) {
    (self.tally, self.model) = (tally, model)
  }

  /// An empty statement at the top of a screen of a random size.
  mutating func begin(using generator: inout SeededGenerator) throws {
    let mark = "#\(log.count)"
    tally.type(Key.control("c") + Key.control("c") + mark)
    try tally.wait(for: mark) { $0.line.hasSuffix(mark) }
    model.columns = Int.random(in: 16...60, using: &generator)
    model.height = Int.random(in: 4...16, using: &generator)
    tally.resize(columns: model.columns, rows: model.height)
    tally.type(Key.control("c"))
    try tally.wait(for: "an empty line") { $0.cursorColumn == (model.columns < 20 ? 2 : 7) }
    tally.type(Key.control("l"))
    model.restart()
    log = ["\(model.columns) columns, \(model.height) rows"]
    try compare()
  }

  mutating func step(using generator: inout SeededGenerator) throws {
    if Int.random(in: 0..<25, using: &generator) == 0 { return try resize(using: &generator) }
    let key = FuzzKey.random(using: &generator)
    var next = model
    if case .enter = key, !model.staysOnEnter { return }
    next.press(key)
    // By itself it could be the beginning of the next key.
    if case .escape = key, next.shown == model.shown { return }
    model = next
    log.append("\(key)")
    tally.type(key.bytes)
    try compare()
  }

  private mutating func resize(using generator: inout SeededGenerator) throws {
    // What comes before must be done, and be seen to be: its frame is for the old size.
    let before = model.shown
    model.press(.type("x"))
    tally.type("x")
    try compare()
    if model.shown == before { return }
    model.columns = Int.random(in: 16...60, using: &generator)
    model.height = Int.random(in: 4...16, using: &generator)
    log.append("x, then \(model.columns) columns, \(model.height) rows")
    tally.resize(columns: model.columns, rows: model.height)
    try compare()
  }

  private func compare() throws {
    let shown = model.shown
    let rows = shown.rows.map { row in String(row.reversed().drop { $0 == " " }.reversed()) }
    do {
      try tally.wait(for: "the model's screen", seconds: 5) { screen in
        guard screen.cursorColumn == shown.cursorColumn else { return false }
        // Of a statement taller than the screen, the part with the cursor.
        let first = shown.cursorRow - screen.cursorRow
        guard first == 0 || (first > 0 && first + screen.height <= rows.count) else { return false }
        let visible = rows[first...].prefix(screen.height)
        return screen.lines.starts(with: visible) && screen.lines.dropFirst(visible.count).allSatisfy(\.isEmpty)
      }
    } catch {
      let expected = rows.map { "|\($0)" }.joined(separator: "\n")
      throw TerminalProgram.Failure(
        "\(error)\nthe model has cursor row \(shown.cursorRow), column \(shown.cursorColumn):\n\(expected)\nafter: "
          + log.joined(separator: " · "))
    }
  }
}
