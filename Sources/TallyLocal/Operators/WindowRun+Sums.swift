import TallyData
import TallyText

extension WindowRun {
  /// Values to add: whole numbers exactly, scaled decimals among them, or doubles.
  enum Addends {
    /// The value is the whole number divided by `unit`.
    case whole(Buffer<Int64>, unit: Double)
    case double(Buffer<Double>)
  }

  private func addends(_ column: Column?) -> Addends {
    guard let column else { return .double(Buffer(count: 0)) }
    func widened<V: Measurable>(_ values: Buffer<V>) -> Addends {
      let wide = Buffer<Int64>(count: values.count)
      for row in 0..<values.count {
        wide.pointer[row] = values.pointer[row].isMissing ? .missing : values.pointer[row].whole
      }
      return .whole(wide, unit: Column.powersOfTen[column.scale])
    }
    switch column.storage {
    case .int8(let values): return widened(values)
    case .int16(let values): return widened(values)
    case .int32(let values): return widened(values)
    case .int64(let values): return .whole(values, unit: Column.powersOfTen[column.scale])
    case .double(let values): return .double(values)
    case .codes8, .codes16, .codes32, .arena: return .double(Buffer(repeating: .nan, count: rowCount))
    }
  }

  func runningSum(of column: Column?, as type: DataType) throws(RunError) -> Column {
    switch addends(column) {
    case .whole(let values, let unit) where type == .number:
      return try runningNumbers(values) { sum, _ in Double(rounding: sum) / unit }
    case .whole(let values, _): return try runningWholes(values, type)
    case .double(let values): return try runningNumbers(values) { sum, _ in sum.value }
    }
  }

  func runningMean(of column: Column?) throws(RunError) -> Column {
    switch addends(column) {
    case .whole(let values, let unit):
      return try runningNumbers(values) { sum, known in Double(rounding: sum) / (Double(known) * unit) }
    case .double(let values): return try runningNumbers(values) { sum, known in sum.value / Double(known) }
    }
  }

  private func runningWholes(_ values: Buffer<Int64>, _ type: DataType) throws(RunError) -> Column {
    let result = Buffer<Int64>(count: rowCount)
    result.pointer.initialize(repeating: .missing, count: rowCount)
    var sum = Int64.missing
    try forEachPlace { (place, group) throws(RunError) in
      if place == group.lowerBound { sum = .missing }
      let row = Int(order.rows.pointer[place])
      let value = values.pointer[row]
      if !value.isMissing {
        let (next, overflow) = (sum.isMissing ? 0 : sum).addingReportingOverflow(value)
        if overflow || next.isMissing { throw .integerOverflow(row: row + 1, range: range) }
        sum = next
      }
      result.pointer[row] = sum
    }
    return self.column(result, type: type)
  }

  /// What becomes of the sum and number of known values so far; missing until there is one.
  private func runningNumbers<V: Addable>(
    _ values: Buffer<V>, _ result: (V.Total, _ known: Int) -> Double
  ) throws(RunError) -> Column {
    let target = Buffer<Double>(count: rowCount)
    target.pointer.initialize(repeating: .nan, count: rowCount)
    var total = V.Total()
    var known = 0
    try forEachPlace { (place, group) throws(RunError) in
      if place == group.lowerBound { (total, known) = (V.Total(), 0) }
      let row = Int(order.rows.pointer[place])
      let value = values.pointer[row]
      if !value.isMissing {
        value.add(to: &total)
        known += 1
      }
      target.pointer[row] = known == 0 ? .nan : result(total, known).orMissing
    }
    return column(target)
  }

  /// The mean of the known values of the last `width` rows; missing before there are as many rows.
  func movingMean(of column: Column?, over width: Int) throws(RunError) -> Column {
    switch addends(column) {
    case .whole(let values, let unit):
      return try moving(values, width) { sum, known in Double(rounding: sum) / (Double(known) * unit) }
    case .double(let values): return try moving(values, width) { sum, known in sum.value / Double(known) }
    }
  }

  /// A window is the end of one stretch of `width` rows and the beginning of the next: two sums that only grow,
  /// so that nothing is ever subtracted.
  private func moving<V: Addable>(
    _ values: Buffer<V>, _ width: Int, _ result: (V.Total, _ known: Int) -> Double
  ) throws(RunError) -> Column {
    let target = Buffer<Double>(count: rowCount)
    target.pointer.initialize(repeating: .nan, count: rowCount)
    var ends: [(total: V.Total, known: Int)] = []
    var begin = (total: V.Total(), known: 0)
    try forEachPlace { (place, group) throws(RunError) in
      let within = (place - group.lowerBound) % width
      if within == 0 {
        ends = place == group.lowerBound ? [] : self.ends(of: values, place - width..<place)
        begin = (V.Total(), 0)
      }
      let value = values.pointer[Int(order.rows.pointer[place])]
      if !value.isMissing {
        value.add(to: &begin.total)
        begin.known += 1
      }
      guard place - group.lowerBound + 1 >= width else { return }
      var total = begin.total
      var known = begin.known
      if within + 1 < width, !ends.isEmpty {
        V.add(ends[within + 1].total, to: &total)
        known += ends[within + 1].known
      }
      target.pointer[Int(order.rows.pointer[place])] = known == 0 ? .nan : result(total, known).orMissing
    }
    return column(target)
  }

  /// The sum of the known values from each of some places to the last of them.
  private func ends<V: Addable>(of values: Buffer<V>, _ places: Range<Int>) -> [(total: V.Total, known: Int)] {
    var ends = Array(repeating: (total: V.Total(), known: 0), count: places.count)
    var end = (total: V.Total(), known: 0)
    for place in places.reversed() {
      let value = values.pointer[Int(order.rows.pointer[place])]
      if !value.isMissing {
        value.add(to: &end.total)
        end.known += 1
      }
      ends[place - places.lowerBound] = end
    }
    return ends
  }
}

/// A stored value that is added up without loss.
protocol Addable: StoredValue {
  associatedtype Total: EmptyTotal
  func add(to total: inout Total)
  static func add(_ other: Total, to total: inout Total)
}

/// A sum of nothing yet.
protocol EmptyTotal {
  init()
}

extension Int128: EmptyTotal {}
extension CompensatedSum: EmptyTotal {}

extension Int64: Addable {
  @inline(__always) func add(to total: inout Int128) { total += Int128(self) }
  @inline(__always) static func add(_ other: Int128, to total: inout Int128) { total += other }
}

extension Double: Addable {
  @inline(__always) func add(to total: inout CompensatedSum) { total.add(self) }
  @inline(__always) static func add(_ other: CompensatedSum, to total: inout CompensatedSum) { total.add(other) }
}
