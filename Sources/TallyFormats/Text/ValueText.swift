import TallyData
import TallyText

/// One value as text: exact for machines, rounded for people.
package enum ValueText {
  /// What stands for a missing value where people read.
  package static let missing = "(missing)"
  /// What stands for a text without characters where people read.
  package static let empty = "(empty)"

  /// The value as CSV holds it, before quoting: numbers in the fewest digits that read back the same, dates and
  /// durations in ISO 8601, missing as nothing.
  package static func machine(_ value: Value) -> String {
    switch value {
    case .missing: ""
    case .integer(let value): String(value)
    case .number(let value): value.description
    case .text(let text): text
    case .boolean(let value): value ? "true" : "false"
    case .date(let days): CalendarDate(days: Int(days)).text
    case .datetime(let microseconds): CalendarText.datetime(microseconds)
    case .duration(let microseconds): CalendarText.duration(microseconds)
    }
  }

  /// The value as a sentence or table shows it: `3,700.7`, `34,078`, `2023`, `2 hours`, `(missing)`.
  /// Digits after the point are chosen from the value unless given.
  package static func people(_ value: Value, digits: Int? = nil) -> String {
    var survey = NumberSurvey()
    switch value {
    case .integer(let integer):
      survey.add(integer)
      return people(value, format: survey.integerFormat)
    case .number(let number):
      survey.add(number)
      return people(value, format: survey.numberFormat(digits: digits))
    case .missing, .text, .boolean, .date, .datetime, .duration:
      return people(value, format: survey.integerFormat)
    }
  }

  /// A number rounded to so many digits after the point: `1,103.7`, `48.0`.
  package static func number(_ number: Double, decimals: Int) -> String {
    guard number.isFinite else { return people(.number(number)) }
    return DecimalText(number).fixed(decimals: decimals, groups: true)
  }

  /// The value with the number format of its column.
  static func people(_ value: Value, format: NumberFormat) -> String {
    switch value {
    case .missing: missing
    case .integer(let integer): format.text(integer)
    case .number(let number): number.isNaN ? missing : format.text(number)
    case .text(let text): text.isEmpty ? empty : VisibleText.of(text)
    case .boolean, .date: machine(value)
    case .datetime(let microseconds):
      CalendarText.datetime(microseconds).replacingSeparator
    case .duration(let microseconds): duration(microseconds)
    }
  }

  /// `30 days`, `2 hours`, `3 days 04:30:00`: one unit in words where one is enough.
  private static func duration(_ microseconds: Int64) -> String {
    let sign = microseconds < 0 ? "-" : ""
    let length = microseconds.magnitude
    if length == 0 { return "0 seconds" }
    for (unit, name, limit) in units {
      let (count, rest) = length.quotientAndRemainder(dividingBy: UInt64(unit))
      if rest == 0, count < limit { return sign + counted(Int(count), name) }
    }
    let (days, rest) = length.quotientAndRemainder(dividingBy: UInt64(Microseconds.day))
    let clock = CalendarText.time(Int64(rest))
    return sign + (days > 0 ? counted(Int(days), "day") + " " + clock : clock)
  }

  /// Units, and how many of them make one of the next.
  private static let units: [(length: Int64, name: String, limit: UInt64)] = [
    (Microseconds.day, "day", .max), (Microseconds.hour, "hour", 24), (Microseconds.minute, "minute", 60),
    (Microseconds.second, "second", 60),
  ]
}

extension String {
  /// `2013-01-01T06:00:00` with a space in place of the `T`.
  fileprivate var replacingSeparator: String { String(map { $0 == "T" ? " " : $0 }) }
}
