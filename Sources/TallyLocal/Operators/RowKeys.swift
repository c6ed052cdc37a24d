import TallyData

/// The keys of the rows that count, as one whole number a row.
struct RowKeys: Sendable {
  let sweep: Sweep

  private var workers: Workers { sweep.workers }

  /// The rows in the order of the keys, rows with equal keys in their own order.
  func sortedRows(by keys: [KeyCode]) throws(RunError) -> Buffer<UInt32> {
    try sorted(by: try packed(keys), withKeys: false).rows
  }

  /// Gives each different combination of the keys a number, from 1 in their order.
  func factors(of keys: [KeyCode]) throws(RunError) -> Factors {
    let keys = try packed(keys)
    return try Factors(sorted(by: keys, withKeys: true), rowCount: sweep.rowCount, workers: workers)
  }

  /// The keys of all rows that count, sorted; they fit 64 bits together.
  func sortedKeys(of keys: [KeyCode]) throws(RunError) -> Buffer<UInt64> {
    let starts = partStarts()
    let codes = try elements(keys, starts) { (key, _) in key }
    return try RadixSort(lowestBit: 0, bits: keys.reduce(0) { $0 + $1.bits }, workers: workers).sort(codes)
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
      for pack in packs { keys.append(try factors(of: pack).key) }
    }
    return keys
  }

  /// Rows and their keys, sorted.
  struct Sorted: Sendable {
    let rows: Buffer<UInt32>
    /// Nil where they were not wanted.
    let keys: Buffer<UInt64>?
  }

  private func sorted(by keys: [KeyCode], withKeys: Bool) throws(RunError) -> Sorted {
    let bits = keys.reduce(0) { $0 + $1.bits }
    let rowBits = 64 - UInt64(max(sweep.rowCount, 1)).leadingZeroBitCount
    let starts = partStarts()
    let count = starts[starts.count - 1]
    try MemoryLimit.check(count, 40, for: "sorting the rows")
    if bits + rowBits <= 64 {
      let packed = try elements(keys, starts) { (key, row) in key << UInt64(rowBits) | UInt64(row) }
      let sorted = try RadixSort(lowestBit: rowBits, bits: bits, workers: workers).sort(packed)
      return try unpacked(sorted, withKeys) { ($0 >> UInt64(rowBits), UInt32($0 & Bitmap.word(ofOnes: rowBits))) }
    }
    let keyed = try elements(keys, starts) { (key, row) in KeyedRow(key: key, row: UInt32(truncatingIfNeeded: row)) }
    let sorted = try RadixSort(lowestBit: 0, bits: bits, workers: workers).sort(keyed)
    return try unpacked(sorted, withKeys) { ($0.key, $0.row) }
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
    let result = Buffer<E>(count: starts[starts.count - 1])
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

  private func unpacked<E: RadixElement>(
    _ elements: Buffer<E>, _ withKeys: Bool, _ split: @escaping @Sendable (E) -> (UInt64, UInt32)
  ) throws(RunError) -> Sorted {
    let rows = Buffer<UInt32>(count: elements.count)
    let keys = withKeys ? Buffer<UInt64>(count: elements.count) : nil
    let parts = RowParts(rowCount: elements.count)
    try workers.forEach(parts.count) { part in
      let (source, target) = (elements.pointer, rows.pointer)
      let keyTarget = keys?.pointer
      for place in parts[part] {
        let (key, row) = split(source[place])
        target[place] = row
        if let keyTarget { keyTarget[place] = key }
      }
    }
    return Sorted(rows: rows, keys: keys)
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

/// The different combinations of some keys, numbered from 1 in their order.
struct Factors: Sendable {
  /// The number of each row's combination; 0 for a row that does not count.
  let numbers: Buffer<UInt32>
  /// The packed keys of each combination.
  let keys: Buffer<UInt64>

  var count: Int { keys.count }
  var key: KeyCode { KeyCode(numbers: numbers, count: count) }

  init(_ sorted: RowKeys.Sorted, rowCount: Int, workers: Workers) throws(RunError) {
    let numbers = Buffer<UInt32>(count: rowCount)
    let parts = RowParts(rowCount: rowCount)
    try workers.forEach(parts.count) { part in
      (numbers.pointer + parts[part].lowerBound).initialize(repeating: 0, count: parts[part].count)
    }
    guard let keys = sorted.keys else { preconditionFailure("factors need the sorted keys") }
    let runs = RowParts(rowCount: keys.count)
    let counts = Buffer<Int>(count: runs.count)
    try workers.forEach(runs.count) { part in
      var starts = 0
      let keys = keys.pointer
      for place in runs[part] { starts &+= bit(place == 0 || keys[place] != keys[place - 1]) }
      counts.pointer[part] = starts
    }
    var before = [0]
    for part in 0..<runs.count { before.append(before[part] + counts.pointer[part]) }
    let firsts = before
    let uniques = Buffer<UInt64>(count: firsts[runs.count])
    try workers.forEach(runs.count) { part in
      var number = firsts[part]
      let (keys, rows, unique, target) = (keys.pointer, sorted.rows.pointer, uniques.pointer, numbers.pointer)
      for place in runs[part] {
        let key = keys[place]
        if place == 0 || key != keys[place - 1] {
          unique[number] = key
          number &+= 1
        }
        target[Int(rows[place])] = UInt32(truncatingIfNeeded: number)
      }
    }
    self.numbers = numbers
    self.keys = uniques
  }
}
