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
    var partition: [String] = []
    for key in step.by { partition.append(try sql(key.expression).text) }
    let sorted = try order(step.sortBy)
    var columns: [SelectColumn] = []
    for window in step.windows {
      let text: SQLText
      switch window.kind {
      case .aggregate(let item):
        if item.countMode == .distinct, dialect.spelling("distinct beside rows") == nil {
          throw unable("`count distinct` beside each row")
        }
        text = try aggregate(item, prepared: [], isGrouped: true, over: " " + over(partition, []))
      case .function(let function, let argument, let rows):
        text = try self.window(
          function, try argument.map { (value) throws(TranslationError) in try sql(value) },
          window.type, rows, partition, sorted)
      }
      columns.append(SelectColumn(freeName("window", columns), text, window.type, .window))
    }
    select.columns += columns
  }

  private func window(
    _ function: WindowFunction, _ value: SQLText?, _ type: DataType, _ rows: Int, _ partition: [String],
    _ sorted: [OrderTerm]
  ) throws(TranslationError) -> SQLText {
    let order = sorted + select.order
    let argument = value?.text ?? ""
    let offset = rows == 1 ? "" : ", \(rows)"
    func running(_ name: String) throws(TranslationError) -> SQLText {
      guard type != .boolean, type != .duration else { throw unable("`\(function.name)` of \(type.rawValue) values") }
      let collation = type == .text ? dialect.textOrder : ""
      return SQLText(
        "\(name)(\(argument)\(collation)) \(over(partition, order, frame: "ROWS UNBOUNDED PRECEDING"))")
    }
    switch function.measure {
    case .previous: return SQLText("lag(\(argument)\(offset)) \(over(partition, order))")
    case .next: return SQLText("lead(\(argument)\(offset)) \(over(partition, order))")
    case .rank: return SQLText("rank() \(over(partition, sorted))")
    case .rowNumber: return SQLText("row_number() \(over(partition, order))")
    case .runningSum: return try running("sum")
    case .runningMean: return try running("avg")
    case .runningMin: return try running("min")
    case .runningMax: return try running("max")
    case .movingMean:
      let mean = "avg(\(argument)) \(over(partition, order, frame: "ROWS \(rows - 1) PRECEDING"))"
      return SQLText("CASE WHEN row_number() \(over(partition, order)) >= \(rows) THEN \(mean) END")
    }
  }
}
