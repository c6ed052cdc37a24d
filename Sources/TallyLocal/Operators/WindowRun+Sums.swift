import TallyData
import TallyText

/// Sums that grow from row to row of a group.
extension WindowRun {
  /// Values to add, place by place: whole numbers exactly, scaled decimals among them, or doubles.
  enum Addends {
    /// The value is the whole number divided by `unit`.
    case whole(Buffer<Int64>, unit: Double)
    case double(Buffer<Double>)
  }

  func addends(_ column: Column?) throws(RunError) -> Addends {
    let (rows, count) = (order.rows, order.rows.count)
    guard let column else { return .double(Buffer(repeating: .nan, count: count)) }
    let unit = Column.powersOfTen[column.scale]
    func widened<V: Measurable>(_ values: Buffer<V>) throws(RunError) -> Addends {
      let wide = try Buffer<Int64>(count: count, workers) { place in
        let value = values.pointer[Int(rows.pointer[place])]
        return value.isMissing ? .missing : value.whole
      }
      return .whole(wide, unit: unit)
    }
    switch column.storage {
    case .int8(let values): return try widened(values)
    case .int16(let values): return try widened(values)
    case .int32(let values): return try widened(values)
    case .int64(let values): return try widened(values)
    case .double(let values):
      return .double(try Buffer(count: count, workers) { values.pointer[Int(rows.pointer[$0])] })
    case .codes8, .codes16, .codes32, .arena: return .double(Buffer(repeating: .nan, count: count))
    }
  }

  func runningSum(of column: Column?, as type: DataType) throws(RunError) -> Column {
    switch try addends(column) {
    case .whole(let values, let unit) where type == .number:
      return try runningNumbers(values) { Double(rounding: $0.sum) / unit }
    case .whole(let values, _): return try runningWholes(values, type)
    case .double(let values): return try runningNumbers(values) { $0.sum.value }
    }
  }

  func runningMean(of column: Column?) throws(RunError) -> Column {
    switch try addends(column) {
    case .whole(let values, let unit):
      return try runningNumbers(values) { Double(rounding: $0.sum) / (Double($0.known) * unit) }
    case .double(let values): return try runningNumbers(values) { $0.sum.value / Double($0.known) }
    }
  }

  /// What is added up before each stretch of places in the group that reaches into it.
  private func totalsBefore<V: Addable>(_ values: Buffer<V>) throws(RunError) -> Buffer<RunningTotal<V>> {
    let (parts, order) = (parts, order)
    let ends = Buffer<RunningTotal<V>>(count: parts.count)
    try workers.forEach(parts.count) { part in
      var total = RunningTotal<V>()
      let (source, groups) = (values.pointer, order.groupStarts)
      for place in parts[part] {
        if groups[place] { total = RunningTotal() }
        total.add(source[place])
      }
      ends.pointer[part] = total
    }
    let befores = Buffer<RunningTotal<V>>(repeating: RunningTotal(), count: parts.count + 1)
    for part in 0..<parts.count {
      var total = order.startsGroup(in: parts[part]) ? RunningTotal() : befores[part]
      total.add(ends[part])
      befores.pointer[part + 1] = total
    }
    return befores
  }

  /// What becomes of the sum and number of known values so far; missing until there is one.
  private func runningNumbers<V: Addable>(
    _ values: Buffer<V>, _ result: @escaping @Sendable (RunningTotal<V>) -> Double
  ) throws(RunError) -> Column {
    let befores = try totalsBefore(values)
    let (target, parts, order) = (results(Double.nan), parts, order)
    try workers.forEach(parts.count) { part in
      var total = befores[part]
      let (source, rows, target, groups) = (values.pointer, order.rows.pointer, target.pointer, order.groupStarts)
      for place in parts[part] {
        if groups[place] { total = RunningTotal() }
        total.add(source[place])
        target[Int(rows[place])] = total.known == 0 ? .nan : result(total).orMissing
      }
    }
    return try column(target)
  }

  private func runningWholes(_ values: Buffer<Int64>, _ type: DataType) throws(RunError) -> Column {
    let befores = try totalsBefore(values)
    let (result, parts, order) = (results(Int64.missing), parts, order)
    let overflows = Buffer<Int>(repeating: .max, count: parts.count)
    try workers.forEach(parts.count) { part in
      // Where the sum left 64 bits before, an earlier stretch tells.
      guard var sum = Int64(exactly: befores[part].sum) else { return }
      var hasKnown = befores[part].known > 0
      let (source, rows, target, groups) = (values.pointer, order.rows.pointer, result.pointer, order.groupStarts)
      for place in parts[part] {
        if groups[place] { (sum, hasKnown) = (0, false) }
        if !source[place].isMissing {
          let (next, overflow) = sum.addingReportingOverflow(source[place])
          if overflow || next.isMissing {
            overflows.pointer[part] = place
            return
          }
          (sum, hasKnown) = (next, true)
        }
        target[Int(rows[place])] = hasKnown ? sum : .missing
      }
    }
    if let place = overflows.values.first(where: { $0 != .max }) {
      throw .integerOverflow(row: Int(order.rows[place]) + 1, range: range)
    }
    return try Column(type: type, wholes: rowCount, workers) { result.pointer[$0] }
  }

  /// A column of doubles.
  func column(_ values: Buffer<Double>) throws(RunError) -> Column {
    let parts = RowParts(rowCount: values.count)
    let missing = Buffer<Int>(count: parts.count)
    try workers.forEach(parts.count) { part in
      var total = 0
      let source = values.pointer
      for row in parts[part] { total &+= bit(source[row].isNaN) }
      missing.pointer[part] = total
    }
    return Column(
      type: .number, storage: .double(values), count: rowCount, missingCount: missing.values.reduce(0, +))
  }
}

/// The sum of some known values, and how many they are.
struct RunningTotal<V: Addable>: BitwiseCopyable, Sendable {
  private(set) var sum = V.Total()
  private(set) var known = 0

  @inline(__always)
  mutating func add(_ value: V) {
    if value.isMissing { return }
    value.add(to: &sum)
    known &+= 1
  }

  @inline(__always)
  mutating func add(_ other: RunningTotal) {
    V.add(other.sum, to: &sum)
    known &+= other.known
  }
}

/// A stored value that is added up without loss.
protocol Addable: StoredValue {
  associatedtype Total: EmptyTotal
  func add(to total: inout Total)
  static func add(_ other: Total, to total: inout Total)
}

/// A sum of nothing yet.
protocol EmptyTotal: BitwiseCopyable, Sendable {
  init()
}

extension Int128: EmptyTotal {}
extension CompensatedSum: EmptyTotal {}

extension Int64: Addable {
  @inline(__always) func add(to total: inout Int128) { total &+= Int128(self) }
  @inline(__always) static func add(_ other: Int128, to total: inout Int128) { total &+= other }
}

extension Double: Addable {
  @inline(__always) func add(to total: inout CompensatedSum) { total.add(self) }
  @inline(__always) static func add(_ other: CompensatedSum, to total: inout CompensatedSum) { total.add(other) }
}
