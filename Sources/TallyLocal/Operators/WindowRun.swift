import TallyData
import TallyFunctions
import TallyText

/// One window function over the rows of an order.
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
    case .rowNumber: return try numbers { place, group in place - group.lowerBound + 1 }
    case .rank: return try ranks()
    case .previous: return try shifted(values, by: -count)
    case .next: return try shifted(values, by: count)
    case .runningMin: return try extremes(values, isGreatest: false)
    case .runningMax: return try extremes(values, isGreatest: true)
    case .runningSum: return try runningSum(of: values, as: type)
    case .runningMean: return try runningMean(of: values)
    case .movingMean: return try movingMean(of: values, over: count)
    }
  }

  /// Calls `body` with each place in the order and the places of its group; stops when asked to.
  @inline(__always)
  func forEachPlace(_ body: (_ place: Int, _ group: Range<Int>) throws(RunError) -> Void) throws(RunError) {
    let interrupt = workers.interrupt
    try order.forEachGroup { (group) throws(RunError) in
      for place in group {
        if place & 0xFFFF == 0, interrupt.isRaised { throw .interrupted }
        try body(place, group)
      }
    }
  }

  private func numbers(_ number: (Int, Range<Int>) -> Int) throws(RunError) -> Column {
    try MemoryLimit.check(rowCount, MemoryLayout<Int64>.stride, for: "the rows")
    let result = Buffer<Int64>(count: rowCount)
    result.pointer.initialize(repeating: .missing, count: rowCount)
    try forEachPlace { (place, group) throws(RunError) in
      result.pointer[Int(order.rows.pointer[place])] = Int64(number(place, group))
    }
    return column(result, type: .integer)
  }

  func column(_ values: Buffer<Int64>, type: DataType) -> Column {
    Column(type: type, storage: .int64(values), count: rowCount, missingCount: values.values.count { $0.isMissing })
  }

  func column(_ values: Buffer<Double>) -> Column {
    Column(
      type: .number, storage: .double(values), count: rowCount, missingCount: values.values.count { $0.isMissing })
  }

  /// Equal rows share the rank of the first of them.
  private func ranks() throws(RunError) -> Column {
    var first = 0
    return try numbers { place, group in
      if place == group.lowerBound || !order.isPeer(place, place - 1) { first = place }
      return first - group.lowerBound + 1
    }
  }

  /// The value `offset` rows further on in the group.
  private func shifted(_ values: Column?, by offset: Int) throws(RunError) -> Column {
    try picked(from: values) { place, group in
      let other = place + offset
      return group.contains(other) ? order.rows.pointer[other] : .max
    }
  }

  /// For each row the cell of another one; `UInt32.max` is none.
  private func picked(
    from values: Column?, _ row: (_ place: Int, _ group: Range<Int>) -> UInt32
  ) throws(RunError) -> Column {
    let rows = Buffer<UInt32>(count: rowCount)
    rows.pointer.initialize(repeating: .max, count: rowCount)
    try forEachPlace { (place, group) throws(RunError) in
      rows.pointer[Int(order.rows.pointer[place])] = row(place, group)
    }
    guard let values else { return column(Buffer<Int64>(count: rowCount), type: .integer) }
    return try values.gathered(rows, workers)
  }

  private func extremes(_ values: Column?, isGreatest: Bool) throws(RunError) -> Column {
    guard let values else { return try picked(from: values) { _, _ in .max } }
    let encoded = try values.encoded(workers)
    return try encoded.storage.visit(ExtremeVisitor(run: self, column: encoded, isGreatest: isGreatest))
  }

  /// The row of the smallest or greatest value so far.
  private struct ExtremeVisitor: StorageVisitor {
    let run: WindowRun
    let column: Column
    let isGreatest: Bool

    func visit<V: StoredValue>(_ values: Buffer<V>) throws(RunError) -> Column {
      var best = UInt32.max
      return try run.picked(from: column) { place, group in
        if place == group.lowerBound { best = .max }
        let row = run.order.rows.pointer[place]
        let value = values.pointer[Int(row)]
        if !value.isMissing {
          if best == .max {
            best = row
          } else {
            let held = values.pointer[Int(best)]
            if isGreatest ? held < value : value < held { best = row }
          }
        }
        return best
      }
    }
  }
}
