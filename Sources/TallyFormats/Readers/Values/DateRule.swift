import TallyData

/// How dates are written: ISO always, and another order of the parts where the person said so.
struct DateRule: Sendable {
  let order: LoadOptions.DateOrder?

  /// Days since 1970-01-01.
  func date(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    if let days = CalendarText.parseDate(bytes) { return days }
    guard let parts = ordered(bytes), parts.count == bytes.count else { return nil }
    return CalendarDate(year: parts.year, month: parts.month, day: parts.day)?.days
  }

  /// Microseconds of UTC; a date alone is no datetime.
  func datetime(_ bytes: UnsafeBufferPointer<UInt8>) -> (microseconds: Int64, hasOffset: Bool)? {
    if let parsed = CalendarText.parseDatetime(bytes) { return parsed }
    guard let parts = ordered(bytes), parts.count < bytes.count,
      let date = CalendarDate(year: parts.year, month: parts.month, day: parts.day)
    else { return nil }
    let iso = Array(date.text.utf8) + bytes[parts.count...]
    return iso.withUnsafeBufferPointer(CalendarText.parseDatetime)
  }

  private struct Parts {
    var year, month, day: Int
    /// Bytes it took.
    var count: Int
  }

  /// Three whole numbers between two equal separators, in the given order.
  private func ordered(_ bytes: UnsafeBufferPointer<UInt8>) -> Parts? {
    guard let order else { return nil }
    var place = 0
    func number() -> (value: Int, digits: Int)? {
      let start = place
      var value = 0
      while place < bytes.count, place - start < 4, bytes[place] &- 48 < 10 {
        value = value * 10 + Int(bytes[place] &- 48)
        place += 1
      }
      return place == start ? nil : (value, place - start)
    }
    guard let first = number(), place < bytes.count, [0x2D, 0x2E, 0x2F].contains(bytes[place]) else { return nil }
    let separator = bytes[place]
    place += 1
    guard let second = number(), place < bytes.count, bytes[place] == separator else { return nil }
    place += 1
    guard let third = number() else { return nil }
    let (year, month, day) =
      switch order {
      case .dayFirst: (third, second, first)
      case .monthFirst: (third, first, second)
      case .yearFirst: (first, second, third)
      }
    guard year.digits == 4, month.digits <= 2, day.digits <= 2 else { return nil }
    return Parts(year: year.value, month: month.value, day: day.value, count: place)
  }
}
