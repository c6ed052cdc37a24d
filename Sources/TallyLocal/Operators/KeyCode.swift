import CKernels
import TallyData

/// A key's values as whole numbers from 0 that grow in the order of the answer; missing is the greatest.
///
///     year 2019, 2021, missing   ascending: 0, 2, 3   descending: 2, 0, 3
struct KeyCode: Sendable {
  let storage: ColumnStorage
  /// The order of the smallest known value.
  let low: UInt64
  /// The code of missing, and so the greatest.
  let last: UInt64
  /// Neighbouring values share a code: `code >> shift` of the plain one.
  let shift: UInt64
  let isDescending: Bool

  init(storage: ColumnStorage, low: UInt64, last: UInt64, shift: UInt64 = 0, isDescending: Bool = false) {
    self.storage = storage
    self.low = low
    self.last = last
    self.shift = shift
    self.isDescending = isDescending
  }

  /// Codes from the numbers of groups, which count from 1.
  init(numbers: Buffer<UInt32>, count: Int) {
    let none = TextDictionary(sortedWords: [])
    self.init(storage: .codes32(numbers, none), low: 1, last: UInt64(count))
  }

  /// Bits that hold every code.
  var bits: Int { 64 - last.leadingZeroBitCount }

  /// How many codes there are, missing's included; nil beyond what can be indexed.
  var cardinality: Int? { last < UInt64(UInt32.max) ? Int(last) + 1 : nil }

  /// The same key with the number of codes of known values at most 2^`bits`.
  func coarsened(toBits bits: Int) -> KeyCode {
    guard last > 0 else { return self }
    let spread = 64 - (last - 1).leadingZeroBitCount
    let shift = max(0, spread - bits)
    guard shift > 0 else { return self }
    return KeyCode(storage: storage, low: low, last: (last - 1) >> UInt64(shift) + 1, shift: UInt64(shift))
  }

  /// Writes `target[i] = target[i] · factor + code`, or the code alone for a factor of 0.
  func fill(_ rows: Range<Int>, factor: UInt32, into target: UnsafeMutablePointer<UInt32>) {
    try? storage.visit(NarrowFill(key: self, rows: rows, factor: factor, target: target))
  }

  /// Writes `target[i] = target[i] << shift | code`, or the code alone for a shift of 0.
  func fill(_ rows: Range<Int>, shift: Int, into target: UnsafeMutablePointer<UInt64>) {
    try? storage.visit(WideFill(key: self, rows: rows, shift: shift, target: target))
  }
}

private struct NarrowFill: StorageVisitor {
  let key: KeyCode
  let rows: Range<Int>
  let factor: UInt32
  let target: UnsafeMutablePointer<UInt32>

  func visit<V: StoredValue>(_ buffer: Buffer<V>) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= buffer.count)
    V.addSlots(buffer.pointer + rows.lowerBound, rows.count, key.code, factor: factor, to: target)
  }
}

private struct WideFill: StorageVisitor {
  let key: KeyCode
  let rows: Range<Int>
  let shift: Int
  let target: UnsafeMutablePointer<UInt64>

  func visit<V: StoredValue>(_ buffer: Buffer<V>) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= buffer.count)
    let bits = UInt32(truncatingIfNeeded: shift)
    V.addKeys(buffer.pointer + rows.lowerBound, rows.count, key.code, bits: bits, to: target)
  }
}

extension KeyCode {
  /// As C reads it; it clamps every code, as rows that do not count may hold anything.
  fileprivate var code: tally_code { tally_code(low: low, shift: shift, last: last, is_descending: isDescending) }
}
