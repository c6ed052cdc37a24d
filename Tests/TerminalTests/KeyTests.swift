import TallyTestSupport
import Testing

@testable import TallyPrompt

/// Keys that bash users have in their fingers.
@Suite struct KeyTests {
  @Test func theLastWordsOfEarlierStatementsArePutIn() throws {
    let person = try Person()
    try person.home.write(
      "# tally history, version 1\ncount by year\ncount where sex = \"female\" # some\n", to: person.historyPath)
    let tally = try person.start()
    tally.type("show \u{1B}.")
    try tally.wait(forLine: "tally> show \"female\"")
    tally.type("\u{1B}.")
    try tally.wait(forLine: "tally> show year")
    tally.type("\u{1B}.x\u{1B}_")
    try tally.wait(forLine: "tally> show yearx\"female\"")
    #expect(LastWord.word(of: "mean age by bin(age, 10) # old") == "10)")
    #expect(LastWord.word(of: "# nothing") == "" && LastWord.word(of: "") == "")
  }

  @Test func aNumberPressesTheNextKeyAsOften() throws {
    let tally = try Person().start()
    tally.type("a b c d\u{1B}3")
    try tally.wait(for: "the number") { $0.lines[$0.cursorRow].hasSuffix("3 times") }
    tally.type("\u{1B}b")
    try tally.wait(forLine: "tally> a b c d", back: 5)
    tally.type("\u{1B}12x" + Key.control("e") + "\u{1B}2" + Key.backspace)
    try tally.wait(forLine: "tally> a xxxxxxxxxxxxb c")
    tally.type(Key.control("a") + "\u{1B}9" + Key.control("d") + "\u{1B}99" + Key.control("d"))
    try tally.wait(for: "an empty line, and no end") { $0.line == "tally>" && $0.cursorColumn == 7 }
    tally.type("x")
    try tally.wait(forLine: "tally> x")
  }

  @Test func wordsAreChangedSwappedAndTakenBack() throws {
    let tally = try Person().start()
    tally.type("count where elite" + Key.control("a") + "\u{1B}u\u{1B}c\u{1B}l")
    try tally.wait(forLine: "tally> COUNT Where elite")
    tally.type("\u{1B}t")
    try tally.wait(forLine: "tally> COUNT elite Where")
    tally.type(Key.control("_") + Key.control("_"))
    try tally.wait(for: "two changes to go") {
      $0.line == "tally> COUNT Where elite" || $0.line == "tally> COUNT where elite"
    }
    tally.type(Key.control("u") + Key.control("k") + "  \u{1B}\\" + Key.control("y"))
    try tally.wait(for: "what was cut") { $0.line.hasPrefix("tally> COUNT") }
  }

  @Test func keysThatChangeNothingWriteNothing() throws {
    let tally = try Person().start()
    tally.type("set live off\r")
    try tally.wait(for: "the next prompt") { $0.line == "tally>" && $0.cursorColumn == 7 }
    tally.type("a b" + Key.control("a"))
    try tally.wait(forLine: "tally> a b", back: 3)
    let seen = tally.received.count
    tally.type(String(repeating: Key.control("a") + Key.control("b"), count: 20) + "x")
    try tally.wait(forLine: "tally> xa b", back: 3)
    let frames = String(decoding: tally.received[seen...], as: UTF8.self).split(
      separator: "\u{1B}[?2026h", omittingEmptySubsequences: false)
    #expect(frames.count == 2, "one frame is asked for")
  }

  @Test func whatWasCutBeforeComesInItsPlace() throws {
    let tally = try Person().start()
    tally.type("one" + Key.control("u") + "two" + Key.control("u") + Key.control("y"))
    try tally.wait(forLine: "tally> two")
    tally.type("\u{1B}y")
    try tally.wait(forLine: "tally> one")
  }

  @Test func theOldestStatementAndWhatWasBegun() throws {
    let person = try Person()
    try person.home.write("# tally history, version 1\ntables\ncount\ncolumns\n", to: person.historyPath)
    let tally = try person.start()
    tally.type("\u{1B}<")
    try tally.wait(forLine: "tally> tables")
    tally.type("\u{1B}>")
    try tally.wait(for: "an empty line") { $0.line == "tally>" && $0.cursorColumn == 7 }
  }

  @Test(arguments: ViKey.all.indices) func viDoesWhatHelpSays(_ index: Int) throws {
    let key = ViKey.all[index]
    let person = try Person()
    try person.home.write("bind -v\n", to: ".editrc")
    let tally = try person.start()
    tally.type(key.trial.typed)
    try tally.wait(for: key.trial.typed) { $0.line == "tally> " + key.trial.typed }
    tally.type(Key.escape)
    tally.type(key.trial.pressed)
    tally.type(key.trial.left.contains("_") ? "_" : "")
    try tally.wait(for: "\(key.name): \(key.trial.left)") { $0.line == "tally> " + key.trial.left }
    #expect(key.summary.hasSuffix("."))
  }

  @Test func viLooksForEarlierStatements() throws {
    let person = try Person()
    try person.home.write("bind -v\n", to: ".editrc")
    try person.home.write(
      "# tally history, version 1\ncount by year\nmean year\ncount where elite\n", to: person.historyPath)
    let tally = try person.start()
    tally.type(Key.escape)
    tally.type("/count")
    try tally.wait(for: "the newest") { $0.text.contains("tally> count where elite") }
    tally.type(Key.escape)
    try tally.wait(for: "it on the line") { $0.line == "tally> count where elite" }
    tally.type("n")
    try tally.wait(for: "the next") { $0.line == "tally> count by year" }
    tally.type("N")
    try tally.wait(for: "back") { $0.line == "tally> count where elite" }
  }
}
