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
}
