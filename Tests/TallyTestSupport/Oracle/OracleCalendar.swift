import TallyData

/// Days and clock times, counted the long way: year by year and month by month.
enum OracleCalendar {
  struct Day: Equatable {
    var year: Int
    var month: Int
    var day: Int
  }

  static func floorDivide<I: SignedInteger>(_ a: I, _ b: I) -> I {
    let quotient = a / b
    return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient
  }

  static func isDay<I: BinaryInteger>(_ days: I) -> Bool {
    days >= I(number(Day(year: 1, month: 1, day: 1))) && days <= I(number(Day(year: 9999, month: 12, day: 31)))
  }

  static func isLeap(_ year: Int) -> Bool { year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) }

  static func length(_ year: Int, _ month: Int) -> Int {
    [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  /// Days from 1970-01-01, by adding up the leap years before.
  static func number(_ day: Day) -> Int {
    func before(_ year: Int) -> Int {
      let y = year - 1
      return y * 365 + y / 4 - y / 100 + y / 400
    }
    let months = (1..<day.month).reduce(0) { $0 + length(day.year, $1) }
    return before(day.year) - before(1970) + months + day.day - 1
  }

  static func day(_ number: Int64) -> Day {
    var year = 1970 + Int(floorDivide(number, 366))
    while self.number(Day(year: year + 1, month: 1, day: 1)) <= number { year += 1 }
    while self.number(Day(year: year, month: 1, day: 1)) > number { year -= 1 }
    var rest = Int(number) - self.number(Day(year: year, month: 1, day: 1))
    var month = 1
    while rest >= length(year, month) {
      rest -= length(year, month)
      month += 1
    }
    return Day(year: year, month: month, day: rest + 1)
  }

  /// The day of a date or datetime, and the microseconds since its midnight.
  static func parts(_ value: Value) -> (days: Int64, time: Int64)? {
    switch value {
    case .date(let days): return (days, 0)
    case .datetime(let instant):
      let days = floorDivide(instant, Microseconds.day)
      return (days, instant - days * Microseconds.day)
    case .missing, .integer, .number, .text, .boolean, .duration: return nil
    }
  }

  /// Monday 1 … Sunday 7; 1970-01-01 was a Thursday.
  static func weekday(_ days: Int64) -> Int64 { ((days + 3) % 7 + 7) % 7 + 1 }

  /// The week of the year that holds the same week's Thursday.
  static func week(_ days: Int64) -> Int64 {
    let thursday = days - weekday(days) + 4
    let start = number(Day(year: day(thursday).year, month: 1, day: 1))
    return (thursday - Int64(start)) / 7 + 1
  }

  static func component(_ name: String, _ value: Value) -> Int64? {
    guard let (days, time) = parts(value) else { return nil }
    let date = day(days)
    switch name {
    case "year": return Int64(date.year)
    case "quarter": return Int64((date.month + 2) / 3)
    case "month": return Int64(date.month)
    case "week": return week(days)
    case "day": return Int64(date.day)
    case "weekday": return weekday(days)
    case "hour": return time / Microseconds.hour
    case "minute": return time / Microseconds.minute % 60
    case "second": return time / Microseconds.second % 60
    default: return nil
    }
  }

  /// The beginning of the unit that holds an instant.
  static func floor(_ value: Value, unit: String) -> Value {
    guard let (days, time) = parts(value) else { return .missing }
    let date = day(days)
    func at(_ days: Int64, _ time: Int64 = 0) -> Value {
      if case .date = value { return .date(days) }
      return .datetime(days * Microseconds.day + time)
    }
    func on(_ year: Int, _ month: Int) -> Value { at(Int64(number(Day(year: year, month: month, day: 1)))) }
    switch unit {
    case "second": return at(days, time - time % Microseconds.second)
    case "minute": return at(days, time - time % Microseconds.minute)
    case "hour": return at(days, time - time % Microseconds.hour)
    case "day": return at(days)
    case "week": return isDay(days - weekday(days) + 1) ? at(days - weekday(days) + 1) : .missing
    case "month": return on(date.year, date.month)
    case "quarter": return on(date.year, (date.month - 1) / 3 * 3 + 1)
    case "year": return on(date.year, 1)
    default: return .missing
    }
  }

  /// The same day of a later month, or its last one.
  static func addMonths(_ value: Value, _ count: Int64) -> Value {
    guard let (days, time) = parts(value) else { return .missing }
    let date = day(days)
    let months = Int64(date.year) * 12 + Int64(date.month) - 1 + count
    let (year, month) = (floorDivide(months, 12), months - floorDivide(months, 12) * 12 + 1)
    guard (1...9999).contains(year) else { return .missing }
    let last = length(Int(year), Int(month))
    let moved = Int64(number(Day(year: Int(year), month: Int(month), day: min(date.day, last))))
    if case .date = value { return .date(moved) }
    return .datetime(moved * Microseconds.day + time)
  }
}
