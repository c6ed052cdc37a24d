import CKernels
import TallyData

/// The different ones among the keys of many rows: the keys are cut by their hashes into parts that fit the second
/// cache, and nothing is sorted.
struct DifferentKeys: Sendable {
  /// The keys of a part lie from its start on, the different ones first.
  private let keys: Buffer<UInt64>
  private let starts: [Int]
  private let counts: Buffer<Int>

  private static let keysPerPart = 1 << 13
  private static let bitLimit = 10

  /// How many there are.
  var count: Int { counts.values.reduce(0, +) }

  /// The packed keys fit 64 bits; those that are `missing` in their lowest bits do not count.
  init(_ keys: [KeyCode], missing: UInt64, of missingBits: Int, sweep: Sweep) throws(RunError) {
    try MemoryLimit.check(sweep.rowCount, MemoryLayout<UInt64>.stride, for: "comparing the rows")
    let bits = min(Self.bitLimit, Int.bitWidth - (sweep.rowCount / Self.keysPerPart).leadingZeroBitCount)
    let scatter = KeyScatter(
      keys: keys, missing: missing, mask: Bitmap.word(ofOnes: missingBits), sweep: sweep, bits: bits)
    let parts = RowParts(rowCount: sweep.rowCount)
    let places = Buffer<Int>(repeating: 0, count: parts.count << bits)
    try sweep.workers.forEach(parts.count) { part in scatter.count(part, parts, places.pointer + part << bits) }
    let starts = HashParts.starts(places, parts: parts.count, width: 1 << bits)
    let target = Buffer<UInt64>(count: starts[1 << bits])
    try sweep.workers.forEach(parts.count) { part in
      scatter.move(part, parts, places.pointer + part << bits, to: target.pointer)
    }
    let counts = Buffer<Int>(repeating: 0, count: 1 << bits)
    try sweep.workers.forEach(1 << bits) { part in
      let count = starts[part + 1] - starts[part]
      counts.pointer[part] = Self.moveDifferentToFront(target.pointer + starts[part], count, skipped: bits)
    }
    (self.keys, self.starts, self.counts) = (target, starts, counts)
  }

  private static func moveDifferentToFront(_ keys: UnsafeMutablePointer<UInt64>, _ count: Int, skipped: Int) -> Int {
    var bits = 6
    while 1 << bits < 2 * count { bits += 1 }
    let slots = Buffer<UInt64>(repeating: 0, count: 1 << bits)
    return tally_different_keys(keys, count, slots.pointer, UInt32(bits), UInt32(skipped))
  }

  /// Calls `body` with each of them, in no order.
  func forEach(_ body: (UInt64) -> Void) {
    for part in 0..<counts.count {
      let first = keys.pointer + starts[part]
      for place in 0..<counts[part] { body(first[place]) }
    }
  }
}

/// Moves the keys of rows to where the highest bits of their hashes say.
private struct KeyScatter: Sendable {
  let keys: [KeyCode]
  let missing: UInt64
  let mask: UInt64
  let sweep: Sweep
  let bits: Int

  func count(_ part: Int, _ parts: RowParts, _ counts: UnsafeMutablePointer<Int>) {
    forEachKey(part, parts) { _, place in counts[place] &+= 1 }
  }

  func move(_ part: Int, _ parts: RowParts, _ next: UnsafeMutablePointer<Int>, to target: UnsafeMutablePointer<UInt64>)
  {
    forEachKey(part, parts) { key, place in
      target[next[place]] = key
      next[place] &+= 1
    }
  }

  @inline(__always)
  private func forEachKey(_ part: Int, _ parts: RowParts, _ body: (_ key: UInt64, _ place: Int) -> Void) {
    let shift = UInt64(64 - bits)
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: RowParts.blockSize) { scratch in
      guard let codes = scratch.baseAddress else { return }
      parts.forEachBlock(of: part, sweep.workers.interrupt) { rows in
        RowKeys.fill(keys, rows, into: codes)
        sweep.forEachRow(of: rows) { row in
          let key = codes[row]
          if key & mask != missing { body(key, bits == 0 ? 0 : Int(truncatingIfNeeded: tally_key_hash(key) &>> shift)) }
        }
      }
    }
  }
}
