import CKernels

/// The loops over a block of stored values that are written in C, where they vectorise for more than the oldest
/// machines.
///
/// `selected` has 1 for each row that counts and 0 for the others; nil: all count.
protocol BlockLoops: BitwiseCopyable {
  /// Lowers `low` to the smallest known value and raises `high` to the largest; gives how many are known.
  static func addExtremes(
    _ values: UnsafePointer<Self>, _ count: Int, _ selected: UnsafePointer<UInt8>?, _ low: inout Self,
    _ high: inout Self
  ) -> Int64

  /// Whether a value lies between two others, both included.
  static func hasAny(_ values: UnsafePointer<Self>, _ count: Int, from low: Self, through high: Self) -> Bool
}

/// Whole numbers of at most 32 bits, whose sums and squares a block adds up without loss.
protocol NarrowWhole: Measurable, FixedWidthInteger, SignedInteger {
  static func addSums(
    _ values: UnsafePointer<Self>, _ count: Int, _ selected: UnsafePointer<UInt8>?, to sums: inout tally_sums)
  static func squares(
    _ values: UnsafePointer<Self>, _ count: Int, _ selected: UnsafePointer<UInt8>?
  ) -> tally_squares
}

extension Int8: NarrowWhole {
  @inline(__always)
  static func addExtremes(
    _ values: UnsafePointer<Self>, _ count: Int, _ selected: UnsafePointer<UInt8>?, _ low: inout Self,
    _ high: inout Self
  ) -> Int64 { tally_extremes_i8(values, count, selected, &low, &high) }

  @inline(__always)
  static func hasAny(_ values: UnsafePointer<Self>, _ count: Int, from low: Self, through high: Self) -> Bool {
    low <= high
      && tally_any_8(
        UnsafeRawPointer(values).assumingMemoryBound(to: UInt8.self), count, UInt8(bitPattern: low),
        UInt8(bitPattern: high &- low))
  }

  @inline(__always)
  static func addSums(
    _ values: UnsafePointer<Self>, _ count: Int, _ selected: UnsafePointer<UInt8>?, to sums: inout tally_sums
  ) { tally_sum_8(values, count, selected, &sums) }

  @inline(__always)
  static func squares(
    _ values: UnsafePointer<Self>, _ count: Int, _ selected: UnsafePointer<UInt8>?
  ) -> tally_squares {
    var squares = tally_squares()
    tally_squares_8(values, count, selected, &squares)
    return squares
  }
}

extension Int16: NarrowWhole {
  @inline(__always)
  static func addExtremes(
    _ values: UnsafePointer<Self>, _ count: Int, _ selected: UnsafePointer<UInt8>?, _ low: inout Self,
    _ high: inout Self
  ) -> Int64 { tally_extremes_i16(values, count, selected, &low, &high) }

  @inline(__always)
  static func hasAny(_ values: UnsafePointer<Self>, _ count: Int, from low: Self, through high: Self) -> Bool {
    low <= high
      && tally_any_16(
        UnsafeRawPointer(values).assumingMemoryBound(to: UInt16.self), count, UInt16(bitPattern: low),
        UInt16(bitPattern: high &- low))
  }

  @inline(__always)
  static func addSums(
    _ values: UnsafePointer<Self>, _ count: Int, _ selected: UnsafePointer<UInt8>?, to sums: inout tally_sums
  ) { tally_sum_16(values, count, selected, &sums) }

  @inline(__always)
  static func squares(
    _ values: UnsafePointer<Self>, _ count: Int, _ selected: UnsafePointer<UInt8>?
  ) -> tally_squares {
    var squares = tally_squares()
    tally_squares_16(values, count, selected, &squares)
    return squares
  }
}

extension Int32: NarrowWhole {
  @inline(__always)
  static func addExtremes(
    _ values: UnsafePointer<Self>, _ count: Int, _ selected: UnsafePointer<UInt8>?, _ low: inout Self,
    _ high: inout Self
  ) -> Int64 { tally_extremes_i32(values, count, selected, &low, &high) }

  @inline(__always)
  static func hasAny(_ values: UnsafePointer<Self>, _ count: Int, from low: Self, through high: Self) -> Bool {
    low <= high
      && tally_any_32(
        UnsafeRawPointer(values).assumingMemoryBound(to: UInt32.self), count, UInt32(bitPattern: low),
        UInt32(bitPattern: high &- low))
  }

  @inline(__always)
  static func addSums(
    _ values: UnsafePointer<Self>, _ count: Int, _ selected: UnsafePointer<UInt8>?, to sums: inout tally_sums
  ) { tally_sum_32(values, count, selected, &sums) }

  @inline(__always)
  static func squares(
    _ values: UnsafePointer<Self>, _ count: Int, _ selected: UnsafePointer<UInt8>?
  ) -> tally_squares {
    var squares = tally_squares()
    tally_squares_32(values, count, selected, &squares)
    return squares
  }
}

extension Int64 {
  @inline(__always)
  static func addExtremes(
    _ values: UnsafePointer<Self>, _ count: Int, _ selected: UnsafePointer<UInt8>?, _ low: inout Self,
    _ high: inout Self
  ) -> Int64 { tally_extremes_i64(values, count, selected, &low, &high) }

  @inline(__always)
  static func hasAny(_ values: UnsafePointer<Self>, _ count: Int, from low: Self, through high: Self) -> Bool {
    low <= high
      && tally_any_64(
        UnsafeRawPointer(values).assumingMemoryBound(to: UInt64.self), count, UInt64(bitPattern: low),
        UInt64(bitPattern: high &- low))
  }
}

extension UInt8 {
  @inline(__always)
  static func addExtremes(
    _ values: UnsafePointer<Self>, _ count: Int, _ selected: UnsafePointer<UInt8>?, _ low: inout Self,
    _ high: inout Self
  ) -> Int64 { tally_extremes_u8(values, count, selected, &low, &high) }

  @inline(__always)
  static func hasAny(_ values: UnsafePointer<Self>, _ count: Int, from low: Self, through high: Self) -> Bool {
    low <= high && tally_any_8(values, count, low, high &- low)
  }
}

extension UInt16 {
  @inline(__always)
  static func addExtremes(
    _ values: UnsafePointer<Self>, _ count: Int, _ selected: UnsafePointer<UInt8>?, _ low: inout Self,
    _ high: inout Self
  ) -> Int64 { tally_extremes_u16(values, count, selected, &low, &high) }

  @inline(__always)
  static func hasAny(_ values: UnsafePointer<Self>, _ count: Int, from low: Self, through high: Self) -> Bool {
    low <= high && tally_any_16(values, count, low, high &- low)
  }
}

extension UInt32 {
  @inline(__always)
  static func addExtremes(
    _ values: UnsafePointer<Self>, _ count: Int, _ selected: UnsafePointer<UInt8>?, _ low: inout Self,
    _ high: inout Self
  ) -> Int64 { tally_extremes_u32(values, count, selected, &low, &high) }

  @inline(__always)
  static func hasAny(_ values: UnsafePointer<Self>, _ count: Int, from low: Self, through high: Self) -> Bool {
    low <= high && tally_any_32(values, count, low, high &- low)
  }
}

extension Double {
  @inline(__always)
  static func addExtremes(
    _ values: UnsafePointer<Self>, _ count: Int, _ selected: UnsafePointer<UInt8>?, _ low: inout Self,
    _ high: inout Self
  ) -> Int64 { tally_extremes_double(values, count, selected, &low, &high) }

  @inline(__always)
  static func hasAny(_ values: UnsafePointer<Self>, _ count: Int, from low: Self, through high: Self) -> Bool {
    tally_any_double(values, count, low, high)
  }
}
