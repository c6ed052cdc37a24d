import CKernels
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

  /// Nil where there are too many different keys. What `facts` wait for is gathered as keys are met.
  func factors(_ facts: GroupFacts?) throws(RunError) -> Factors? {
    guard let expected = expectedCount() else { return nil }
    let gatherers = facts?.waitingGatherers ?? []
    let numbers = facts?.isAll ?? false ? nil : Buffer<UInt32>(count: sweep.rowCount)
    let parts = parts(expecting: expected)
    guard let tables = try tables(parts, expecting: expected, numbers: numbers, gatherers) else { return nil }
    let merged = try MergedKeys(tables, bits: keys.reduce(0) { $0 + $1.bits }, workers: sweep.workers)
    for gatherer in gatherers { try gatherer.regroup(merged.ranks, merged.keys.count, sweep.workers) }
    facts?.settle()
    let rowNumbers: RowNumbers
    if let numbers {
      try sweep.workers.forEach(parts.count) { part in
        let (ranks, target) = (merged.ranks[part].pointer, numbers.pointer)
        for row in parts[part] { target[row] = ranks[Int(target[row])] }
      }
      rowNumbers = RowNumbers(numbers)
    } else {
      // Who asks after all has the keys looked up once more.
      let tables = self
      rowNumbers = RowNumbers { () throws(RunError) in
        guard let factors = try tables.factors(nil) else { preconditionFailure("the same keys are few again") }
        return try factors.numbers()
      }
    }
    return Factors(keys: merged.keys, counts: merged.counts, firsts: merged.firsts, rowNumbers: rowNumbers)
  }

  /// The different keys in their order; nil where there are too many.
  func differentKeys() throws(RunError) -> Buffer<UInt64>? {
    guard let expected = expectedCount(),
      let tables = try tables(parts(expecting: expected), expecting: expected, numbers: nil, [])
    else { return nil }
    return try MergedKeys(tables, bits: keys.reduce(0) { $0 + $1.bits }, workers: sweep.workers).keys
  }

  /// A table for each part of the rows, and the numbers of its keys for them; nil where one holds too many keys. The
  /// gatherers have a slot for each number.
  private func tables(
    _ parts: RowParts, expecting expected: Int, numbers: Buffer<UInt32>?, _ gatherers: [Gatherer]
  ) throws(RunError) -> [KeyNumbers]? {
    let tables = (0..<parts.count).map { _ in KeyNumbers(expecting: expected) }
    let surplus = Interrupt()
    let (keys, sweep) = (keys, sweep)
    // A block after the limit is passed may bring as many keys as it has rows; no part has more keys than rows.
    let room = min(2 * Self.keyLimit + RowParts.blockSize, parts[0].count) + 1
    for gatherer in gatherers { try gatherer.allocate(parts.count, room) }
    try sweep.workers.forEach(parts.count) { part in
      let memory = BlockOfKeys()
      let table = tables[part]
      parts.forEachBlock(of: part, sweep.workers.interrupt) { rows in
        if surplus.isRaised || !(sweep.mask?.hasOnes(in: rows) ?? true) {
          if let numbers { (numbers.pointer + rows.lowerBound).update(repeating: 0, count: rows.count) }
          return
        }
        RowKeys.fill(keys, rows, into: memory.codes.pointer)
        let known = table.count
        table.add(memory.codes.pointer, rows, sweep, numbers: memory.numbers.pointer)
        if let numbers {
          (numbers.pointer + rows.lowerBound).update(from: memory.numbers.pointer, count: rows.count)
        }
        if table.count > 2 * Self.keyLimit { surplus.raise() }
        if gatherers.isEmpty { return }
        let grouped = GroupedRows(
          rows, mask: sweep.mask, slots: memory.numbers.pointer, places: memory.places.pointer)
        for gatherer in gatherers {
          gatherer.begin(part, known + 1..<table.count + 1)
          gatherer.addGroups(grouped, part)
        }
      }
    }
    return surplus.isRaised ? nil : tables
  }

  /// Few parts: each has a table of its own, in which a key should have many rows.
  private func parts(expecting expected: Int) -> RowParts {
    let rowsPerKey = sweep.rowCount / expected
    return RowParts(rowCount: sweep.rowCount, limit: rowsPerKey < 64 ? 2 : rowsPerKey < 128 ? 4 : 8)
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

/// What one thread needs for a block.
private struct BlockOfKeys {
  let codes = Buffer<UInt64>(count: RowParts.blockSize)
  let numbers = Buffer<UInt32>(count: RowParts.blockSize)
  let places = Buffer<UInt16>(count: RowParts.blockSize)
}

/// The different keys of some rows, numbered from 1 as they are met: open addressing, at most half full. One thread
/// uses it at a time.
final class KeyNumbers: @unchecked Sendable {
  private var slots: Buffer<tally_key_slot>
  private let table: Buffer<tally_key_table>
  private var firstRows: Buffer<UInt32>
  private(set) var rowCount = 0

  var count: Int { Int(table.pointer.pointee.count) }
  /// What C reads; valid while this lives.
  var pointer: UnsafePointer<tally_key_table> { UnsafePointer(table.pointer) }
  /// Of each number, from 1, the first row that has its key.
  var firsts: UnsafeBufferPointer<UInt32> { UnsafeBufferPointer(rebasing: firstRows.values[..<count]) }

  init(expecting count: Int) {
    var bits = 6
    while 1 << bits < 2 * count { bits += 1 }
    slots = Self.emptySlots(bits)
    firstRows = Buffer(count: 1 << (bits - 1))
    let limit = UInt32(truncatingIfNeeded: firstRows.count)
    table = Buffer([
      tally_key_table(
        slots: slots.pointer, shift: UInt64(64 - bits), firsts: firstRows.pointer, count: 0, limit: limit)
    ])
  }

  private static func emptySlots(_ bits: Int) -> Buffer<tally_key_slot> {
    Buffer(repeating: tally_key_slot(key: 0, number: 0, rows: 0), count: 1 << bits)
  }

  /// Adds the keys of the rows of a block that count, and writes their numbers, 0 for other rows.
  func add(_ codes: UnsafePointer<UInt64>, _ rows: Range<Int>, _ sweep: Sweep, numbers: UnsafeMutablePointer<UInt32>?) {
    guard let mask = sweep.mask else { return add(codes, rows, places: nil, count: rows.count, numbers: numbers) }
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: rows.count) { scratch in
      guard let places = scratch.baseAddress else { return }
      numbers?.update(repeating: 0, count: rows.count)
      let count = mask.places(in: rows, into: places)
      add(codes, rows, places: places, count: count, numbers: numbers)
    }
  }

  /// Adds the keys of those rows of a block that are wanted, and writes their numbers.
  func add(
    _ codes: UnsafePointer<UInt64>, _ rows: Range<Int>, numbers: UnsafeMutablePointer<UInt32>,
    where isWanted: (UInt64) -> Bool
  ) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: rows.count + 1) { scratch in
      guard let places = scratch.baseAddress else { return }
      var count = 0
      for row in 0..<rows.count {
        places[count] = UInt32(truncatingIfNeeded: row)
        count &+= bit(isWanted(codes[row]))
      }
      add(codes, rows, places: places, count: count, numbers: numbers)
    }
  }

  private func add(
    _ codes: UnsafePointer<UInt64>, _ rows: Range<Int>, places: UnsafePointer<UInt32>?, count: Int,
    numbers: UnsafeMutablePointer<UInt32>?
  ) {
    rowCount += count
    let first = UInt32(truncatingIfNeeded: rows.lowerBound)
    var done = 0
    while true {
      if let places {
        done += tally_number_keys(table.pointer, codes, places + done, count - done, first, numbers)
      } else {
        done += tally_number_keys(
          table.pointer, codes + done, nil, count - done, first &+ UInt32(truncatingIfNeeded: done),
          numbers.map { $0 + done })
      }
      if done == count { return }
      grow()
    }
  }

  /// Doubles the room.
  private func grow() {
    let (oldSlots, oldRows) = (slots, firstRows)
    let known = table.pointer
    known.pointee.shift -= 1
    known.pointee.limit *= 2
    slots = Self.emptySlots(Int(64 - known.pointee.shift))
    firstRows = Buffer(count: Int(known.pointee.limit))
    firstRows.pointer.update(from: oldRows.pointer, count: count)
    (known.pointee.slots, known.pointee.firsts) = (slots.pointer, firstRows.pointer)
    for slot in oldSlots.values where slot.number != 0 { tally_key_place(known, slot.key).pointee = slot }
  }

  /// Calls `body` with each key, its number and how many rows have it, in no order.
  func forEach(_ body: (_ key: UInt64, _ number: UInt32, _ rows: UInt32) -> Void) {
    for slot in slots.values where slot.number != 0 { body(slot.key, slot.number, slot.rows) }
  }
}

extension Bitmap {
  /// Writes the places in a block, which starts at a multiple of 64, of the rows whose bits are set; gives how many.
  func places(in rows: Range<Int>, into places: UnsafeMutablePointer<UInt32>) -> Int {
    var count = 0
    forEachWord(in: rows) { (word, first, _) in
      var rest = word
      while rest != 0 {
        places[count] = UInt32(truncatingIfNeeded: first &+ rest.trailingZeroBitCount)
        count &+= 1
        rest &= rest &- 1
      }
    }
    return count
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
