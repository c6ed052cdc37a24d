import TallyData
import TallyPlan
import TallySyntax

extension SQLitePrinter {
  static let day = "86400000000"

  func sql(_ expression: BoundExpression) throws(Unsupported) -> String {
    let text = try unchecked(expression)
    if text.utf8.count > 20_000 { throw Unsupported("a very long expression") }
    return text
  }

  private func unchecked(_ expression: BoundExpression) throws(Unsupported) -> String {
    switch expression.kind {
    case .column(let index): return "c\(index)"
    case .constant(let value): return Self.literal(value)
    case .call(let function, let arguments): return try call(function.name, arguments, expression.type)
    case .arithmetic(let op, let left, let right): return try arithmetic(op, left, right, expression.type)
    case .negative(let operand): return "(- \(try sql(operand)))"
    case .toNumber(let operand): return "CAST(\(try sql(operand)) AS REAL)"
    case .toDatetime(let operand): return "(\(try sql(operand)) * \(Self.day))"
    case .comparison(let op, let left, let right, let ignoringCase):
      let (a, b) = (try folded(left, ignoringCase), try folded(right, ignoringCase))
      return "(\(a) \(op.rawValue) \(b))"
    case .membership(let operand, let members, let ignoringCase):
      return try membership(try folded(operand, ignoringCase), members, ignoringCase)
    case .textTest(let test, let operand, let pattern, let ignoringCase):
      return try textTest(test, operand, pattern, ignoringCase)
    case .isMissing(let operand): return "(\(try sql(operand)) IS NULL)"
    case .not(let operand): return "(NOT \(try sql(operand)))"
    case .and(let operands): return "(\(try joined(operands, " AND ")))"
    case .or(let operands): return "(\(try joined(operands, " OR ")))"
    case .conditional(let condition, let value, let otherwise):
      return "(CASE \(try sql(condition)) WHEN 1 THEN \(try sql(value)) WHEN 0 THEN \(try sql(otherwise)) END)"
    case .indicator(let operand): return "(\(try sql(operand)) <> 0)"
    }
  }

  private func joined(_ operands: [BoundExpression], _ separator: String) throws(Unsupported) -> String {
    var texts: [String] = []
    for operand in operands { texts.append(try sql(operand)) }
    return texts.joined(separator: separator)
  }

  static func literal(_ value: Value) -> String {
    switch value {
    case .missing: "NULL"
    case .number(let number):
      number == 0 ? "0.0" : String(number)
    case .text(let text): "CAST(x'\(text.utf8.map(Self.hexadecimal).joined())' AS TEXT)"
    case .integer, .boolean, .date, .datetime, .duration: String(value.integral ?? 0)
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  /// SQLite folds the case of ASCII letters alone.
  private func folded(_ operand: BoundExpression, _ ignoringCase: Bool) throws(Unsupported) -> String {
    let text = try sql(operand)
    guard ignoringCase else { return text }
    if !isASCII { throw Unsupported("ignoring case") }
    return "lower(\(text))"
  }

  private func membership(
    _ value: String, _ members: [BoundExpression.Member], _ ignoringCase: Bool
  ) throws(Unsupported) -> String {
    var tests: [String] = []
    for member in members {
      switch member {
      case .value(let other): tests.append("\(value) = \(try folded(other, ignoringCase))")
      case .range(let low, let high):
        var ends: [String] = []
        if let low { ends.append("\(value) >= \(try folded(low, ignoringCase))") }
        if let high { ends.append("\(value) <= \(try folded(high, ignoringCase))") }
        tests.append("(\(ends.joined(separator: " AND ")))")
      }
    }
    return "(\(tests.joined(separator: " OR ")))"
  }

  private func textTest(
    _ test: TextTestSyntax.Test, _ operand: BoundExpression, _ pattern: BoundExpression, _ ignoringCase: Bool
  ) throws(Unsupported) -> String {
    let (text, part) = (try folded(operand, ignoringCase), try folded(pattern, ignoringCase))
    switch test {
    case .contains: return "((\(text) IS NOT NULL AND \(part) = '') OR instr(\(text), \(part)) > 0)"
    case .startsWith: return "(substr(\(text), 1, length(\(part))) = \(part))"
    case .endsWith: return "((\(text) IS NOT NULL AND \(part) = '') OR substr(\(text), -length(\(part))) = \(part))"
    case .matches:
      if ignoringCase { throw Unsupported("matches ignoring case") }
      return "regexp(\(part), \(text))"
    }
  }

  private func arithmetic(
    _ op: ArithmeticOperator, _ left: BoundExpression, _ right: BoundExpression, _ type: DataType
  ) throws(Unsupported) -> String {
    let (a, b) = (try sql(left), try sql(right))
    switch (op, left.type, right.type) {
    case (.add, .text, _): return "(\(a) || \(b))"
    case (.divide, .duration, .duration): return "(CAST(\(a) AS REAL) / nullif(\(b), 0))"
    case (.divide, .duration, _): return Self.whole("\(a) / nullif(\(b), 0.0)")
    case (.divide, _, _): return Self.finite("(\(a) / nullif(\(b), 0.0))")
    case (.multiply, .number, .number): return Self.finite("(\(a) * \(b))")
    case (.multiply, .duration, _), (.multiply, _, .duration): return Self.whole("\(a) * \(b)")
    case (.power, _, _): return Self.finite("pow(\(a), \(b))")
    case (.modulo, _, _): return modulo(a, b, isInteger: type == .integer)
    case (.subtract, .date, .date): return "((\(a) - \(b)) * \(Self.day))"
    case (_, .date, _): return calendar("(\(a) \(op.rawValue) \(b) / \(Self.day))", "719162", "2932896")
    case (_, _, .date): return calendar("(\(a) / \(Self.day) + \(b))", "719162", "2932896")
    default:
      let plain = "(\(a) \(op.rawValue) \(b))"
      return type == .datetime ? calendar(plain, "719162 * \(Self.day)", "(2932897 * \(Self.day) - 1)") : plain
    }
  }

  /// Days and instants outside years 1 to 9999 are missing.
  private func calendar(_ value: String, _ before: String, _ last: String) -> String {
    "(CASE WHEN \(value) BETWEEN -\(before) AND \(last) THEN \(value) END)"
  }

  /// The nearest whole number; missing where 64 bits do not hold it.
  static func whole(_ value: String) -> String {
    "(CASE WHEN abs(\(value)) < 9223372036854775807.0 THEN CAST(round(\(value)) AS INTEGER) END)"
  }

  static func finite(_ value: String) -> String {
    "(CASE WHEN abs(\(value)) <= 1.7976931348623157e308 THEN \(value) END)"
  }

  /// With the divisor's sign.
  private func modulo(_ a: String, _ b: String, isInteger: Bool) -> String {
    let divisor = "nullif(\(b), 0)"
    let rest = isInteger ? "(\(a) % \(divisor))" : "mod(\(a), \(divisor))"
    return "(CASE WHEN \(rest) <> 0 AND (\(rest) < 0) <> (\(b) < 0) THEN \(rest) + \(b) ELSE \(rest) END)"
  }
}
