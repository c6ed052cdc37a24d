import TallyData

/// The functions that turn a value into another type; what does not parse is missing.
enum OracleConversions {
  static func convert(_ value: Value, to name: String) -> Value {
    switch name {
    case "number": number(value)
    case "integer": integer(value)
    case "text": .text(text(value))
    case "boolean": boolean(value)
    default: .missing
    }
  }

  private static func number(_ value: Value) -> Value {
    switch value {
    case .integer(let whole): .number(Double(whole))
    case .number: value
    case .boolean(let truth): .number(truth ? 1 : 0)
    case .text(let text):
      isNumber(plain(text)) ? Double(plain(text)).map(OracleArithmetic.number) ?? .missing : .missing
    case .missing, .date, .datetime, .duration: .missing
    }
  }

  private static func integer(_ value: Value) -> Value {
    switch value {
    case .integer: return value
    case .number(let number):
      let whole = number.rounded(.towardZero)
      return Int64(exactly: whole).map(Value.integer) ?? .missing
    case .boolean(let truth): return .integer(truth ? 1 : 0)
    case .text(let text):
      let digits = plain(text)
      guard isNumber(digits), let whole = Int64(digits), whole != .min else { return .missing }
      return .integer(whole)
    case .missing, .date, .datetime, .duration: return .missing
    }
  }

  private static func boolean(_ value: Value) -> Value {
    switch value {
    case .boolean: return value
    case .integer(let number): return number == 0 ? .boolean(false) : number == 1 ? .boolean(true) : .missing
    case .text(let text):
      switch plain(text).lowercased() {
      case "true", "yes": return .boolean(true)
      case "false", "no": return .boolean(false)
      default: return .missing
      }
    case .missing, .number, .date, .datetime, .duration: return .missing
    }
  }

  static func date(_ arguments: [Value]) -> Value {
    if arguments.count == 3 {
      guard let year = arguments[0].integral, let month = arguments[1].integral, let day = arguments[2].integral,
        (1...9999).contains(year), (1...12).contains(month), day >= 1,
        day <= OracleCalendar.length(Int(year), Int(month))
      else { return .missing }
      return .date(Int64(OracleCalendar.number(.init(year: Int(year), month: Int(month), day: Int(day)))))
    }
    if case .text(let text) = arguments[0] { return date(text: plain(text)) }
    return OracleCalendar.parts(arguments[0]).map { .date($0.days) } ?? .missing
  }

  private static func date(text: String) -> Value {
    guard text.utf8.count == 10, let separator = text.first(where: { $0 == "-" || $0 == "/" }) else { return .missing }
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2], parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }) else {
      return .missing
    }
    return date(parts.map { .integer(Int64($0) ?? 0) })
  }

  /// Spaces around a value are no part of it.
  private static func plain(_ text: String) -> String {
    OracleText.text(OracleText.trimmed(OracleText.scalars(text)))
  }

  /// `1`, `-2.5`, `.5`, `5.`, `1e5`; not `+5`, `0x1F`, `Infinity`.
  private static func isNumber(_ text: String) -> Bool {
    let pattern = OraclePattern(#"^-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$"#, ignoringCase: false)
    return pattern?.isFound(in: OracleText.scalars(text)) ?? false
  }

  private static func text(_ value: Value) -> String {
    switch value {
    case .missing: return ""
    case .integer(let whole): return String(whole)
    case .number(let number):
      let text = String(number)
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    case .text(let text): return text
    case .boolean(let truth): return truth ? "true" : "false"
    case .date(let days): return dateText(days)
    case .datetime(let instant):
      guard let (days, time) = OracleCalendar.parts(.datetime(instant)) else { return "" }
      return dateText(days) + "T" + CalendarText.time(time)
    case .duration(let length): return CalendarText.duration(length)
    }
  }

  private static func dateText(_ days: Int64) -> String {
    let day = OracleCalendar.day(days)
    func padded(_ number: Int, _ width: Int) -> String {
      String(String(number + 100_000).suffix(width))
    }
    return "\(padded(day.year, 4))-\(padded(day.month, 2))-\(padded(day.day, 2))"
  }
}
