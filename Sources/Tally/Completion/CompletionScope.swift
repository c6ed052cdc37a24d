import TallyData
import TallyPlan
import TallySyntax
import TallyText

/// The columns that a step sees, and where their values are.
struct CompletionScope {
  let fields: [Field]
  /// The loaded table whose columns still have their values.
  private let source: Table?

  init(_ table: Table?) {
    fields = table?.fields ?? []
    source = table
  }

  /// After the steps of a query; nil where they cannot be resolved.
  init?(after steps: SourceText, catalog: Catalog, lastAnswer: Table?) {
    guard let range = StatementRanges.split(steps).last,
      let statement = try? Parser.statement(in: steps, range: range)
    else { return nil }
    let query: [StepSyntax]
    var start: Table?
    switch statement.kind {
    case .query(let written): query = written.steps
    case .continuation(let written): (query, start) = (written, lastAnswer)
    case .letExpression, .letQuery, .param, .load, .use, .tables, .columns, .why, .rows, .translate, .explain, .last,
      .run, .set, .help, .history, .saveHistory, .quit:
      return nil
    }
    // The clock decides no column's name or type.
    let clock = QueryClock(now: 0)
    guard
      let bound = try? Binder.bind(
        query, continuing: start, source: steps, catalog: catalog, clock: clock, values: Binder.runsNothing)
    else { return nil }
    fields = bound.plan.output
    source = bound.plan.source
  }

  func field(_ name: String) -> Field? {
    if case .found(let index) = NameMatching.match(name, in: fields.map(\.name)) { fields[index] } else { nil }
  }

  /// `integer, 12 missing`; what a step computes has no count yet.
  func words(about field: Field) -> String {
    guard let missing = column(field.name)?.missingCount, missing > 0 else { return field.type.rawValue }
    return "\(field.type.rawValue), \(grouped(missing)) missing"
  }

  /// The column of a name, where it is one that was loaded.
  func column(_ name: String) -> Column? {
    guard let field = field(name), let source, let index = source.columnIndex(named: field.name),
      source.fields[index].type == field.type
    else { return nil }
    return source.columns[index]
  }
}
