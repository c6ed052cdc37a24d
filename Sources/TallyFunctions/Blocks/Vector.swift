import TallyData

/// The values of one block of rows, in the form that computing works on.
///
/// Missing is `Int64.min`, NaN, a view without a base, ``Truth/unknown``. Every other value is one that its type
/// can hold, in rows that do not count as well: what reads a vector need not ask which rows do.
package enum Vector {
  /// Of an integer, date, datetime or duration.
  case integers(UnsafePointer<Int64>)
  case numbers(UnsafePointer<Double>)
  case texts(UnsafePointer<TextView>)
  case truths(UnsafePointer<UInt8>)

  package var integers: UnsafePointer<Int64> {
    guard case .integers(let values) = self else { preconditionFailure("the binder made both types whole numbers") }
    return values
  }

  package var numbers: UnsafePointer<Double> {
    guard case .numbers(let values) = self else { preconditionFailure("the binder made both types numbers") }
    return values
  }

  package var texts: UnsafePointer<TextView> {
    guard case .texts(let values) = self else { preconditionFailure("the binder made both types texts") }
    return values
  }

  package var truths: UnsafePointer<UInt8> {
    guard case .truths(let values) = self else { preconditionFailure("the binder made both types conditions") }
    return values
  }
}

/// A condition's outcome in one row, so ordered that `and` is the lesser, `or` the greater, and `not` 2 less it.
package enum Truth {
  // Computed, so that row loops of other modules see constants and no call.
  @inlinable @inline(__always) package static var no: UInt8 { 0 }
  @inlinable @inline(__always) package static var unknown: UInt8 { 1 }
  @inlinable @inline(__always) package static var yes: UInt8 { 2 }
}

/// A condition as 0 or 1 without a branch, so that loops over it vectorise.
@inlinable @inline(__always)
package func bit<I: FixedWidthInteger>(_ condition: Bool) -> I {
  // A Bool is one byte that holds 0 or 1.
  I(truncatingIfNeeded: unsafeBitCast(condition, to: UInt8.self))
}
