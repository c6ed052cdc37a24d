import CKernels
import TallyData

/// The key of each row of two tables as a number: the same for equal keys, 0 for a key that has a missing part
/// or, on the left, that the right does not have.
struct JoinKeys: Sendable {
  /// 0 also for the rows of the left that do not count.
  let left: Buffer<UInt32>
  let right: Buffer<UInt32>
  /// Numbers are from 1 to this.
  let count: Int
  /// Rows of the left whose key the right has.
  let matchedLeft: Int
  /// 1 at each number that a row of the left has.
  let isOnLeft: Buffer<UInt8>

  /// Pairs of columns of the same type, one or more; every row of the right counts.
  init(_ pairs: [(left: Column, right: Column)], left sweep: Sweep, rightCount: Int) throws(RunError) {
    var codes: [JoinCode] = []
    for pair in pairs {
      var code = try JoinCode(pair.left, pair.right, sweep.workers)
      // Packed keys leave room for one that says there is none; numbers have 32 bits at most.
      func isTooWide() -> Bool { !codes.isEmpty && codes.reduce(code.bits) { $0 + $1.bits } > 63 }
      if isTooWide() { codes = [try JoinNumbering(codes, sweep, rightCount: rightCount, isLast: false).code] }
      if isTooWide() { code = try JoinNumbering([code], sweep, rightCount: rightCount, isLast: false).code }
      codes.append(code)
    }
    let numbering = try JoinNumbering(codes, sweep, rightCount: rightCount, isLast: true)
    (left, right, count) = (numbering.left, numbering.right, numbering.count)
    (matchedLeft, isOnLeft) = (numbering.matchedLeft, numbering.isOnLeft)
  }
}

/// Numbers packed keys: those of the right as they are met, those of the left by looking them up.
private struct JoinNumbering: Sendable {
  let left: Buffer<UInt32>
  let right: Buffer<UInt32>
  let count: Int
  let matchedLeft: Int
  let isOnLeft: Buffer<UInt8>

  /// The numbers as the codes of one key.
  var code: JoinCode {
    let none = TextDictionary(sortedWords: [])
    return JoinCode(
      left: .words(.codes32(left, none), among: nil), right: .words(.codes32(right, none), among: nil),
      last: UInt64(count))
  }

  init(_ codes: [JoinCode], _ sweep: Sweep, rightCount: Int, isLast: Bool) throws(RunError) {
    let keys = JoinKeyCodes(codes: codes)
    let places = try KeyPlaces(keys, rightCount: rightCount, sweep.workers)
    (right, count) = (places.numbers, places.count)
    let isOnLeft = Buffer<UInt8>(repeating: 0, count: isLast ? places.count + 1 : 1)
    let left = Buffer<UInt32>(count: sweep.rowCount)
    let parts = RowParts(rowCount: sweep.rowCount)
    let found = Buffer<Int>(count: parts.count)
    try sweep.workers.forEach(parts.count) { part in
      var total = 0
      var lookup = places.lookup
      if isLast { lookup.seen = isOnLeft.pointer }
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: RowParts.blockSize) { scratch in
        guard let block = scratch.baseAddress else { return }
        parts.forEachBlock(of: part, sweep.workers.interrupt) { rows in
          let target = left.pointer + rows.lowerBound
          guard sweep.mask?.hasOnes(in: rows) ?? true else { return target.update(repeating: 0, count: rows.count) }
          keys.fill(.left, rows, into: block)
          sweep.mask?.forEachWord(in: rows) { (word, first, count) in
            for row in 0..<count where word &>> UInt64(row) & 1 == 0 { block[first + row] = tally_no_key }
          }
          let result = tally_look_up(&lookup, block, rows.count, target)
          total += result.found
          // A filter that lets most keys pass only costs time.
          if result.passed > rows.count / 4 * 3 { lookup.bloom = nil }
        }
      }
      found.pointer[part] = total
    }
    (self.left, self.isOnLeft, matchedLeft) = (left, isOnLeft, found.values.reduce(0, +))
  }
}

/// The packed keys of both sides.
private struct JoinKeyCodes: Sendable {
  enum Side { case left, right }

  let codes: [JoinCode]

  /// How many different packed keys there can be; nil beyond what can be told.
  var bound: UInt64? {
    if codes.count == 1 { return codes[0].last }
    let bits = codes.reduce(0) { $0 + $1.bits }
    return bits < 64 ? 1 << UInt64(bits) : nil
  }

  func fill(_ side: Side, _ rows: Range<Int>, into target: UnsafeMutablePointer<UInt64>) {
    for (place, code) in codes.enumerated() {
      let cells = side == .left ? code.left : code.right
      cells.fill(rows, last: code.last, shift: place == 0 ? nil : UInt64(code.bits), into: target)
    }
  }
}

/// Where the keys of the right find their numbers.
private final class KeyPlaces: @unchecked Sendable {
  /// Of each row of the right.
  let numbers: Buffer<UInt32>
  private(set) var count = 0
  /// By packed key, where these lie close together.
  private var direct: Buffer<UInt32>?
  private var directCount: UInt64 = 0
  private var table: KeyNumbers?
  private var bloom: Buffer<UInt64>?
  private var bloomShift: UInt64 = 0

  /// A table that fits the second cache is looked up as fast as a filter.
  private static let smallCount = 1 << 14

  init(_ keys: JoinKeyCodes, rightCount: Int, _ workers: Workers) throws(RunError) {
    numbers = Buffer(repeating: 0, count: rightCount)
    if let bound = keys.bound, bound <= UInt64(max(1 << 16, 8 * rightCount)) {
      directCount = bound
      direct = Buffer(repeating: 0, count: max(1, Int(bound)))
    } else {
      try MemoryLimit.check(rightCount, 4 * MemoryLayout<tally_key_slot>.stride, for: "the keys of the join")
      table = KeyNumbers(expecting: rightCount)
    }
    let block = Buffer<UInt64>(count: RowParts.blockSize)
    var start = 0
    while start < rightCount {
      if workers.interrupt.isRaised { throw .interrupted }
      let rows = start..<min(start + RowParts.blockSize, rightCount)
      keys.fill(.right, rows, into: block.pointer)
      add(block.pointer, rows)
      start = rows.upperBound
    }
    if let table {
      count = table.count
      if count > Self.smallCount { makeBloom(of: table) }
    }
  }

  private func add(_ block: UnsafePointer<UInt64>, _ rows: Range<Int>) {
    let target = numbers.pointer + rows.lowerBound
    guard let direct = direct?.pointer else {
      table?.add(block, rows, numbers: target) { $0 != tally_no_key }
      return
    }
    for row in 0..<rows.count where block[row] != tally_no_key {
      let place = Int(truncatingIfNeeded: block[row])
      if direct[place] == 0 {
        count += 1
        direct[place] = UInt32(truncatingIfNeeded: count)
      }
      target[row] = direct[place]
    }
  }

  /// Sixteen bits a key.
  private func makeBloom(of table: KeyNumbers) {
    var bits = 4
    while 4 << bits < table.count { bits += 1 }
    let words = Buffer<UInt64>(repeating: 0, count: 1 << bits)
    bloomShift = UInt64(64 - bits)
    table.forEach { key, _, _ in tally_bloom_add(words.pointer, bloomShift, key) }
    bloom = words
  }

  /// Valid while this lives.
  var lookup: tally_lookup {
    tally_lookup(
      direct: direct.map { UnsafePointer($0.pointer) }, direct_count: directCount, table: table?.pointer,
      bloom: bloom.map { UnsafePointer($0.pointer) }, bloom_shift: bloomShift, seen: nil)
  }
}
