import TallyData

extension Groups {
  /// What the groups have in the column of one of their keys.
  ///
  /// Whole numbers and codes follow from the group's own number; other values are looked up in its first row.
  func key(_ place: Int, of column: Column, _ workers: Workers) throws(RunError) -> Column {
    guard let codes = codes(place) else { return try column.gathered(firsts, workers) }
    func decoded<V: CodedValue & SendableMetatype>(
      _: Buffer<V>, _ wrap: (Buffer<V>) -> ColumnStorage
    ) throws(RunError) -> Column {
      let values = try Buffer<V>(count: count, workers) { group in
        let code = codes.code(of: group)
        return code == codes.last ? .missing : V(order: code &+ codes.low)
      }
      // Rows without a key are in one group of each combination of the other keys.
      let missing = column.missingCount == 0 ? 0 : values.values.count { $0.isMissing }
      return Column(type: column.type, storage: wrap(values), scale: column.scale, count: count, missingCount: missing)
    }
    switch column.storage {
    case .int8(let values): return try decoded(values) { .int8($0) }
    case .int16(let values): return try decoded(values) { .int16($0) }
    case .int32(let values): return try decoded(values) { .int32($0) }
    case .int64(let values): return try decoded(values) { .int64($0) }
    case .codes8(let values, let words): return try decoded(values) { .codes8($0, words) }
    case .codes16(let values, let words): return try decoded(values) { .codes16($0, words) }
    case .codes32(let values, let words): return try decoded(values) { .codes32($0, words) }
    case .double, .arena: return try column.gathered(firsts, workers)
    }
  }
}

/// The codes of one key of some groups.
struct GroupKeyCodes: Sendable {
  enum Source: Sendable {
    /// A digit of the number of the group's slot: `slot / divisor % radix`.
    case digit(slots: Buffer<UInt32>, divisor: UInt32, radix: UInt32)
    /// Bits of the group's packed keys.
    case bits(keys: Buffer<UInt64>, shift: UInt64, mask: UInt64)
  }

  let source: Source
  let low: UInt64
  /// The code of missing.
  let last: UInt64

  @inline(__always)
  func code(of group: Int) -> UInt64 {
    switch source {
    case .digit(let slots, let divisor, let radix): UInt64(slots.pointer[group] / divisor % radix)
    case .bits(let keys, let shift, let mask): (keys.pointer[group] &>> shift) & mask
    }
  }
}

/// A stored value that follows from its order.
protocol CodedValue: StoredValue {
  init(order: UInt64)
}

extension CodedValue where Self: FixedWidthInteger & SignedInteger {
  @inline(__always)
  init(order: UInt64) { self.init(truncatingIfNeeded: UInt32(truncatingIfNeeded: order) ^ 0x8000_0000) }
}

extension CodedValue where Self: FixedWidthInteger & UnsignedInteger {
  @inline(__always)
  init(order: UInt64) { self.init(truncatingIfNeeded: order) }
}

extension Int8: CodedValue {}
extension Int16: CodedValue {}
extension Int32: CodedValue {}
extension UInt8: CodedValue {}
extension UInt16: CodedValue {}
extension UInt32: CodedValue {}

extension Double: CodedValue {
  @inline(__always)
  init(order: UInt64) { self.init(bitPattern: order >> 63 == 0 ? ~order : order ^ (1 << 63)) }
}

extension Int64: CodedValue {
  @inline(__always)
  init(order: UInt64) { self = Int64(bitPattern: order ^ (1 << 63)) }
}
