import TallyData

/// Reads the cells of one kind as whole numbers.
protocol IntegralParser {
  /// A cell in its usual form; `Int64.min` where it is not, which says nothing about the cell yet.
  func usual(_ text: UnsafePointer<UInt8>, _ cell: Cell) -> Int64

  /// A trimmed cell in any form; nil where it is not of the kind.
  mutating func exact(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64?
}

struct IntegerParser: IntegralParser {
  /// The person named the type: zeros may stand in front.
  var isLenient = false

  @inline(__always)
  func usual(_ text: UnsafePointer<UInt8>, _ cell: Cell) -> Int64 {
    var start = text + Int(cell.start)
    // A quoted cell has a high bit set and is too long for any of this.
    var size = cell.size
    let isNegative = size > 1 && start[0] == UInt8(ascii: "-")
    if isNegative {
      start += 1
      size &-= 1
    }
    guard size &- 1 < 16, size == 1 || start[0] != UInt8(ascii: "0") else { return .min }
    let count = UInt64(size)
    if count <= 8 {
      let word = DigitWord(start, count: count)
      guard word.areDigits else { return .min }
      let value = Int64(bitPattern: word.value)
      return isNegative ? 0 &- value : value
    }
    let high = DigitWord(start, count: count &- 8)
    let low = DigitWord(start + Int(count &- 8), count: 8)
    guard high.areDigits, low.areDigits else { return .min }
    let value = Int64(bitPattern: high.value &* 100_000_000 &+ low.value)
    return isNegative ? 0 &- value : value
  }

  func exact(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    DecimalNumber(bytes, leniently: isLenient)?.integer
  }
}

/// Reads numbers as whole multiples of 10^−scale.
struct DecimalParser: IntegralParser {
  var isLenient = false
  let scale: Int
  private let powers = DecimalParser.powers

  init(scale: Int, isLenient: Bool) {
    self.scale = scale
    self.isLenient = isLenient
  }

  @inline(__always)
  func usual(_ text: UnsafePointer<UInt8>, _ cell: Cell) -> Int64 {
    var start = text + Int(cell.start)
    var size = cell.size
    let isNegative = size > 1 && start[0] == UInt8(ascii: "-")
    if isNegative {
      start += 1
      size &-= 1
    }
    guard size &- 1 < 8, start[0] != UInt8(ascii: "0") || size == 1 || start[1] == UInt8(ascii: ".") else {
      return .min
    }
    var word = DigitWord(start, count: UInt64(size))
    let behind = word.removePoint()
    // `.` alone has a point and no digit.
    guard word.areDigits, size > 1 || behind < 0 else { return .min }
    let missingDigits = scale &- max(behind, 0)
    guard missingDigits >= 0, missingDigits < 8 else { return .min }
    let value = Int64(bitPattern: word.value) &* powers[missingDigits]
    return isNegative ? 0 &- value : value
  }

  func exact(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard let number = DecimalNumber(bytes, leniently: isLenient) else { return nil }
    // Digits that 64 bits do not hold are somebody's identifiers, unless the person said number.
    guard isLenient || !number.isPlain || number.integer != nil else { return nil }
    return number.scaled(by: scale)
  }

  /// 10^0 … 10^7; eight digits times the last stay below 2^53.
  ///
  /// Written once, before anybody can read it, and never freed.
  private nonisolated(unsafe) static let powers: UnsafePointer<Int64> = {
    let table = UnsafeMutablePointer<Int64>.allocate(capacity: 8)
    var power: Int64 = 1
    for place in 0..<8 {
      table[place] = power
      power *= 10
    }
    return UnsafePointer(table)
  }()
}

struct BooleanParser: IntegralParser {
  /// `true` and `false`, not `yes` and `no`.
  let isTruth: Bool

  @inline(__always)
  func usual(_ text: UnsafePointer<UInt8>, _ cell: Cell) -> Int64 {
    let word = UnsafeRawPointer(text + Int(cell.start)).loadUnaligned(as: UInt64.self).littleEndian
    guard isTruth else {
      if cell.size == 3 { return spelled(word, 3, 0x73_65_79, 1) }
      return cell.size == 2 ? spelled(word, 2, 0x6F_6E, 0) : .min
    }
    if cell.size == 4 { return spelled(word, 4, 0x65_75_72_74, 1) }
    return cell.size == 5 ? spelled(word, 5, 0x65_73_6C_61_66, 0) : .min
  }

  @inline(__always)
  private func spelled(_ word: UInt64, _ count: UInt64, _ letters: UInt64, _ value: Int64) -> Int64 {
    let mask: UInt64 = 1 &<< (8 &* count) &- 1
    return (word | 0x20_20_20_20_20) & mask == letters ? value : .min
  }

  func exact(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard let word = BooleanWord(bytes), word.isTruth == isTruth else { return nil }
    return word.value ? 1 : 0
  }
}

/// Reads nothing: every cell is missing or of another kind.
struct MissingParser: IntegralParser {
  func usual(_ text: UnsafePointer<UInt8>, _ cell: Cell) -> Int64 { .min }

  func exact(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? { nil }
}

/// Reads `0` and `1`, as a column that the person called boolean may spell its values.
struct BitParser: IntegralParser {
  func usual(_ text: UnsafePointer<UInt8>, _ cell: Cell) -> Int64 { .min }

  func exact(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard bytes.count == 1, bytes[0] & 0xFE == UInt8(ascii: "0") else { return nil }
    return Int64(bytes[0] & 1)
  }
}

struct DateParser: IntegralParser {
  let rule: DateRule

  @inline(__always)
  func usual(_ text: UnsafePointer<UInt8>, _ cell: Cell) -> Int64 {
    guard cell.size == 10 else { return .min }
    let start = text + Int(cell.start)
    let separator = start[4]
    guard separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/"), start[7] == separator else { return .min }
    let yearWord = DigitWord(start, count: 4)
    let monthWord = DigitWord(start + 5, count: 2)
    let dayWord = DigitWord(start + 8, count: 2)
    guard yearWord.areDigits, monthWord.areDigits, dayWord.areDigits else { return .min }
    let (year, month, day) = (Int(yearWord.value), Int(monthWord.value), Int(dayWord.value))
    guard year > 0, month &- 1 < 12, month > 0, day > 0,
      day <= 28 || day <= CalendarDate.dayCount(year: year, month: month)
    else { return .min }
    return Int64(Self.days(year, month, day))
  }

  func exact(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? { rule.date(bytes).map { Int64($0) } }

  /// `CalendarDate.days`, where no year is negative; here so that it is part of the loop.
  @inline(__always)
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let isEarly = month <= 2
    let shiftedYear = isEarly ? year &- 1 : year
    let shiftedMonth = isEarly ? month &+ 9 : month &- 3
    let leapDays = shiftedYear / 4 &- shiftedYear / 100 &+ shiftedYear / 400
    return 365 &* shiftedYear &+ leapDays &+ (153 &* shiftedMonth &+ 2) / 5 &+ day &- 719_469
  }
}

struct DatetimeParser: IntegralParser {
  let rule: DateRule
  /// Cells with `Z` or an offset.
  private(set) var offsetCount = 0

  init(rule: DateRule) { self.rule = rule }

  @inline(__always)
  func usual(_ text: UnsafePointer<UInt8>, _ cell: Cell) -> Int64 {
    let day = DateParser(rule: rule).usual(text, Cell(start: cell.start, size: 10))
    guard cell.size == 19, day != .min else { return .min }
    let start = text + Int(cell.start)
    guard start[10] | 0x20 == UInt8(ascii: "t") || start[10] == UInt8(ascii: " "), start[13] == UInt8(ascii: ":"),
      start[16] == UInt8(ascii: ":")
    else { return .min }
    let hourWord = DigitWord(start + 11, count: 2)
    let minuteWord = DigitWord(start + 14, count: 2)
    let secondWord = DigitWord(start + 17, count: 2)
    guard hourWord.areDigits, minuteWord.areDigits, secondWord.areDigits else { return .min }
    let (hour, minute, second) = (hourWord.value, minuteWord.value, secondWord.value)
    guard hour < 24, minute < 60, second < 60 else { return .min }
    return day &* Microseconds.day &+ Int64(bitPattern: hour &* 3600 &+ minute &* 60 &+ second) &* Microseconds.second
  }

  mutating func exact(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    if let parsed = rule.datetime(bytes) {
      if parsed.hasOffset { offsetCount += 1 }
      return parsed.microseconds
    }
    return rule.date(bytes).map { Int64($0) * Microseconds.day }
  }
}

/// Reads ISO 8601 durations of weeks, days, hours, minutes and seconds: `P1DT2H`, `-PT0.5S`.
struct DurationParser: IntegralParser {
  func usual(_ text: UnsafePointer<UInt8>, _ cell: Cell) -> Int64 { .min }

  func exact(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    var rest = bytes[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative { rest.removeFirst() }
    guard rest.popFirst() == UInt8(ascii: "P"), !rest.isEmpty else { return nil }
    var total: Int64 = 0
    var units: [(UInt8, Int64)] = [(0x57, Microseconds.week), (0x44, Microseconds.day)]
    while let first = rest.first {
      if first == UInt8(ascii: "T") {
        guard units.first?.1 != Microseconds.hour, rest.count > 1 else { return nil }
        rest.removeFirst()
        units = [(0x48, Microseconds.hour), (0x4D, Microseconds.minute), (0x53, Microseconds.second)]
        continue
      }
      guard let amount = Self.amount(&rest), let unit = rest.popFirst(),
        let place = units.firstIndex(where: { $0.0 == unit }), amount.fraction == 0 || unit == UInt8(ascii: "S")
      else { return nil }
      let (product, overflow) = amount.whole.multipliedReportingOverflow(by: units[place].1)
      let (sum, overflowed) = total.addingReportingOverflow(product &+ amount.fraction)
      guard !overflow, !overflowed, sum >= total else { return nil }
      total = sum
      units.removeFirst(place + 1)
    }
    return isNegative ? -total : total
  }

  /// Digits with, after a point, microseconds.
  private static func amount(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> (whole: Int64, fraction: Int64)? {
    var (whole, fraction, unit): (Int64, Int64, Int64) = (0, 0, Microseconds.second)
    var (digits, isFraction) = (0, false)
    while let byte = rest.first, byte &- 48 < 10 || (byte == UInt8(ascii: ".") && !isFraction) {
      rest.removeFirst()
      guard byte != UInt8(ascii: ".") else {
        isFraction = true
        continue
      }
      digits += 1
      if isFraction {
        unit /= 10
        fraction += unit * Int64(byte &- 48)
      } else {
        guard whole < Int64.max / 100 else { return nil }
        whole = whole * 10 + Int64(byte &- 48)
      }
    }
    return digits > 0 ? (whole, fraction) : nil
  }
}
