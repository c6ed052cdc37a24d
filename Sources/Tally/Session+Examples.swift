import TallyPlan
import TallySyntax
import TallyText

extension Session {
  /// Questions that can be asked of what is loaded, from the tables of the language; there are such for the sample alone.
  package var examples: [String] {
    guard options.offersSample, !state.hasHostTables, state.shelf.current == TableShelf.sample.current else {
      return []
    }
    return Self.sampleExamples
  }

  private static let sampleExamples = HelpTopic.all.flatMap { $0.entries.flatMap(\.examples) }

  /// As many examples as a person goes through, out of as many as can be tried before the next prompt.
  private static let exampleLimit = 8
  private static let trialLimit = 40

  /// Of some statements those that would run now and touch no file, each once.
  package func runnable(_ statements: [String]) -> [String] {
    var found: [String] = []
    for statement in statements.prefix(Self.trialLimit) where found.count < Self.exampleLimit {
      if !found.contains(statement), isHarmless(statement), resolves(statement) { found.append(statement) }
    }
    return found
  }

  private func isHarmless(_ text: String) -> Bool {
    let source = SourceText(text)
    let ranges = StatementRanges.split(source)
    guard ranges.count == 1, let statement = try? Parser.statement(in: source, range: ranges[0]) else { return false }
    switch statement.kind {
    case .query(let query): return Self.splitSave(query.steps).save == nil
    case .letExpression, .letQuery, .param, .tables, .columns, .set, .explain, .help, .history(number: nil), .translate:
      return true
    case .continuation, .load, .use, .why, .rows, .last, .run,
      .history, .saveHistory, .quit:
      return false
    }
  }
}
