import TallyData

/// Values as machines read them; each is the text that `ValueText.machine` gives.
extension TextBytes {
  @inline(__always)
  mutating func append(integer value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    append(digits: value.magnitude)
  }

  /// The fewest digits that read back as the same double.
  mutating func append(number value: Double) {
    // Fifteen digits name one double only, so the first scale that gives back the value is its shortest text.
    let reach = value.magnitude
    if reach < 1e11, reach >= 1e-4 {
      var scale = 0
      while scale <= 4 {
        let whole = (value * Column.powersOfTen[scale]).rounded()
        if whole / Column.powersOfTen[scale] == value {
          return append(scaled: Int64(whole), scale: scale)
        }
        scale += 1
      }
    }
    append(value.description)
  }

  /// A whole number divided by 10^`scale`, exactly: `-12.5`, `3.0`.
  mutating func append(scaled value: Int64, scale: Int) {
    let unit = DecimalText.powersOfTen[scale]
    let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: unit)
    // Below a ten-thousandth numbers are written with an exponent, however they are stored.
    if whole == 0, rest != 0, rest < unit / 10_000 {
      return append((Double(value) / Column.powersOfTen[scale]).description)
    }
    if value < 0 { append(UInt8(ascii: "-")) }
    append(digits: whole)
    append(UInt8(ascii: "."))
    var digits = rest
    var place = unit
    repeat {
      place = max(place / 10, 1)
      append(UInt8(ascii: "0") + UInt8(digits / place))
      digits %= place
    } while digits > 0
  }

  /// `2023-01-31`.
  mutating func append(days: Int64) {
    let date = CalendarDate(days: Int(days))
    guard (0...9999).contains(date.year) else { return append(date.text) }
    append(date.year, width: 4)
    append(UInt8(ascii: "-"))
    append(date.month, width: 2)
    append(UInt8(ascii: "-"))
    append(date.day, width: 2)
  }

  /// `2013-01-01T06:00:00`.
  mutating func append(datetime microseconds: Int64) {
    let (seconds, fraction) = CalendarText.dividedDown(microseconds, by: Microseconds.second)
    if fraction != 0 { return append(CalendarText.datetime(microseconds)) }
    let (days, rest) = CalendarText.dividedDown(seconds, by: 86_400)
    append(days: days)
    append(UInt8(ascii: "T"))
    append(Int(rest) / 3600, width: 2)
    append(UInt8(ascii: ":"))
    append(Int(rest) / 60 % 60, width: 2)
    append(UInt8(ascii: ":"))
    append(Int(rest) % 60, width: 2)
  }
}
