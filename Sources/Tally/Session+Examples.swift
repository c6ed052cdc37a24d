import TallyFunctions
import TallyPlan
import TallySyntax
import TallyText

extension Session {
  /// Questions that can be asked of what is loaded: of the sample, those that explain the language.
  package var examples: [String] { asksSample ? Self.sampleExamples : firstQuestions }

  /// Three for the beginning.
  package var firstQuestions: [String] {
    if asksSample { return Self.sampleQuestions }
    guard let table = catalog.currentTable, !table.fields.isEmpty else { return [] }
    return FirstQuestions.of(table)
  }

  private var asksSample: Bool {
    options.offersSample && !state.hasHostTables && state.shelf.current == TableShelf.sample.current
  }

  private static let sampleExamples = HelpTopic.all.flatMap { $0.entries.flatMap(\.examples) }
  private static let sampleQuestions = Array(
    (StepDescription.named("count")?.examples.prefix(2) ?? []) + (Aggregate.named("percent")?.examples.prefix(1) ?? []))

  /// As many examples as a person goes through, out of as many as can be tried before the next prompt.
  private static let exampleLimit = 8
  private static let trialLimit = 40

  /// Of some statements those that would run now and touch no file, each once.
  package func runnable(_ statements: [String]) -> [String] {
    // To try one would be to wait for a table that is being read.
    guard state.shelf.coming.isEmpty else { return [] }
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
    case .letExpression, .letQuery, .param, .tables, .columns, .set, .explain, .help, .history(number: nil), .translate,
      .quit:
      return true
    case .continuation, .load, .use, .why, .rows, .last, .run,
      .history, .saveHistory:
      return false
    }
  }
}
