import TallyData
import TallyFunctions
import TallyPlan

/// Aggregates that take a look along the rows of the group first: the engine lacks them, or breaks ties in its own way.
extension SQLPrinter {
  /// Adds the columns each aggregate needs, in queries of their own; empty where it needs none.
  mutating func prepare(_ summary: PlanSummary) throws(TranslationError) -> [[SelectColumn]] {
    let width = select.columns.count
    var slots: [Range<Int>] = []
    for item in summary.items {
      let start = select.columns.count
      if item.weight == nil { try addValues(of: item) }
      slots.append(start..<select.columns.count)
    }
    guard select.columns.count > width else { return slots.map { _ in [] } }
    try close()
    let partition = try self.partition(summary.keys)
    for (item, slot) in zip(summary.items, slots) where !slot.isEmpty {
      try look(along: slot, item, partition)
    }
    try close()
    for (item, slot) in zip(summary.items, slots) where !slot.isEmpty && item.aggregate.measure == .mode {
      // The value met first among those met most often.
      let order = [
        OrderTerm(select.columns[looked[slot.lowerBound]?[0] ?? 0].text, .integer, isDescending: true, isKnown: true)
      ]
      try addLook(slot, "row_number()", over: partition, order: order + select.order)
    }
    if select.hasWindows { try close() }
    let columns = slots.map { slot in
      slot.map { select.columns[$0] } + (looked[slot.lowerBound] ?? []).map { select.columns[$0] }
    }
    let result = zip(slots, columns).map { $0.isEmpty ? [] : $1 }
    looked = [:]
    return result
  }

  /// `value_1`: what the aggregate takes of the row, missing where it does not take it.
  private mutating func addValues(of item: PlanAggregate) throws(TranslationError) {
    let values: [BoundExpression]
    switch item.aggregate.measure {
    case .mode, .first, .last: values = [item.argument].compactMap(\.self)
    case .median, .percentile, .iqr:
      values = dialect.spelling("quantile") == nil ? [item.argument].compactMap(\.self) : []
    case .sd, .variance: values = dialect.spelling("sd") == nil ? [item.argument].compactMap(\.self) : []
    case .correlation:
      values = dialect.spelling("correlation") == nil ? [item.argument, item.second].compactMap(\.self) : []
    case .count, .sum, .mean, .min, .max, .percent, .any, .all: values = []
    }
    if values.isEmpty { return }
    let isPicked = [.mode, .first, .last].contains(item.aggregate.measure)
    guard isPicked || item.type == .number else { throw unable("`\(item.aggregate.name)` of dates and durations") }
    var tests: [String] = []
    if let when = item.when { tests.append(try condition(when).within(.negation)) }
    if values.count > 1 {
      for value in values { tests.append("\(try sql(value).within(.sum)) IS NOT NULL") }
    }
    for value in values {
      var text = try sql(value)
      if !tests.isEmpty { text = SQLText("CASE WHEN \(tests.joined(separator: " AND ")) THEN \(text.text) END") }
      select.columns.append(SelectColumn(freeName("value"), text, value.type, .computed))
    }
  }

  private func partition(_ keys: [PlanColumn]) throws(TranslationError) -> [String] {
    var texts: [String] = []
    for key in keys { texts.append(try sql(key.expression).text) }
    return texts
  }

  private mutating func look(
    along slot: Range<Int>, _ item: PlanAggregate, _ partition: [String]
  ) throws(TranslationError) {
    let values = slot.map { select.columns[$0] }
    let value = values[0].text
    let known = SQLText("\(value.text) IS NULL", .comparison)
    switch item.aggregate.measure {
    case .mode: try addLook(slot, "count(\(value.text))", over: partition + [value.text], order: [])
    case .first:
      try addLook(
        slot, "row_number()", over: partition, order: [OrderTerm(known, .boolean, isKnown: true)] + select.order)
    case .last:
      let order = [OrderTerm(known, .boolean, isKnown: true)] + select.order.map(\.reversed)
      try addLook(slot, "row_number()", over: partition, order: order)
    case .median, .percentile, .iqr:
      try addLook(slot, "row_number()", over: partition, order: [OrderTerm(value, values[0].type)])
      try addLook(slot, "count(\(value.text))", over: partition, order: [])
    case .sd, .variance, .correlation:
      for value in values { try addLook(slot, "avg(\(value.text.text))", over: partition, order: []) }
    case .count, .sum, .mean, .min, .max, .percent, .any, .all: break
    }
  }

  private mutating func addLook(
    _ slot: Range<Int>, _ call: String, over partition: [String], order: [OrderTerm]
  ) throws(TranslationError) {
    looked[slot.lowerBound, default: []].append(select.columns.count)
    let text = SQLText("\(call) \(over(partition, order))")
    select.columns.append(SelectColumn(freeName("look"), text, .integer, .window))
  }

  func over(_ partition: [String], _ order: [OrderTerm], frame: String = "") -> String {
    var parts: [String] = []
    if !partition.isEmpty { parts.append("PARTITION BY " + partition.joined(separator: ", ")) }
    let terms = distinctTerms(order)
    if !terms.isEmpty { parts.append("ORDER BY " + orderText(terms)) }
    if !frame.isEmpty { parts.append(frame) }
    return "OVER (\(parts.joined(separator: " ")))"
  }

  /// The aggregate out of its prepared columns: the values, then what was seen along the rows.
  func summary(of columns: [SelectColumn], _ item: PlanAggregate) throws(TranslationError) -> SQLText {
    let texts = columns.map(\.text.text)
    switch item.aggregate.measure {
    case .first, .last: return try picked(columns[0], "\(texts[1]) = 1")
    case .mode: return try picked(columns[0], "\(texts[2]) = 1")
    case .median: return SQLText(quantile(texts, "0.5"))
    case .percentile: return SQLText(quantile(texts, "\(item.percentage / 100)"))
    case .iqr: return SQLText("\(quantile(texts, "0.75")) - \(quantile(texts, "0.25"))", .sum)
    case .sd, .variance:
      let deviation = "(\(texts[0]) - \(texts[1]))"
      let variance = "sum(\(deviation) * \(deviation)) / nullif(count(\(texts[0])) - 1, 0)"
      return item.aggregate.measure == .sd ? SQLText("sqrt(\(variance))") : SQLText(variance, .product)
    case .correlation:
      let (a, b) = ("(\(texts[0]) - \(texts[2]))", "(\(texts[1]) - \(texts[3]))")
      return SQLText("sum(\(a) * \(b)) / nullif(sqrt(sum(\(a) * \(a)) * sum(\(b) * \(b))), 0)", .product)
    case .count, .sum, .mean, .min, .max, .percent, .any, .all: throw unable("`\(item.aggregate.name)`")
    }
  }

  /// The value of the one row of the group where a condition holds.
  private func picked(_ value: SelectColumn, _ condition: String) throws(TranslationError) -> SQLText {
    let call =
      value.type == .boolean
      ? try filled("largest condition", [value.text]).text : "max(\(value.text.text))"
    return SQLText("\(call) FILTER (WHERE \(condition))")
  }

  /// On the straight line between the neighbours of place (n − 1)p: each counts for as much as it is near.
  private func quantile(_ texts: [String], _ share: String) -> String {
    "sum(\(texts[0]) * max(0.0, 1 - abs(\(texts[1]) - 1 - \(share) * (\(texts[2]) - 1))))"
  }
}
