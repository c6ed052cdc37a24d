import TallyData

/// Columns of computed values, made by several threads; the values are computed twice where a first look tells how wide
/// they are.
extension Column {
  /// A column of counts.
  init(counts: GroupCounts, _ workers: Workers) throws(RunError) {
    try self.init(type: .integer, wholes: counts.count, workers) { Int64(truncatingIfNeeded: counts[$0]) }
  }

  /// A column of `count` whole numbers in the narrowest form that holds them; `Int64.min` is missing.
  @inline(__always)
  init(
    type: DataType, wholes count: Int, _ workers: Workers, _ value: @escaping @Sendable (Int) -> Int64
  ) throws(RunError) {
    let parts = RowParts(rowCount: count)
    let (reaches, missing) = (Buffer<UInt64>(count: parts.count), Buffer<Int>(count: parts.count))
    let wide = Buffer<Int64>(count: count)
    try workers.forEach(parts.count) { part in
      let target = wide.pointer
      var (reach, missingCount): (UInt64, Int) = (0, 0)
      for row in parts[part] {
        let whole = value(row)
        target[row] = whole
        missingCount &+= bit(whole == .min)
        reach = Swift.max(reach, whole == .min ? 0 : whole.magnitude)
      }
      reaches.pointer[part] = reach
      missing.pointer[part] = missingCount
    }
    let reach = reaches.values.max() ?? 0
    let storage: ColumnStorage =
      switch reach {
      case ...UInt64(Int8.max): .int8(try wide.narrowed(workers))
      case ...UInt64(Int16.max): .int16(try wide.narrowed(workers))
      case ...UInt64(Int32.max): .int32(try wide.narrowed(workers))
      default: .int64(wide)
      }
    self.init(type: type, storage: storage, count: count, missingCount: missing.values.reduce(0, +))
  }

  /// A column of `count` doubles; NaN is missing.
  @inline(__always)
  init(numberCount count: Int, _ workers: Workers, _ value: @escaping @Sendable (Int) -> Double) throws(RunError) {
    let parts = RowParts(rowCount: count)
    let missing = Buffer<Int>(count: parts.count)
    let numbers = Buffer<Double>(count: count)
    try workers.forEach(parts.count) { part in
      let target = numbers.pointer
      var missingCount = 0
      for row in parts[part] {
        let number = value(row)
        target[row] = number
        missingCount &+= bit(number.isNaN)
      }
      missing.pointer[part] = missingCount
    }
    self.init(
      type: .number, storage: .double(numbers), count: count, missingCount: missing.values.reduce(0, +))
  }
}

extension Buffer<Int64> {
  /// The same values in a narrower form, which holds them.
  fileprivate func narrowed<I: FixedWidthInteger & SignedInteger & SendableMetatype>(
    _ workers: Workers
  ) throws(RunError) -> Buffer<I> {
    try Buffer<I>(count: count, workers) { row in
      let value = self.pointer[row]
      return value == .min ? .min : I(truncatingIfNeeded: value)
    }
  }
}

extension Buffer {
  /// `count` values, made one after the other.
  convenience init(count: Int, _ value: (Int) -> Element) {
    self.init(count: count)
    let target = pointer
    for index in 0..<count { (target + index).initialize(to: value(index)) }
  }

  /// `count` values, made by several threads.
  @inline(__always)
  convenience init(
    count: Int, _ workers: Workers, _ value: @escaping @Sendable (Int) -> Element
  ) throws(RunError) {
    self.init(count: count)
    let (parts, buffer) = (RowParts(rowCount: count), self)
    try workers.forEach(parts.count) { part in
      let target = buffer.pointer
      for index in parts[part] { (target + index).initialize(to: value(index)) }
    }
  }
}
