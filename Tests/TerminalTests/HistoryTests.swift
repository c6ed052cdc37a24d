import TallyTestSupport
import Testing

/// Earlier statements: going back to them, looking for them, keeping them.
@Suite struct HistoryTests {
  @Test func aStatementOfTwoLinesIsRecalledWholeInTheNextSession() throws {
    let person = try Person()
    let first = try person.start()
    try first.enter("count |" + Key.enter + "where count > 1")
    first.type(Key.control("d"))
    #expect(try first.waitForExit() == .status(0))

    let second = try person.start()
    second.type(Key.up)
    try second.wait(forLine: "   ...> where count > 1")
    #expect(second.screen.lines.contains("tally> count |"))
    second.type(Key.up + Key.home)
    try second.wait(for: "the first line") { $0.line == "tally> count |" && $0.cursorColumn == 7 }
  }

  @Test func goingUpFindsWhatBeginsAlikeAndGoingDownComesBack() throws {
    let person = try Person()
    try person.home.write("# tally history, version 1\ncount by year\ntables\n", to: person.historyPath)
    let tally = try person.start()
    tally.type("co" + Key.up)
    try tally.wait(forLine: "tally> count by year")
    tally.type(Key.up + Key.down)
    try tally.wait(forLine: "tally> co")
    tally.type(Key.control("u") + Key.up)
    try tally.wait(forLine: "tally> tables")
  }

  @Test func controlRFindsByAPart() throws {
    let person = try Person()
    try person.home.write(
      "# tally history, version 1\ncount by year\nmean year\ncount where elite\n", to: person.historyPath)
    let tally = try person.start()
    tally.type(Key.control("r"))
    try tally.wait(for: "all in a list") { $0.lines.contains("  mean year") && $0.line == "search:" }
    tally.type("COUNT")
    try tally.wait(for: "the newest") { $0.text.contains("tally> count where elite") && $0.line == "search: COUNT" }
    #expect(tally.screen.lines.contains("  count by year") && !tally.screen.lines.contains("  mean year"))
    tally.type(Key.control("r"))
    try tally.wait(for: "the older one") { $0.text.contains("tally> count by year") }
    tally.type("zz")
    try tally.wait(for: "no other") { $0.line == "search, not found: COUNTzz" }
    tally.type(Key.backspace + Key.backspace)
    try tally.wait(for: "the newest again") { $0.text.contains("tally> count where elite") }
    tally.type(Key.end)
    try tally.wait(forLine: "tally> count where elite")
    tally.type(Key.control("u") + "keep" + Key.control("r") + "mean" + Key.control("g"))
    try tally.wait(forLine: "tally> keep")
  }

  @Test func twoSessionsBothKeepTheirs() throws {
    let person = try Person()
    let (one, two) = (try person.start(), try person.start())
    for (tally, statement) in [(one, "tables"), (two, "columns"), (one, "history")] {
      try tally.enter(statement)
    }
    #expect(try person.home.read(person.historyPath) == "# tally history, version 1\ntables\ncolumns\nhistory\n")
  }

  @Test func aSpaceBeforeAStatementKeepsItOut() throws {
    let person = try Person()
    let tally = try person.start()
    try tally.enter(" tables")
    try tally.enter("columns")
    tally.type(Key.control("d"))
    _ = try tally.waitForExit()
    #expect(try person.home.read(person.historyPath) == "# tally history, version 1\ncolumns\n")
  }

  @Test(arguments: ["#!/bin/sh\nexit\n", "_HiStOrY_V2_\ncount\n"])
  func anotherProgramsFileIsLeftAlone(_ foreign: String) throws {
    let person = try Person()
    try person.home.write(foreign, to: person.historyPath)
    let tally = try person.start()
    try tally.enter("tables")
    #expect(tally.screen.text.contains("statements of this session are not remembered"))
    tally.type(Key.control("d"))
    #expect(try tally.waitForExit() == .status(0))
    #expect(tally.screen.text.components(of: "not remembered") == 1)
    #expect(try person.home.read(person.historyPath) == foreign)
  }

  @Test func aHomeThatCannotBeWrittenIsANoteOnce() throws {
    let tally = try Person().start(environment: ["HOME": "/proc/nowhere"])
    try tally.enter("tables")
    #expect(tally.screen.text.contains("statements of this session are not remembered"))
    try tally.enter("tables")
    #expect(tally.screen.text.components(of: "not remembered") == 1)
  }

  @Test func safeModeNeitherReadsNorWritesIt() throws {
    let person = try Person()
    let tally = try person.start(["--safe"])
    try tally.enter("tables")
    tally.type(Key.control("d"))
    _ = try tally.waitForExit()
    #expect(throws: (any Error).self) { try person.home.read(person.historyPath) }
  }
}
