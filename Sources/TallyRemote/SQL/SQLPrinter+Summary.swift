import TallyData
import TallyFunctions
import TallyPlan

/// Summaries.
extension SQLPrinter {
  mutating func summarize(_ summary: PlanSummary) throws(TranslationError) {
    let expressions = summary.keys.map(\.expression) + summary.items.flatMap(\.expressions)
    try makeRoom(for: expressions)
    let prepared = try prepare(summary.items, by: summary.keys, isWindow: false)
    let keys = try keyColumns(summary.keys)
    var columns: [SelectColumn] = []
    for (item, prepared) in zip(summary.items, prepared) {
      let text = try aggregate(item, prepared: prepared, isGrouped: !keys.isEmpty)
      columns.append(
        SelectColumn(item.name, text, item.type, .aggregated, isCount: item.aggregate.measure == .count))
    }
    if summary.hasPercent, let shared = columns.last {
      let within = summary.percentWithin.map { keys[$0].text.text }
      let whole = within.isEmpty ? "" : "PARTITION BY " + within.joined(separator: ", ")
      let text = "100.0 * \(shared.text.tight) / nullif(sum(\(shared.text.text)) OVER (\(whole)), 0)"
      columns.append(SelectColumn("percent", PrintedText(text, .product), .number, .window))
    }
    try group(by: keys, with: columns)
    try valueMoments(summary.items.map(\.self), from: keys.count)
    if !summary.sortBy.isEmpty { try sort(summary.sortBy) }
  }

  /// Turns what was worked out in microseconds into moments and lengths, in a query around the one that does.
  mutating func valueMoments(_ items: [PlanAggregate?], from start: Int) throws(TranslationError) {
    let places = items.indices.filter { items[$0]?.isMoment == true }
    guard !places.isEmpty else { return }
    try close()
    for place in places {
      let column = select.columns[start + place]
      let rounded = items[place]?.aggregate.measure == .sum && items[place]?.weight == nil
      let whole = rounded ? column.text : try filled("round/number/1", [column.text])
      select.columns[start + place] = SelectColumn(
        column.name, try moment(of: whole, column.type), column.type, .computed)
    }
  }

  /// Writes a call of an engine's aggregate: the rows it takes, and the window it has.
  struct AggregateCall {
    var condition: PrintedText?
    var over = ""

    func callAsFunction(_ call: String, and further: String? = nil) -> String {
      let conditions = [further, condition.map { further == nil ? $0.text : $0.within(.negation) }].compactMap(\.self)
      let filter = conditions.isEmpty ? "" : " FILTER (WHERE \(conditions.joined(separator: " AND ")))"
      return call + filter + over
    }
  }

  /// One aggregate; moments and lengths are in microseconds until ``valueMoments(_:from:)``.
  func aggregate(
    _ item: PlanAggregate, prepared: PreparedAggregate?, isGrouped: Bool, over: String = ""
  ) throws(TranslationError) -> PrintedText {
    var call = AggregateCall(over: over)
    // Prepared values are those of the rows it takes.
    if let prepared { return try aggregate(item, outOf: prepared, call) }
    if let when = item.when { call.condition = try condition(when) }
    guard let argument = item.argument else { return PrintedText(call("count(*)")) }
    if let weight = item.weight { return try weighted(item, argument, try sql(weight), call, isGrouped) }
    let value = item.isMeasured ? try measured(argument) : try sql(argument)
    switch item.aggregate.measure {
    case .count: return count(item.countMode, value, call)
    case .sum: return sum(call("sum(\(value.text))"), item, call, isGrouped)
    case .mean: return PrintedText(call("avg(\(value.text))"))
    case .percent: return PrintedText("100.0 * " + call("avg(\(value.text))"), .product)
    case .min, .all: return try extreme("min", value, argument.type, call)
    case .max, .any: return try extreme("max", value, argument.type, call)
    case .median: return try spelled("median", [value], item, call)
    case .percentile: return try spelled("quantile", [value, PrintedText("\(item.percentage / 100)")], item, call)
    case .iqr:
      let upper = try spelled("quantile", [value, PrintedText("0.75")], item, call)
      let lower = try spelled("quantile", [value, PrintedText("0.25")], item, call)
      return PrintedText("\(upper.text) - \(lower.text)", .sum)
    case .sd: return try spelled("sd", [value], item, call)
    case .variance: return try spelled("var", [value], item, call)
    case .correlation:
      guard let second = item.second else { throw unable("`corr`") }
      return try spelled("correlation", [value, sql(second)], item, call)
    case .mode, .first, .last: throw unable("`\(item.aggregate.name)`")
    }
  }

  private func spelled(
    _ name: String, _ arguments: [PrintedText], _ item: PlanAggregate, _ call: AggregateCall
  ) throws(TranslationError) -> PrintedText {
    guard let template = dialect.spelling(name) else { throw unable("`\(item.aggregate.name)`") }
    return PrintedText(call(Dialect.filled(template, arguments).text))
  }

  private func count(_ mode: CountMode, _ value: PrintedText, _ call: AggregateCall) -> PrintedText {
    switch mode {
    case .rows: PrintedText(call("count(*)"))
    case .known: PrintedText(call("count(\(value.text))"))
    case .distinct: PrintedText(call("count(DISTINCT \(value.text))"))
    case .missing: PrintedText(call("count(*)", and: "\(value.within(.sum)) IS NULL"))
    }
  }

  /// A sum of no rows is 0, one of rows that are all missing is missing.
  private func sum(_ sum: String, _ item: PlanAggregate, _ call: AggregateCall, _ isGrouped: Bool) -> PrintedText {
    if item.when == nil, isGrouped || (hasRows && select.conditions.isEmpty) { return PrintedText(sum) }
    return PrintedText("CASE WHEN \(call("count(*)")) = 0 THEN 0 ELSE \(sum) END")
  }

  private func extreme(
    _ name: String, _ value: PrintedText, _ type: DataType, _ call: AggregateCall
  ) throws(TranslationError) -> PrintedText {
    if type == .boolean {
      let text = try filled(name == "max" ? "largest condition" : "smallest condition", [value])
      return PrintedText(call(text.text))
    }
    if type == .text, !dialect.textOrder.isEmpty {
      return PrintedText(call("\(name)(\(value.tight)\(dialect.textOrder))"))
    }
    return PrintedText(call("\(name)(\(value.text))"))
  }

  /// The factor with a point makes numbers of whole numbers, whose quotient is cut in some engines.
  private func weighted(
    _ item: PlanAggregate, _ argument: BoundExpression, _ weight: PrintedText, _ call: AggregateCall, _ isGrouped: Bool
  ) throws(TranslationError) -> PrintedText {
    let (value, number) = (try sql(argument), try measured(argument))
    let factor = item.aggregate.measure == .percent ? "100.0" : "1.0"
    let total = call("sum(\(factor) * \(number.tight) * \(weight.tight))")
    if item.aggregate.measure == .sum { return sum(total, item, call, isGrouped) }
    let whole = call("sum(\(weight.text))", and: "\(value.within(.sum)) IS NOT NULL")
    return PrintedText("\(total) / nullif(\(whole), 0)", .product)
  }
}

extension PlanAggregate {
  /// What it reads of each row.
  var expressions: [BoundExpression] { [argument, second, when, weight].compactMap(\.self) }

  /// Whether it works with numbers, which moments and lengths become, rather than with the values as they are.
  var isMeasured: Bool {
    switch aggregate.measure {
    case .sum, .mean, .median, .percentile, .iqr, .sd, .variance, .correlation, .percent: true
    case .count, .min, .max, .mode, .first, .last, .any, .all: false
    }
  }

  /// Whether what it works out is in microseconds.
  var isMoment: Bool { isMeasured && [.date, .datetime, .duration].contains(type) }
}
