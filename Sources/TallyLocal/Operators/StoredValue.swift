import TallyData

/// A value as columns store it, missing included.
protocol StoredValue: BlockLoops, BlockCodes, Sendable, Comparable {
  var isMissing: Bool { get }
  /// Grows with the value and is at least 1; of a missing value, anything.
  var order: UInt64 { get }
  static var missing: Self { get }
  static var least: Self { get }
  static var greatest: Self { get }
  static var leastKnown: Self { get }
}

extension StoredValue where Self: FixedWidthInteger {
  @inline(__always) static var leastKnown: Self { .min + 1 }
}

extension Int8: StoredValue {
  @inline(__always) var isMissing: Bool { self == .min }
  @inline(__always) var order: UInt64 { UInt64(UInt32(bitPattern: Int32(self)) ^ 0x8000_0000) }
  static var missing: Self { .min }
  static var least: Self { .min }
  static var greatest: Self { .max }
}

extension Int16: StoredValue {
  @inline(__always) var isMissing: Bool { self == .min }
  @inline(__always) var order: UInt64 { UInt64(UInt32(bitPattern: Int32(self)) ^ 0x8000_0000) }
  static var missing: Self { .min }
  static var least: Self { .min }
  static var greatest: Self { .max }
}

extension Int32: StoredValue {
  @inline(__always) var isMissing: Bool { self == .min }
  @inline(__always) var order: UInt64 { UInt64(UInt32(bitPattern: self) ^ 0x8000_0000) }
  static var missing: Self { .min }
  static var least: Self { .min }
  static var greatest: Self { .max }
}

extension Int64: StoredValue {
  @inline(__always) var isMissing: Bool { self == .min }
  @inline(__always) var order: UInt64 { UInt64(bitPattern: self) ^ (1 << 63) }
  static var missing: Self { .min }
  static var least: Self { .min }
  static var greatest: Self { .max }
}

extension UInt8: StoredValue {
  @inline(__always) var isMissing: Bool { self == 0 }
  @inline(__always) var order: UInt64 { UInt64(self) }
  static var missing: Self { 0 }
  static var least: Self { .min }
  static var greatest: Self { .max }
}

extension UInt16: StoredValue {
  @inline(__always) var isMissing: Bool { self == 0 }
  @inline(__always) var order: UInt64 { UInt64(self) }
  static var missing: Self { 0 }
  static var least: Self { .min }
  static var greatest: Self { .max }
}

extension UInt32: StoredValue {
  @inline(__always) var isMissing: Bool { self == 0 }
  @inline(__always) var order: UInt64 { UInt64(self) }
  static var missing: Self { 0 }
  static var least: Self { .min }
  static var greatest: Self { .max }
}

extension Double: StoredValue {
  @inline(__always) var isMissing: Bool { isNaN }

  /// The bits of a positive double grow with it, those of a negative one shrink; both zeros are one value.
  @inline(__always) var order: UInt64 {
    let bits = (self + 0).bitPattern
    return bits ^ (UInt64(bitPattern: Int64(bitPattern: bits) >> 63) | 1 << 63)
  }

  static var leastKnown: Self { -.infinity }
  static var missing: Self { .nan }
  static var least: Self { -.infinity }
  static var greatest: Self { .infinity }
}

/// What is done with a column's values, whatever their stored form.
protocol StorageVisitor {
  associatedtype Result
  func visit<V: StoredValue>(_ values: Buffer<V>) throws(RunError) -> Result
}

extension ColumnStorage {
  /// Calls the visitor with the values; with none for free text, which ``Column/encoded(_:)`` turns into codes.
  @inline(__always)
  func visit<Visitor: StorageVisitor>(_ visitor: Visitor) throws(RunError) -> Visitor.Result {
    switch self {
    case .int8(let values): try visitor.visit(values)
    case .int16(let values): try visitor.visit(values)
    case .int32(let values): try visitor.visit(values)
    case .int64(let values): try visitor.visit(values)
    case .double(let values): try visitor.visit(values)
    case .codes8(let codes, _): try visitor.visit(codes)
    case .codes16(let codes, _): try visitor.visit(codes)
    case .codes32(let codes, _): try visitor.visit(codes)
    case .arena(let arena): try visitor.visit(TextRanks(arena).codes)
    }
  }
}
