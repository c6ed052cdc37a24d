import CKernels

/// The loops in C that turn a block of stored values into codes of a key.
protocol BlockCodes: BitwiseCopyable {
  /// Writes `slots[i] · factor + code`, or the code alone for a factor of 0.
  static func addSlots(
    _ values: UnsafePointer<Self>, _ count: Int, _ code: tally_code, factor: UInt32,
    to slots: UnsafeMutablePointer<UInt32>)

  /// Writes `keys[i] << bits | code`, or the code alone where `bits` is 0.
  static func addKeys(
    _ values: UnsafePointer<Self>, _ count: Int, _ code: tally_code, bits: UInt32,
    to keys: UnsafeMutablePointer<UInt64>)
}

extension Int8 {
  @inline(__always)
  static func addSlots(
    _ values: UnsafePointer<Self>, _ count: Int, _ code: tally_code, factor: UInt32,
    to slots: UnsafeMutablePointer<UInt32>
  ) { tally_slots_i8(values, count, code, factor, slots) }

  @inline(__always)
  static func addKeys(
    _ values: UnsafePointer<Self>, _ count: Int, _ code: tally_code, bits: UInt32,
    to keys: UnsafeMutablePointer<UInt64>
  ) { tally_keys_i8(values, count, code, bits, keys) }
}

extension Int16 {
  @inline(__always)
  static func addSlots(
    _ values: UnsafePointer<Self>, _ count: Int, _ code: tally_code, factor: UInt32,
    to slots: UnsafeMutablePointer<UInt32>
  ) { tally_slots_i16(values, count, code, factor, slots) }

  @inline(__always)
  static func addKeys(
    _ values: UnsafePointer<Self>, _ count: Int, _ code: tally_code, bits: UInt32,
    to keys: UnsafeMutablePointer<UInt64>
  ) { tally_keys_i16(values, count, code, bits, keys) }
}

extension Int32 {
  @inline(__always)
  static func addSlots(
    _ values: UnsafePointer<Self>, _ count: Int, _ code: tally_code, factor: UInt32,
    to slots: UnsafeMutablePointer<UInt32>
  ) { tally_slots_i32(values, count, code, factor, slots) }

  @inline(__always)
  static func addKeys(
    _ values: UnsafePointer<Self>, _ count: Int, _ code: tally_code, bits: UInt32,
    to keys: UnsafeMutablePointer<UInt64>
  ) { tally_keys_i32(values, count, code, bits, keys) }
}

extension Int64 {
  @inline(__always)
  static func addSlots(
    _ values: UnsafePointer<Self>, _ count: Int, _ code: tally_code, factor: UInt32,
    to slots: UnsafeMutablePointer<UInt32>
  ) { tally_slots_i64(values, count, code, factor, slots) }

  @inline(__always)
  static func addKeys(
    _ values: UnsafePointer<Self>, _ count: Int, _ code: tally_code, bits: UInt32,
    to keys: UnsafeMutablePointer<UInt64>
  ) { tally_keys_i64(values, count, code, bits, keys) }
}

extension UInt8 {
  @inline(__always)
  static func addSlots(
    _ values: UnsafePointer<Self>, _ count: Int, _ code: tally_code, factor: UInt32,
    to slots: UnsafeMutablePointer<UInt32>
  ) { tally_slots_u8(values, count, code, factor, slots) }

  @inline(__always)
  static func addKeys(
    _ values: UnsafePointer<Self>, _ count: Int, _ code: tally_code, bits: UInt32,
    to keys: UnsafeMutablePointer<UInt64>
  ) { tally_keys_u8(values, count, code, bits, keys) }
}

extension UInt16 {
  @inline(__always)
  static func addSlots(
    _ values: UnsafePointer<Self>, _ count: Int, _ code: tally_code, factor: UInt32,
    to slots: UnsafeMutablePointer<UInt32>
  ) { tally_slots_u16(values, count, code, factor, slots) }

  @inline(__always)
  static func addKeys(
    _ values: UnsafePointer<Self>, _ count: Int, _ code: tally_code, bits: UInt32,
    to keys: UnsafeMutablePointer<UInt64>
  ) { tally_keys_u16(values, count, code, bits, keys) }
}

extension UInt32 {
  @inline(__always)
  static func addSlots(
    _ values: UnsafePointer<Self>, _ count: Int, _ code: tally_code, factor: UInt32,
    to slots: UnsafeMutablePointer<UInt32>
  ) { tally_slots_u32(values, count, code, factor, slots) }

  @inline(__always)
  static func addKeys(
    _ values: UnsafePointer<Self>, _ count: Int, _ code: tally_code, bits: UInt32,
    to keys: UnsafeMutablePointer<UInt64>
  ) { tally_keys_u32(values, count, code, bits, keys) }
}

extension Double {
  @inline(__always)
  static func addSlots(
    _ values: UnsafePointer<Self>, _ count: Int, _ code: tally_code, factor: UInt32,
    to slots: UnsafeMutablePointer<UInt32>
  ) { tally_slots_double(values, count, code, factor, slots) }

  @inline(__always)
  static func addKeys(
    _ values: UnsafePointer<Self>, _ count: Int, _ code: tally_code, bits: UInt32,
    to keys: UnsafeMutablePointer<UInt64>
  ) { tally_keys_double(values, count, code, bits, keys) }
}
