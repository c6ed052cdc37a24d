import TallyData

/// The key of each row of two tables as a number: the same for equal keys, 0 for a key that has a missing part
/// or, on the left, that the right does not have.
struct JoinKeys: Sendable {
  let left: Buffer<UInt32>
  let right: Buffer<UInt32>
  /// Numbers are from 1 to this.
  let count: Int

  /// Pairs of columns of the same type, one or more; every row of both counts.
  init(_ pairs: [(left: Column, right: Column)], _ workers: Workers) throws(RunError) {
    var numbers: (left: Buffer<UInt32>, right: Buffer<UInt32>)?
    var count = 0
    for pair in pairs {
      let codes = try Self.codes(pair.left, pair.right, workers)
      var table = KeyTable(rowCount: codes.right.count)
      let right = Buffer<UInt32>(count: codes.right.count)
      for row in 0..<right.count {
        if row & 0xFFFF == 0, workers.interrupt.isRaised { throw .interrupted }
        let (code, before) = (codes.right.pointer[row], numbers?.right.pointer[row] ?? 1)
        right.pointer[row] = code == 0 || before == 0 ? 0 : table.number(adding: code, before)
      }
      let left = Buffer<UInt32>(count: codes.left.count)
      let parts = RowParts(rowCount: left.count)
      let (known, earlier) = (table, numbers?.left)
      try workers.forEach(parts.count) { part in
        for row in parts[part] {
          let (code, before) = (codes.left.pointer[row], earlier?.pointer[row] ?? 1)
          left.pointer[row] = code == 0 || before == 0 ? 0 : known.number(of: code, before)
        }
      }
      numbers = (left, right)
      count = table.count
    }
    left = numbers?.left ?? Buffer(count: 0)
    right = numbers?.right ?? Buffer(count: 0)
    self.count = count
  }

  /// The cells of two columns as numbers that are equal where the cells are; 0 is missing.
  private static func codes(
    _ left: Column, _ right: Column, _ workers: Workers
  ) throws(RunError) -> (left: Buffer<UInt64>, right: Buffer<UInt64>) {
    switch left.type {
    case .text:
      let (left, right) = (try left.encoded(workers), try right.encoded(workers))
      let merged = MergedWords([left, right].map { $0.dictionary ?? TextDictionary(sortedWords: []) })
      return (left.wordNumbers(merged.codes[0]), right.wordNumbers(merged.codes[1]))
    case .number: return (left.numberCodes(), right.numberCodes())
    case .integer, .boolean, .date, .datetime, .duration: return (left.wholeCodes(), right.wholeCodes())
    }
  }
}

extension Column {
  fileprivate func wordNumbers(_ codeOf: [UInt32]) -> Buffer<UInt64> {
    let words = Buffer<UInt32>(count: count)
    copyCodes(codeOf, to: words.pointer)
    let codes = Buffer<UInt64>(count: count)
    for row in 0..<count { codes.pointer[row] = UInt64(words.pointer[row]) }
    return codes
  }

  /// Both zeros are one number.
  fileprivate func numberCodes() -> Buffer<UInt64> {
    let values = Buffer<Double>(count: count)
    copyDoubles(0..<count, to: values.pointer)
    let codes = Buffer<UInt64>(count: count)
    for row in 0..<count { codes.pointer[row] = values.pointer[row].isNaN ? 0 : values.pointer[row].order }
    return codes
  }

  fileprivate func wholeCodes() -> Buffer<UInt64> {
    func codes<V: Measurable>(_ stored: Buffer<V>) -> Buffer<UInt64> {
      let codes = Buffer<UInt64>(count: stored.count)
      for row in 0..<stored.count {
        let value = stored.pointer[row]
        codes.pointer[row] = value.isMissing ? 0 : value.whole.order
      }
      return codes
    }
    switch storage {
    case .int8(let stored): return codes(stored)
    case .int16(let stored): return codes(stored)
    case .int32(let stored): return codes(stored)
    case .int64(let stored): return codes(stored)
    case .double, .codes8, .codes16, .codes32, .arena: return Buffer(repeating: 0, count: count)
    }
  }
}

/// Numbers pairs of a code and an earlier number from 1, in the order in which they are met: open addressing with
/// room for half as many again.
struct KeyTable: @unchecked Sendable {
  private struct Slot: BitwiseCopyable {
    var code: UInt64
    var before: UInt32
    /// 0: empty.
    var number: UInt32
  }

  /// Written only while the one owner adds; then read by many.
  private let slots: Buffer<Slot>
  private let mask: Int
  private(set) var count = 0

  init(rowCount: Int) {
    var size = 16
    while size < 2 * rowCount { size *= 2 }
    slots = Buffer(repeating: Slot(code: 0, before: 0, number: 0), count: size)
    mask = size - 1
  }

  /// The number of a pair, which gets one if it is new.
  mutating func number(adding code: UInt64, _ before: UInt32) -> UInt32 {
    let place = self.place(of: code, before)
    if slots.pointer[place].number == 0 {
      count += 1
      slots.pointer[place] = Slot(code: code, before: before, number: UInt32(truncatingIfNeeded: count))
    }
    return slots.pointer[place].number
  }

  /// The number of a pair, 0 if it has none.
  @inline(__always)
  func number(of code: UInt64, _ before: UInt32) -> UInt32 { slots.pointer[place(of: code, before)].number }

  @inline(__always)
  private func place(of code: UInt64, _ before: UInt32) -> Int {
    var hash = code ^ (UInt64(before) &* 0x9E37_79B9_7F4A_7C15)
    hash = (hash ^ (hash >> 32)) &* 0xD6E8_FEB8_6659_FD93
    hash ^= hash >> 32
    var place = Int(truncatingIfNeeded: hash) & mask
    while slots.pointer[place].number != 0,
      slots.pointer[place].code != code || slots.pointer[place].before != before
    {
      place = (place + 1) & mask
    }
    return place
  }
}
