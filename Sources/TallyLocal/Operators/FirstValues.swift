import Synchronization
import TallyData

/// The first rows in the order of one column, and how many of the rest equal the last of them; nil where fewer than
/// wanted are known.
///
/// The worst row kept so far is a floor: a block with nothing before it is passed over after one look.
struct FirstValues: StorageVisitor {
  let wanted: Int
  let isDescending: Bool
  let sweep: Sweep

  func visit<V: StoredValue>(_ values: Buffer<V>) throws(RunError) -> RowOrder.First? {
    let parts = RowParts(rowCount: sweep.rowCount)
    let found = Mutex<[Int: FirstOfPart<V>]>([:])
    let order = ValueOrder(isDescending: isDescending)
    let floor = SharedFloor(values: values, order: order)
    let (wanted, sweep) = (wanted, sweep)
    try sweep.workers.forEach(parts.count) { part in
      var first = FirstOfPart(values: values, wanted: wanted, order: order)
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: RowParts.blockSize) { scratch in
        guard let marks = scratch.baseAddress else { return }
        parts.forEachBlock(of: part, sweep.workers.interrupt) { rows in
          if let mask = sweep.mask {
            guard mask.hasOnes(in: rows) else { return }
            mask.spread(rows, into: marks)
          }
          first.take(rows, sweep.mask == nil ? BlockMarks.all : UnsafePointer(marks), floor)
        }
      }
      first.cut()
      found.withLock { [first] in $0[part] = first }
    }
    let all = found.withLock { found in found.sorted { $0.key < $1.key }.map(\.value) }
    return joined(all)
  }

  /// The best of what the parts kept.
  private func joined<V: StoredValue>(_ parts: [FirstOfPart<V>]) -> RowOrder.First? {
    guard var all = parts.first else { return nil }
    for part in parts.dropFirst() { all.append(part) }
    all.cut()
    guard all.rows.count == wanted else { return nil }
    return RowOrder.First(rows: Buffer(all.rows), cutTies: all.tieCount)
  }
}

/// Which of two known values comes first.
private struct ValueOrder: Sendable {
  let isDescending: Bool

  @inline(__always)
  func isBefore<V: StoredValue>(_ a: V, _ b: V) -> Bool { isDescending ? b < a : a < b }
}

/// The row of the best floor that any part has found: as many rows as are wanted lie at or before its value.
private final class SharedFloor<V: StoredValue>: Sendable {
  private let values: Buffer<V>
  private let order: ValueOrder
  private let row = Atomic<Int>(-1)

  init(values: Buffer<V>, order: ValueOrder) {
    self.values = values
    self.order = order
  }

  var value: V? {
    let row = row.load(ordering: .relaxed)
    return row < 0 ? nil : values.pointer[row]
  }

  func lower(to newRow: Int) {
    var old = row.load(ordering: .relaxed)
    while old < 0 || order.isBefore(values.pointer[newRow], values.pointer[old]) {
      let (isDone, current) = row.compareExchange(expected: old, desired: newRow, ordering: .relaxed)
      if isDone { return }
      old = current
    }
  }
}

/// The first rows of one part of the rows.
private struct FirstOfPart<V: StoredValue>: Sendable {
  let values: Buffer<V>
  let wanted: Int
  let order: ValueOrder
  /// After a cut in their order, then some more in the order of the rows.
  private(set) var rows: [UInt32] = []
  /// The value of the last wanted row, once there are as many.
  private var floor: V?
  /// Rows that were dropped though they equal the floor.
  private(set) var tieCount = 0

  init(values: Buffer<V>, wanted: Int, order: ValueOrder) {
    self.values = values
    self.wanted = wanted
    self.order = order
  }

  /// Rows that are looked at one by one where one of them may be wanted.
  private static var stretch: Int { 256 }

  /// Takes the rows of a block where `marks` is 1.
  mutating func take(_ block: Range<Int>, _ marks: UnsafePointer<UInt8>, _ shared: SharedFloor<V>) {
    let floor = shared.value ?? self.floor
    if let floor, !hasAny(values.pointer + block.lowerBound, block.count, notAfter: floor) { return }
    var start = block.lowerBound
    while start < block.upperBound {
      let end = min(start + Self.stretch, block.upperBound)
      takeStretch(start..<end, marks + (start - block.lowerBound), shared)
      start = end
    }
  }

  private mutating func takeStretch(
    _ block: Range<Int>, _ marks: UnsafePointer<UInt8>, _ shared: SharedFloor<V>
  ) {
    let (base, order) = (values.pointer + block.lowerBound, order)
    let theirs = shared.value
    if let floor, theirs.map({ !order.isBefore($0, floor) }) ?? true {
      guard hasAny(base, block.count, notAfter: floor) else { return }
      append(block, marks) { !$0.isMissing && order.isBefore($0, floor) }
      // What equals the floor comes after rows that are kept already.
      tieCount += countEqual(base, block.count, floor, marks)
    } else if let theirs {
      guard hasAny(base, block.count, notAfter: theirs) else { return }
      append(block, marks) { !$0.isMissing && !order.isBefore(theirs, $0) }
    } else {
      append(block, marks) { !$0.isMissing }
    }
    guard rows.count >= 2 * wanted + 64 || (floor == nil && rows.count >= wanted) else { return }
    cut()
    if rows.count == wanted, let last = rows.last { shared.lower(to: Int(last)) }
  }

  private func hasAny(_ base: UnsafePointer<V>, _ count: Int, notAfter floor: V) -> Bool {
    V.hasAny(
      base, count, from: order.isDescending ? floor : .leastKnown, through: order.isDescending ? .greatest : floor)
  }

  /// Missing never equals the floor.
  private func countEqual(_ base: UnsafePointer<V>, _ count: Int, _ floor: V, _ marks: UnsafePointer<UInt8>) -> Int {
    var total: UInt32 = 0
    var row = 0
    while row < count {
      let isEqual: UInt8 = bit(base[row] == floor)
      total &+= UInt32(truncatingIfNeeded: isEqual & marks[row])
      row &+= 1
    }
    return Int(total)
  }

  @inline(__always)
  private mutating func append(_ block: Range<Int>, _ marks: UnsafePointer<UInt8>, _ isWanted: (V) -> Bool) {
    let base = values.pointer + block.lowerBound
    for row in 0..<block.count where marks[row] != 0 && isWanted(base[row]) {
      rows.append(UInt32(truncatingIfNeeded: block.lowerBound &+ row))
    }
  }

  /// Takes over what a later part kept.
  mutating func append(_ later: FirstOfPart) {
    if let theirs = later.floor {
      if let floor, !order.isBefore(theirs, floor) {
        if !order.isBefore(floor, theirs) { tieCount += later.tieCount }
      } else {
        floor = theirs
        tieCount = later.tieCount
      }
    }
    rows += later.rows
  }

  /// Keeps the best, of equal values the earlier rows.
  mutating func cut() {
    let (base, order) = (values.pointer, order)
    rows.sort { a, b in
      let (x, y) = (base[Int(a)], base[Int(b)])
      return order.isBefore(x, y) || (!order.isBefore(y, x) && a < b)
    }
    guard rows.count >= wanted, wanted > 0 else { return }
    let last = base[Int(rows[wanted - 1])]
    let dropped = rows[wanted...].prefix { !order.isBefore(last, base[Int($0)]) }.count
    let isLower = floor.map { order.isBefore(last, $0) } ?? true
    tieCount = (isLower ? 0 : tieCount) + dropped
    floor = last
    rows.removeLast(rows.count - wanted)
  }
}
