import TallyData
import TallyFormats
import TallyPlan
import TallySyntax
import TallyText

extension Command {
  static let explain = Command(
    "explain", summary: "Shows what becomes of a query at each stage, without running it.",
    signature: "explain tokens | syntax | plan QUERY", examples: ["explain plan count where elite"]
  ) { session, turn throws(Stop) in
    guard case .explain(let stage, let query) = turn.statement.kind else { return }
    switch stage {
    case .tokens?: try session.write(TokenListing(turn, query: query).answer, turn)
    case .syntax?: try session.writeText(SyntaxPrinter.print(query) + "\n", turn)
    case .plan?: try session.write(PlanListing(try session.bind(query.steps, continuing: nil, turn).plan).answer, turn)
    case .sql?: throw .failed(SessionError.notYet("`explain sql`", turn.statement.range).diagnostic)
    case nil: throw .failed(SessionError.notYet("`explain` without a stage", turn.statement.range).diagnostic)
    }
  }
}

/// The words and marks of a query, as the parser meets them.
private struct TokenListing {
  let answer: Answer

  init(_ turn: Turn, query: QuerySyntax) {
    let start = query.steps.first?.range.lowerBound ?? turn.statement.range.lowerBound
    let tokens = Lexer.tokens(of: turn.source).filter {
      $0.range.lowerBound >= start && $0.range.upperBound <= turn.statement.range.upperBound
    }
    let rows = tokens.map { token -> [Value] in
      let from = token.range.lowerBound - start
      return [.text(turn.source[token.range]), .text(token.kind.name), .integer(Int64(from))]
    }
    let fields = [Field("text", .text), Field("kind", .text), Field("byte", .integer)]
    answer = Answer(table: Table(name: "tokens", fields: fields, rows: rows))
  }
}

extension Token.Kind {
  /// What `explain tokens` calls it.
  fileprivate var name: String {
    switch self {
    case .word: "word"
    case .quotedName: "name in backticks"
    case .integer: "integer"
    case .number: "number"
    case .text: "text"
    case .date: "date"
    case .datetime: "datetime"
    case .month: "month"
    case .quarter: "quarter"
    case .parameter: "parameter"
    case .symbol: "mark"
    case .comment: "comment"
    case .newline: "line break"
    case .command: "command"
    case .openText: "text without its end"
    case .openName: "name without its end"
    case .mixedNumber: "number with letters"
    case .unknown: "unknown"
    }
  }
}

/// The steps of a plan, each with what it does in words and the columns it gives.
private struct PlanListing {
  let answer: Answer

  init(_ plan: LogicalPlan) {
    let table = plan.source
    let source: [Value] = [
      .text("read"), .text("\(table.name), \(counted(table.rowCount, "row"))"), .text(Self.list(table.fields)),
    ]
    let steps = plan.nodes.map { node -> [Value] in
      [.text(node.step.verb), .text(node.text), .text(Self.list(node.output))]
    }
    let fields = [Field("step", .text), Field("of", .text), Field("gives", .text)]
    answer = Answer(table: Table(name: "plan", fields: fields, rows: [source] + steps))
  }

  private static func list(_ fields: [Field]) -> String {
    fields.map { "\($0.name) \($0.type.rawValue)" }.joined(separator: ", ")
  }
}

extension PlanStep {
  /// What `explain plan` says of it.
  fileprivate var verb: String {
    switch self {
    case .filter(let filter): filter.isDropping ? "drop rows" : "keep rows"
    case .project: "choose columns"
    case .extend: "add columns"
    case .sort: "order rows"
    case .first: "keep the first rows"
    case .last: "keep the last rows"
    case .sample: "draw rows"
    case .top: "keep the largest or smallest"
    case .distinct: "keep each combination once"
    case .describe: "describe columns"
    case .summarize(let summary): summary.keys.isEmpty ? "summarise" : "group and summarise"
    case .window: "look along the rows"
    case .pivot: "turn a key into columns"
    case .unpivot: "turn columns into rows"
    case .join: "join a table"
    case .append: "append a table"
    case .assert: "check rows"
    }
  }
}
