/// One cell, or one constant of a query.
package enum Value: Sendable, Hashable {
  case missing
  case integer(Int64)
  case number(Double)
  case text(String)
  case boolean(Bool)
  /// Days since 1970-01-01.
  case date(Int64)
  /// Microseconds since 1970-01-01T00:00:00Z.
  case datetime(Int64)
  /// Microseconds.
  case duration(Int64)

  /// The type of a known value; nil for a missing one.
  package var type: DataType? {
    switch self {
    case .missing: nil
    case .integer: .integer
    case .number: .number
    case .text: .text
    case .boolean: .boolean
    case .date: .date
    case .datetime: .datetime
    case .duration: .duration
    }
  }

  package var isMissing: Bool { self == .missing }

  /// The whole number that stands for the value in an integral column; nil for text, numbers and missing.
  package var integral: Int64? {
    switch self {
    case .integer(let value), .date(let value), .datetime(let value), .duration(let value): value
    case .boolean(let value): value ? 1 : 0
    case .missing, .number, .text: nil
    }
  }

  /// An integer or number as a double; nil for every other type.
  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .missing, .text, .boolean, .date, .datetime, .duration: nil
    }
  }

  /// The value of an integral type that `integral` stands for.
  package init(integral: Int64, type: DataType) {
    switch type {
    case .integer: self = .integer(integral)
    case .boolean: self = .boolean(integral != 0)
    case .date: self = .date(integral)
    case .datetime: self = .datetime(integral)
    case .duration: self = .duration(integral)
    case .number: self = .number(Double(integral))
    case .text: self = .text(String(integral))
    }
  }
}
