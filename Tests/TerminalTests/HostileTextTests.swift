import TallyTestSupport
import Testing

/// Data that would steer a terminal, hide or turn text around is shown, wherever it comes from.
@Suite struct HostileTextTests {
  /// A title, a colour, a bell, an escape of one byte, the turning of text, what has no width.
  static let texts = [
    "\u{1B}]0;title\u{7}", "\u{1B}[35;45m", "\u{9B}35m", "\u{90}q\u{9C}", "\u{202E}abc\u{202C}", "\u{2066}x\u{2069}",
    "a\u{200B}b\u{FEFF}", "\u{8}\u{7F}", "\u{1B}c",
  ]

  /// None of the bytes reach the terminal as they are.
  private func check(_ tally: TerminalProgram, _ text: String) {
    let received = String(decoding: tally.received, as: UTF8.self)
    let steering = received.unicodeScalars.map(\.value).filter { scalar in
      switch scalar {
      case 0x08, 0x7F...0x9F, 0x200B, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
      default: false
      }
    }
    #expect(steering == [], "of \(text.debugDescription)")
    for sequence in ["\u{1B}]", "\u{1B}[35;45m", "\u{1B}c", "\u{1B}P"] {
      #expect(!received.contains(sequence), "\(sequence.debugDescription) of \(text.debugDescription)")
    }
    // Tabs are between the cells of tsv.
    #expect(tally.screen.unknown.filter { $0 != "byte 9" } == [], "\(text.debugDescription)")
  }

  private func quoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }

  @Test(arguments: texts) func cellsNamesAndErrorsAreShown(text: String) throws {
    let person = try Person()
    let file = "n\(text)m.csv"
    try person.home.write("\(quoted("c" + text)),k\n\(quoted("v" + text)),1\nplain,2\n", to: file)
    let tally = try person.start([person.home.path + "/" + file], columns: 100, rows: 60)
    for statement in [
      "show", "columns", "tables", "describe", "count by k", "set format list", "show", "set format plain", "show",
      "set format csv", "show", "set format tsv", "show", "set format json", "show", "set format ndjson", "show",
      "set format markdown", "show", "set format html", "show", "as sql show", "as dplyr show", "explain show",
      "explain syntax show", "set format table", "distinct", "count where k > 1 | show count", "why", "plot bar k",
    ] {
      tally.type(Key.control("l"))
      try tally.wait(for: "an empty screen") { $0.cursorRow == 0 && $0.line == "tally>" }
      tally.type(statement + Key.enter)
      try tally.wait(for: "the prompt after \(statement)") { $0.cursorRow > 0 && $0.line.hasPrefix("tally>") }
      tally.type(Key.control("u"))
    }
    // An error that quotes the value, and one that quotes the column.
    tally.type("count where k = plain" + Key.enter)
    try tally.wait(for: "the error") { $0.text.contains("error:") && $0.line.hasPrefix("tally>") }
    tally.type(Key.control("u") + Key.control("d"))
    _ = try tally.waitForExit()
    check(tally, text)
  }

  @Test(arguments: texts) func candidatesAndHistoriesAreShown(text: String) throws {
    let person = try Person()
    try person.home.write("\(quoted("c" + text)),word\n1,\(quoted("v" + text))\n2,vw\n", to: "t.csv")
    let past = "count where word = \"\(text)\"".replacing("\\", with: "\\\\")
    try person.home.write("# tally history, version 1\n\(past)\n", to: person.historyPath)
    let tally = try person.start([person.home.path + "/t.csv"], columns: 100, rows: 40)
    tally.type("show " + Key.tab + Key.tab)
    try tally.wait(for: "columns") { $0.text.contains("word") }
    tally.type(Key.control("c") + "count where word = " + Key.tab)
    try tally.wait(for: "values") { $0.text.contains("vw") }
    tally.type(Key.control("c") + Key.up)
    try tally.wait(for: "the earlier statement") { $0.line.hasPrefix("tally> count where") }
    tally.type(Key.control("c") + Key.control("r") + "word")
    try tally.wait(for: "the list") { $0.line == "search: word" }
    tally.type(Key.control("g") + Key.control("c"))
    try tally.enter("history")
    check(tally, text)
  }
}
