import TallyData

/// The keys of the rows that count, as one whole number a row.
struct RowKeys: Sendable {
  let sweep: Sweep

  private var workers: Workers { sweep.workers }

  /// The rows in the order of the keys, rows with equal keys in their own order.
  func sortedRows(by keys: [KeyCode]) throws(RunError) -> Buffer<UInt32> {
    let keys = try packed(keys)
    if areTight(keys) { return try rows(of: tightlySorted(keys), rowBits: rowBits) }
    return try rows(of: looselySorted(keys), rowBits: rowBits)
  }

  /// Gives each different combination of the keys a number, from 1 in their order. What `facts` wait for may be gathered
  /// by the way.
  func factors(of keys: [KeyCode], _ facts: GroupFacts? = nil) throws(RunError) -> Factors {
    let keys = try packed(keys)
    if let few = try KeyTables(sweep: sweep, keys: keys).factors(facts) { return few }
    if areTight(keys) { return try Factors(sorted: tightlySorted(keys), rowBits: rowBits, sweep: sweep) }
    return try Factors(sorted: looselySorted(keys), rowBits: rowBits, sweep: sweep)
  }

  /// Keys in the same order whose codes fit 64 bits together.
  func packed(_ keys: [KeyCode]) throws(RunError) -> [KeyCode] {
    var keys = keys
    while keys.reduce(0, { $0 + $1.bits }) > 64 {
      var packs: [[KeyCode]] = []
      for key in keys {
        if let pack = packs.last, pack.reduce(key.bits, { $0 + $1.bits }) <= 64 {
          packs[packs.count - 1].append(key)
        } else {
          packs.append([key])
        }
      }
      keys = []
      for pack in packs { keys.append(try factors(of: pack).key()) }
    }
    return keys
  }

  /// Bits that hold the number of every row.
  var rowBits: Int { 64 - UInt64(max(sweep.rowCount, 1)).leadingZeroBitCount }

  func bits(_ keys: [KeyCode]) -> Int { keys.reduce(0) { $0 + $1.bits } }

  /// Whether a key and the number of its row fit 64 bits.
  func areTight(_ keys: [KeyCode]) -> Bool { bits(keys) + rowBits <= 64 }

  func tightlySorted(_ keys: [KeyCode]) throws(RunError) -> Buffer<UInt64> {
    let shift = UInt64(rowBits)
    let packed = try elements(keys, partStarts()) { (key, row) in key << shift | UInt64(row) }
    return try RadixSort(lowestBit: rowBits, bits: bits(keys), workers: workers).sort(packed)
  }

  func looselySorted(_ keys: [KeyCode]) throws(RunError) -> Buffer<KeyedRow> {
    let keyed = try elements(keys, partStarts()) { (key, row) in
      KeyedRow(key: key, row: UInt32(truncatingIfNeeded: row))
    }
    return try RadixSort(lowestBit: 0, bits: bits(keys), workers: workers).sort(keyed)
  }

  private func rows<E: RowElement>(of sorted: Buffer<E>, rowBits: Int) throws(RunError) -> Buffer<UInt32> {
    let rows = Buffer<UInt32>(count: sorted.count)
    let parts = RowParts(rowCount: sorted.count)
    try workers.forEach(parts.count) { part in
      let (source, target) = (sorted.pointer, rows.pointer)
      for place in parts[part] { target[place] = source[place].row(rowBits) }
    }
    return rows
  }

  private var parts: RowParts { RowParts(rowCount: sweep.rowCount) }

  /// Where the rows of each part begin among the rows that count.
  private func partStarts() -> [Int] {
    var starts = [0]
    let parts = parts
    for part in 0..<parts.count {
      starts.append(starts[part] + (sweep.mask?.ones(in: parts[part]) ?? parts[part].count))
    }
    return starts
  }

  private func elements<E: RadixElement>(
    _ keys: [KeyCode], _ starts: [Int], _ make: @escaping @Sendable (UInt64, Int) -> E
  ) throws(RunError) -> Buffer<E> {
    let count = starts[starts.count - 1]
    try MemoryLimit.check(count, 2 * MemoryLayout<E>.stride, for: "sorting the rows")
    let result = Buffer<E>(count: count)
    let (sweep, parts) = (sweep, parts)
    try workers.forEach(parts.count) { part in
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: RowParts.blockSize) { scratch in
        guard let codes = scratch.baseAddress else { return }
        var target = result.pointer + starts[part]
        parts.forEachBlock(of: part, sweep.workers.interrupt) { rows in
          Self.fill(keys, rows, into: codes)
          sweep.forEachRow(of: rows) { row in
            target.initialize(to: make(codes[row], rows.lowerBound &+ row))
            target += 1
          }
        }
      }
    }
    return result
  }

  /// Writes the packed keys of a block.
  static func fill(_ keys: [KeyCode], _ rows: Range<Int>, into codes: UnsafeMutablePointer<UInt64>) {
    for (place, key) in keys.enumerated() where place == 0 || key.bits > 0 {
      key.fill(rows, shift: place == 0 ? 0 : key.bits, into: codes)
    }
  }
}

extension Sweep {
  /// Calls `body` with each row of a block that counts, as a place in the block.
  @inline(__always)
  func forEachRow(of rows: Range<Int>, _ body: (Int) -> Void) {
    guard let mask else {
      var row = 0
      while row < rows.count {
        body(row)
        row &+= 1
      }
      return
    }
    mask.forEachWord(in: rows) { (word, first, _) in
      var rest = word
      while rest != 0 {
        body(first &+ rest.trailingZeroBitCount)
        rest &= rest &- 1
      }
    }
  }
}
