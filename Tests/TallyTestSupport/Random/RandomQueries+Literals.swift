import TallyData

extension RandomQueries {
  /// A constant of a type, often one that the columns hold.
  mutating func constant(_ type: DataType) -> Value {
    let pool = scope.pool(of: type)
    if !pool.isEmpty, !generator.chance(in: 3) { return generator.pick(pool) }
    let kinds = RandomColumn.allCases.filter { $0.type == type && $0 != .wild && $0 != .extreme }
    while true {
      let value = generator.pick(kinds).value(&generator)
      if isPlain, case .text(let text) = value, !text.utf8.allSatisfy({ $0 < 0x80 }) { continue }
      return value
    }
  }

  mutating func literal(_ type: DataType) -> RandomPiece { Self.literal(constant(type)) }

  /// A value as it is typed.
  static func literal(_ value: Value) -> RandomPiece {
    switch value {
    case .missing: RandomPiece("missing")
    case .integer(let whole): signed(String(whole))
    case .number(let number): signed(decimal(number))
    case .text(let text): RandomPiece(quoted(text))
    case .boolean(let truth): RandomPiece(truth ? "true" : "false")
    case .date(let days): RandomPiece(CalendarDate(days: Int(days)).text)
    case .datetime(let instant): RandomPiece(CalendarText.datetime(instant))
    case .duration(let length): signed(duration(length))
    }
  }

  private static func signed(_ text: String) -> RandomPiece {
    RandomPiece(text, text.hasPrefix("-") ? .negative : .atom)
  }

  /// Always with a point or an exponent, so that it is a number.
  private static func decimal(_ number: Double) -> String {
    let text = String(number)
    return text.contains(".") || text.contains("e") ? text : text + ".0"
  }

  private static func duration(_ length: Int64) -> String {
    let units: [(Int64, String)] = [
      (Microseconds.week, "weeks"), (Microseconds.day, "days"), (Microseconds.hour, "hours"),
      (Microseconds.minute, "minutes"), (Microseconds.second, "seconds"),
    ]
    for (unit, name) in units where length % unit == 0 && length != 0 { return "\(length / unit) \(name)" }
    return "\(length / Microseconds.second) seconds"
  }

  static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      scalar == "\"" || scalar == "\\" ? "\\\(scalar)" : String(scalar)
    }
    return "\"\(escaped.joined())\""
  }

  /// Two constants, the smaller first.
  mutating func ordered(_ type: DataType) -> (RandomPiece, RandomPiece) {
    let (a, b) = (constant(type), constant(type))
    return ValueOrder.compare(a, b) <= 0 ? (Self.literal(a), Self.literal(b)) : (Self.literal(b), Self.literal(a))
  }

  /// `2023-01` or `2023-Q1`, near the days of the columns.
  mutating func period(after earlier: Int = 0) -> (text: String, month: Int) {
    let month = max(2_022 * 12 + generator.int(10...30), earlier)
    let year = month / 12
    if generator.chance(in: 3) { return ("\(year)-Q\(month % 12 / 3 + 1)", month) }
    let digits = month % 12 + 1
    return ("\(year)-\(digits < 10 ? "0" : "")\(digits)", month)
  }
}
