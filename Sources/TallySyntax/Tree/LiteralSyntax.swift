/// A constant as it was written, its value worked out where the text alone decides it.
package enum LiteralSyntax: Sendable, Equatable {
  case integer(Int64)
  /// A number with a point or an exponent.
  case number(Double)
  case text(String)
  case boolean(Bool)
  case missing
  /// `2023-01-31`; a day that exists.
  case date(year: Int, month: Int, day: Int)
  /// `2023-01-31T10:30:00`; the day exists, the clock time is valid. `fraction` is in microseconds.
  case datetime(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, fraction: Int)
  /// `2023-01`.
  case month(year: Int, month: Int)
  /// `2023-Q1`.
  case quarter(year: Int, quarter: Int)
  /// `30 days`.
  case duration(count: Int64, unit: DurationUnit)
}

/// The units of a duration; months, quarters and years have no fixed length and only move dates.
package enum DurationUnit: String, CaseIterable, Sendable {
  case seconds, minutes, hours, days, weeks, months, quarters, years

  /// `day` for `days`: both are read.
  package var singular: String { String(rawValue.dropLast()) }

  package static var singulars: [String] { allCases.map(\.singular) }
}
