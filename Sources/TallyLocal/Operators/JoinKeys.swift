import CKernels
import TallyData

/// The key of each row of two tables as a number: the same for equal keys, 0 for a key that has a missing part
/// or, on the left, that the right does not have.
struct JoinKeys: Sendable {
  /// Without the rows of the left that do not count.
  let left: LeftMatches
  let right: Buffer<UInt32>
  /// Numbers are from 1 to this.
  let count: Int
  /// 1 at each number that a row of the left has.
  let isOnLeft: Buffer<UInt8>

  /// Pairs of columns of the same type, one or more; every row of the right counts.
  init(_ pairs: [(left: Column, right: Column)], left sweep: Sweep, rightCount: Int) throws(RunError) {
    var codes: [JoinCode] = []
    for pair in pairs {
      var code = try JoinCode(pair.left, pair.right, sweep.workers)
      // Packed keys leave room for one that says there is none; numbers have 32 bits at most.
      func isTooWide() -> Bool { !codes.isEmpty && codes.reduce(code.bits) { $0 + $1.bits } > 63 }
      if isTooWide() {
        codes = [try JoinNumbering(codes, sweep, rightCount: rightCount, isLast: false).code(sweep.workers)]
      }
      if isTooWide() {
        code = try JoinNumbering([code], sweep, rightCount: rightCount, isLast: false).code(sweep.workers)
      }
      codes.append(code)
    }
    let numbering = try JoinNumbering(codes, sweep, rightCount: rightCount, isLast: true)
    (left, right, count, isOnLeft) = (numbering.left, numbering.right, numbering.count, numbering.isOnLeft)
  }
}

/// Numbers keys: those of the right as they are met, those of the left by looking them up.
private struct JoinNumbering: Sendable {
  let left: LeftMatches
  let right: Buffer<UInt32>
  let count: Int
  let isOnLeft: Buffer<UInt8>

  /// The numbers as the codes of one key.
  func code(_ workers: Workers) throws(RunError) -> JoinCode {
    let none = TextDictionary(sortedWords: [])
    return JoinCode(
      left: .words(.codes32(try left.all(workers), none), among: nil), right: .words(.codes32(right, none), among: nil),
      last: UInt64(count))
  }

  init(_ codes: [JoinCode], _ sweep: Sweep, rightCount: Int, isLast: Bool) throws(RunError) {
    func seen(_ count: Int) -> Buffer<UInt8> { Buffer(repeating: 0, count: isLast ? count + 1 : 1) }
    if let slots = try SlotNumbers(codes, rightCount: rightCount, sweep.workers) {
      (right, count, isOnLeft) = (slots.ofRows, slots.count, seen(slots.count))
      left = try LeftMatches(sweep, seen: isLast ? isOnLeft : nil) { SlotLookup(slots) }
    } else {
      let places = try KeyPlaces(JoinKeyCodes(codes: codes), rightCount: rightCount, sweep.workers)
      (right, count, isOnLeft) = (places.numbers, places.count, seen(places.count))
      left = try LeftMatches(sweep, seen: isLast ? isOnLeft : nil) { HashLookup(places) }
    }
  }
}

enum JoinSide { case left, right }

/// The packed keys of both sides.
struct JoinKeyCodes: Sendable {
  let codes: [JoinCode]

  func fill(_ side: JoinSide, _ rows: Range<Int>, into target: UnsafeMutablePointer<UInt64>) {
    for (place, code) in codes.enumerated() {
      code.cells(side).fill(rows, last: code.last, shift: place == 0 ? nil : UInt64(code.bits), into: target)
    }
  }
}

/// Where the keys of the right find their numbers by their hashes.
final class KeyPlaces: @unchecked Sendable {
  let keys: JoinKeyCodes
  /// Of each row of the right.
  let numbers: Buffer<UInt32>
  private let table: KeyNumbers
  private var bloom: Buffer<UInt64>?
  private var bloomShift: UInt64 = 0

  /// A table that fits the second cache is looked up as fast as a filter.
  private static let smallCount = 1 << 14

  init(_ keys: JoinKeyCodes, rightCount: Int, _ workers: Workers) throws(RunError) {
    self.keys = keys
    numbers = Buffer(repeating: 0, count: rightCount)
    try MemoryLimit.check(rightCount, 4 * MemoryLayout<tally_key_slot>.stride, for: "the keys of the join")
    table = KeyNumbers(expecting: rightCount)
    let block = Buffer<UInt64>(count: RowParts.blockSize)
    var start = 0
    while start < rightCount {
      if workers.interrupt.isRaised { throw .interrupted }
      let rows = start..<min(start + RowParts.blockSize, rightCount)
      keys.fill(.right, rows, into: block.pointer)
      table.add(block.pointer, rows, numbers: numbers.pointer + start) { $0 != tally_no_key }
      start = rows.upperBound
    }
    if count > Self.smallCount { makeBloom() }
  }

  var count: Int { table.count }

  /// Sixteen bits a key.
  private func makeBloom() {
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
      table: table.pointer, bloom: bloom.map { UnsafePointer($0.pointer) }, bloom_shift: bloomShift)
  }
}
