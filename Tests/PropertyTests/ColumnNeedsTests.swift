import Tally
import TallyPlan
import TallyTestSupport
import TallyText
import Testing

/// Sessions that read no columns but those that their statements name.
@Suite struct ColumnNeedsTests {
  private static let folder = ProjectFolder.url.appendingPathComponent("Samples").path
  private static let others = ["arrivals_by_year", "arrivals_claims", "arrivals_sources", "penguins", "titanic"]

  /// What a session says to statements that it was told of, or not told of, before it read the sample's files.
  private func answers(_ statements: [String], announced: Bool) -> (loading: [String], answers: [String]) {
    let output = TranscriptOutput()
    output.isTerminal = false
    let session = Session(options: Session.Options(threadCount: 1, isSafe: true, offersSample: false))
    session.fixedClock = QueryClock(now: 1_706_702_400_000_000)
    let sources = statements.map { SourceText($0) }
    if announced { session.announce(sources) }
    let named = Self.others.filter { name in statements.contains { $0.contains(name) } }
    for name in ["arrivals"] + named {
      _ = session.load(path: "\(Self.folder)/\(name).csv", to: output)
    }
    let loading = lines(output.take())
    for source in sources {
      if session.run(source, to: output) != .done { break }
    }
    return (loading, lines(output.take()))
  }

  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// What is to be said of a column comes when the column is read; all else is the same.
  private func expectAlike(_ statements: [String]) {
    let whole = answers(statements, announced: false)
    let part = answers(statements, announced: true)
    #expect(part.loading.allSatisfy { whole.loading.contains($0) }, "\(statements)")
    #expect(part.answers.filter { $0.isEmpty || !whole.loading.contains($0) } == whole.answers, "\(statements)")
  }

  @Test func everyStatementOfTheCorpusIsAnsweredAlike() throws {
    let statements = Set(try CorpusStatements.all()).sorted()
    // Times are never the same twice.
    let lasting = statements.filter { !$0.contains("explain") && !$0.contains("timing") }
    #expect(lasting.count > 500)
    for statement in lasting { expectAlike([statement]) }
  }

  @Test(arguments: [
    ["let x = age", "where x > 20 | mean x by sex"], ["mean age by sex", "mean agee by sex"],
    ["let women = where sex = \"female\"", "from women | mean age"], ["count", "describe"],
    ["mean age", "| extend n = mean_age + 1"], ["count by sex", "why"], ["count by sex", "rows"],
    ["lookup arrivals_by_year on year | mean total by sex", "lookup arrivals_by_year on year | describe total"],
    ["inner join penguins on sex many to many | mean penguins_year, mean year"],
    ["semi join penguins on sex | count by sex", "anti join penguins on sex, year | count"],
  ])
  func statementsTogetherAreAnsweredAlike(statements: [String]) {
    expectAlike(statements)
  }
}
