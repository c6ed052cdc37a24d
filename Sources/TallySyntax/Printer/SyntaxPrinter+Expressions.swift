extension SyntaxPrinter {
  package static func print(_ expression: ExpressionSyntax) -> String {
    switch expression.kind {
    case .literal(let literal): print(literal)
    case .name(let name): print(name)
    case .parameter(let name): "$\(name.text)"
    case .call(let call): print(call)
    case .parenthesized(let inner): "(\(print(inner)))"
    case .negative(let operand): "-\(print(operand))"
    case .arithmetic(let operation, let left, let right): "\(print(left)) \(operation.rawValue) \(print(right))"
    case .comparison(let first, let links, let ignoringCase):
      print(first) + links.map { " \($0.comparison.rawValue) \(print($0.operand))" }.joined() + ending(ignoringCase)
    case .membership(let membership): print(membership)
    case .textTest(let test): print(test)
    case .missingTest(let operand, let isNegated): "\(print(operand)) is \(isNegated ? "not " : "")missing"
    case .not(let operand): "not \(print(operand))"
    case .and(let operands): operands.map(print).joined(separator: " and ")
    case .or(let operands): operands.map(print).joined(separator: " or ")
    case .conditional(let condition, let value, let otherwise):
      "if \(print(condition)) then \(print(value)) else \(print(otherwise))"
    }
  }

  private static func ending(_ ignoringCase: Bool) -> String { ignoringCase ? " ignoring case" : "" }

  private static func print(_ membership: MembershipSyntax) -> String {
    let subject = joined(print(membership.operand), membership.isNegated ? "not" : nil)
    if membership.isBetween, case .range(let low, let high)? = membership.items.first {
      return "\(subject) between \(print(low)) and \(print(high))\(ending(membership.ignoringCase))"
    }
    let items = list(membership.items.map(print))
    return "\(subject) in \(membership.isList ? "(\(items))" : items)\(ending(membership.ignoringCase))"
  }

  private static func print(_ item: MembershipSyntax.Item) -> String {
    switch item {
    case .value(let value): print(value)
    case .range(let low, let high): "\(print(low))..\(print(high))"
    }
  }

  private static func print(_ test: TextTestSyntax) -> String {
    joined(print(test.operand), test.isNegated ? "not" : nil, test.test.rawValue, print(test.pattern))
      + ending(test.ignoringCase)
  }

  private static func print(_ call: CallSyntax) -> String {
    let arguments = joined(
      call.countKind?.rawValue, list(call.arguments.map(print)), clause("when", call.when),
      clause("weighted by", call.weight))
    let name = call.name.text.lowercased()
    return call.isParenthesized ? "\(name)(\(arguments))" : joined(name, arguments)
  }

  private static func print(_ literal: LiteralSyntax) -> String {
    switch literal {
    case .integer(let value): "\(value)"
    case .number(let value): number(value)
    case .text(let text): TextEscapes.encoded(text)
    case .boolean(let value): "\(value)"
    case .missing: "missing"
    case .date(let year, let month, let day): date(year, month, day)
    case .datetime(let year, let month, let day, let hour, let minute, let second, let fraction):
      "\(date(year, month, day))T\(padded(hour)):\(padded(minute)):\(padded(second))\(decimals(fraction))"
    case .month(let year, let month): "\(padded(year, 4))-\(padded(month))"
    case .quarter(let year, let quarter): "\(padded(year, 4))-Q\(quarter)"
    case .duration(let count, let unit): "\(count) \(count == 1 ? unit.singular : unit.rawValue)"
    }
  }

  /// `2.5`, and `1e6` where zeros would follow.
  private static func number(_ value: Double) -> String {
    let text = "\(value)"
    guard text.hasSuffix("00000.0") else { return text }
    var digits = text.dropLast(2)
    var zeros = 0
    while digits.last == "0", digits.count > 1 {
      digits.removeLast()
      zeros += 1
    }
    return "\(digits)e\(zeros)"
  }

  private static func date(_ year: Int, _ month: Int, _ day: Int) -> String {
    "\(padded(year, 4))-\(padded(month))-\(padded(day))"
  }

  /// The point and the digits of microseconds, without zeros at the end.
  private static func decimals(_ fraction: Int) -> String {
    guard fraction > 0 else { return "" }
    var digits = padded(fraction, 6)
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
  }

  private static func padded(_ value: Int, _ width: Int = 2) -> String {
    let digits = "\(value)"
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
