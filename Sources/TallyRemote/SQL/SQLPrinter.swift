import TallyData
import TallyFunctions
import TallyPlan
import TallyText

/// Writes a plan as one query in an engine's SQL.
///
/// Steps are folded into one SELECT as long as it means the same; then it becomes a named query of the WITH clause, and
/// a new SELECT reads it. Tables are expected under their names, with their columns in the types the dialect gives.
///
/// Every step, aggregate, window and function is written but for these, which are a ``TranslationError``: `sample`, whose
/// rows are drawn by numbers of Tally's own; `lower`, `upper` and `ignoring case` where a text has letters beyond ASCII,
/// since engines know different letters; names that differ in capitals alone where the engine cannot tell them apart; a
/// text with a zero byte, the least whole number of 64 bits, and `across` a column without values and without `by`.
package struct SQLPrinter {
  let dialect: Dialect
  let contents: TableContents
  var select: SelectQuery
  /// `"step_1" AS (…)`, in order.
  var named: [(name: String, text: String)] = []
  /// Whether a later step, or the answer, depends on the order of the rows at the present step.
  var keepsOrder = true
  /// Whether rows are there for certain: a sum of none would be 0, which SQL calls missing.
  private(set) var hasRows: Bool

  /// The query with a semicolon, over lines; its rows are those of the answer, in its order.
  package static func print(_ plan: LogicalPlan, in dialect: Dialect) throws(TranslationError) -> String {
    var printer = try SQLPrinter(plan.source, dialect, TableContents(of: plan))
    try printer.add(plan, keepsOrder: true)
    if printer.hidesInput { try printer.close() }
    let body = printer.rendered(hidden: [], isOrdered: true)
    guard !printer.named.isEmpty else { return body + ";\n" }
    let queries = printer.named.map { "\($0.name) AS (\n\(indented($0.text))\n)" }
    return "WITH " + queries.joined(separator: ",\n") + "\n" + body + ";\n"
  }

  init(_ table: Table, _ dialect: Dialect, _ contents: TableContents) throws(TranslationError) {
    self.dialect = dialect
    self.contents = contents
    hasRows = table.rowCount > 0
    let source = dialect.quoted(table.name)
    select = SelectQuery(
      from: source, source: source, inputNames: table.fields.map(\.name),
      columns: table.fields.map { SelectColumn($0.name, PrintedText(dialect.quoted($0.name)), $0.type, .stored) },
      order: [OrderTerm(PrintedText(dialect.rowOrder), .integer, isKnown: true, isName: true)])
    try checkNames(table.fields.map(\.name))
  }

  func unable(_ what: String, _ why: String = "") -> TranslationError {
    .cannotSay(what: what, why: why, language: dialect.title)
  }

  func checkNames(_ names: [String]) throws(TranslationError) {
    if dialect.tellsCapitals { return }
    var seen: [String: String] = [:]
    for name in names {
      if let other = seen.updateValue(name, forKey: name.lowercased()), other != name {
        throw .namesDifferInCase(other, name, language: dialect.title)
      }
    }
  }

  private static func drawsRows(_ dialect: Dialect) -> TranslationError {
    .cannotSay(
      what: "`sample`", why: "its rows are drawn by Tally's own numbers; `save` them and load the file there",
      language: dialect.title)
  }

  mutating func add(_ plan: LogicalPlan, keepsOrder isOrdered: Bool) throws(TranslationError) {
    var needs = isOrdered
    var needed: [Bool] = []
    for node in plan.nodes.reversed() {
      needs = node.step.needsOrder(after: needs)
      needed.append(needs)
    }
    needed.reverse()
    for (place, node) in plan.nodes.enumerated() {
      keepsOrder = needed[place]
      try add(node)
      if !node.step.keepsAllRows { hasRows = false }
      try checkNames(node.output.map(\.name))
    }
    keepsOrder = isOrdered
  }

  private mutating func add(_ node: PlanNode) throws(TranslationError) {
    switch node.step {
    case .filter(let filter): try self.filter(filter)
    case .project(let columns): try project(columns)
    case .extend(let definitions): for definition in definitions { try extend(definition) }
    case .sort(let keys): try sort(keys)
    case .first(let count): try cut(to: count)
    case .last(let count):
      if select.limit != nil { try close() }
      let order = select.order
      select.order = order.map(\.reversed)
      try cut(to: count)
      try close()
      select.order = select.order.map(\.reversed)
    case .sample(let count, _, _): if count < Int.max { throw Self.drawsRows(dialect) }
    case .top(let count, let keys, let within, let isBottom):
      let keys = keys.map { PlanSortKey($0.expression, isDescending: isBottom == $0.isDescending) }
      if !within.isEmpty { return try cutGroups(to: count, by: keys, within: within) }
      try sort(keys)
      try cut(to: count)
    case .distinct(let columns): try distinct(columns)
    case .describe(let columns, let keys): try describe(columns, by: keys, node.output)
    case .summarize(let summary): try summarize(summary)
    case .window(let windows): try addWindows(windows)
    case .pivot(let pivot): try self.pivot(pivot, node.output)
    case .unpivot(let unpivot): try self.unpivot(unpivot, node.output)
    case .join(let join): try self.join(join, node.output)
    case .append(let append): try self.append(append, node.output)
    // It passes its rows on, or there is no answer.
    case .assert: break
    }
  }
}

extension PlanStep {
  /// Whether it depends on the order of its input, where later steps do on that of its output or not.
  fileprivate func needsOrder(after isNeeded: Bool) -> Bool {
    switch self {
    case .filter, .project, .extend, .sort, .unpivot, .join, .append, .assert: isNeeded
    case .first, .last, .sample, .top, .describe: true
    case .distinct, .pivot: false
    case .summarize(let summary): summary.items.contains(where: \.dependsOnOrder)
    case .window(let step):
      isNeeded
        || step.windows.contains { window in
          switch window.kind {
          case .aggregate(let item): item.dependsOnOrder
          case .function: true
          }
        }
    }
  }
}

extension PlanStep {
  /// Whether each row of its input is in its output, so that there are some where there were.
  var keepsAllRows: Bool {
    switch self {
    case .project, .extend, .sort, .window, .assert, .distinct, .describe, .append, .summarize, .pivot: true
    case .filter, .first, .last, .sample, .top, .unpivot, .join: false
    }
  }
}

extension PlanAggregate {
  var dependsOnOrder: Bool {
    switch aggregate.measure {
    case .first, .last, .mode: true
    case .count, .sum, .mean, .median, .min, .max, .sd, .variance, .iqr, .percentile, .correlation, .percent, .any,
      .all:
      false
    }
  }
}
