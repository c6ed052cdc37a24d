import TallyData
import TallyFunctions
import TallyText

/// One window function over the rows of an order.
///
/// Threads take stretches of places in the order. What a stretch must know of the places before it is worked out
/// first, from how each stretch ends.
struct WindowRun: Sendable {
  let order: WindowOrder
  /// Rows of the columns, those that do not count included.
  let rowCount: Int
  let workers: Workers
  let range: SourceRange

  func column(
    _ measure: WindowFunction.Measure, of values: Column?, count: Int, as type: DataType
  ) throws(RunError) -> Column {
    switch measure {
    case .rowNumber: return try numbers(nil)
    case .rank: return try numbers(order.peerStarts)
    case .previous: return try shifted(values, by: -count)
    case .next: return try shifted(values, by: count)
    case .runningMin: return try extremes(values, isGreatest: false)
    case .runningMax: return try extremes(values, isGreatest: true)
    case .runningSum: return try runningSum(of: values, as: type)
    case .runningMean: return try runningMean(of: values)
    case .movingMean: return try movingMean(of: values, over: count)
    }
  }

  /// How the places are cut into stretches.
  var parts: RowParts { RowParts(rowCount: order.rows.count) }

  /// Where the group of a place begins.
  func groupStart(_ place: Int) -> Int { order.groupStarts.last(through: place) }

  /// Values for each row, to be filled place by place; rows that do not count have `none`.
  func results<V>(_ none: V) -> Buffer<V> {
    order.rows.count == rowCount ? Buffer(count: rowCount) : Buffer(repeating: none, count: rowCount)
  }

  /// The number in its group of each row: of the row itself, or of the first of its peers.
  private func numbers(_ peers: PlaceMarks?) throws(RunError) -> Column {
    try MemoryLimit.check(rowCount, MemoryLayout<Int64>.stride, for: "the rows")
    let storage: ColumnStorage =
      rowCount < Int(Int32.max) ? .int32(try numbers(peers)) : .int64(try numbers(peers))
    return Column(type: .integer, storage: storage, count: rowCount, missingCount: rowCount - order.rows.count)
  }

  private func numbers<I: FixedWidthInteger & StoredValue>(_ peers: PlaceMarks?) throws(RunError) -> Buffer<I> {
    let (result, parts, order) = (results(I.missing), parts, order)
    try workers.forEach(parts.count) { part in
      let places = parts[part]
      if places.isEmpty { return }
      let (target, rows, groups) = (result.pointer, order.rows.pointer, order.groupStarts)
      var start = groups.last(through: places.lowerBound)
      var first = peers?.last(through: places.lowerBound) ?? places.lowerBound
      for place in places {
        if groups[place] { start = place }
        if peers?[place] ?? true { first = place }
        target[Int(rows[place])] = I(truncatingIfNeeded: first &- start &+ 1)
      }
    }
    return result
  }

  /// The value `offset` rows further on in the group.
  private func shifted(_ values: Column?, by offset: Int) throws(RunError) -> Column {
    let (result, parts, order) = (results(UInt32.max), parts, order)
    try workers.forEach(parts.count) { part in
      let places = parts[part]
      if places.isEmpty { return }
      let (target, rows, groups) = (result.pointer, order.rows.pointer, order.groupStarts)
      var start = groups.last(through: places.lowerBound)
      var end = groups.next(after: places.lowerBound)
      for place in places {
        if place == end { (start, end) = (place, groups.next(after: place)) }
        let (other, isBeyond) = place.addingReportingOverflow(offset)
        target[Int(rows[place])] = !isBeyond && other >= start && other < end ? rows[other] : .max
      }
    }
    return try picked(result, from: values)
  }

  /// For each row the cell of another one; `UInt32.max` is none.
  private func picked(_ rows: Buffer<UInt32>, from values: Column?) throws(RunError) -> Column {
    guard let values else { return .missing(.integer, count: rowCount) }
    return try values.gathered(rows, workers)
  }

  private func extremes(_ values: Column?, isGreatest: Bool) throws(RunError) -> Column {
    guard let values else { return .missing(.integer, count: rowCount) }
    let encoded = try values.encoded(workers)
    let rows = try encoded.storage.visit(ExtremeRows(run: self, isGreatest: isGreatest))
    return try encoded.gathered(rows, workers)
  }
}

/// For each row, the row of the smallest or greatest value up to it.
private struct ExtremeRows: StorageVisitor {
  let run: WindowRun
  let isGreatest: Bool

  func visit<V: StoredValue>(_ values: Buffer<V>) throws(RunError) -> Buffer<UInt32> {
    let (result, parts, order, isGreatest) = (run.results(UInt32.max), run.parts, run.order, isGreatest)
    let ends = Buffer<UInt32>(count: parts.count)
    try run.workers.forEach(parts.count) { part in
      ends.pointer[part] = order.best(of: values, in: parts[part], after: .max, isGreatest) { _, _ in }
    }
    let begins = Buffer<UInt32>(repeating: .max, count: parts.count + 1)
    for part in 0..<parts.count {
      let before = order.startsGroup(in: parts[part]) ? .max : begins[part]
      let better = order.better(before, ends[part], of: values, isGreatest)
      begins.pointer[part + 1] = better
    }
    try run.workers.forEach(parts.count) { part in
      let target = result.pointer
      _ = order.best(of: values, in: parts[part], after: begins[part], isGreatest) { row, best in target[row] = best }
    }
    return result
  }
}

extension WindowOrder {
  /// Whether a group begins at one of some places.
  func startsGroup(in places: Range<Int>) -> Bool {
    !places.isEmpty
      && (groupStarts[places.lowerBound] || groupStarts.next(after: places.lowerBound) < places.upperBound)
  }

  /// The one of two rows with the better value, of equal ones the earlier; `UInt32.max` is none.
  @inline(__always)
  fileprivate func better<V: StoredValue>(_ row: UInt32, _ later: UInt32, of values: Buffer<V>, _ isGreatest: Bool)
    -> UInt32
  {
    if later == .max { return row }
    if row == .max { return later }
    let (held, value) = (values.pointer[Int(row)], values.pointer[Int(later)])
    return (isGreatest ? held < value : value < held) ? later : row
  }

  /// Calls `body` with each row and the best row of its group up to it; gives that of the last place. `best` is the best
  /// before the first place.
  @inline(__always)
  fileprivate func best<V: StoredValue>(
    of values: Buffer<V>, in places: Range<Int>, after best: UInt32, _ isGreatest: Bool,
    _ body: (_ row: Int, _ best: UInt32) -> Void
  ) -> UInt32 {
    let (rows, groups, stored) = (rows.pointer, groupStarts, values.pointer)
    var best = best
    for place in places {
      if groups[place] { best = .max }
      let row = rows[place]
      best = better(best, stored[Int(row)].isMissing ? .max : row, of: values, isGreatest)
      body(Int(row), best)
    }
    return best
  }
}
