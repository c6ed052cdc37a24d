import TallyTestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Homes that are not as they should be, Control-C wherever it comes, sizes that change meanwhile.
@Suite struct EndingTests {
  @Test func withoutAHomeNothingIsRememberedAndAllElseWorks() throws {
    let tally = try TerminalProgram(
      [TerminalProgram.tally], environment: ["TERM": "xterm-256color", "LANG": "C.UTF-8"])
    try tally.wait(for: "the first prompt") { $0.line == "tally>" && $0.cursorColumn == 7 }
    try tally.enter("count where year = 2023 and elite")
    #expect(tally.screen.text.contains("10 of 3,866 arrivals"))
    tally.type(Key.up)
    try tally.wait(forLine: "tally> count where year = 2023 and elite")
    tally.type(Key.control("c") + Key.control("d"))
    #expect(try tally.waitForExit() == .status(0))
  }

  @Test func aHomeThatCannotBeWrittenIsANoteAndAllElseWorks() throws {
    // These refuse even who may write everywhere.
    for home in ["/proc", "/dev/null", "/proc/\u{1B}]0;x\u{7}"] {
      let tally = try Person().start(environment: ["HOME": home])
      try tally.enter("count where year = 2023 and elite")
      #expect(tally.screen.text.contains("10 of 3,866 arrivals") && tally.screen.text.contains("not remembered"))
      #expect(tally.screen.unknown == [])
      tally.type(Key.control("d"))
      #expect(try tally.waitForExit() == .status(0))
    }
  }

  /// A table on which questions take a while.
  private func person(rowCount: Int = 120_000) throws -> Person {
    let person = try Person()
    let rows = (0..<rowCount).map { "\($0 &* 7_919 % 100_003),w\($0 % 977)" }
    try person.home.write("a,b\n" + rows.joined(separator: "\n") + "\n", to: "data.csv")
    return person
  }

  /// What a person was doing when Control-C came.
  @Test(arguments: [
    "sort by a, b | extend r = rank() by b sort by a | count by r", "show b, a | save \"@/new.csv\"",
    "load \"@/data.csv\" as again", "count where b matches \"(w|9)*7$\"", "describe",
  ])
  func controlCAtAnyMomentOfAStatementGivesThePromptBack(statement: String) throws {
    let person = try person()
    let tally = try person.start([person.home.path + "/data.csv"])
    var random = SeededGenerator(seed: TestSetting.seed)
    for _ in 0..<6 {
      tally.type(statement.replacing("@", with: person.home.path) + Key.enter)
      usleep(UInt32(random.int(0...120_000)))
      tally.type(Key.control("c"))
      try tally.comeBack()
      #expect(!person.home.names.contains { $0.hasSuffix(".part") })
      let saved = try? person.home.read("new.csv")
      #expect(saved == nil || saved?.utf8.count { $0 == 0x0A } == 120_001)
      unlink(person.home.path + "/new.csv")
    }
    try tally.enter("count")
    #expect(tally.screen.text.contains("120,000"))
  }

  @Test func controlCLeavesTheListTheSearchAndTheEditor() throws {
    let person = try Person()
    try person.home.write("# tally history, version 1\ncount by year\n", to: person.historyPath)
    try person.home.write("#!/bin/sh\ntrap 'exit 0' INT\necho editing\nread line\n", to: "editor")
    let tally = try person.start(environment: ["EDITOR": "sh \(person.home.path)/editor"])
    tally.type("set notes " + Key.tab)
    try tally.wait(for: "the choices") { $0.text.contains("  teach") }
    tally.type(Key.control("c"))
    try tally.wait(for: "the prompt alone") { $0.line == "tally>" && !$0.text.contains("  teach") }
    tally.type(Key.control("r") + "year")
    try tally.wait(for: "the search") { $0.line == "search: year" }
    tally.type(Key.control("c"))
    try tally.wait(for: "the prompt after the search") { $0.line.hasPrefix("tally>") }
    tally.type(Key.control("c") + "count by year" + Key.control("x") + Key.control("e"))
    try tally.wait(for: "the editor to have the terminal") { $0.text.contains("editing") && !$0.marksPastes }
    tally.type(Key.control("c"))
    try tally.wait(for: "the line again") { $0.line == "tally> count by year" && $0.marksPastes }
    tally.type(Key.control("c") + Key.control("d"))
    #expect(try tally.waitForExit() == .status(0))
  }

  @Test func sizesMayChangeWhileAStatementRuns() throws {
    let person = try person()
    let tally = try person.start([person.home.path + "/data.csv"])
    var random = SeededGenerator(seed: TestSetting.seed &+ 5)
    tally.type("sort by a, b | extend r = rank() by b sort by a | count by r | last 3" + Key.enter)
    for _ in 0..<200 {
      tally.resize(columns: random.int(1...200), rows: random.int(1...80))
      usleep(1_000)
      tally.look()
    }
    tally.resize(columns: 100, rows: 30)
    try tally.wait(for: "the prompt") { $0.line == "tally>" }
    tally.type(Key.control("l") + "count" + Key.enter)
    try tally.wait(for: "the next answer") { $0.text.contains("120,000") && $0.line == "tally>" }
  }

  @Test func aPipeThatCloses() throws {
    let person = try person()
    for format in ["csv", "json", "markdown"] {
      let run = try ProgramRun(
        [TerminalProgram.tally, "--format", format, "-c", "show", person.home.path + "/data.csv"], output: .closedPipe,
        environment: person.environment())
      #expect(run.errors == "" && run.exit == .status(141), "\(run)")
    }
  }
}
