import Tally
import TallySyntax
import TallyTestSupport
import Testing

@testable import TallyPrompt

/// What stands beside a statement to help: examples, colours, how far long work is.
@Suite struct AssistanceTests {
  @Test func anExampleOfHelpIsTakenAndRun() throws {
    let tally = try Person().start()
    tally.type("help top" + Key.enter)
    func wait(for example: String) throws {
      try tally.wait(for: "\(example) in grey") {
        $0.line == "tally>" && $0.cursorColumn == 7 && $0.lines[$0.cursorRow].hasPrefix("tally> \(example)")
      }
    }
    let examples = Session().runnable(StepDescription.named("top")?.examples ?? [])
    let first = try #require(examples.first)
    try wait(for: first)
    tally.type(Key.down)
    try tally.wait(for: "another") {
      $0.line == "tally>" && !$0.lines[$0.cursorRow].hasPrefix("tally> \(first)") && $0.lines[$0.cursorRow].count > 10
    }
    tally.type("x" + Key.backspace + Key.right)
    try tally.wait(for: "it on the line") { $0.cursorColumn > 12 }
    tally.type(Key.enter)
    try tally.wait(for: "its answer") { $0.line == "tally>" && !$0.text.contains("error") }
  }

  @Test(arguments: [
    [], ["Samples/penguins.csv"], ["Samples/titanic.csv"], ["Samples/arrivals_claims.csv"],
    ["Samples/penguins.csv", "Samples/titanic.csv"],
  ])
  func theFirstScreenHasThreeQuestionsThatCanBeAsked(files: [String]) throws {
    let tally = try Person().start(files, columns: 100)
    let lines = tally.screen.lines.prefix { $0 != "tally>" }
    let first = try #require(lines.firstIndex { $0.hasPrefix("try: ") })
    #expect(lines.count - first == 4 && lines.last?.hasPrefix("help explains") == true)
    #expect(files.isEmpty ? first == 1 : lines[..<first].count { !$0.hasPrefix(" ") } == files.count)
    let questions = lines[first..<(first + 3)].map { String($0.dropFirst(5)) }
    #expect(Set(questions).count == 3)
    for question in questions {
      try tally.enter(question)
      #expect(!tally.screen.text.contains("error"), "\(question)")
    }
  }

  @Test func whatIsOfferedGivesWayToAnotherStatement() throws {
    let tally = try Person().start()
    let fixed = "tally> count where sex = \"male\""
    tally.type("count where sex = male" + Key.enter)
    try tally.wait(forLine: fixed)
    tally.type(" by year")
    try tally.wait(forLine: fixed + " by year")
    tally.type(Key.control("u") + "count where sex = male" + Key.enter)
    try tally.wait(for: "the offer once more") { $0.line == fixed && $0.text.components(of: fixed) > 0 }
    tally.type("mean year")
    try tally.wait(forLine: "tally> mean year")
    // Not where it is being changed.
    tally.type(Key.control("u") + "count where sex = male" + Key.enter)
    try tally.wait(forLine: fixed)
    tally.type(Key.left + "s")
    try tally.wait(forLine: "tally> count where sex = \"males\"", back: 1)
  }

  @Test func namesThatNothingHasAreUnderlinedWithoutLiveAnswers() throws {
    let tally = try Person().start()
    try tally.enter("set live off")
    tally.type("mean agee by sx")
    try tally.wait(for: "a line under the first") {
      $0.style(row: $0.cursorRow, column: 12) == "4" && $0.style(row: $0.cursorRow, column: 20) == ""
    }
    tally.type(" ")
    try tally.wait(for: "and under the second, once it is typed") { $0.style(row: $0.cursorRow, column: 20) == "4" }
  }

  @Test func aLineIsBrokenWhereverAltEnterIsPressed() throws {
    let tally = try Person().start()
    tally.type("count" + Key.escape + Key.enter)
    try tally.wait(for: "a second line") { $0.line == "   ...>" && $0.lines.contains("tally> count") }
    tally.type("| show count * 2 as double" + Key.enter)
    try tally.wait(for: "the answer of both") { $0.lines.contains("  7732") && $0.line == "tally>" }
  }

  @Test func aFileIsCompletedWithoutItsQuotes() throws {
    let tally = try Person().start()
    tally.type("load ./Samples/pen" + Key.tab)
    try tally.wait(forLine: "tally> load \"./Samples/penguins.csv\"")
    tally.type(Key.enter)
    try tally.wait(forText: "344 penguins, 8 columns")
  }

  @Test func helpFitsTheScreen() throws {
    let tally = try Person().start()
    try tally.enter("help")
    #expect(tally.screen.lines.contains { $0.hasPrefix("A query is steps") } && !tally.screen.isAlternate)
  }

  private static let words = Set(HelpTopic.all.flatMap { $0.entries.map(\.name) }).sorted()

  @Test(arguments: words) func eachPageHasAnExampleThatRuns(word: String) throws {
    let session = Session()
    let help = try #require(HelpText(on: word))
    #expect(!session.runnable(help.examples).isEmpty, "help \(word)")
  }

  @Test(arguments: [("0;15", "31"), ("15;0", "93"), ("", "33")]) func coloursSuitTheBackground(
    _ ground: String, _ number: String
  ) throws {
    let tally = try Person().start(environment: ["COLORFGBG": ground])
    tally.type("first 10")
    try tally.wait(for: "the number in its colour") { $0.style(row: $0.cursorRow, column: 13) == number }
    tally.type(Key.control("u"))
    try tally.enter("set theme light")
    tally.type("first 10")
    try tally.wait(for: "the number in the colour that is set") { $0.style(row: $0.cursorRow, column: 13) == "31" }
  }

  @Test func coloursAreTheTerminalsOwnSixteen() {
    for palette in [Palette.neutral, .dark, .light] {
      for kind: Highlight.Kind in [.keyword, .function, .column, .table, .text, .number, .comment] {
        let code = Int(palette.style(of: kind)) ?? 0
        #expect([1, 2].contains(code) || (30...37).contains(code) || (90...97).contains(code))
      }
    }
  }

  @Test(arguments: ["", "explain "]) func aLongQuestionSaysHowFarItIsAndWhereItWasStopped(verb: String) throws {
    let tally = try Person().start(columns: 120)
    let question = "inner join arrivals on sex many to many | sort by arrivals_id, id | count"
    tally.type(verb + question + Key.enter)
    try tally.wait(for: "how far it is") { $0.line.contains(" %, ") && $0.line.hasSuffix(" s left") }
    tally.type(Key.control("c"))
    try tally.wait(for: "where it was stopped") { screen in
      screen.line == "tally>"
        && screen.lines.contains {
          $0.hasPrefix("stopped after ") && $0.hasSuffix("; nothing changed") && $0.contains(" % of ")
        }
    }
    #expect(!tally.screen.text.contains("s left"))
    try tally.enter("count")
    #expect(tally.screen.text.contains("3,866 arrivals"))
  }

  @Test func lastPrintsTheWholeAnswerOnceMore() throws {
    let tally = try Person().start(rows: 60)
    try tally.enter("set rows 2")
    try tally.enter("count by year")
    #expect(tally.screen.text.components(of: "2023     196") == 0)
    try tally.enter("last")
    #expect(tally.screen.text.components(of: "2023     196") == 1)
  }

  @Test func whatIsWholeOrInTextOrACommentIsNotCompleted() throws {
    let tally = try Person().start()
    for typed in ["count # wh", "show \"wh"] {
      tally.type(typed + Key.tab + "x")
      try tally.wait(forLine: "tally> \(typed)x")
      tally.type(Key.control("u"))
    }
  }
}
