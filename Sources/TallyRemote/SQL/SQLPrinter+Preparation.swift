import TallyData
import TallyFunctions
import TallyPlan

/// The columns an aggregate is made from, where the engine has no word for it or breaks ties in its own way.
struct PreparedAggregate: Sendable {
  /// What it takes of each row, missing where it does not take it.
  var values: [Int] = []
  /// What was seen along the rows of its group: a place, a number of rows, the least value.
  var looks: [Int] = []
}

/// Aggregates that take a look along the rows of the group first.
extension SQLPrinter {
  /// Adds the columns each aggregate needs, in queries of their own. `isWindow`: it stands beside each row.
  mutating func prepare(
    _ items: [PlanAggregate?], by keys: [PlanColumn], order: [PlanSortKey] = [], isWindow: Bool
  ) throws(TranslationError) -> [PreparedAggregate?] {
    let width = select.columns.count
    var prepared: [PreparedAggregate] = []
    for item in items {
      var aggregate = PreparedAggregate()
      if let item { aggregate.values = try addValues(of: item, isWindow: isWindow, from: width) }
      prepared.append(aggregate)
    }
    guard select.columns.count > width else { return items.map { _ in nil } }
    try close()
    let partition = try self.partition(keys)
    var start = select.columns.count
    for (place, item) in items.enumerated() where !prepared[place].values.isEmpty {
      if let item { try look(for: item, &prepared[place], partition, order, from: start) }
    }
    try close()
    start = select.columns.count
    for (place, item) in items.enumerated() where !prepared[place].values.isEmpty {
      if let item { try lookAgain(for: item, &prepared[place], partition, order, from: start) }
    }
    if select.hasWindows { try close() }
    return prepared.map { $0.values.isEmpty ? nil : $0 }
  }

  func partition(_ keys: [PlanColumn]) throws(TranslationError) -> [String] {
    var texts: [String] = []
    for key in keys { texts.append(try sql(key.expression).text) }
    return texts
  }

  private func has(_ name: String, isWindow: Bool) -> Bool {
    dialect.spelling(name).map { !isWindow || !$0.contains("WITHIN GROUP") } ?? false
  }

  /// `value_1`: what the aggregate takes of the row.
  private mutating func addValues(
    of item: PlanAggregate, isWindow: Bool, from start: Int
  ) throws(TranslationError) -> [Int] {
    if item.weight != nil { return [] }
    let arguments = [item.argument, item.second].compactMap(\.self)
    let isNative: Bool =
      switch item.aggregate.measure {
      case .mode, .first, .last: false
      case .median, .percentile, .iqr: has("quantile", isWindow: isWindow)
      case .sd, .variance: has("sd", isWindow: isWindow)
      case .correlation: has("correlation", isWindow: isWindow)
      case .count: item.countMode != .distinct || !isWindow || has("distinct beside rows", isWindow: true)
      case .sum, .mean, .min, .max, .percent, .any, .all: true
      }
    if isNative { return [] }
    let isPicked = [.mode, .first, .last, .count].contains(item.aggregate.measure)
    var tests: [String] = []
    if let when = item.when { tests.append(try condition(when).within(.negation)) }
    if arguments.count > 1 {
      for value in arguments { tests.append("\(try sql(value).within(.sum)) IS NOT NULL") }
    }
    var places: [Int] = []
    for value in arguments {
      var text = isPicked ? try sql(value) : try measured(value)
      if !tests.isEmpty { text = PrintedText("CASE WHEN \(tests.joined(separator: " AND ")) THEN \(text.text) END") }
      places.append(add("value", text, isPicked ? value.type : .number, .computed, from: start))
    }
    return places
  }

  private mutating func look(
    for item: PlanAggregate, _ prepared: inout PreparedAggregate, _ partition: [String], _ order: [PlanSortKey],
    from start: Int
  ) throws(TranslationError) {
    let values = prepared.values.map { select.columns[$0] }
    let value = values[0].text
    let isMissing = OrderTerm(PrintedText("\(value.text) IS NULL", .comparison), .boolean, isKnown: true)
    let rows = try self.order(order) + select.order
    func look(_ call: String, over keys: [String], _ order: [OrderTerm] = []) {
      prepared.looks.append(
        add("look", PrintedText("\(call) \(over(keys, order))"), .integer, .window, from: start))
    }
    switch item.aggregate.measure {
    case .mode: look("count(\(value.text))", over: partition + [value.text])
    case .count: look("row_number()", over: partition + [value.text])
    case .first: look("row_number()", over: partition, [isMissing] + rows)
    case .last: look("row_number()", over: partition, [isMissing] + rows.map(\.reversed))
    case .median, .percentile, .iqr:
      look("row_number()", over: partition, [OrderTerm(value, values[0].type)])
      look("count(\(value.text))", over: partition)
    case .sd, .variance, .correlation:
      // From the least value on, so that equal values do not vary.
      for value in values { look("min(\(value.text.text))", over: partition) }
    case .sum, .mean, .min, .max, .percent, .any, .all: break
    }
  }

  /// What needs the first look.
  private mutating func lookAgain(
    for item: PlanAggregate, _ prepared: inout PreparedAggregate, _ partition: [String], _ order: [PlanSortKey],
    from start: Int
  ) throws(TranslationError) {
    switch item.aggregate.measure {
    case .mode:
      // The value met first among those met most often.
      let most = OrderTerm(select.columns[prepared.looks[0]].text, .integer, isDescending: true, isKnown: true)
      let text = "row_number() \(over(partition, [most] + (try self.order(order)) + select.order))"
      prepared.looks.append(add("look", PrintedText(text), .integer, .window, from: start))
    case .sd, .variance, .correlation:
      for (value, least) in zip(prepared.values, prepared.looks) {
        let distance = "\(select.columns[value].text.text) - \(select.columns[least].text.text)"
        let text = "avg(\(distance)) \(over(partition, []))"
        prepared.looks.append(add("look", PrintedText(text), .number, .window, from: start))
      }
    case .count, .first, .last, .median, .percentile, .iqr, .sum, .mean, .min, .max, .percent, .any, .all: break
    }
  }

  /// The place of a column with a text, which is added unless one has it already.
  private mutating func add(
    _ stem: String, _ text: PrintedText, _ type: DataType, _ origin: SelectColumn.Origin, from start: Int
  ) -> Int {
    if let place = select.columns.indices.dropFirst(start).first(where: { select.columns[$0].text == text }) {
      return place
    }
    select.columns.append(SelectColumn(freeName(stem), text, type, origin))
    return select.columns.count - 1
  }

  func over(_ partition: [String], _ order: [OrderTerm], frame: String = "") -> String {
    var parts: [String] = []
    if !partition.isEmpty { parts.append("PARTITION BY " + partition.joined(separator: ", ")) }
    let terms = distinctTerms(order)
    if !terms.isEmpty { parts.append("ORDER BY " + orderText(terms)) }
    if !frame.isEmpty { parts.append(frame) }
    return "OVER (\(parts.joined(separator: " ")))"
  }

  /// The aggregate out of its prepared columns.
  func aggregate(
    _ item: PlanAggregate, outOf prepared: PreparedAggregate, _ call: AggregateCall
  ) throws(TranslationError) -> PrintedText {
    let values = prepared.values.map { select.columns[$0].text.text }
    let looks = prepared.looks.map { select.columns[$0].text.text }
    let value = select.columns[prepared.values[0]]
    switch item.aggregate.measure {
    case .first, .last: return try picked(value, "\(looks[0]) = 1", call)
    case .mode: return try picked(value, "\(looks[1]) = 1", call)
    case .count: return PrintedText(call("count(\(values[0]))", and: "\(looks[0]) = 1"))
    case .median: return PrintedText(median(values, looks, call))
    case .percentile: return PrintedText(quantile(values, looks, item.percentage, call), .sum)
    case .iqr:
      let (upper, lower) = (quantile(values, looks, 75, call), quantile(values, looks, 25, call))
      return PrintedText("\(upper) - (\(lower))", .sum)
    case .sd, .variance:
      let distance = "(\(values[0]) - \(looks[0]) - \(looks[1]))"
      let squares = call("sum(\(distance) * \(distance))")
      let variance = "\(squares) / nullif(\(call("count(\(values[0]))")) - 1, 0)"
      return item.aggregate.measure == .sd ? PrintedText("sqrt(\(variance))") : PrintedText(variance, .product)
    case .correlation:
      let (a, b) = ("(\(values[0]) - \(looks[0]) - \(looks[2]))", "(\(values[1]) - \(looks[1]) - \(looks[3]))")
      let spread = "sqrt(\(call("sum(\(a) * \(a))")) * \(call("sum(\(b) * \(b))")))"
      return PrintedText("\(call("sum(\(a) * \(b))")) / nullif(\(spread), 0)", .product)
    case .sum, .mean, .min, .max, .percent, .any, .all: throw unable("`\(item.aggregate.name)`")
    }
  }

  /// The value of the one row of the group where a condition holds.
  private func picked(
    _ value: SelectColumn, _ condition: String, _ call: AggregateCall
  ) throws(TranslationError) -> PrintedText {
    let text =
      value.type == .boolean
      ? try filled("largest condition", [value.text]).text : "max(\(value.text.text))"
    return PrintedText(call(text, and: condition))
  }

  /// Half-way between the neighbours of place (n − 1) / 2: each counts for as much as it is near.
  private func median(_ values: [String], _ looks: [String], _ call: AggregateCall) -> String {
    let distance = "abs(\(looks[0]) - 1 - 0.5 * (\(looks[1]) - 1))"
    let weight =
      dialect.extremesSkipMissing ? "greatest(0.0, 1 - \(distance))" : "max(0.0, 1 - \(distance))"
    return call("sum(\(values[0]) * \(weight))")
  }

  /// On the straight line between the neighbours of place (n − 1)p, a neighbour itself where the place is whole or
  /// both are equal: so that rows can be compared with it.
  private func quantile(_ values: [String], _ looks: [String], _ percentage: Double, _ call: AggregateCall) -> String {
    let place = "(\(looks[1]) - 1) * \(percentage) / 100"
    let lower = call("min(\(values[0]))", and: "\(looks[0]) > \(place)")
    let upper = call("max(\(values[0]))", and: "\(looks[0]) - 2 < \(place)")
    let way = call("min(\(place) + 1 - \(looks[0]))", and: "\(looks[0]) - 1 <= \(place)")
    return "\(lower) + (\(upper) - \(lower)) * \(way)"
  }
}
