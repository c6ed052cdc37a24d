import TallyTestSupport
import TallyText
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@testable import TallyPrompt

/// Questions, answers, faults and endings at a terminal.
@Suite struct ConversationTests {
  @Test func aQuestionIsAnsweredAndRefined() throws {
    let tally = try Person().start()
    try tally.enter("count where year=2023 and elite")
    #expect(tally.screen.text.contains("10 of 3,866 arrivals (0.3 %)"))
    try tally.enter("count where elite | count")
    tally.type("quit" + Key.enter)
    #expect(try tally.waitForExit() == .status(0))
    #expect(tally.screen.unknown == [] && !tally.screen.marksPastes)
  }

  @Test func theFirstFixStandsOnTheNextPrompt() throws {
    let tally = try Person().start()
    tally.type("count where sex = male" + Key.enter)
    try tally.wait(forLine: #"tally> count where sex = "male""#)
    tally.type(Key.enter)
    try tally.wait(for: "the answer") { $0.text.contains(" of 3,866 arrivals") && $0.line == "tally>" }
    tally.type("count where sex = male" + Key.enter)
    try tally.wait(forLine: #"tally> count where sex = "male""#)
    tally.type(Key.control("c"))
    try tally.wait(for: "an empty line") { $0.line == "tally>" }
    tally.type("count where sex = male" + Key.enter)
    try tally.wait(forLine: #"tally> count where sex = "male""#)
    tally.type(Key.escape)
    try tally.wait(for: "an empty line") { $0.line == "tally>" }
  }

  @Test func oneOfSeveralFixesIsChosenByItsNumber() throws {
    let tally = try Person().start()
    let (first, second) = (
      #"count where (year = 2023 and elite) or sex = "male""#, #"count where year = 2023 and (elite or sex = "male")"#
    )
    tally.type(#"count where year = 2023 and elite or sex = "male""# + Key.enter)
    try tally.wait(for: "the readings and their counts") {
      $0.line == "tally> " + first && $0.lines.contains("  1  \(first)  746 rows")
        && $0.lines.contains("  2  \(second)  41 rows")
    }
    tally.type("2")
    try tally.wait(forLine: "tally> " + second)
    tally.type("1")
    try tally.wait(forLine: "tally> " + first)
    tally.type("2" + Key.enter)
    try tally.wait(for: "the answer") {
      $0.text.contains("41 of 3,866 arrivals") && $0.line == "tally>" && !$0.lines.contains("  1  \(first)  746 rows")
    }
  }

  @Test func aChangedWordIsMarkedInWhatIsOffered() throws {
    let fixed = SourceText("count where sex = \"male\" and year >= 2020")
    let changed = ChangedWords.ranges(in: fixed, since: SourceText("count where sex == male && year >= 2020"))
    #expect(changed.map { fixed[$0] } == ["=", "\"male\"", "and"])
  }

  @Test func whatIsSuggestedIsTakenByRightAndByWords() throws {
    let tally = try Person().start()
    let whole = "tally> percent sex = \"female\" by year"
    tally.type("percent sex")
    try tally.wait(for: "an example in grey") {
      $0.lines.contains(whole) && $0.line == "tally> percent sex" && $0.cursorColumn == 18
    }
    tally.type("\u{1B}f")
    try tally.wait(forLine: "tally> percent sex = \"female")
    #expect(tally.screen.lines.contains(whole))
    tally.type(Key.right)
    try tally.wait(forLine: whole)
    try tally.enter(" # once")
    tally.type("percent sex")
    try tally.wait(for: "the statement that was just run") { $0.lines[$0.cursorRow] == whole + " # once" }
    tally.type(Key.control("u") + "zz")
    try tally.wait(for: "nothing") { $0.lines[$0.cursorRow] == "tally> zz" }
  }

  @Test func theSizeOfTheAnswerStandsBesideTheQuestion() throws {
    let tally = try Person().start()
    func wait(for note: String, _ what: String) throws {
      try tally.wait(for: what) { $0.lines[$0.cursorRow].hasSuffix("  " + note) }
    }
    tally.type("count where year = 2023")
    try wait(for: "196 of 3,866 rows", "the rows that are kept")
    tally.type(" and eli")
    try wait(for: "196 of 3,866 rows", "those of the beginning that is a question")
    tally.type("te by sex")
    try wait(for: "2 groups", "the groups to come")
    tally.type(Key.control("u") + "mean agee by")
    try wait(for: "arrivals has no column `agee`", "the first problem")
    tally.type(Key.control("c"))
    try tally.wait(for: "the statement alone") { $0.lines.contains("tally> mean agee by^C") && $0.line == "tally>" }
    try tally.enter("set live off")
    tally.type("count where year = 2023" + Key.left)
    try tally.wait(for: "nothing beside it") { $0.lines[$0.cursorRow] == "tally> count where year = 2023" }
  }

  @Test func whatIsLongerThanTheScreenGoesThroughThePager() throws {
    let person = try Person()
    try person.home.write("#!/bin/sh\necho paged $(wc -l)\n", to: "pager")
    let tally = try person.start(rows: 10, environment: ["PAGER": "sh \(person.home.path)/pager"])
    try tally.enter("show id | first 12")
    #expect(tally.screen.text.contains("paged 1"))
    try tally.enter("count by sex")
    #expect(tally.screen.text.contains("female    3129") && tally.screen.text.components(of: "paged") == 1)
  }

  @Test func whatIsWrongIsUnderlinedAndBracketsAreShownInPairs() throws {
    let tally = try Person().start()
    tally.type("mean agee by (")
    try tally.wait(for: "a line under it") {
      $0.style(row: $0.cursorRow, column: 12).split(separator: ";").contains("4")
    }
    #expect(tally.screen.style(row: tally.screen.cursorRow, column: 9) == "34")
    tally.type(Key.control("u") + "show (year)")
    try tally.wait(for: "both brackets") {
      $0.style(row: $0.cursorRow, column: 12) == "1" && $0.style(row: $0.cursorRow, column: 17) == "1"
    }
  }

  @Test func tabCompletesStepsColumnsAndValues() throws {
    let tally = try Person().start()
    tally.type("med" + Key.tab)
    try tally.wait(forLine: "tally> median")
    tally.type(Key.control("u") + "count where age" + Key.tab)
    try tally.wait(forLine: "tally> count where age_group")
    tally.type(Key.control("u") + "count where sex = " + Key.tab)
    try tally.wait(for: "the values") { $0.line == "tally> count where sex = \"" && $0.text.contains("\"female\"") }
    #expect(tally.screen.lines.contains { $0.hasPrefix("  \"male\"") && $0.last?.isNumber == true })
    tally.type("f")
    try tally.wait(for: "the list to go") { $0.line == "tally> count where sex = \"f" && !$0.text.contains("\"male\"") }
    tally.type(Key.tab)
    try tally.wait(forLine: "tally> count where sex = \"female\"")
  }

  @Test func tabKnowsTheColumnsOfATableThatIsNotTheCurrentOne() throws {
    let tally = try Person().start()
    tally.type("from arrivals_by_year | mean tot" + Key.tab)
    try tally.wait(forLine: "tally> from arrivals_by_year | mean total")
  }

  @Test func moreTabsGoThroughTheCandidates() throws {
    let tally = try Person().start()
    tally.type("set notes " + Key.tab)
    try tally.wait(for: "the choices") { $0.text.contains("  teach") }
    tally.type(Key.tab)
    try tally.wait(forLine: "tally> set notes off")
    tally.type(Key.down + Key.tab)
    try tally.wait(forLine: "tally> set notes teach")
    tally.type(Key.backTab)
    try tally.wait(forLine: "tally> set notes brief")
    tally.type(Key.escape)
    try tally.wait(for: "the line as it was") { $0.line == "tally> set notes" && !$0.text.contains("  teach") }
    tally.type(Key.tab + Key.tab + Key.tab + Key.enter)
    try tally.wait(for: "the list to go, and nothing to run") {
      $0.line == "tally> set notes brief" && !$0.text.contains("  teach")
    }
  }

  @Test func aListOnTheLastRowScrolls() throws {
    let tally = try Person().start(columns: 40, rows: 6)
    tally.type("set format " + Key.tab)
    try tally.wait(for: "a cut list") { $0.lines.contains { $0.contains("… ") && $0.hasSuffix("more") } }
    #expect(tally.screen.line == "tally> set format")
    #expect(tally.screen.unknown == [])
  }

  @Test func controlCClearsTheLineAndNeverEndsTheSession() throws {
    let tally = try Person().start()
    tally.type("half a line" + Key.control("c"))
    try tally.wait(for: "a fresh prompt") { $0.line == "tally>" && $0.lines.contains("tally> half a line^C") }
    tally.type(Key.control("c") + "count |" + Key.enter + Key.control("c") + "x")
    try tally.wait(forLine: "tally> x")
  }

  @Test func controlCStopsWhatRuns() throws {
    let person = try Person()
    let path = person.home.path + "/pipe.csv"
    #expect(mkfifo(path, 0o600) == 0)
    let tally = try person.start()
    tally.type("load \"\(path)\"" + Key.enter)
    let writer = open(path, O_WRONLY)
    defer { close(writer) }
    #expect(write(writer, "x\n1\n", 4) == 4)
    tally.type(Key.control("c"))
    try tally.wait(for: "the prompt") { $0.text.contains("; nothing changed") && $0.line == "tally>" }
    tally.type("count" + Key.enter)
    try tally.wait(forText: "3,866")
  }

  @Test func controlDDeletesAndOnAnEmptyLineLeaves() throws {
    let tally = try Person().start()
    tally.type("ab" + Key.home + Key.control("d"))
    try tally.wait(forLine: "tally> b", back: 1)
    tally.type(Key.control("d") + Key.control("d"))
    #expect(try tally.waitForExit() == .status(0))
    #expect(!tally.screen.marksPastes)
  }

  @Test func aDumbTerminalGetsNothingButText() throws {
    for environment in [["TERM": "dumb"], ["TERM": ""]] {
      let tally = try Person().start(environment: environment)
      tally.type("count where year = 2023 and elite |\n")
      try tally.wait(for: "the second line") { $0.line == "   ...>" }
      tally.type("show count\n")
      try tally.wait(for: "the answer") { $0.text.contains("10") && $0.line == "tally>" }
      tally.type("half\u{3}")
      try tally.wait(for: "a fresh prompt") { $0.line == "tally>" && $0.text.components(of: "tally>") == 3 }
      tally.type("\u{4}")
      #expect(try tally.waitForExit() == .status(0))
      #expect(!tally.screen.hasEscapes)
    }
  }

  @Test func plainMeansLinesAndSentences() throws {
    let tally = try Person().start(["--plain"])
    tally.type("count by sex\n")
    try tally.wait(for: "the answer") { $0.text.contains("female") && $0.line == "tally>" }
    tally.type("count by age\n")
    try tally.wait(for: "the error") { $0.text.contains("error:") && $0.line == "tally>" }
    #expect(!tally.screen.hasEscapes && !tally.screen.text.contains("│"))
    tally.type("help keys\n")
    try tally.wait(for: "the keys that there are") { $0.text.contains("Control-D ") && $0.line == "tally>" }
    #expect(!tally.screen.text.contains("Completes"))
  }

  @Test func helpListsTheKeys() throws {
    let tally = try Person().start(rows: 200)
    try tally.enter("help")
    #expect(tally.screen.text.contains("help keys lists"))
    try tally.enter("help keys")
    for key in ["Control-K", "Alt-Y", "Control-X Control-E", "Control-_, Control-X Control-U", "Tab"] {
      #expect(tally.screen.lines.contains { $0.hasPrefix(key + " ") || $0 == key }, "\(key)")
    }
    #expect(EditorFunction.all.allSatisfy { !$0.keyNames.isEmpty && $0.summary.hasSuffix(".") })
  }

  @Test func noColorMeansNone() throws {
    let tally = try Person().start(environment: ["NO_COLOR": "1"])
    tally.type("count where sex = \"male\"" + Key.enter)
    try tally.wait(forText: " of 3,866 arrivals")
    #expect(!tally.screen.hasColor)
  }

  @Test func aFileIsOpened() throws {
    let person = try Person()
    try person.home.write("name,age\nAda,36\nBob,\n", to: "people.csv")
    let tally = try person.start([person.home.path + "/people.csv"])
    try tally.enter("mean a" + Key.tab)
    #expect(tally.screen.text.contains("36"))
  }

  @Test func theStartUpFileRunsAndMayFail() throws {
    let person = try Person()
    try person.home.write("let grown = year >= 2020\nnonsense\n", to: ".config/tally/init.tally")
    let tally = try person.start()
    #expect(tally.screen.text.contains("nonsense"))
    tally.type("count where grown" + Key.enter)
    try tally.wait(forText: " of 3,866 arrivals")
    #expect(try !person.start(["--no-init"]).screen.text.contains("nonsense"))
  }

  @Test func signalsThatEndItRestoreTheTerminal() throws {
    for signal in [SIGTERM, SIGHUP] {
      let tally = try Person().start()
      tally.type("count")
      try tally.wait(forLine: "tally> count")
      tally.send(signal: signal)
      #expect(try tally.waitForExit() == .signal(signal))
      #expect(!tally.screen.marksPastes)
    }
  }

  @Test func aVanishedTerminalEndsIt() throws {
    let tally = try Person().start()
    #expect(try tally.vanish() == .signal(SIGHUP))
  }

  @Test func controlZStopsAndForegroundComesBack() throws {
    let person = try Person()
    let shell = try TerminalProgram(
      ["/bin/bash", "--norc", "-mc", "\(TerminalProgram.tally); echo stopped; fg"], environment: person.environment())
    try shell.wait(for: "the prompt") { $0.line == "tally>" }
    shell.type("cou" + Key.control("z"))
    try shell.wait(for: "the line again") { $0.text.contains("stopped") && $0.line == "tally> cou" }
    shell.type("nt" + Key.control("c") + Key.control("d"))
    #expect(try shell.waitForExit() == .status(0))
    #expect(shell.screen.text.components(of: "tally> count^C") == 1)
  }
}
