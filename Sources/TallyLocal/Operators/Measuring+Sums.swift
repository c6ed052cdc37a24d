import TallyData
import TallyText

extension Measuring {
  /// The sums of each group's known values.
  struct Sums: Sendable {
    /// Of whole numbers, scaled decimals included: exact. Else zeros.
    var whole: [Int128]
    /// Of doubles; else empty.
    var numbers: [Double]
    var known: [Int]
  }

  func sums(of column: Column) throws(RunError) -> Sums {
    switch column.storage {
    case .int8(let values): return try wholeSums(values, column)
    case .int16(let values): return try wholeSums(values, column)
    case .int32(let values): return try wholeSums(values, column)
    case .int64(let values):
      let all = try gathered(.sums, of: column, WideSumKernel(values: values))
      return Sums(whole: groups.map(all) { $0.sum }, numbers: [], known: groups.map(all) { Int($0.known) })
    case .double(let values):
      let all = try gathered(.sums, of: column, NumberSumKernel(values: values))
      return Sums(whole: [], numbers: groups.map(all) { $0.sum.value }, known: groups.map(all) { Int($0.known) })
    case .codes8, .codes16, .codes32, .arena: preconditionFailure("the binder lets no text through to sums")
    }
  }

  private func wholeSums<V: NarrowWhole>(_ values: Buffer<V>, _ column: Column) throws(RunError) -> Sums {
    let all = try gathered(.sums, of: column, IntegerSumKernel(values: values))
    return Sums(whole: groups.map(all) { Int128($0.sum) }, numbers: [], known: groups.map(all) { Int($0.known) })
  }

  /// 0 of no rows, missing of rows that are all missing.
  func sum(of column: Column, as type: DataType) throws(RunError) -> Result {
    let sums = try sums(of: column)
    if type == .number {
      let unit = Column.powersOfTen[column.scale]
      let column = Column(numberCount: groups.count) { group in
        if sums.known[group] == 0 && rows[group] > 0 { return .nan }
        return sums.numbers.isEmpty ? Double(rounding: sums.whole[group]) / unit : sums.numbers[group].orMissing
      }
      return Result(column: column, known: sums.known)
    }
    var values: [Int64] = []
    for (group, sum) in sums.whole.enumerated() {
      if sums.known[group] == 0 && rows[group] > 0 {
        values.append(.min)
      } else if let fitting = Int64(exactly: sum), fitting != .min {
        values.append(fitting)
      } else {
        throw .integerOverflow(row: try overflowingRow(column, group) + 1, range: range)
      }
    }
    return Result(column: Column(type: type, wholes: values.count) { values[$0] }, known: sums.known)
  }

  func mean(of column: Column, as type: DataType) throws(RunError) -> Result {
    let sums = try sums(of: column)
    if type == .number {
      let means = means(sums, scale: column.scale)
      return Result(column: Column(numberCount: means.count) { means[$0] }, known: sums.known)
    }
    let unit = column.type == .date ? Int128(Microseconds.day) : 1
    let result = Column(type: type, wholes: groups.count) { group in
      let known = sums.known[group]
      return known == 0 ? .min : Int64(clamping: Measuring.rounded(sums.whole[group] * unit, by: Int128(known)))
    }
    return Result(column: result, known: sums.known)
  }

  /// NaN of no known values.
  func means(_ sums: Sums, scale: Int) -> [Double] {
    let unit = Column.powersOfTen[scale]
    return sums.known.indices.map { group in
      let known = Double(sums.known[group])
      if known == 0 { return .nan }
      if sums.numbers.isEmpty { return Double(mean: sums.whole[group], of: sums.known[group], unit: unit) }
      return (sums.numbers[group] / known).orMissing
    }
  }

  /// A quotient rounded to the nearest whole number, halves away from zero.
  static func rounded(_ value: Int128, by divisor: Int128) -> Int128 {
    let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
    if 2 * rest.magnitude < divisor.magnitude { return quotient }
    return quotient + (value < 0 ? -1 : 1)
  }

  /// The row at which the sum of a group, row after row, leaves 64 bits.
  private func overflowingRow(_ column: Column, _ group: Int) throws(RunError) -> Int {
    let (slot, grouping) = (groups.slots[group], try groups.grouping)
    let slots = Buffer<UInt32>(count: RowParts.blockSize)
    var sum: Int64 = 0
    var row = 0
    while row < sweep.rowCount {
      if workers.interrupt.isRaised { throw .interrupted }
      let block = row..<min(row + RowParts.blockSize, sweep.rowCount)
      if grouping.fill(block, mask: sweep.mask, into: slots.pointer) {
        for place in 0..<block.count where slots[place] == slot {
          guard let value = column[row + place].integral else { continue }
          let (next, overflow) = sum.addingReportingOverflow(value)
          if overflow { return row + place }
          sum = next
        }
      }
      row = block.upperBound
    }
    return max(0, sweep.rowCount - 1)
  }
}

extension Double {
  /// Missing where it is beyond what a double holds.
  var orMissing: Double { isFinite ? self : .nan }

  /// A sum of whole numbers divided by their count and by a power of ten.
  init(mean sum: Int128, of count: Int, unit: Double) {
    if sum.magnitude < 1 << 53 {
      self = Double(rounding: sum) / (Double(count) * unit)
    } else {
      let (quotient, rest) = sum.quotientAndRemainder(dividingBy: Int128(count))
      self = (Double(rounding: quotient) + Double(rounding: rest) / Double(count)) / unit
    }
  }

  /// The nearest double.
  init(rounding value: Int128) {
    if let narrow = Int64(exactly: value) { self = Double(narrow) } else { self = Double(value) }
  }
}
