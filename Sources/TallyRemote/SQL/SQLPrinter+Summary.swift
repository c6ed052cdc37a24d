import TallyData
import TallyFunctions
import TallyPlan

/// Summaries.
extension SQLPrinter {
  mutating func summarize(_ summary: PlanSummary) throws(TranslationError) {
    let expressions = summary.keys.map(\.expression) + summary.items.flatMap(\.expressions)
    try makeRoom(for: expressions)
    let prepared = try prepare(summary)
    let keys = try keyColumns(summary.keys)
    var columns: [SelectColumn] = []
    for (place, item) in summary.items.enumerated() {
      let text = try aggregate(item, prepared: prepared[place], isGrouped: !keys.isEmpty)
      columns.append(SelectColumn(item.name, text, item.type, .aggregated))
    }
    countColumns = summary.items.map { $0.aggregate.measure == .count }
    if summary.hasPercent, let shared = columns.last {
      let within = summary.percentWithin.map { keys[$0].text.text }
      let whole = within.isEmpty ? "" : "PARTITION BY " + within.joined(separator: ", ")
      let text = "100.0 * \(shared.text.tight) / nullif(sum(\(shared.text.text)) OVER (\(whole)), 0)"
      columns.append(SelectColumn("percent", SQLText(text, .product), .number, .window))
      countColumns.append(false)
    }
    try group(by: keys, with: columns)
    if !summary.sortBy.isEmpty { try sort(summary.sortBy) }
  }

  /// Writes a call of an engine's aggregate: the rows it takes, and the window it has.
  struct AggregateCall {
    var condition: SQLText?
    var over = ""

    func callAsFunction(_ call: String, and further: String? = nil) -> String {
      let conditions = [further, condition.map { further == nil ? $0.text : $0.within(.negation) }].compactMap(\.self)
      let filter = conditions.isEmpty ? "" : " FILTER (WHERE \(conditions.joined(separator: " AND ")))"
      return call + filter + over
    }
  }

  /// One aggregate; `prepared` are the columns that ``prepare(_:)`` made for it.
  func aggregate(
    _ item: PlanAggregate, prepared: [SelectColumn], isGrouped: Bool, over: String = ""
  ) throws(TranslationError) -> SQLText {
    var call = AggregateCall(over: over)
    if let when = item.when { call.condition = try condition(when) }
    guard let argument = item.argument else { return SQLText(call("count(*)")) }
    guard prepared.isEmpty else { return try summary(of: prepared, item) }
    let value = try sql(argument)
    if let weight = item.weight { return try weighted(item, value, try sql(weight), call, isGrouped) }
    switch item.aggregate.measure {
    case .count: return count(item.countMode, value, call)
    case .sum:
      guard item.type != .duration else { throw unable("`sum` of durations") }
      return sum(call("sum(\(value.text))"), item, call, isGrouped)
    case .mean:
      if argument.type == .boolean { return SQLText(call("avg(\(try number(of: value).text))")) }
      guard argument.type.isNumeric else { throw unable("`mean` of \(argument.type.rawValue) values") }
      return SQLText(call("avg(\(value.text))"))
    case .percent: return SQLText("100.0 * " + call("avg(\(try number(of: value).text))"), .product)
    case .min, .all: return try extreme("min", value, argument.type, call)
    case .max, .any: return try extreme("max", value, argument.type, call)
    case .median: return try spelled("median", [value], item, call)
    case .percentile: return try spelled("quantile", [value, SQLText("\(item.percentage / 100)")], item, call)
    case .iqr:
      let upper = try spelled("quantile", [value, SQLText("0.75")], item, call)
      let lower = try spelled("quantile", [value, SQLText("0.25")], item, call)
      return SQLText("\(upper.text) - \(lower.text)", .sum)
    case .sd: return try spelled("sd", [value], item, call)
    case .variance: return try spelled("var", [value], item, call)
    case .correlation:
      guard let second = item.second else { throw unable("`corr`") }
      return try spelled("correlation", [value, sql(second)], item, call)
    case .mode, .first, .last: throw unable("`\(item.aggregate.name)` beside each row")
    }
  }

  private func spelled(
    _ name: String, _ arguments: [SQLText], _ item: PlanAggregate, _ call: AggregateCall
  ) throws(TranslationError) -> SQLText {
    guard item.type == .number else { throw unable("`\(item.aggregate.name)` of dates and durations") }
    guard let template = dialect.spelling(name), call.over.isEmpty || !template.contains("WITHIN GROUP") else {
      throw unable("`\(item.aggregate.name)` beside each row")
    }
    return SQLText(call(Dialect.filled(template, arguments).text))
  }

  private func count(_ mode: CountMode, _ value: SQLText, _ call: AggregateCall) -> SQLText {
    switch mode {
    case .rows: SQLText(call("count(*)"))
    case .known: SQLText(call("count(\(value.text))"))
    case .distinct: SQLText(call("count(DISTINCT \(value.text))"))
    case .missing: SQLText(call("count(*)", and: "\(value.within(.sum)) IS NULL"))
    }
  }

  /// A sum of no rows is 0, one of rows that are all missing is missing.
  private func sum(_ sum: String, _ item: PlanAggregate, _ call: AggregateCall, _ isGrouped: Bool) -> SQLText {
    if item.when == nil, isGrouped || (hasRows && select.conditions.isEmpty) { return SQLText(sum) }
    return SQLText("CASE WHEN \(call("count(*)")) = 0 THEN 0 ELSE \(sum) END")
  }

  private func number(of condition: SQLText) throws(TranslationError) -> SQLText {
    try filled("condition as number", [condition])
  }

  private func extreme(
    _ name: String, _ value: SQLText, _ type: DataType, _ call: AggregateCall
  ) throws(TranslationError) -> SQLText {
    if type == .boolean {
      let text = try filled(name == "max" ? "largest condition" : "smallest condition", [value])
      return SQLText(call(text.text))
    }
    if type == .text, !dialect.textOrder.isEmpty {
      return SQLText(call("\(name)(\(value.tight)\(dialect.textOrder))"))
    }
    return SQLText(call("\(name)(\(value.text))"))
  }

  private func weighted(
    _ item: PlanAggregate, _ value: SQLText, _ weight: SQLText, _ call: AggregateCall, _ isGrouped: Bool
  ) throws(TranslationError) -> SQLText {
    let isCondition = item.argument?.type == .boolean
    let number = isCondition ? try self.number(of: value) : value
    if item.aggregate.measure == .sum {
      guard item.type != .duration else { throw unable("`sum` of durations") }
      return sum(call("sum(\(number.within(.product)) * \(weight.tight))"), item, call, isGrouped)
    }
    guard isCondition || item.argument?.type.isNumeric == true else { throw unable("`mean` of dates and durations") }
    let factor = item.aggregate.measure == .percent ? "100.0" : "1.0"
    let total = call("sum(\(factor) * \(number.tight) * \(weight.tight))")
    let whole = call("sum(\(weight.text))", and: "\(value.within(.sum)) IS NOT NULL")
    return SQLText("\(total) / nullif(\(whole), 0)", .product)
  }
}

extension PlanAggregate {
  /// What it reads of each row.
  var expressions: [BoundExpression] { [argument, second, when, weight].compactMap(\.self) }
}
