import TallyTestSupport
import Testing

@testable import TallyPrompt

/// Answers that are longer than the screen.
@Suite struct PagerTests {
  private static let size = Terminal.Size(columns: 10, rows: 4)

  private func pager(_ text: String, size: Terminal.Size = size, usesColor: Bool = true) -> Pager {
    Pager(PagedText(Array(text.utf8)), size: size, usesColor: usesColor)
  }

  private func numbers(_ count: Int) -> String { (1...count).map { "line \($0)\n" }.joined() }

  private func rows(_ pager: Pager) -> [String] { pager.frame.dropLast().map(\.text) }

  private func press(_ keys: String, _ pager: inout Pager) {
    for key in keys.unicodeScalars { pager.take(key) }
  }

  @Test func keysMoveNoFartherThanTheText() {
    var pager = pager(numbers(8))
    #expect(rows(pager) == ["line 1", "line 2", "line 3"])
    let places: [(keys: String, top: Int)] = [
      (" ", 3), (" ", 5), ("j", 5), ("b", 2), ("k", 1), ("b", 0), ("k", 0), ("G", 5), ("g", 0),
      (SpecialKey.down.text, 1), (SpecialKey.pageDown.text, 4), (SpecialKey.up.text, 3),
    ]
    for place in places {
      press(place.keys, &pager)
      #expect(pager.top == place.top, "\(place.keys)")
    }
    pager.size.rows = 20
    #expect(pager.top == 0 && pager.frame.count == 20)
  }

  @Test func aSearchGoesToWhatItFindsAndSaysWhereThereIsNothing() {
    var pager = pager(numbers(25))
    press("/LINE 1\r", &pager)
    #expect(pager.top == 0)
    for (key, line) in [("n", 9), ("n", 10), ("N", 9), ("N", 0)] {
      press(key, &pager)
      #expect(pager.top == line)
    }
    #expect(rows(pager)[0] == "\u{1B}[0;7mline 1\u{1B}[0m")
    press("N", &pager)
    #expect(pager.top == 0 && pager.frame[3].text.contains("no LINE 1"))
    press("/zz\u{7F}", &pager)
    #expect(pager.frame[3].text == "/z")
    press("\u{7F}\u{7F}", &pager)
    #expect(pager.typed == nil && pager.sought == "LINE 1")
    press("/25\r", &pager)
    #expect(pager.top == 22 && pager.frame[2].text == "line \u{1B}[0;7m25\u{1B}[0m")
    press("n", &pager)
    #expect(pager.note == "no 25 below")
  }

  @Test func rowsAreCutSidewaysInWholeCharacters() {
    var pager = pager("abcdef한국어xyz\n\u{1B}[31mred\u{1B}[0m\tend\n")
    #expect(rows(pager) == ["abcdef한국", "\u{1B}[0;31mred\u{1B}[0m     en", ""])
    #expect(pager.frame[0].width == 10 && pager.frame[1].width == 10)
    press("l", &pager)
    #expect(pager.left == 5 && pager.frame[0].text == "f한국어xyz")
    press("l", &pager)
    #expect(pager.left == 5)
    press("h", &pager)
    #expect(pager.left == 0)
    press("/z\r", &pager)
    #expect(pager.left > 0 && pager.frame[0].text.contains("\u{1B}[0;7mz"))
    pager.left = 7
    #expect(pager.frame[0].text.hasPrefix(" 국"))
  }

  @Test func whatWouldSteerTheTerminalIsShown() {
    let pager = pager("a\u{1B}[2Jb\rc\n", usesColor: false)
    #expect(rows(pager)[0] == "a␛[2Jb␍c")
    #expect(pager.frame.allSatisfy { !$0.text.contains("\u{1B}") })
  }

  @Test func everyKeyHasANameAndOneMeaning() {
    let keys = PagerKey.all.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
    #expect(PagerKey.all.allSatisfy { !$0.names.isEmpty && $0.summary.hasSuffix(".") })
    #expect(PagerKey.all.first?.names == "Space, f, Page-Down")
  }

  // MARK: - At a terminal

  /// `tally` with the first rows of a long answer on its screen.
  private func startedPager(_ person: Person, _ statement: String = "show id | first 30") throws -> TerminalProgram {
    let tally = try person.start(rows: 10)
    tally.type(statement + Key.enter)
    try tally.wait(for: "the pager") { $0.isAlternate && $0.lastLine.contains("lines 1 to 9 of ") }
    return tally
  }

  private func leave(_ tally: TerminalProgram, _ key: String) throws {
    tally.type(key)
    try tally.wait(for: "the prompt") { !$0.isAlternate && $0.line == "tally>" }
    #expect(tally.screen.unknown == [])
  }

  @Test func aLongAnswerIsGoneThroughAndLeft() throws {
    let tally = try startedPager(Person())
    let first = tally.screen.lines[0]
    tally.type(" ")
    try tally.wait(for: "the next screen") { $0.lastLine.contains("lines 10 to 18 of ") }
    tally.type("g")
    try tally.wait(for: "the beginning") { $0.lines[0] == first }
    tally.type("/29")
    try tally.wait(for: "what is typed") { $0.lastLine == "/29" && $0.cursorRow == 9 && $0.cursorColumn == 3 }
    tally.type(Key.enter)
    try tally.wait(for: "the end") { !$0.lastLine.hasPrefix("/") && $0.text.contains("29") }
    tally.resize(columns: 60, rows: 12)
    try tally.wait(for: "the taller screen") { $0.lines[11].contains(" of ") }
    try leave(tally, "q")
    #expect(!tally.screen.text.contains("lines 1 to"))
    try tally.enter("count by sex")
    #expect(tally.screen.text.contains("female    3129"))
  }

  @Test func everyWayOutGivesTheTerminalBack() throws {
    for key in ["q", Key.control("c"), Key.escape] {
      let tally = try startedPager(Person())
      try leave(tally, key)
      try tally.enter("count where year = 2023 and elite")
      #expect(tally.screen.text.contains("10 of 3,866 arrivals"))
    }
    let tally = try startedPager(Person())
    #expect(!tally.echoesKeys)
    tally.send(signal: 15)
    #expect(try tally.waitForExit() == .signal(15))
    #expect(tally.echoesKeys && !tally.screen.isAlternate && !tally.screen.marksPastes)
  }

  @Test func controlZStopsItAndForegroundComesBack() throws {
    let person = try Person()
    let shell = try TerminalProgram(
      ["/bin/bash", "--norc", "-mc", "\(TerminalProgram.tally); echo stopped; fg"],
      rows: 10, environment: person.environment())
    try shell.wait(for: "the prompt") { $0.line == "tally>" }
    shell.type("show id | first 30" + Key.enter)
    try shell.wait(for: "the pager") { $0.isAlternate && $0.lastLine.contains("lines 1 to 9") }
    shell.type("j" + Key.control("z"))
    try shell.wait(for: "the same place again") { $0.isAlternate && $0.lastLine.contains("lines 2 to 10") }
    shell.type("q")
    try shell.wait(for: "the prompt") { !$0.isAlternate && $0.line == "tally>" }
    #expect(shell.screen.text.contains("stopped"))
    shell.type(Key.control("d"))
    #expect(try shell.waitForExit() == .status(0))
  }

  @Test func whatWasSaidOfTheAnswerStays() throws {
    let tally = try startedPager(Person(), "show id where year = 2023")
    try leave(tally, "q")
    #expect(tally.screen.text.contains("196 of 3,866 arrivals (5.1 %)") && !tally.screen.text.contains("lines 1 to"))
    try tally.enter("set format csv")
    tally.type("show id where year = 2023" + Key.enter)
    try tally.wait(for: "the pager") { $0.isAlternate && $0.lastLine.contains("lines 1 to 9") }
    try leave(tally, "q")
    #expect(tally.screen.text.components(of: "196 of 3,866 arrivals (5.1 %)") == 2)
  }

  @Test func whatFitsIsWrittenAndSoIsAllWithoutThePager() throws {
    let tally = try Person().start(rows: 10)
    try tally.enter("count by sex")
    try tally.enter("set pager off")
    try tally.enter("show id | first 30")
    #expect(!tally.screen.isAlternate && tally.screen.scrolled.count > 20)
  }
}
