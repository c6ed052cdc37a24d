import TallyTestSupport
import Testing

/// Keys and what they do to the line.
@Suite struct EditingTests {
  @Test func lettersAndMovementInTheMidst() throws {
    let tally = try Person().start()
    tally.type("cunt")
    try tally.wait(forLine: "tally> cunt")
    tally.type(Key.left + Key.left + Key.left + "o")
    try tally.wait(forLine: "tally> count", back: 3)
    tally.type(Key.end + " by year" + Key.home + "x")
    try tally.wait(forLine: "tally> xcount by year", back: 13)
    tally.type(Key.backspace + Key.wordRight + Key.wordRight)
    try tally.wait(forLine: "tally> count by year", back: 5)
    tally.type(Key.wordLeft + Key.delete)
    try tally.wait(forLine: "tally> count y year", back: 6)
    tally.type(Key.control("e") + Key.control("w"))
    try tally.wait(for: "the last word to go") { $0.line == "tally> count y" }
    tally.type(Key.control("u"))
    try tally.wait(for: "an empty line") { $0.line == "tally>" && $0.cursorColumn == 7 }
    tally.type(Key.control("y"))
    try tally.wait(for: "what was cut to come back") { $0.line == "tally> count y year" }
    #expect(tally.screen.unknown == [])
  }

  @Test func unknownKeysLeaveNothing() throws {
    let tally = try Person().start()
    tally.type("a\u{1B}[15;7~\u{1B}[99;5u\u{1B}OPb")
    try tally.wait(forLine: "tally> ab")
  }

  @Test func wideAndCombinedCharactersKeepTheCursorInPlace() throws {
    let tally = try Person().start(columns: 40)
    tally.type("日本e\u{301}b")
    try tally.wait(for: "four characters") { $0.line == "tally> 日本e\u{301}b" && $0.cursorColumn == 13 }
    tally.type(Key.left + Key.left)
    try tally.wait(for: "the cursor on the accented letter") { $0.cursorColumn == 11 }
    tally.type(Key.backspace)
    try tally.wait(for: "one wide character to go") { $0.line == "tally> 日e\u{301}b" && $0.cursorColumn == 9 }
    tally.type(Key.delete)
    try tally.wait(for: "the accented letter to go") { $0.line == "tally> 日b" && $0.cursorColumn == 9 }
  }

  @Test(arguments: ["C", "POSIX", "", "de_DE.ISO-8859-1", "nowhere"])
  func textIsUTF8InAnyLocale(_ locale: String) throws {
    let tally = try Person().start(environment: ["LANG": locale])
    tally.type("größe 日")
    try tally.wait(for: "the text") { $0.line == "tally> größe 日" && $0.cursorColumn == 15 }
    tally.type(Key.backspace + Key.backspace)
    try tally.wait(forLine: "tally> größe")
  }

  @Test func longLinesWrapAndEditAcrossRows() throws {
    let tally = try Person().start(columns: 20)
    tally.type("abcdefghijklmnopqrs")
    try tally.wait(for: "a second row") { $0.lines.contains("tally> abcdefghijklm") && $0.line == "nopqrs" }
    tally.type(Key.home + "0")
    try tally.wait(for: "the rows to move") { $0.line == "tally> 0abcdefghijkl" && $0.lines.contains("mnopqrs") }
    #expect(tally.screen.cursorColumn == 8)
  }

  @Test func aFullRowHoldsTheCursorOnTheNext() throws {
    let tally = try Person().start(columns: 20)
    tally.type("abcdefghijklm")
    try tally.wait(for: "the cursor on a new row") {
      $0.lines.contains("tally> abcdefghijklm") && $0.line == "" && $0.cursorColumn == 0
    }
  }

  @Test func anOpenLineGoesOnWithAnotherPrompt() throws {
    let tally = try Person().start()
    tally.type("count |" + Key.enter + "by year")
    try tally.wait(forLine: "   ...> by year")
    tally.type(Key.up + "x")
    try tally.wait(forLine: "tally> count |x")
    tally.type(Key.down + Key.home + "y")
    try tally.wait(forLine: "   ...> yby year", back: 7)
  }

  @Test func aStatementTallerThanTheScreenScrollsWithItsCursor() throws {
    let tally = try Person().start(columns: 30, rows: 6)
    for line in 1...9 { tally.type("\(line),\(Key.enter)") }
    try tally.wait(for: "the last lines") { $0.line == "   ...>" && $0.lines.contains("   ...> 9,") }
    for _ in 1...9 { tally.type(Key.up) }
    try tally.wait(for: "the first line") { $0.line == "tally> 1," }
    tally.type("0")
    try tally.wait(for: "the change") { $0.line == "tally> 01," && $0.lines.contains("   ...> 2,") }
    #expect(tally.screen.unknown == [])
  }

  @Test func pastedLinesDoNotRunUntilEnter() throws {
    let tally = try Person().start()
    tally.type(Key.paste("help\r\nquit\tx\u{1B}[31m\u{7}"))
    try tally.wait(forLine: "   ...> quit x[31m")
    #expect(tally.screen.lines.contains { $0.hasPrefix("tally> help") })
    tally.type(Key.control("c"))
    try tally.wait(for: "a fresh prompt") { $0.line == "tally>" }
  }

  @Test func aLargePasteArrivesWhole() throws {
    let tally = try Person().start(columns: 100, rows: 24)
    let text = String(repeating: "abcdefghij", count: 300)
    tally.type(Key.paste(text))
    try tally.wait(for: "its end") { $0.line.hasSuffix("hij") || $0.line == "" }
    tally.type(Key.home + "X")
    try tally.wait(for: "its beginning") { $0.line.hasPrefix("tally> Xabcdefghij") }
  }

  @Test func controlLClearsTheScreen() throws {
    let tally = try Person().start()
    tally.type("count" + Key.control("l"))
    try tally.wait(for: "the line on top") { $0.cursorRow == 0 && $0.line == "tally> count" }
  }

  @Test func viKeysFromEditrc() throws {
    let person = try Person()
    try person.home.write("tally:bind -v\n", to: ".editrc")
    let tally = try person.start()
    tally.type("count yeer")
    try tally.wait(forLine: "tally> count yeer")
    tally.type(Key.escape)
    tally.type("hra")
    try tally.wait(forLine: "tally> count year", back: 2)
    tally.type("0cwmean")
    tally.type(Key.escape)
    try tally.wait(for: "the first word to change") { $0.line == "tally> mean year" }
    tally.type("A" + Key.control("c"))
    try tally.wait(for: "a fresh prompt") { $0.line == "tally>" }
    tally.type("from " + Key.tab)
    try tally.wait(for: "candidates") { $0.text.contains("arrivals_by_year") }
  }

  @Test func viEditsWhatIsTallerThanTheScreen() throws {
    let person = try Person()
    try person.home.write("bind -v\n", to: ".editrc")
    let tally = try person.start(columns: 21, rows: 4)
    let lines = (1...150).map { "日本 e\u{301} \($0)," }
    tally.type(Key.paste(lines.joined(separator: "\n")))
    try tally.wait(for: "the last line") { $0.line == "   ...> 日本 e\u{301} 150," }
    tally.type(Key.escape)
    tally.type("ddixyz")
    try tally.wait(for: "all to go") { $0.line == "tally> xyz" && $0.cursorColumn == 10 }
  }

  @Test func emacsKeysFromEditrc() throws {
    let person = try Person()
    try person.home.write("bind ^T ed-move-to-beg\n", to: ".editrc")
    let tally = try person.start()
    tally.type("ount" + Key.control("t") + "c")
    try tally.wait(forLine: "tally> count", back: 4)
  }

  @Test func controlXControlEOpensTheEditor() throws {
    let person = try Person()
    try person.home.write("#!/bin/sh\nsed -i s/yeer/year/ \"$1\"\n", to: "editor")
    let tally = try person.start(environment: ["EDITOR": "sh \(person.home.path)/editor"])
    tally.type("count by yeer" + Key.control("x") + Key.control("e"))
    try tally.wait(forLine: "tally> count by year")
    tally.type("s" + Key.backspace)
    try tally.wait(forLine: "tally> count by year")
  }

  @Test func resizingWrapsAnew() throws {
    let tally = try Person().start(columns: 60, rows: 20)
    tally.type("count where year = 2023 and elite and quarter = 3")
    try tally.wait(forLine: "tally> count where year = 2023 and elite and quarter = 3")
    tally.resize(columns: 30, rows: 20)
    try tally.wait(for: "two rows") { $0.line == " and elite and quarter = 3" && $0.cursorColumn == 26 }
    tally.resize(columns: 60, rows: 20)
    try tally.wait(for: "one row") { $0.line == "tally> count where year = 2023 and elite and quarter = 3" }
    #expect(tally.screen.text.components(of: "tally> count") == 1)
  }
}
