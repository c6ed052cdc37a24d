import Synchronization
import TallyData
import TallyText

extension Measuring {
  /// The sums of each group's known values.
  struct Sums: Sendable {
    /// Of whole numbers, scaled decimals included: exact. Of doubles 0.
    let whole: @Sendable (_ group: Int) -> Int128
    /// Of doubles; nil for whole numbers.
    let ofDoubles: (@Sendable (_ group: Int) -> Double)?
    let known: GroupCounts

    func number(_ group: Int) -> Double { ofDoubles?(group) ?? Double(rounding: whole(group)) }

    /// NaN of no known values; `unit` is what a stored number is divided by.
    func mean(_ group: Int, unit: Double) -> Double {
      let known = known[group]
      if known == 0 { return .nan }
      if let ofDoubles { return (ofDoubles(group) / Double(known)).orMissing }
      return Double(mean: whole(group), of: known, unit: unit)
    }
  }

  func sums(of column: Column) throws(RunError) -> Sums {
    let groups = groups
    switch column.storage {
    case .int8(let values): return try wholeSums(values, column)
    case .int16(let values): return try wholeSums(values, column)
    case .int32(let values): return try wholeSums(values, column)
    case .int64(let values):
      let all = try gathered(.sums, of: column, WideSumKernel(values: values))
      return Sums(
        whole: { all.pointer[groups.slot($0)].sum }, ofDoubles: nil, known: known(all, of: column) { $0.known })
    case .double(let values):
      let all = try gathered(.sums, of: column, NumberSumKernel(values: values))
      return Sums(
        whole: { _ in 0 }, ofDoubles: { all.pointer[groups.slot($0)].sum.value },
        known: known(all, of: column) { $0.known })
    case .codes8, .codes16, .codes32, .arena: preconditionFailure("the binder lets no text through to sums")
    }
  }

  private func wholeSums<V: NarrowWhole>(_ values: Buffer<V>, _ column: Column) throws(RunError) -> Sums {
    let all = try gathered(.sums, of: column, IntegerSumKernel(values: values))
    let groups = groups
    let known = known(all, of: column) { $0.known }
    guard let form else {
      return Sums(whole: { Int128(all.pointer[groups.slot($0)].sum) }, ofDoubles: nil, known: known)
    }
    return Sums(
      whole: { form.total(Int128(all.pointer[groups.slot($0)].sum), of: known[$0]) }, ofDoubles: nil, known: known)
  }

  /// The power of ten that sums of a column's whole numbers are to be divided by.
  private func unit(of column: Column) -> Double { Column.powersOfTen[form?.scale ?? column.scale] }

  /// How many values of a column each group has, by what a kernel counted.
  private func known<Slot>(_ all: Buffer<Slot>, of column: Column, _ count: (Slot) -> Int64) -> GroupCounts {
    column.missingCount == 0 ? rows : groups.counts(all) { UInt32(truncatingIfNeeded: count($0)) }
  }

  /// 0 of no rows, missing of rows that are all missing.
  func sum(of column: Column, as type: DataType) throws(RunError) -> Result {
    let (sums, rows) = (try sums(of: column), rows)
    if type == .number {
      let unit = unit(of: column)
      let result = try Column(numberCount: groups.count, workers) { group in
        if sums.known[group] == 0 && rows[group] > 0 { return .nan }
        return sums.ofDoubles?(group).orMissing ?? Double(rounding: sums.whole(group)) / unit
      }
      return Result(column: result, known: sums.known)
    }
    let overflowing = Atomic<Int>(Int.max)
    let result = try Column(type: type, wholes: groups.count, workers) { group in
      if sums.known[group] == 0 && rows[group] > 0 { return .min }
      if let fitting = Int64(exactly: sums.whole(group)), fitting != .min { return fitting }
      overflowing.min(group, ordering: .relaxed)
      return .min
    }
    let group = overflowing.load(ordering: .relaxed)
    if group != .max { throw .integerOverflow(row: try overflowingRow(column, group) + 1, range: range) }
    return Result(column: result, known: sums.known)
  }

  func mean(of column: Column, as type: DataType) throws(RunError) -> Result {
    let sums = try sums(of: column)
    if type == .number {
      let unit = unit(of: column)
      return Result(
        column: try Column(numberCount: groups.count, workers) { sums.mean($0, unit: unit) }, known: sums.known)
    }
    let unit = column.type == .date ? Int128(Microseconds.day) : 1
    let result = try Column(type: type, wholes: groups.count, workers) { group in
      let known = sums.known[group]
      return known == 0 ? .min : Int64(clamping: Measuring.rounded(sums.whole(group) * unit, by: Int128(known)))
    }
    return Result(column: result, known: sums.known)
  }

  /// A quotient rounded to the nearest whole number, halves away from zero.
  static func rounded(_ value: Int128, by divisor: Int128) -> Int128 {
    let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
    if 2 * rest.magnitude < divisor.magnitude { return quotient }
    return quotient + (value < 0 ? -1 : 1)
  }

  /// The row at which the sum of a group, row after row, leaves 64 bits.
  private func overflowingRow(_ column: Column, _ group: Int) throws(RunError) -> Int {
    let (slot, grouping) = (UInt32(truncatingIfNeeded: groups.slot(group)), try groups.grouping)
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
