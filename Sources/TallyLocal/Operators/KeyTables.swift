import TallyData
import TallyText

/// Numbers the different keys of some rows by their hashes, where there are few keys and many rows: nothing is sorted
/// but the keys.
struct KeyTables: Sendable {
  let sweep: Sweep
  /// They fit 64 bits together.
  let keys: [KeyCode]

  /// What so many different keys need fits the caches.
  private static let keyLimit = 1 << 17
  private static let leastRows = 1 << 16

  /// Nil where there are too many different keys.
  func factors() throws(RunError) -> Factors? {
    guard let expected = expectedCount() else { return nil }
    let numbers = Buffer<UInt32>(count: sweep.rowCount)
    let parts = parts(expecting: expected)
    guard let tables = try tables(parts, expecting: expected, numbers: numbers) else { return nil }
    let merged = try MergedKeys(tables, bits: keys.reduce(0) { $0 + $1.bits }, workers: sweep.workers)
    try sweep.workers.forEach(parts.count) { part in
      let (ranks, target) = (merged.ranks[part].pointer, numbers.pointer)
      for row in parts[part] { target[row] = ranks[Int(target[row])] }
    }
    return Factors(
      keys: merged.keys, counts: merged.counts, firsts: merged.firsts, rowNumbers: RowNumbers(numbers))
  }

  /// The different keys in their order; nil where there are too many.
  func differentKeys() throws(RunError) -> Buffer<UInt64>? {
    guard let expected = expectedCount(),
      let tables = try tables(parts(expecting: expected), expecting: expected, numbers: nil)
    else { return nil }
    return try MergedKeys(tables, bits: keys.reduce(0) { $0 + $1.bits }, workers: sweep.workers).keys
  }

  /// A table for each part of the rows, and the numbers of its keys for them; nil where one holds too many keys.
  private func tables(
    _ parts: RowParts, expecting expected: Int, numbers: Buffer<UInt32>?
  ) throws(RunError) -> [KeyNumbers]? {
    let tables = (0..<parts.count).map { _ in KeyNumbers(expecting: expected) }
    let surplus = Interrupt()
    let (keys, sweep) = (keys, sweep)
    try sweep.workers.forEach(parts.count) { part in
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: RowParts.blockSize) { scratch in
        guard let codes = scratch.baseAddress else { return }
        let table = tables[part]
        parts.forEachBlock(of: part, sweep.workers.interrupt) { rows in
          if surplus.isRaised { return }
          RowKeys.fill(keys, rows, into: codes)
          table.add(codes, rows, sweep, numbers: numbers.map { $0.pointer + rows.lowerBound })
          if table.count > 2 * Self.keyLimit { surplus.raise() }
        }
      }
    }
    return surplus.isRaised ? nil : tables
  }

  /// Few parts: each has a table of its own, in which a key should have many rows.
  private func parts(expecting expected: Int) -> RowParts {
    RowParts(rowCount: sweep.rowCount, limit: max(2, min(8, sweep.rowCount / (16 * expected))))
  }

  /// About how many different keys there are, by how many of a sample are; nil for more than are worth a table.
  private func expectedCount() -> Int? {
    guard sweep.rowCount >= Self.leastRows else { return nil }
    let (chunks, chunkSize) = (128, 64)
    let sample = KeyNumbers(expecting: chunks * chunkSize)
    let codes = Buffer<UInt64>(count: chunkSize)
    for chunk in 0..<chunks {
      let start = (sweep.rowCount / chunks * chunk) & ~63
      let rows = start..<min(start + chunkSize, sweep.rowCount)
      RowKeys.fill(keys, rows, into: codes.pointer)
      sample.add(codes.pointer, rows, sweep, numbers: nil)
    }
    guard sample.rowCount >= chunks * chunkSize / 8 else { return nil }
    let repeats = sample.rowCount - sample.count
    // As on birthdays: n of N days repeat about n²/2N of them.
    let estimate = repeats == 0 ? .max : max(2 * sample.count, sample.rowCount * sample.rowCount / (2 * repeats))
    let isHeavy = repeats > sample.rowCount / 2
    // A table is worth its memory where each key has some rows.
    let limit = min(Self.keyLimit, sweep.rowCount / 8)
    return isHeavy ? 2 * sample.count : estimate <= limit ? estimate : nil
  }
}

/// The different keys of some rows, numbered from 1 as they are met: open addressing, at most half full. One thread
/// uses it at a time.
final class KeyNumbers: @unchecked Sendable {
  private struct Slot: BitwiseCopyable {
    var key: UInt64
    /// 0: free.
    var number: UInt32
    /// Rows that have the key.
    var rows: UInt32
  }

  private var slots: Buffer<Slot>
  private var shift: UInt64
  private(set) var firsts: [UInt32] = []
  private(set) var rowCount = 0

  var count: Int { firsts.count }

  init(expecting count: Int) {
    var bits = 6
    while 1 << bits < 2 * count { bits += 1 }
    slots = Self.emptySlots(bits)
    shift = UInt64(64 - bits)
  }

  private static func emptySlots(_ bits: Int) -> Buffer<Slot> {
    Buffer(repeating: Slot(key: 0, number: 0, rows: 0), count: 1 << bits)
  }

  /// Adds the keys of the rows of a block that count, and writes their numbers, 0 for other rows.
  func add(_ codes: UnsafePointer<UInt64>, _ rows: Range<Int>, _ sweep: Sweep, numbers: UnsafeMutablePointer<UInt32>?) {
    rowCount += sweep.mask?.ones(in: rows) ?? rows.count
    // What is read for each row stays in registers; only a new key may move it.
    var places = places
    guard let numbers else {
      sweep.forEachRow(of: rows) { row in _ = add(codes[row], row: rows.lowerBound &+ row, &places) }
      return
    }
    if sweep.mask != nil { numbers.update(repeating: 0, count: rows.count) }
    sweep.forEachRow(of: rows) { row in numbers[row] = add(codes[row], row: rows.lowerBound &+ row, &places) }
  }

  @inline(__always)
  private func add(_ key: UInt64, row: Int, _ places: inout Places) -> UInt32 {
    let slot = places.slot(of: key)
    if slot.pointee.number != 0 {
      slot.pointee.rows &+= 1
      return slot.pointee.number
    }
    let number = insert(key, in: slot, row: row)
    places = self.places
    return number
  }

  private var places: Places { Places(base: slots.pointer, last: slots.count - 1, shift: shift) }

  /// Where the slots lie.
  private struct Places {
    let base: UnsafeMutablePointer<Slot>
    let last: Int
    let shift: UInt64

    /// The slot that has the key, or the free one where it belongs.
    @inline(__always)
    func slot(of key: UInt64) -> UnsafeMutablePointer<Slot> {
      let hash = (key ^ (key &>> 32)) &* 0x9E37_79B9_7F4A_7C15
      var place = Int(truncatingIfNeeded: hash &>> shift)
      while base[place].number != 0 && base[place].key != key { place = (place &+ 1) & last }
      return base + place
    }
  }

  @inline(never)
  private func insert(_ key: UInt64, in slot: UnsafeMutablePointer<Slot>, row: Int) -> UInt32 {
    firsts.append(UInt32(truncatingIfNeeded: row))
    let number = UInt32(truncatingIfNeeded: firsts.count)
    slot.pointee = Slot(key: key, number: number, rows: 1)
    if 2 * firsts.count > slots.count { grow() }
    return number
  }

  private func grow() {
    let old = slots
    shift -= 1
    slots = Self.emptySlots(Int(64 - shift))
    let places = places
    for slot in old.values where slot.number != 0 { places.slot(of: slot.key).pointee = slot }
  }

  /// Calls `body` with each key, its number and how many rows have it, in no order.
  func forEach(_ body: (_ key: UInt64, _ number: UInt32, _ rows: UInt32) -> Void) {
    for slot in slots.values where slot.number != 0 { body(slot.key, slot.number, slot.rows) }
  }
}

/// The keys of several tables in their order, each once.
private struct MergedKeys: Sendable {
  let keys: Buffer<UInt64>
  let counts: Buffer<UInt32>
  let firsts: Buffer<UInt32>
  /// Of each table, the place among ``keys``, from 1, of each number's key; 0 for 0.
  let ranks: [Buffer<UInt32>]

  init(_ tables: [KeyNumbers], bits: Int, workers: Workers) throws(RunError) {
    var starts = [0]
    for table in tables { starts.append(starts[starts.count - 1] + table.count) }
    let all = Buffer<KeyedRow>(count: starts[tables.count])
    let rowCounts = Buffer<UInt32>(count: all.count)
    for (table, start) in zip(tables, starts) {
      table.forEach { key, number, rows in
        let place = start + Int(number) - 1
        all.pointer[place] = KeyedRow(key: key, row: UInt32(truncatingIfNeeded: place))
        rowCounts.pointer[place] = rows
      }
    }
    let sorted = try RadixSort(lowestBit: 0, bits: bits, workers: workers).sort(all)
    let firstRows = tables.flatMap(\.firsts)
    let ranks = tables.map { Buffer<UInt32>(repeating: 0, count: $0.count + 1) }
    let (keys, counts, firsts) = (
      Buffer<UInt64>(count: all.count), Buffer<UInt32>(count: all.count), Buffer<UInt32>(count: all.count)
    )
    var count = 0
    for keyed in sorted.values {
      let place = Int(keyed.row)
      if count == 0 || keys.pointer[count - 1] != keyed.key {
        // Rows of earlier tables come first, and equal keys keep their order.
        keys.pointer[count] = keyed.key
        counts.pointer[count] = 0
        firsts.pointer[count] = firstRows[place]
        count += 1
      }
      counts.pointer[count - 1] &+= rowCounts.pointer[place]
      var table = 0
      while starts[table + 1] <= place { table += 1 }
      ranks[table].pointer[place - starts[table] + 1] = UInt32(truncatingIfNeeded: count)
    }
    for buffer in [counts, firsts] { buffer.shrink(to: count) }
    keys.shrink(to: count)
    (self.keys, self.counts, self.firsts, self.ranks) = (keys, counts, firsts, ranks)
  }
}
