/// Dates, datetimes and durations as text, and back.
package enum CalendarText {
  /// `2013-01-01T06:00:00`, with as many digits of the second's fraction as it needs.
  package static func datetime(_ microseconds: Int64) -> String {
    let (days, rest) = dividedDown(microseconds, by: Microseconds.day)
    return CalendarDate(days: Int(days)).text + "T" + time(rest)
  }

  /// `06:00:00`, of microseconds since midnight.
  package static func time(_ microseconds: Int64) -> String {
    let seconds = Int(microseconds / Microseconds.second)
    let text = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    return text + fraction(Int(microseconds % Microseconds.second))
  }

  /// ISO 8601: `P1DT2H`, `-PT30S`, `PT0S`.
  package static func duration(_ microseconds: Int64) -> String {
    var rest = microseconds.magnitude
    func take(_ unit: Int64) -> UInt64 {
      let count = rest / UInt64(unit)
      rest %= UInt64(unit)
      return count
    }
    let days = take(Microseconds.day)
    let hours = take(Microseconds.hour)
    let minutes = take(Microseconds.minute)
    let seconds = take(Microseconds.second)
    var clock = ""
    if hours > 0 { clock += "\(hours)H" }
    if minutes > 0 { clock += "\(minutes)M" }
    if seconds > 0 || rest > 0 { clock += "\(seconds)\(fraction(Int(rest)))S" }
    let date = days > 0 ? "\(days)D" : ""
    if date.isEmpty && clock.isEmpty { return "PT0S" }
    return (microseconds < 0 ? "-P" : "P") + date + (clock.isEmpty ? "" : "T" + clock)
  }

  /// The quotient rounded down, and a rest that is never negative.
  @inlinable @inline(__always)
  package static func dividedDown(_ value: Int64, by divisor: Int64) -> (quotient: Int64, rest: Int64) {
    let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
  }

  private static func fraction(_ microseconds: Int) -> String {
    guard microseconds > 0 else { return "" }
    var digits = padded(microseconds, 6)
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
  }

  /// The days of `2023-01-31` or `2023/01/31`; nil for anything else, or a day that does not exist.
  package static func parseDate(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
    guard text.count == 10 else { return nil }
    let separator = text[4]
    guard separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/"), text[7] == separator else { return nil }
    guard let year = digits(text, 0, 4), let month = digits(text, 5, 2), let day = digits(text, 8, 2) else {
      return nil
    }
    return CalendarDate(year: year, month: month, day: day)?.days
  }

  /// The UTC microseconds of `2023-01-31T10:30`, with seconds, a fraction (digits past the sixth are
  /// dropped), `Z` or an offset `+09:00` optional, and a space in place of the `T`; `hasOffset` says whether
  /// one was applied. Nil for anything else.
  package static func parseDatetime(_ text: UnsafeBufferPointer<UInt8>) -> (microseconds: Int64, hasOffset: Bool)? {
    guard text.count >= 16, let days = parseDate(UnsafeBufferPointer(rebasing: text[..<10])) else { return nil }
    guard text[10] == UInt8(ascii: "T") || text[10] == UInt8(ascii: " ") || text[10] == UInt8(ascii: "t"),
      let hour = digits(text, 11, 2), hour < 24, text[13] == UInt8(ascii: ":"),
      let minute = digits(text, 14, 2), minute < 60
    else { return nil }
    var place = 16
    var microseconds = Int64(hour) * Microseconds.hour + Int64(minute) * Microseconds.minute
    if place < text.count, text[place] == UInt8(ascii: ":") {
      guard text.count >= 19, let second = digits(text, 17, 2), second < 60 else { return nil }
      microseconds += Int64(second) * Microseconds.second
      place = 19
      if place < text.count, text[place] == UInt8(ascii: ".") {
        guard let fraction = parseFraction(text, &place) else { return nil }
        microseconds += fraction
      }
    }
    guard let offset = parseOffset(text, place) else { return nil }
    return (Int64(days) * Microseconds.day + microseconds - (offset ?? 0), offset != nil)
  }

  private static func parseFraction(_ text: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Int64? {
    place += 1
    let start = place
    var value: Int64 = 0
    while place < text.count, text[place] &- 48 < 10 {
      if place - start < 6 { value = value * 10 + Int64(text[place] &- 48) }
      place += 1
    }
    guard place > start else { return nil }
    for _ in min(place - start, 6)..<6 { value *= 10 }
    return value
  }

  /// Nil where the rest is no offset; an inner nil where there is no rest.
  private static func parseOffset(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int64?? {
    if start == text.count { return .some(nil) }
    if text[start] == UInt8(ascii: "Z") || text[start] == UInt8(ascii: "z") {
      return start + 1 == text.count ? .some(0) : nil
    }
    let sign: Int64
    switch text[start] {
    case UInt8(ascii: "+"): sign = 1
    case UInt8(ascii: "-"): sign = -1
    default: return nil
    }
    let hasColon = text.count == start + 6 && text[start + 3] == UInt8(ascii: ":")
    guard hasColon || text.count == start + 5 || text.count == start + 3 else { return nil }
    guard let hours = digits(text, start + 1, 2), hours < 24 else { return nil }
    var minutes = 0
    if text.count > start + 3 {
      guard let parsed = digits(text, start + (hasColon ? 4 : 3), 2), parsed < 60 else { return nil }
      minutes = parsed
    }
    return sign * (Int64(hours) * Microseconds.hour + Int64(minutes) * Microseconds.minute)
  }

  @inline(__always)
  private static func digits(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
    guard start + count <= text.count else { return nil }
    var value = 0
    for place in start..<start + count {
      let digit = text[place] &- 48
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }
}
