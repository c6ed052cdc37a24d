import TallyTestSupport
import Testing

/// Random keys: after each, the screen must show what a plain model of the line says.
@Suite struct RandomKeysTests {
  static let columns = 24

  struct Line {
    var characters: [Character] = []
    var cursor = 0

    mutating func press(_ number: Int) -> String {
      let letters: [Character] = ["a", "b", " ", "日", "ö", "e\u{301}", "|", "語"]
      switch number {
      case 0..<8:
        characters.insert(letters[number], at: cursor)
        cursor += 1
        return String(letters[number])
      case 8:
        cursor = max(cursor - 1, 0)
        return Key.left
      case 9:
        cursor = min(cursor + 1, characters.count)
        return Key.right
      case 10:
        cursor = 0
        return Key.home
      case 11:
        cursor = characters.count
        return Key.end
      case 12:
        if cursor < characters.count { characters.remove(at: cursor) }
        return Key.delete
      default:
        if cursor > 0 {
          cursor -= 1
          characters.remove(at: cursor)
        }
        return Key.backspace
      }
    }

    /// Rows below the prompt, and the cursor's place in them.
    var shown: (rows: [String], row: Int, column: Int) {
      var rows = ["tally> "]
      var width = 7
      var place = (0, 7)
      for (index, character) in (characters + [" "]).enumerated() {
        let isEnd = index == characters.count
        let columns = "日語".contains(character) ? 2 : 1
        if width + columns > RandomKeysTests.columns {
          if isEnd, cursor < index { break }
          rows.append("")
          width = 0
        }
        if index == cursor { place = (rows.count - 1, width) }
        if isEnd { break }
        rows[rows.count - 1].append(character)
        width += columns
      }
      return (rows, place.0, place.1)
    }
  }

  @Test(arguments: 0..<6)
  func theScreenShowsTheLine(_ seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let tally = try Person().start(columns: Self.columns, rows: 14)
    tally.type(Key.control("l"))
    try tally.wait(for: "the prompt on top") { $0.cursorRow == 0 && $0.line == "tally>" }
    var line = Line()
    for _ in 0..<120 {
      // Letters more often than deletions, so that the line grows over several rows.
      let number = Int.random(in: 0..<20, using: &generator)
      tally.type(line.press(number < 14 ? number : number - 14))
      let shown = line.shown
      let rows = shown.rows.map { row in String(row.reversed().drop { $0 == " " }.reversed()) }
      try tally.wait(for: "\(rows), cursor \(shown.row), \(shown.column)") { screen in
        screen.cursorRow == shown.row && screen.cursorColumn == shown.column
          && Array(screen.lines.prefix(rows.count)) == rows
          && screen.lines.dropFirst(rows.count).allSatisfy(\.isEmpty)
      }
    }
    #expect(tally.screen.unknown == [])
  }

  /// Pieces of what people and terminals send; Control-D would rightly end it.
  static let noise = [
    "count ", "where ", "by ", "sex = ", "from ", "set ", "help\r", Key.tab, Key.tab + Key.tab, Key.backTab, Key.up,
    Key.down, Key.left, Key.wordLeft, Key.home, Key.delete, Key.backspace, Key.enter, Key.escape, Key.paste("x\ny"),
    "\u{1B}[", "\u{1B}O", "\u{1B}x", ":", "|\r", "(", "\"", "日", "é", "e\u{301}", "👨‍👩‍👧", "\u{202E}", "\u{0}",
    Key.control("a"), Key.control("c"), Key.control("k"), Key.control("l"), Key.control("r"), Key.control("t"),
    Key.control("u"), Key.control("v"), Key.control("w"), Key.control("y"), Key.control("_"),
  ]

  @Test(arguments: 0..<12)
  func noiseNeverEndsIt(_ seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let person = try Person()
    if seed % 3 == 0 { try person.home.write("bind -v\n", to: ".editrc") }
    let tally = try person.start()
    for _ in 0..<150 {
      if Int.random(in: 0..<20, using: &generator) == 0 {
        tally.resize(
          columns: Int.random(in: 1..<90, using: &generator), rows: Int.random(in: 1..<30, using: &generator))
      }
      tally.type(Self.noise.randomElement(using: &generator) ?? "")
      tally.look()
    }
    tally.resize(columns: 80, rows: 24)
    // Out of a search, of a character to be taken as it is, of a statement that runs, of a line. What runs takes keys
    // that came too early with it, so it may need another try.
    let hasPrompt = (0..<20).contains { attempt in
      for _ in 0..<3 { tally.type(Key.control("c")) }
      tally.type("x\(attempt)")
      return (try? tally.wait(for: "the prompt", seconds: 2) { $0.line == "tally> x\(attempt)" }) != nil
    }
    #expect(hasPrompt, "\(tally.screen.text)")
    tally.type(Key.control("c") + Key.control("d"))
    #expect(try tally.waitForExit() == .status(0))
  }
}
