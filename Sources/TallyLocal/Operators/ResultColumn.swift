import TallyData

extension Column {
  /// A column of counts.
  init(counts: [Int]) { self.init(type: .integer, wholes: counts.count) { Int64(counts[$0]) } }

  /// A column of `count` whole numbers in the narrowest form that holds them; `Int64.min` is missing.
  init(type: DataType, wholes count: Int, _ value: (Int) -> Int64) {
    let wide = Buffer<Int64>(count: count)
    var reach: UInt64 = 0
    var missing = 0
    for row in 0..<count {
      let whole = value(row)
      wide.pointer[row] = whole
      missing &+= bit(whole == .min)
      reach = Swift.max(reach, whole == .min ? 0 : whole.magnitude)
    }
    let storage: ColumnStorage =
      switch reach {
      case ...UInt64(Int8.max): .int8(wide.narrowed())
      case ...UInt64(Int16.max): .int16(wide.narrowed())
      case ...UInt64(Int32.max): .int32(wide.narrowed())
      default: .int64(wide)
      }
    self.init(type: type, storage: storage, count: count, missingCount: missing)
  }

  /// A column of `count` doubles; NaN is missing.
  init(numberCount count: Int, _ value: (Int) -> Double) {
    let numbers = Buffer<Double>(count: count)
    var missing = 0
    for row in 0..<count {
      let number = value(row)
      numbers.pointer[row] = number
      missing &+= bit(number.isNaN)
    }
    self.init(type: .number, storage: .double(numbers), count: count, missingCount: missing)
  }
}

extension Buffer<Int64> {
  /// The same values in a narrower form, which holds them.
  fileprivate func narrowed<I: FixedWidthInteger & SignedInteger>() -> Buffer<I> {
    let target = Buffer<I>(count: count)
    for row in 0..<count {
      let value = pointer[row]
      target.pointer[row] = value == .min ? .min : I(truncatingIfNeeded: value)
    }
    return target
  }
}

extension Buffer {
  /// `count` values, made one after the other.
  convenience init(count: Int, _ value: (Int) -> Element) {
    self.init(count: count)
    let target = pointer
    for index in 0..<count { (target + index).initialize(to: value(index)) }
  }
}
