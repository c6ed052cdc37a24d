import TallySyntax

extension Command {
  /// Every session statement, in the order of the manual.
  package static let all: [Command] = [
    letName, param, load, use, tables, columns, why, rows, last, explain, translate, run, set, help, history, quit,
  ]

  package static func named(_ name: String) -> Command? {
    let lowered = name.lowercased()
    return all.first { $0.name == lowered }
  }

  /// The command of a statement; nil for a query, and for steps that go on with the last answer.
  static func of(_ kind: StatementSyntax.Kind) -> Command? {
    switch kind {
    case .query, .continuation: nil
    case .letExpression, .letQuery: letName
    case .param: param
    case .load: load
    case .use: use
    case .tables: tables
    case .columns: columns
    case .why: why
    case .rows: rows
    case .translate: translate
    case .explain: explain
    case .last: last
    case .run: run
    case .set: set
    case .help: help
    case .history, .saveHistory: history
    case .quit: quit
    }
  }
}
