import CKernels
import TallyData

/// The cells of a column of keys, read as codes from 0; equal cells of both sides of a join have the same code.
enum JoinCells: Sendable {
  /// Whole numbers, less `low`.
  case wholes(ColumnStorage, low: Int64)
  /// Codes from 1 of words, or what they are among the words of the other side, 0 for none.
  case words(ColumnStorage, among: Buffer<UInt32>?)
  /// Numbers from 1; 0 is none.
  case orders(Buffer<UInt64>, low: UInt64)

  /// Adds the codes of a block to its packed keys: `target[i] << shift | code`, or the code alone where `shift` is nil;
  /// `tally_no_key` for a code that is not below `last`, and where it is that already.
  func fill(_ rows: Range<Int>, last: UInt64, shift: UInt64?, into target: UnsafeMutablePointer<UInt64>) {
    switch self {
    case .wholes(let storage, let low):
      switch storage {
      case .int8(let values): fill(values, low, rows, last, shift, target)
      case .int16(let values): fill(values, low, rows, last, shift, target)
      case .int32(let values): fill(values, low, rows, last, shift, target)
      case .int64(let values): fill(values, low, rows, last, shift, target)
      case .double, .codes8, .codes16, .codes32, .arena: target.update(repeating: tally_no_key, count: rows.count)
      }
    case .words(let storage, let among):
      switch storage {
      case .codes8(let codes, _): fill(codes, among, rows, last, shift, target)
      case .codes16(let codes, _): fill(codes, among, rows, last, shift, target)
      case .codes32(let codes, _): fill(codes, among, rows, last, shift, target)
      case .int8, .int16, .int32, .int64, .double, .arena: target.update(repeating: tally_no_key, count: rows.count)
      }
    case .orders(let orders, let low):
      let values = orders.pointer + rows.lowerBound
      Self.write(rows.count, last, shift, target) { values[$0] &- low }
    }
  }

  /// Writes `slots[i] · factor + code` for a block, or the code alone for a factor of 0; `last` for a code that is not
  /// below it. Orders have no such slots.
  func addSlots(_ rows: Range<Int>, last: UInt32, factor: UInt32, to slots: UnsafeMutablePointer<UInt32>) {
    switch self {
    case .wholes(let storage, let low):
      switch storage {
      case .int8(let values): Self.addSlots(values, low.narrowOrder, rows, last, factor, slots)
      case .int16(let values): Self.addSlots(values, low.narrowOrder, rows, last, factor, slots)
      case .int32(let values): Self.addSlots(values, low.narrowOrder, rows, last, factor, slots)
      case .int64(let values): Self.addSlots(values, low.order, rows, last, factor, slots)
      case .double, .codes8, .codes16, .codes32, .arena: preconditionFailure("wholes are whole numbers")
      }
    case .words(let storage, let among):
      switch storage {
      case .codes8(let codes, _): Self.addSlots(codes, among, rows, last, factor, slots)
      case .codes16(let codes, _): Self.addSlots(codes, among, rows, last, factor, slots)
      case .codes32(let codes, _): Self.addSlots(codes, among, rows, last, factor, slots)
      case .int8, .int16, .int32, .int64, .double, .arena: preconditionFailure("words are codes")
      }
    case .orders: preconditionFailure("orders have no slots")
    }
  }

  @inline(__always)
  private static func addSlots<V: StoredValue>(
    _ stored: Buffer<V>, _ low: UInt64, _ rows: Range<Int>, _ last: UInt32, _ factor: UInt32,
    _ slots: UnsafeMutablePointer<UInt32>
  ) {
    precondition(rows.upperBound <= stored.count)
    let code = tally_code(low: low, shift: 0, last: UInt64(last), is_descending: false)
    V.addSlots(stored.pointer + rows.lowerBound, rows.count, code, factor: factor, to: slots)
  }

  @inline(__always)
  private static func addSlots<V: StoredValue & UnsignedInteger>(
    _ stored: Buffer<V>, _ among: Buffer<UInt32>?, _ rows: Range<Int>, _ last: UInt32, _ factor: UInt32,
    _ slots: UnsafeMutablePointer<UInt32>
  ) {
    guard let among else { return addSlots(stored, 1, rows, last, factor, slots) }
    let (values, numbers) = (stored.pointer + rows.lowerBound, among.pointer)
    var row = 0
    while row < rows.count {
      let code = min(numbers[Int(values[row])] &- 1, last)
      slots[row] = factor == 0 ? code : slots[row] &* factor &+ code
      row &+= 1
    }
  }

  /// Whether slots tell the codes below `last` from all others.
  func hasSlots(last: UInt64) -> Bool {
    switch self {
    case .words: return true
    case .orders: return false
    case .wholes(let storage, let low):
      if case .int64 = storage { return true }
      // Differences of 32 bits are enough where all codes are of numbers of 32 bits.
      let greatest = low.addingReportingOverflow(Int64(clamping: last))
      return low >= Int32.min && !greatest.overflow && greatest.partialValue <= Int32.max
    }
  }

  @inline(__always)
  private func fill<V: Measurable>(
    _ stored: Buffer<V>, _ low: Int64, _ rows: Range<Int>, _ last: UInt64, _ shift: UInt64?,
    _ target: UnsafeMutablePointer<UInt64>
  ) {
    let values = stored.pointer + rows.lowerBound
    Self.write(rows.count, last, shift, target) { row in
      values[row].isMissing ? tally_no_key : UInt64(bitPattern: values[row].whole &- low)
    }
  }

  @inline(__always)
  private func fill<V: StoredValue & UnsignedInteger>(
    _ stored: Buffer<V>, _ among: Buffer<UInt32>?, _ rows: Range<Int>, _ last: UInt64, _ shift: UInt64?,
    _ target: UnsafeMutablePointer<UInt64>
  ) {
    let values = stored.pointer + rows.lowerBound
    if let numbers = among?.pointer {
      Self.write(rows.count, last, shift, target) { UInt64(numbers[Int(values[$0])]) &- 1 }
    } else {
      Self.write(rows.count, last, shift, target) { UInt64(values[$0]) &- 1 }
    }
  }

  @inline(__always)
  private static func write(
    _ count: Int, _ last: UInt64, _ shift: UInt64?, _ target: UnsafeMutablePointer<UInt64>, _ code: (Int) -> UInt64
  ) {
    var row = 0
    guard let shift else {
      while row < count {
        let code = code(row)
        target[row] = code < last ? code : tally_no_key
        row &+= 1
      }
      return
    }
    while row < count {
      let code = code(row)
      target[row] = code < last && target[row] != tally_no_key ? target[row] &<< shift | code : tally_no_key
      row &+= 1
    }
  }
}

/// One pair of columns that must be equal, as codes below ``last``.
struct JoinCode: Sendable {
  let left: JoinCells
  let right: JoinCells
  let last: UInt64

  func cells(_ side: JoinSide) -> JoinCells {
    switch side {
    case .left: left
    case .right: right
    }
  }

  var hasSlots: Bool { left.hasSlots(last: last) && right.hasSlots(last: last) }

  var bits: Int { last < 2 ? 0 : 64 - (last - 1).leadingZeroBitCount }

  init(left: JoinCells, right: JoinCells, last: UInt64) { (self.left, self.right, self.last) = (left, right, last) }

  /// Columns of the same type.
  init(_ left: Column, _ right: Column, _ workers: Workers) throws(RunError) {
    switch left.type {
    case .text: self = try JoinTexts(left, right, workers).code
    case .number where !(left.isNarrow && right.isNarrow && left.scale == right.scale):
      let (leftOrders, rightOrders) = (try left.orders(workers), try right.orders(workers))
      let known = rightOrders.values.lazy.filter { $0 != 0 }
      let low = known.min() ?? 1
      let last = (known.max() ?? 0) &- low &+ 1
      self.init(left: .orders(leftOrders, low: low), right: .orders(rightOrders, low: low), last: last)
    case .number, .integer, .boolean, .date, .datetime, .duration:
      let range = try right.wholeRange(workers)
      self.init(
        left: .wholes(left.storage, low: range.low), right: .wholes(right.storage, low: range.low), last: range.count)
    }
  }
}

extension Int64 {
  /// The order of a number among those of at most 32 bits, of which it is one.
  fileprivate var narrowOrder: UInt64 { UInt64(UInt32(truncatingIfNeeded: self) ^ 0x8000_0000) }
}

extension Column {
  /// Whether different numbers are stored as different whole numbers.
  fileprivate var isNarrow: Bool {
    switch storage {
    case .int8, .int16, .int32: true
    case .int64, .double, .codes8, .codes16, .codes32, .arena: false
    }
  }

  /// The cells as numbers from 1 that grow with them, 0 for missing; both zeros are one number.
  fileprivate func orders(_ workers: Workers) throws(RunError) -> Buffer<UInt64> {
    let orders = Buffer<UInt64>(count: count)
    let parts = RowParts(rowCount: count)
    try workers.forEach(parts.count) { part in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: RowParts.blockSize) { scratch in
        guard let values = scratch.baseAddress else { return }
        parts.forEachBlock(of: part, workers.interrupt) { rows in
          copyDoubles(rows, to: values)
          let target = orders.pointer + rows.lowerBound
          for row in 0..<rows.count { target[row] = values[row].isNaN ? 0 : values[row].order }
        }
      }
    }
    return orders
  }

  /// The smallest whole number, and how many there are from it to the greatest.
  fileprivate func wholeRange(_ workers: Workers) throws(RunError) -> (low: Int64, count: UInt64) {
    let sweep = Sweep(rowCount: count, mask: nil, workers: workers)
    func range<V: Measurable>(_ values: Buffer<V>) throws(RunError) -> (low: Int64, count: UInt64) {
      let slot = try sweep.run(ExtremeKernel(values: values), over: .whole)[0]
      return slot.known == 0 ? (0, 0) : (slot.low.whole, UInt64(bitPattern: slot.high.whole &- slot.low.whole) + 1)
    }
    switch storage {
    case .int8(let values): return try range(values)
    case .int16(let values): return try range(values)
    case .int32(let values): return try range(values)
    case .int64(let values): return try range(values)
    case .double, .codes8, .codes16, .codes32, .arena: return (0, 0)
    }
  }
}
