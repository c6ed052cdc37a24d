import TallyData

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The scalar functions of known values, by name.
enum OracleFunctions {
  static func call(_ name: String, _ arguments: [Value], _ type: DataType) throws(OracleError) -> Value {
    switch name {
    case "abs", "round", "floor", "ceil", "sqrt", "exp", "ln", "log10", "sign", "bin":
      return try numeric(name, arguments, type)
    case "least", "greatest":
      return arguments.dropFirst().reduce(arguments[0]) { chosen, next in
        let order = ValueOrder.compare(next, chosen)
        return name == "least" ? (order < 0 ? next : chosen) : (order > 0 ? next : chosen)
      }
    case "lower", "upper", "trim", "length", "left", "right", "slice", "replace", "split":
      return textual(name, arguments)
    case "year", "quarter", "month", "week", "day", "weekday", "hour", "minute", "second":
      return OracleCalendar.component(name, arguments[0]).map(Value.integer) ?? .missing
    case "add_months":
      guard case .integer(let count) = arguments[1] else { return .missing }
      return OracleCalendar.addMonths(arguments[0], count)
    case "number", "integer", "text", "boolean": return OracleConversions.convert(arguments[0], to: name)
    case "date": return OracleConversions.date(arguments)
    default: throw .leftOpen("the function \(name)")
    }
  }

  private static func numeric(
    _ name: String, _ arguments: [Value], _ type: DataType
  ) throws(OracleError) -> Value {
    if name == "floor", case .text(let unit)? = arguments.last { return OracleCalendar.floor(arguments[0], unit: unit) }
    if case .integer(let number) = arguments[0] { return try whole(name, number, arguments, type) }
    if case .duration(let length) = arguments[0] { return name == "abs" ? .duration(abs(length)) : .missing }
    guard case .number(let x) = arguments[0] else { return .missing }
    let second = arguments.count > 1 ? arguments[1].double : nil
    let result: Double
    switch name {
    case "abs": result = x.magnitude
    case "sign": result = x > 0 ? 1 : x < 0 ? -1 : 0
    case "sqrt": result = x < 0 ? .nan : x.squareRoot()
    case "exp": result = exp(x)
    case "ln": result = x > 0 ? log(x) : .nan
    case "log10": result = x > 0 ? log10(x) : .nan
    case "floor": result = x.rounded(.down)
    case "ceil": result = x.rounded(.up)
    case "round": result = second.map { rounded(x, digits: $0) } ?? x.rounded(.toNearestOrAwayFromZero)
    case "bin":
      guard let width = second, width > 0 else { return .missing }
      result = (x / width).rounded(.down) * width
    default: throw .leftOpen("the function \(name)")
    }
    guard type == .integer else { return OracleArithmetic.number(result) }
    return OracleArithmetic.rounded(result).map(Value.integer) ?? .missing
  }

  /// Functions of a whole number that stays whole.
  private static func whole(
    _ name: String, _ number: Int64, _ arguments: [Value], _ type: DataType
  ) throws(OracleError) -> Value {
    switch name {
    case "abs": return .integer(abs(number))
    case "sign": return .integer(number.signum())
    case "floor", "ceil": return .integer(number)
    case "round":
      guard arguments.count > 1, let digits = arguments[1].integral, digits < 0 else { return .integer(number) }
      guard digits >= -18 else { return .integer(0) }
      let unit = (0..<(-digits)).reduce(Int128(1)) { product, _ in product * 10 }
      let magnitude = (Int128(number.magnitude) + unit / 2) / unit * unit
      return .integer(try OracleArithmetic.integer(number < 0 ? -magnitude : magnitude))
    case "bin":
      guard let width = arguments[1].integral, width > 0 else { return .missing }
      let edge = OracleCalendar.floorDivide(Int128(number), Int128(width)) * Int128(width)
      return .integer(try OracleArithmetic.integer(edge))
    default: throw .leftOpen("the function \(name) of whole numbers")
    }
  }

  private static func rounded(_ x: Double, digits: Double) -> Double {
    if digits >= 0 {
      let unit = pow(10, digits)
      let scaled = x * unit
      return scaled.isFinite && scaled.magnitude < 0x1p53 ? scaled.rounded(.toNearestOrAwayFromZero) / unit : x
    }
    let unit = pow(10, -digits)
    return unit.isFinite ? (x / unit).rounded(.toNearestOrAwayFromZero) * unit : 0
  }

  private static func textual(_ name: String, _ arguments: [Value]) -> Value {
    guard case .text(let string) = arguments[0] else { return .missing }
    let text = OracleText.scalars(string)
    func whole(_ place: Int) -> Int { Int(arguments[place].integral ?? 0) }
    func part(_ place: Int) -> OracleText.Scalars {
      if case .text(let text) = arguments[place] { OracleText.scalars(text) } else { [] }
    }
    switch name {
    case "lower": return .text(text.map(\.properties.lowercaseMapping).joined())
    case "upper": return .text(text.map(\.properties.uppercaseMapping).joined())
    case "trim": return .text(OracleText.text(OracleText.trimmed(text)))
    case "length": return .integer(Int64(text.count))
    case "left": return .text(OracleText.text(text.prefix(max(0, whole(1)))))
    case "right": return .text(OracleText.text(text.suffix(max(0, whole(1)))))
    case "slice":
      let (from, count) = (whole(1), arguments.count > 2 ? whole(2) : Int.max)
      guard from >= 1, from <= text.count, count >= 0 else { return .missing }
      return .text(OracleText.text(text[(from - 1)...].prefix(count)))
    case "replace":
      let (old, new) = (part(1), part(2))
      return .text(OracleText.text(OracleText.pieces(text, old).joined(separator: new)))
    case "split":
      let pieces = OracleText.pieces(text, part(1))
      let place = whole(2)
      return (1...pieces.count).contains(place) ? .text(OracleText.text(pieces[place - 1])) : .missing
    default: return .missing
    }
  }
}
