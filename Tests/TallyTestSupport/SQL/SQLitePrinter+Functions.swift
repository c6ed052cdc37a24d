import TallyData
import TallyPlan

extension SQLitePrinter {
  func call(_ name: String, _ arguments: [BoundExpression], _ type: DataType) throws(Unsupported) -> String {
    var texts: [String] = []
    for argument in arguments { texts.append(try sql(argument)) }
    let x = texts[0]
    let listed = texts.joined(separator: ", ")
    switch name {
    case "abs", "sign", "coalesce", "replace", "length": return "\(name)(\(listed))"
    case "floor" where arguments.count == 2: return try floor(arguments[0].type, x, arguments[1])
    case "floor", "ceil":
      return arguments[0].type == .integer ? x : "CAST(\(name)(\(x)) AS INTEGER)"
    case "round":
      if arguments.count > 1 { throw Unsupported("round to digits") }
      return arguments[0].type == .integer ? x : "CAST(round(\(x)) AS INTEGER)"
    case "sqrt", "ln", "log10", "exp": return Self.finite("\(name)(\(x))")
    case "bin" where type == .integer && arguments[1].type == .integer && arguments[0].type == .integer:
      let rest = "((\(x) % \(texts[1]) + \(texts[1])) % \(texts[1]))"
      return "(\(x) - \(rest))"
    case "least": return "min(\(listed))"
    case "greatest": return "max(\(listed))"
    case "lower", "upper":
      if !isASCII { throw Unsupported(name) }
      return "\(name)(\(x))"
    case "trim": return "trim(\(x))"
    case "left": return "substr(\(x), 1, max(\(texts[1]), 0))"
    case "right": return "(CASE WHEN \(texts[1]) <= 0 THEN substr(\(x), 1, 0) ELSE substr(\(x), -\(texts[1])) END)"
    case "slice" where texts.count == 3:
      let isInside = "\(texts[1]) BETWEEN 1 AND length(\(x)) AND \(texts[2]) >= 0"
      return "(CASE WHEN \(isInside) THEN substr(\(x), \(texts[1]), \(texts[2])) END)"
    case "year", "quarter", "month", "week", "day", "weekday", "hour", "minute", "second":
      return component(name, x, arguments[0].type)
    case "date" where arguments.count == 3: return date(texts)
    case "date" where arguments[0].type == .datetime: return days(x, .datetime)
    case "date" where arguments[0].type == .date: return x
    case "add_months": return addMonths(x, arguments[0].type, texts[1])
    case "number" where arguments[0].type.isNumeric: return "CAST(\(x) AS REAL)"
    case "integer" where arguments[0].type == .integer: return x
    case "text": return try text(x, arguments[0].type)
    default: throw Unsupported(name)
    }
  }

  private func text(_ x: String, _ type: DataType) throws(Unsupported) -> String {
    switch type {
    case .integer: return "CAST(\(x) AS TEXT)"
    case .text: return x
    case .boolean: return "(CASE \(x) WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)"
    case .date: return "strftime('%Y-%m-%d', \(x) * 86400, 'unixepoch')"
    case .number, .datetime, .duration: throw Unsupported("text of \(type)")
    }
  }

  /// The quotient rounded down.
  private func floorDivide(_ x: String, _ y: String) -> String {
    "((\(x) - ((\(x) % \(y) + \(y)) % \(y))) / \(y))"
  }

  private func days(_ x: String, _ type: DataType) -> String { type == .date ? x : floorDivide(x, Self.day) }

  private func component(_ name: String, _ x: String, _ type: DataType) -> String {
    func part(_ format: String, _ modifiers: String = "") -> String {
      "CAST(strftime('\(format)', \(days(x, type)) * 86400, 'unixepoch'\(modifiers)) AS INTEGER)"
    }
    func time(_ unit: Int64, _ count: Int) -> String {
      "((\(x) % \(Self.day) + \(Self.day)) % \(Self.day) / \(unit) % \(count))"
    }
    switch name {
    case "year": return part("%Y")
    case "quarter": return "((\(part("%m")) + 2) / 3)"
    case "month": return part("%m")
    case "day": return part("%d")
    case "weekday": return "((\(part("%w")) + 6) % 7 + 1)"
    case "week": return "((\(part("%j", ", '-3 days', 'weekday 4'")) - 1) / 7 + 1)"
    case "hour": return time(Microseconds.hour, 24)
    case "minute": return time(Microseconds.minute, 60)
    default: return time(Microseconds.second, 60)
    }
  }

  private func floor(_ type: DataType, _ x: String, _ unit: BoundExpression) throws(Unsupported) -> String {
    guard case .text(let unit)? = unit.constant else { throw Unsupported("floor to a computed unit") }
    func back(_ days: String) -> String { type == .date ? days : "(\(days) * \(Self.day))" }
    let day = days(x, type)
    func start(_ modifiers: String) -> String {
      back("(unixepoch(\(day) * 86400, 'unixepoch', \(modifiers)) / 86400)")
    }
    switch unit {
    case "day": return back(day)
    case "month": return start("'start of month'")
    case "year": return start("'start of year'")
    case "quarter":
      let months = "'-' || ((strftime('%m', \(day) * 86400, 'unixepoch') - 1) % 3) || ' months'"
      return start("'start of month', \(months)")
    case "week":
      let monday = "(\(day) - ((\(day) + 3) % 7 + 7) % 7)"
      return back("(CASE WHEN \(monday) >= -719162 THEN \(monday) END)")
    case "hour": return "(\(floorDivide(x, "\(Microseconds.hour)")) * \(Microseconds.hour))"
    case "minute": return "(\(floorDivide(x, "\(Microseconds.minute)")) * \(Microseconds.minute))"
    case "second": return "(\(floorDivide(x, "\(Microseconds.second)")) * \(Microseconds.second))"
    default: throw Unsupported("floor to \(unit)")
    }
  }

  /// The same day of a later month, or the month's last.
  private func addMonths(_ x: String, _ type: DataType, _ count: String) -> String {
    let day = days(x, type)
    let base = "\(day) * 86400, 'unixepoch', 'start of month', printf('%+d months', \(count))"
    let length = "CAST(strftime('%d', \(base), '+1 month', '-1 day') AS INTEGER)"
    let place = "min(CAST(strftime('%d', \(day) * 86400, 'unixepoch') AS INTEGER), \(length))"
    let moved = "(unixepoch(\(base)) / 86400 + \(place) - 1)"
    let isHeld = "\(moved) BETWEEN -719162 AND 2932896"
    return type == .date
      ? "(CASE WHEN \(isHeld) THEN \(moved) END)"
      : "(CASE WHEN \(isHeld) THEN \(moved) * \(Self.day) + (\(x) - \(day) * \(Self.day)) END)"
  }

  /// SQLite takes the 31st of any month for a day of the next.
  private func date(_ parts: [String]) -> String {
    let text = "printf('%04d-%02d-%02d', \(parts.joined(separator: ", ")))"
    let isWhole = parts.map { "\($0) IS NOT NULL" }.joined(separator: " AND ")
    return "(CASE WHEN \(isWhole) AND date(\(text), '+0 days') = \(text) THEN unixepoch(\(text)) / 86400 END)"
  }
}
