import TallyData
import TallyFunctions
import TallyPlan

extension Oracle {
  /// Adds a column for each window; the rows stay in their order.
  mutating func addWindows(_ step: PlanWindows) throws(OracleError) {
    let keys = try values(step.by.map(\.expression))
    let order = try values(step.sortBy.map(\.expression))
    let sorted = ValueOrder.sorted(order, descending: step.sortBy.map(\.isDescending))
    var groups: [[OracleKey]: [Int]] = [:]
    for row in sorted { groups[keys[row].map(OracleKey.init), default: []].append(row) }
    let width = fields.count
    for window in step.windows {
      for group in groups.values {
        let results = try values(of: window, group.map { Array(rows[$0].prefix(width)) }, group.map { order[$0] })
        for (row, result) in zip(group, results) { rows[row].append(result) }
      }
    }
  }

  /// The values of a window for the rows of one group, in its order.
  private func values(
    of window: PlanWindow, _ group: [[Value]], _ order: [[Value]]
  ) throws(OracleError) -> [Value] {
    switch window.kind {
    case .aggregate(let item):
      var spoken = OracleAnswer.Spoken()
      let result = try aggregate(item, group, &spoken)
      return group.map { _ in result }
    case .function(let function, let argument, let count):
      var values: [Value] = []
      if let argument {
        for row in group { values.append(try reader(row).value(argument)) }
      }
      return try Self.window(function.measure, values, order, count, window.type)
    }
  }

  private static func window(
    _ measure: WindowFunction.Measure, _ values: [Value], _ order: [[Value]], _ count: Int, _ type: DataType
  ) throws(OracleError) -> [Value] {
    var results: [Value] = []
    for row in order.indices {
      let soFar = values.prefix(row + 1).filter { !$0.isMissing }
      switch measure {
      case .previous: results.append(row >= count ? values[row - count] : .missing)
      case .next: results.append(row + count < values.count ? values[row + count] : .missing)
      case .rowNumber: results.append(.integer(Int64(row + 1)))
      case .rank:
        let first = order.firstIndex { zip($0, order[row]).allSatisfy(ValueOrder.isSame) } ?? row
        results.append(.integer(Int64(first + 1)))
      case .runningSum: results.append(try known(.sum, soFar, type))
      case .runningMean: results.append(try known(.mean, soFar, type))
      case .runningMin: results.append(try known(.min, soFar, type))
      case .runningMax: results.append(try known(.max, soFar, type))
      case .movingMean:
        let last = values[max(0, row + 1 - count)...row].filter { !$0.isMissing }
        results.append(row + 1 >= count ? try known(.mean, last, type) : .missing)
      }
    }
    return results
  }

  private static func known(
    _ measure: Aggregate.Measure, _ known: [Value], _ type: DataType
  ) throws(OracleError) -> Value {
    known.isEmpty
      ? .missing : try OracleAggregates.compute(measure, known, rowCount: known.count, percentage: 0, type: type)
  }
}
