import TallyData
import TallyFunctions
import TallyPlan

extension Oracle {
  /// Rows with equal keys, in the order of the keys; one group of all rows where there are no keys.
  func groups(_ keys: [PlanColumn]) throws(OracleError) -> [(key: [Value], rows: [[Value]])] {
    if keys.isEmpty { return [(key: [], rows: rows)] }
    let values = try values(keys.map(\.expression))
    var places: [[OracleKey]: Int] = [:]
    var groups: [(key: [Value], rows: [[Value]])] = []
    for (row, key) in zip(rows, values) {
      let found = key.map(OracleKey.init)
      if let place = places[found] {
        groups[place].rows.append(row)
      } else {
        places[found] = groups.count
        groups.append((key: key, rows: [row]))
      }
    }
    return ValueOrder.sorted(groups.map(\.key), descending: keys.map { _ in false }).map { groups[$0] }
  }

  mutating func summarize(_ summary: PlanSummary) throws(OracleError) {
    let groups = try groups(summary.keys)
    var spoken = summary.items.map { _ in OracleAnswer.Spoken() }
    var results: [[Value]] = []
    for group in groups {
      var result = group.key
      for (place, item) in summary.items.enumerated() {
        result.append(try aggregate(item, group.rows, &spoken[place]))
      }
      results.append(result)
    }
    if summary.hasPercent { addPercent(to: &results, within: summary.percentWithin) }
    rows = results
    if !summary.sortBy.isEmpty {
      let keys = try values(summary.sortBy.map(\.expression))
      let order = ValueOrder.sorted(keys, descending: summary.sortBy.map(\.isDescending))
      rows = order.map { results[$0] }
      for place in spoken.indices {
        spoken[place] = OracleAnswer.Spoken(
          rows: order.map { spoken[place].rows[$0] }, missing: order.map { spoken[place].missing[$0] },
          unjudged: order.map { spoken[place].unjudged[$0] })
      }
    }
    answer.spoken = spoken
  }

  func aggregate(
    _ item: PlanAggregate, _ group: [[Value]], _ spoken: inout OracleAnswer.Spoken
  ) throws(OracleError) -> Value {
    var known: [Value] = []
    var seconds: [Double] = []
    var rowCount = 0
    var unjudged = 0
    let second = item.weight ?? item.second
    for row in group {
      let reader = reader(row)
      if let when = item.when {
        let truth = try reader.truth(when)
        if truth == nil { unjudged += 1 }
        if truth != true {
          do { if let argument = item.argument { _ = try reader.value(argument) } } catch { notes.mayOverflow = true }
          continue
        }
      }
      rowCount += 1
      guard let argument = item.argument else { continue }
      let value = try reader.value(argument)
      let beside = try second.map { (expression) throws(OracleError) in try reader.value(expression) }
      if item.weight != nil, let weight = beside?.double, weight < 0 { throw .negativeWeight }
      if value.isMissing || beside?.isMissing == true { continue }
      known.append(value)
      if let beside { seconds.append(beside.double ?? 0) }
    }
    let missing = item.argument == nil ? 0 : rowCount - known.count
    spoken.rows.append(rowCount)
    spoken.missing.append(missing)
    spoken.unjudged.append(unjudged)
    if item.weight != nil {
      return OracleAggregates.weighted(item.aggregate.measure, known, seconds, rowCount, item.type)
    }
    if item.second != nil { return OracleAggregates.correlation(known, seconds) }
    guard item.aggregate.measure == .count else {
      return try OracleAggregates.compute(
        item.aggregate.measure, known, rowCount: rowCount, percentage: item.percentage, type: item.type)
    }
    switch item.countMode {
    case .rows: return .integer(Int64(rowCount))
    case .known: return .integer(Int64(known.count))
    case .missing: return .integer(Int64(missing))
    case .distinct: return .integer(Int64(Set(known.map(OracleKey.init)).count))
    }
  }

  /// The share of each row's last value in the sum of all rows that have the same keys `within`.
  private func addPercent(to results: inout [[Value]], within keys: [Int]) {
    let places = results.map { row in keys.map { OracleKey(row[$0]) } }
    let values = results.map { $0.last?.double }
    for (row, value) in values.enumerated() {
      let total = values.indices.reduce(0.0) { $0 + (places[$1] == places[row] ? values[$1] ?? 0 : 0) }
      let percent = value.map { total == 0 ? .nan : 100 * $0 / total } ?? .nan
      results[row].append(OracleArithmetic.number(percent))
    }
  }
}
