/// The types a column can have.
package enum DataType: String, CaseIterable, Sendable, Hashable {
  /// 64-bit whole numbers.
  case integer
  /// IEEE doubles.
  case number
  case text
  case boolean
  /// Days of the proleptic Gregorian calendar.
  case date
  /// Microseconds in UTC.
  case datetime
  /// Microseconds.
  case duration

  /// Whether arithmetic adds and multiplies values of this type as numbers.
  package var isNumeric: Bool { self == .integer || self == .number }

  /// Whether values are held as whole numbers: everything but `number` and `text`.
  package var isIntegral: Bool { self != .number && self != .text }
}
