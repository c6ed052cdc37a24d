import TallyData

/// Parts of dates and datetimes, and steps between them.
extension Function {
  package static let year = component("year", "The year of a date.") { Int64(CalendarDate(days: $0).year) }
  static let quarter = component("quarter", "The quarter of a date, 1 to 4.") {
    Int64((CalendarDate(days: $0).month + 2) / 3)
  }
  package static let month = component("month", "The month of a date, 1 to 12.") { Int64(CalendarDate(days: $0).month) }
  static let week = component("week", "The ISO week of a date, 1 to 53.") { Int64(CalendarDate.isoWeek(days: $0)) }
  static let weekday = component("weekday", "The day of the week, Monday 1 to Sunday 7.") {
    Int64(CalendarDate.weekday(days: $0))
  }
  static let day = component("day", "The day of the month, 1 to 31.") { Int64(CalendarDate(days: $0).day) }

  static let hour = clockPart("hour", "The hour of a datetime, 0 to 23.", Microseconds.hour, 24)
  static let minute = clockPart("minute", "The minute of a datetime, 0 to 59.", Microseconds.minute, 60)
  static let second = clockPart("second", "The second of a datetime, 0 to 59.", Microseconds.second, 60)

  static let today = Function(
    "today", summary: "The day on which the statement runs, in UTC.", signature: "today()",
    examples: ["count where year = year(today())"], bind: takes(gives: .date), body: .clock)

  static let now = Function(
    "now", summary: "The instant at which the statement runs, in UTC.", signature: "now()",
    examples: ["count where year = year(now())"], bind: takes(gives: .datetime), body: .clock)

  /// The same day of a later month, its last one where it is shorter: what `date + 3 months` becomes. It has no
  /// name of its own in the language, so it is not in ``all``.
  package static let addMonths = Function(
    "add_months", summary: "The same day of a later month.", signature: "add_months(date, n)", examples: [],
    loss: .outOfRange,
    bind: either(takes(.date, .integer, gives: .date), takes(.datetime, .integer, gives: .datetime))
  ) { call, binding in
    let (values, counts) = (call.arguments[0].integers, call.arguments[1].integers)
    let output = call.memory.integers()
    for row in 0..<call.count {
      output[row] =
        values[row] == .min || counts[row] == .min
        ? .min : moved(values[row], by: Int(counts[row]), isDate: binding.result == .date)
    }
    return .integers(output)
  }

  private static func moved(_ value: Int64, by months: Int, isDate: Bool) -> Int64 {
    let (days, time) = isDate ? (value, 0) : CalendarText.dividedDown(value, by: Microseconds.day)
    guard let date = CalendarDate(days: Int(days)).adding(months: months) else { return .min }
    return isDate ? Int64(date.days) : Int64(date.days) * Microseconds.day + time
  }

  private static func component(
    _ name: String, _ summary: String, _ body: @escaping @Sendable (Int) -> Int64
  ) -> Function {
    Function(
      name, summary: summary, signature: "\(name)(date)", examples: ["count where \(name)(today()) = 1"],
      bind: either(takes(.date, gives: .integer), takes(.datetime, gives: .integer))
    ) { call, binding in
      if binding.arguments[0] == .date { return call.integers { body(Int($0)) } }
      return call.integers { body(Int(CalendarText.dividedDown($0, by: Microseconds.day).quotient)) }
    }
  }

  private static func clockPart(_ name: String, _ summary: String, _ unit: Int64, _ cycle: Int64) -> Function {
    Function(
      name, summary: summary, signature: "\(name)(datetime)", examples: ["count where \(name)(now()) < 24"],
      bind: takes(.datetime, gives: .integer)
    ) { call, _ in
      call.integers { CalendarText.dividedDown($0, by: Microseconds.day).rest / unit % cycle }
    }
  }
}

/// The units that `floor` knows.
enum CalendarUnit: String, CaseIterable {
  case second, minute, hour, day, week, month, quarter, year

  /// The beginning of the unit in which each instant lies; missing where the second argument names no unit, or
  /// the beginning lies before the calendar's first day.
  static func floors(_ call: CallBlock, isDate: Bool) -> Vector {
    let (values, names) = (call.arguments[0].integers, call.arguments[1].texts)
    let output = call.memory.integers()
    var (name, unit) = (TextView.missing, CalendarUnit?.none)
    for row in 0..<call.count {
      if names[row].base != name.base || names[row].count != name.count {
        name = names[row]
        unit = name.string.flatMap(CalendarUnit.init)
      }
      guard let unit, values[row] != .min else {
        output[row] = .min
        continue
      }
      output[row] = isDate ? unit.floor(day: values[row]) : unit.floor(instant: values[row])
    }
    return .integers(output)
  }

  private func floor(instant: Int64) -> Int64 {
    let (days, time) = CalendarText.dividedDown(instant, by: Microseconds.day)
    switch self {
    case .second: return instant - time % Microseconds.second
    case .minute: return instant - time % Microseconds.minute
    case .hour: return instant - time % Microseconds.hour
    case .day, .week, .month, .quarter, .year:
      let first = floor(day: days)
      return first == .min ? .min : first * Microseconds.day
    }
  }

  private func floor(day: Int64) -> Int64 {
    let date = CalendarDate(days: Int(day))
    func first(of month: Int) -> Int64 { Int64(CalendarDate.days(year: date.year, month: month, day: 1)) }
    switch self {
    case .second, .minute, .hour, .day: return day
    case .week:
      let monday = day - Int64(CalendarDate.weekday(days: Int(day))) + 1
      return monday < CalendarDate.firstDay ? .min : monday
    case .month: return first(of: date.month)
    case .quarter: return first(of: (date.month - 1) / 3 * 3 + 1)
    case .year: return first(of: 1)
    }
  }
}
