import TallyData

/// A row, and a hash of what it is compared by.
struct HashedRow: BitwiseCopyable, Sendable {
  var hash: UInt64
  var row: UInt32
  /// The group of the row, or the number of what it holds.
  var number: UInt32

  /// The highest bits of the hash, of which there may be none.
  @inline(__always)
  func part(_ shift: UInt64) -> Int { Int(truncatingIfNeeded: (hash &>> 1) &>> shift) }
}

/// Gives the rows that count of a block with their hashes.
protocol HashSource: Sendable {
  /// Writes them in their order; gives how many there are. `target` has room for one more than there are rows.
  func fill(_ rows: Range<Int>, into target: UnsafeMutablePointer<HashedRow>) -> Int
}

/// Rows cut by the highest bits of their hashes: what is different in one part fits the second cache.
///
/// Rows keep their order in a part. How many parts there are depends on the rows alone.
struct HashParts: Sendable {
  let rows: Buffer<HashedRow>
  /// Where each part starts, and where the last ends.
  let starts: [Int]

  private static let rowsPerPart = 1 << 13
  private static let bitLimit = 10

  var count: Int { starts.count - 1 }

  init(_ source: some HashSource, sweep: Sweep) throws(RunError) {
    let bits = min(Self.bitLimit, Int.bitWidth - (sweep.rowCount / Self.rowsPerPart).leadingZeroBitCount)
    let shift = UInt64(63 - bits)
    let (parts, workers, width) = (RowParts(rowCount: sweep.rowCount), sweep.workers, 1 << bits)
    let places = Buffer<Int>(count: parts.count * width)
    try workers.forEach(parts.count) { part in
      let counts = places.pointer + part * width
      counts.initialize(repeating: 0, count: width)
      Self.forEachBlock(of: source, parts, part, workers.interrupt) { (rows, count) in
        for place in 0..<count { counts[rows[place].part(shift)] &+= 1 }
      }
    }
    starts = Self.starts(places, parts: parts.count, width: width)
    let total = starts[width]
    try MemoryLimit.check(total, MemoryLayout<HashedRow>.stride, for: "comparing the rows")
    let target = Buffer<HashedRow>(count: total)
    try workers.forEach(parts.count) { part in
      let (next, to) = (places.pointer + part * width, target.pointer)
      Self.forEachBlock(of: source, parts, part, workers.interrupt) { (rows, count) in
        for place in 0..<count {
          let bucket = rows[place].part(shift)
          to[next[bucket]] = rows[place]
          next[bucket] &+= 1
        }
      }
    }
    rows = target
  }

  /// Turns how many rows of each part of the table go to each part of the hashes into where they go.
  static func starts(_ places: Buffer<Int>, parts: Int, width: Int) -> [Int] {
    var starts = [0]
    var place = 0
    for bucket in 0..<width {
      for part in 0..<parts {
        let count = places.pointer[part * width + bucket]
        places.pointer[part * width + bucket] = place
        place += count
      }
      starts.append(place)
    }
    return starts
  }

  @inline(__always)
  private static func forEachBlock<Source: HashSource>(
    of source: Source, _ parts: RowParts, _ part: Int, _ interrupt: Interrupt,
    _ body: (UnsafeMutablePointer<HashedRow>, Int) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: HashedRow.self, capacity: RowParts.blockSize + 1) { scratch in
      guard let target = scratch.baseAddress else { return }
      parts.forEachBlock(of: part, interrupt) { rows in body(target, source.fill(rows, into: target)) }
    }
  }
}

/// Where different things are found again by their hash, numbered from 0 as they are met: open addressing, at most
/// half full.
struct HashPlaces: ~Copyable {
  /// The highest half of a slot is a part of the hash, the lowest the number plus 1; 0 is free.
  private var slots: Buffer<UInt64>
  private var mask: Int
  private(set) var count = 0

  /// `count`: how many are expected at most; many more than a few thousand get room as they come.
  init(expecting count: Int) {
    var size = 64
    while size < 2 * min(count, 1 << 14) { size *= 2 }
    slots = Buffer(count: size)
    slots.pointer.initialize(repeating: 0, count: size)
    mask = size - 1
  }

  /// The number of what has the hash and `isEqual` to what was given a number before; adds it where there is none.
  /// `hashOf` gives the hash of what has a number.
  @inline(__always)
  mutating func number(
    adding hash: UInt64, hashOf: (Int) -> UInt64, isEqual: (Int) -> Bool
  ) -> (number: Int, isNew: Bool) {
    let mark = hash << 12 & ~0xFFFF_FFFF
    var place = Int(truncatingIfNeeded: hash) & mask
    while slots.pointer[place] != 0 {
      let slot = slots.pointer[place]
      let number = Int(truncatingIfNeeded: slot & 0xFFFF_FFFF) &- 1
      if slot & ~0xFFFF_FFFF == mark, isEqual(number) { return (number, false) }
      place = (place &+ 1) & mask
    }
    let number = count
    count &+= 1
    slots.pointer[place] = mark | UInt64(truncatingIfNeeded: count)
    if count &* 2 > mask { grow(hash, hashOf) }
    return (number, true)
  }

  /// The number of what has the hash and `isEqual`; nil where there is none.
  @inline(__always)
  func number(of hash: UInt64, isEqual: (Int) -> Bool) -> Int? {
    let mark = hash << 12 & ~0xFFFF_FFFF
    var place = Int(truncatingIfNeeded: hash) & mask
    while slots.pointer[place] != 0 {
      let slot = slots.pointer[place]
      let number = Int(truncatingIfNeeded: slot & 0xFFFF_FFFF) &- 1
      if slot & ~0xFFFF_FFFF == mark, isEqual(number) { return number }
      place = (place &+ 1) & mask
    }
    return nil
  }

  /// Doubles the room; the newest thing's hash is given, as it may not be stored yet.
  private mutating func grow(_ newest: UInt64, _ hashOf: (Int) -> UInt64) {
    let size = 2 * slots.count
    slots = Buffer(count: size)
    slots.pointer.initialize(repeating: 0, count: size)
    mask = size - 1
    for number in 0..<count {
      let hash = number == count - 1 ? newest : hashOf(number)
      var place = Int(truncatingIfNeeded: hash) & mask
      while slots.pointer[place] != 0 { place = (place &+ 1) & mask }
      slots.pointer[place] = (hash << 12 & ~0xFFFF_FFFF) | UInt64(truncatingIfNeeded: number + 1)
    }
  }
}
