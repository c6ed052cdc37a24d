import TallyPlan
import TallyRemote
import TallySyntax
import TallyText

extension Command {
  static let translate = Command(
    "as", summary: "Writes the last question, or the query that follows, in SQL, dplyr or pandas.",
    signature: "as sql [sqlite | duckdb | postgresql] | as dplyr | as pandas", examples: ["count where elite; as sql"]
  ) { session, turn throws(Stop) in
    guard case .translate(let target, let query) = turn.statement.kind else { return }
    if let query {
      let plan = try session.bind(query.steps, continuing: nil, turn).plan
      return try session.writeTranslation(of: plan, to: target, query: query, turn)
    }
    guard let question = session.state.lastQuestion else {
      throw .failed(SessionError.nothingAnswered(what: "`as \(target.rawValue)`", turn.statement.range).diagnostic)
    }
    guard let plan = question.wholePlan else {
      throw .failed(SessionError.continuesNoQuery(turn.statement.range).diagnostic)
    }
    try session.writeTranslation(of: plan, to: target, query: nil, turn)
  }
}

extension Session {
  /// Writes a plan in another language, or says what cannot be said there, and in which one it can.
  func writeTranslation(
    of plan: LogicalPlan, to target: StatementSyntax.Target, query: QuerySyntax?, _ turn: Turn
  ) throws(Stop) {
    let text: String
    do throws(TranslationError) {
      text = try target.text(of: plan)
    } catch {
      let others = StatementSyntax.Target.allCases.filter { $0 != target && (try? $0.text(of: plan)) != nil }
      let fixes = others.prefix(2).map { other in
        let rest = query.map { " " + SyntaxPrinter.print($0) } ?? ""
        return Fix(replacing: turn.statement.range, with: "as \(other.rawValue)\(rest)")
      }
      throw .failed(Diagnostic(error.message, at: turn.statement.range, fixes: Array(fixes)))
    }
    try writeText(text, turn)
  }
}

extension StatementSyntax.Target {
  /// A plan in this language.
  fileprivate func text(of plan: LogicalPlan) throws(TranslationError) -> String {
    switch self {
    case .sql: try SQLPrinter.print(plan, in: Dialect.all[0])
    case .sqlite: try SQLPrinter.print(plan, in: .sqlite)
    case .duckdb: try SQLPrinter.print(plan, in: .duckdb)
    case .postgresql: try SQLPrinter.print(plan, in: .postgresql)
    case .dplyr: try DplyrPrinter.print(plan)
    case .pandas: try PandasPrinter.print(plan)
    }
  }
}
