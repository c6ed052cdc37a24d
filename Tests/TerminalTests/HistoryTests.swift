import Tally
import TallyTestSupport
import Testing

@testable import TallyPrompt

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
    #expect(second.screen.lines.contains { $0.hasPrefix("tally> count |") })
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

  /// The statements in the file, without their times.
  private func kept(_ person: Person) throws -> [String] {
    let lines = try person.home.read(person.historyPath).split(separator: "\n")
    #expect(lines.first == "# tally history, version 1")
    return lines.dropFirst().map { HistoryLines.statement(of: Array($0.utf8)).text }
  }

  @Test func twoSessionsBothKeepTheirs() throws {
    let person = try Person()
    let (one, two) = (try person.start(), try person.start())
    for (tally, statement) in [(one, "tables"), (two, "columns"), (one, "history")] {
      try tally.enter(statement)
    }
    #expect(try kept(person) == ["tables", "columns", "history"])
  }

  @Test func aSpaceBeforeAStatementKeepsItOut() throws {
    let person = try Person()
    let tally = try person.start()
    try tally.enter(" tables")
    try tally.enter("columns")
    try tally.enter("history")
    #expect(!tally.screen.lines.contains { $0.hasPrefix("  ") && $0.hasSuffix("  tables") })
    tally.type(Key.control("d"))
    _ = try tally.waitForExit()
    #expect(try kept(person) == ["columns", "history"])
  }

  @Test func historyTellsTimesAndRowsOfEarlierSessionsToo() throws {
    let person = try Person()
    try person.home.write(
      "# tally history, version 1\ntables\n@1767225600          7 count by year\n", to: person.historyPath)
    let first = try person.start()
    try first.enter("count by sex")
    first.type(Key.control("d"))
    _ = try first.waitForExit()
    let tally = try person.start()
    try tally.enter("history")
    let lines = tally.screen.lines
    #expect(lines.contains { $0.hasPrefix("  1") && $0.hasSuffix("  tables") })
    #expect(lines.contains("  2  2026-01-01 00:00  7  count by year"))
    #expect(lines.contains { $0.hasPrefix("  3  20") && $0.hasSuffix("  2  count by sex") })
    tally.type("history 2" + Key.enter)
    try tally.wait(forLine: "tally> count by year")
    tally.type(Key.escape)
    try tally.wait(for: "an empty line") { $0.line == "tally>" && $0.cursorColumn == 7 }
  }

  @Test func theSessionIsSavedAsAScriptThatRuns() throws {
    let person = try Person()
    let tally = try person.start(rows: 300)
    try tally.enter("count where year = 2023 and elite")
    tally.type("nonsense" + Key.enter)
    try tally.wait(for: "the error") { $0.text.contains("error:") }
    tally.type(Key.control("c"))
    try tally.enter("help count")
    try tally.enter("let late = year >= 2020")
    try tally.enter("save history \"\(person.home.path)/session.tally\"")
    #expect(
      try person.home.read("session.tally")
        == "count where year = 2023 and elite\n# 10 of 3,866 arrivals (0.3 %)\n\nlet late = year >= 2020\n")
    let run = try ProgramRun(
      [TerminalProgram.tally, "run", person.home.path + "/session.tally"], input: "", environment: person.environment())
    #expect(run.output == "10\n" && run.exit == .status(0), "\(run)")
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
