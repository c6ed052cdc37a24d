import TallyData
import TallyFormats
import TallyLocal
import TallyPlan
import TallySyntax
import TallyText

extension Command {
  static let explain = Command(
    "explain", summary: "Runs a query and shows each step with its rows and time, or a stage before it runs.",
    signature: "explain [tokens | syntax | plan | sql] QUERY",
    examples: ["explain count where elite", "explain plan count where elite"]
  ) { session, turn throws(Stop) in
    guard case .explain(let stage, let query) = turn.statement.kind else { return }
    switch stage {
    case .tokens?: try session.write(TokenListing(turn, query: query).answer, turn)
    case .syntax?: try session.writeText(SyntaxPrinter.print(query) + "\n", turn)
    case .plan?: try session.write(PlanListing(try session.bindSteps(of: query, turn)).answer, turn)
    case .sql?: try session.writeTranslation(of: try session.bindSteps(of: query, turn), to: .sql, query: query, turn)
    case nil:
      let plan = try session.bindSteps(of: query, turn)
      guard turn.mode == .running else { return }
      try session.write(MeasureListing(plan, try session.measures(of: plan, turn.output)).answer, turn)
    }
  }
}

extension Session {
  /// The plan of a query; a `plot` or `save` at its end belongs to the answer.
  fileprivate func bindSteps(of query: QuerySyntax, _ turn: Turn) throws(Stop) -> LogicalPlan {
    var steps = query.steps
    switch steps.last?.kind {
    case .plot?, .save?: steps.removeLast()
    default: break
    }
    return try bind(steps, continuing: nil, turn).plan
  }

  fileprivate func measures(of plan: LogicalPlan, _ output: any SessionOutput) throws(Stop) -> [StepMeasure] {
    try watched(output) { progress throws(RunError) in
      try LocalEngine.measures(plan, interrupt: interrupt, threads: settings.threads, progress: progress)
    }
  }
}

/// The steps of a plan that ran, each with what it does in words, the rows it passed on and its milliseconds.
private struct MeasureListing {
  let answer: Answer

  init(_ plan: LogicalPlan, _ measures: [StepMeasure]) {
    let source = plan.source
    let read: [Value] = [
      .text("read"), .text("\(source.name), \(counted(source.fields.count, "column"))"),
      .integer(Int64(source.rowCount)), .number(0),
    ]
    let steps = measures.map { measure -> [Value] in
      let nodes = plan.nodes[measure.nodes]
      let time = measure.time.components
      let milliseconds = Double(time.seconds) * 1e3 + (Double(time.attoseconds) / 1e13).rounded() / 100
      return [
        .text(nodes.map(\.step.verb).joined(separator: ", ")), .text(nodes.map(\.text).joined(separator: " | ")),
        .integer(Int64(measure.rowCount)), .number(milliseconds),
      ]
    }
    let fields = [Field("step", .text), Field("of", .text), Field("rows", .integer), Field("ms", .number)]
    answer = Answer(table: Table(name: "explain", fields: fields, rows: [read] + steps))
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
