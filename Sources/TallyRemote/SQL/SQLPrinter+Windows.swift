import TallyData
import TallyFunctions
import TallyPlan

/// Values that depend on other rows.
extension SQLPrinter {
  mutating func addWindows(_ step: PlanWindows) throws(TranslationError) {
    let read = step.windows.flatMap { window -> [BoundExpression] in
      switch window.kind {
      case .aggregate(let item): item.expressions
      case .function(_, let argument, _): [argument].compactMap(\.self)
      }
    }
    try makeRoom(for: read + step.by.map(\.expression) + step.sortBy.map(\.expression))
    let width = select.columns.count
    let items = step.windows.map(\.aggregate)
    let prepared = try prepare(items, by: step.by, order: step.sortBy, isWindow: true)
    let partition = try self.partition(step.by)
    let sorted = try order(step.sortBy)
    var columns: [SelectColumn] = []
    for (window, prepared) in zip(step.windows, prepared) {
      let text: PrintedText
      switch window.kind {
      case .aggregate(let item):
        text = try aggregate(item, prepared: prepared, isGrouped: true, over: " " + over(partition, []))
      case .function(let function, let argument, let rows):
        text = try self.window(function, argument, window.type, rows, partition, sorted)
      }
      columns.append(SelectColumn(freeName("window", columns), text, window.type, .window))
    }
    let closes = prepared.contains { $0 != nil } || items.contains { $0?.isMoment == true }
    select.columns = Array(select.columns.prefix(width)) + columns
    if closes, select.columns.count < select.inputNames.count + columns.count { select.isWhole = false }
    try valueMoments(items, from: width)
  }

  private func window(
    _ function: WindowFunction, _ value: BoundExpression?, _ type: DataType, _ rows: Int, _ partition: [String],
    _ sorted: [OrderTerm]
  ) throws(TranslationError) -> PrintedText {
    let order = sorted + select.order
    let offset = rows == 1 ? "" : ", \(rows)"
    let soFar = over(partition, order, frame: "ROWS UNBOUNDED PRECEDING")
    let argument = if let value { try sql(value) } else { PrintedText("") }
    switch function.measure {
    case .previous: return PrintedText("lag(\(argument.text)\(offset)) \(over(partition, order))")
    case .next: return PrintedText("lead(\(argument.text)\(offset)) \(over(partition, order))")
    case .rank: return PrintedText("rank() \(over(partition, sorted))")
    case .rowNumber: return PrintedText("row_number() \(over(partition, order))")
    case .runningSum:
      guard type == .duration, let value else { return PrintedText("sum(\(argument.text)) \(soFar)") }
      return try moment(of: PrintedText("sum(\(try microseconds(value).text)) \(soFar)"), .duration)
    case .runningMean: return PrintedText("avg(\(argument.text)) \(soFar)")
    case .runningMin: return PrintedText("\(try extreme("min", argument, type)) \(soFar)")
    case .runningMax: return PrintedText("\(try extreme("max", argument, type)) \(soFar)")
    case .movingMean:
      let mean = "avg(\(argument.text)) \(over(partition, order, frame: "ROWS \(rows - 1) PRECEDING"))"
      return PrintedText("CASE WHEN row_number() \(over(partition, order)) >= \(rows) THEN \(mean) END")
    }
  }

  private func extreme(_ name: String, _ value: PrintedText, _ type: DataType) throws(TranslationError) -> String {
    if type == .boolean {
      return try filled(name == "max" ? "largest condition" : "smallest condition", [value]).text
    }
    return "\(name)(\(type == .text ? value.tight + dialect.textOrder : value.text))"
  }
}

extension PlanWindow {
  /// The aggregate of the row's group that it is.
  fileprivate var aggregate: PlanAggregate? {
    switch kind {
    case .aggregate(let item): item
    case .function: nil
    }
  }
}
