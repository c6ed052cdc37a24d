import TallyData
import TallyPlan
import TallySyntax

/// Expressions over the columns of the present SELECT.
extension SQLPrinter {
  func sql(_ expression: BoundExpression) throws(TranslationError) -> PrintedText {
    if let value = expression.constantValue { return try literal(value, expression.type) }
    switch expression.kind {
    case .column(let index): return select.columns[index].text
    case .constant(let value): return try literal(value, expression.type)
    case .call(let function, let arguments): return try call(function.name, arguments, expression.type)
    case .arithmetic(let op, let left, let right): return try arithmetic(op, left, right, expression)
    case .negative(let operand): return PrintedText("(-\(try sql(operand).tight))")
    case .toNumber(let operand): return PrintedText("CAST(\(try sql(operand).text) AS \(typeName(.number)))")
    case .toDatetime(let operand): return try filled("date as datetime", [sql(operand)])
    case .comparison(let op, let left, let right, let ignoringCase):
      return try comparison(op, left, right, ignoringCase)
    case .membership(let operand, let members, let ignoringCase):
      return try membership(operand, members, ignoringCase)
    case .textTest(let test, let operand, let pattern, let ignoringCase):
      return try textTest(test, operand, pattern, ignoringCase)
    case .isMissing(let operand): return PrintedText("\(try sql(operand).within(.sum)) IS NULL", .comparison)
    case .not(let operand):
      if case .isMissing(let value) = operand.kind {
        return PrintedText("\(try sql(value).within(.sum)) IS NOT NULL", .comparison)
      }
      return PrintedText("NOT \(try condition(operand).within(.comparison))", .negation)
    case .and(let operands): return try joined(operands, "AND", .conjunction)
    case .or(let operands): return try joined(operands, "OR", .disjunction)
    case .conditional(let condition, let value, let otherwise):
      // An unknown condition gives missing, which ELSE would not.
      let test = try self.condition(condition).tight
      return PrintedText(
        "CASE \(test) WHEN TRUE THEN \(try sql(value).text) WHEN FALSE THEN \(try sql(otherwise).text) END")
    case .indicator(let operand): return PrintedText("\(try sql(operand).within(.sum)) <> 0", .comparison)
    }
  }

  /// An expression that stands as a condition.
  func condition(_ expression: BoundExpression) throws(TranslationError) -> PrintedText { try sql(expression) }

  func typeName(_ type: DataType) -> String { dialect.typeName(type) }

  func filled(_ name: String, _ arguments: [PrintedText]) throws(TranslationError) -> PrintedText {
    guard let template = dialect.spelling(name) else { throw unable("`\(name)`") }
    return Dialect.filled(template, arguments)
  }

  private func joined(
    _ operands: [BoundExpression], _ word: String, _ level: PrintedText.Level
  ) throws(TranslationError) -> PrintedText {
    var texts: [String] = []
    for operand in operands { texts.append(try condition(operand).within(.negation)) }
    return PrintedText(texts.joined(separator: " \(word) "), level)
  }

  /// A missing constant has its type with it, since an engine cannot see it.
  func literal(_ value: Value, _ type: DataType) throws(TranslationError) -> PrintedText {
    switch value {
    case .missing: return PrintedText("CAST(NULL AS \(typeName(type)))")
    case .integer(let whole):
      if whole < -Int64.max { throw unable("the number \(whole)") }
      return Self.signed(String(whole))
    case .number(let number): return Self.signed(number == 0 ? "0.0" : String(number))
    case .text(let text):
      if text.utf8.contains(0) { throw unable("a text with a zero byte") }
      return PrintedText("'" + text.replacing("'", with: "''") + "'")
    case .boolean(let truth): return PrintedText(truth ? "TRUE" : "FALSE")
    case .date(let days): return PrintedText("\(dialect.datePrefix)'\(CalendarDate(days: Int(days)).text)'")
    case .datetime(let instant):
      return PrintedText("\(dialect.datetimePrefix)'\(CalendarText.datetime(instant).replacing("T", with: " "))'")
    case .duration(let length): return try duration(length)
    }
  }

  private static func signed(_ text: String) -> PrintedText {
    PrintedText(text, text.hasPrefix("-") ? .product : .atom)
  }

  /// In whole hours where it has no rest, else in seconds.
  private func duration(_ length: Int64) throws(TranslationError) -> PrintedText {
    guard dialect.hasIntervals else { return try literal(.integer(length), .integer) }
    for (unit, size) in [("day", Microseconds.day), ("hour", Microseconds.hour), ("minute", Microseconds.minute)]
    where length % size == 0 {
      let count = length / size
      return PrintedText("INTERVAL '\(count) \(unit)\(abs(count) == 1 ? "" : "s")'")
    }
    return PrintedText("INTERVAL '\(length) microseconds'")
  }

  /// Both sides without the difference of capitals, where it is ignored.
  private func folded(_ operand: BoundExpression, _ ignoringCase: Bool) throws(TranslationError) -> PrintedText {
    let text = try sql(operand)
    guard ignoringCase else { return text }
    try checkFolding("ignoring case", operand)
    return PrintedText("lower(\(text.text))")
  }

  /// Engines know different letters; those of ASCII they all know.
  func checkFolding(_ what: String, _ expression: BoundExpression) throws(TranslationError) {
    if !contents.isASCII || !expression.holdsOnly(TableContents.isASCII) {
      throw unable("`\(what)`", "there are letters beyond a to z, of which engines know different ones")
    }
  }

  private func comparison(
    _ op: ComparisonOperator, _ left: BoundExpression, _ right: BoundExpression, _ ignoringCase: Bool
  ) throws(TranslationError) -> PrintedText {
    let sign = op == .notEqual ? "<>" : op.rawValue
    if let days = try daysBetween(left), let other = right.constantValue, case .duration(let length) = other {
      return PrintedText("\(days.text) \(sign) \(Double(length) / Double(Microseconds.day))", .comparison)
    }
    if left.type == .duration, left.isComputed || right.isComputed {
      // Days and what is less than a day are compared apart in some engines.
      return PrintedText(
        "\(try microseconds(left).within(.sum)) \(sign) \(try microseconds(right).within(.sum))", .comparison)
    }
    let order = left.type == .text && op != .equal && op != .notEqual ? dialect.textOrder : ""
    let (a, b) = (try folded(unconverted(left), ignoringCase), try folded(unconverted(right), ignoringCase))
    return PrintedText("\(a.within(.sum))\(order) \(sign) \(b.within(.sum))", .comparison)
  }

  /// Comparing needs no conversion of a whole number: engines compare it with other numbers by value.
  private func unconverted(_ expression: BoundExpression) -> BoundExpression {
    if case .toNumber(let operand) = expression.kind { operand } else { expression }
  }

  private func membership(
    _ operand: BoundExpression, _ members: [BoundExpression.Member], _ ignoringCase: Bool
  ) throws(TranslationError) -> PrintedText {
    let value = try folded(operand, ignoringCase).within(.sum)
    let order = operand.type == .text ? dialect.textOrder : ""
    var listed: [String] = []
    var tests: [String] = []
    for member in members {
      switch member {
      case .value(let other): listed.append(try folded(other, ignoringCase).text)
      case .range(let low?, let high?):
        let ends = (try folded(low, ignoringCase), try folded(high, ignoringCase))
        tests.append("\(value)\(order) BETWEEN \(ends.0.within(.sum)) AND \(ends.1.within(.sum))")
      case .range(let low?, nil): tests.append("\(value)\(order) >= \(try folded(low, ignoringCase).within(.sum))")
      case .range(nil, let high?): tests.append("\(value)\(order) <= \(try folded(high, ignoringCase).within(.sum))")
      case .range(nil, nil): tests.append("\(value) IS NOT NULL OR NULL")
      }
    }
    if listed.count == 1 { tests.insert("\(value) = \(listed[0])", at: 0) }
    if listed.count > 1 { tests.insert("\(value) IN (\(listed.joined(separator: ", ")))", at: 0) }
    return PrintedText(tests.joined(separator: " OR "), tests.count == 1 ? .comparison : .disjunction)
  }

  private func textTest(
    _ test: TextTestSyntax.Test, _ operand: BoundExpression, _ pattern: BoundExpression, _ ignoringCase: Bool
  ) throws(TranslationError) -> PrintedText {
    if test == .matches {
      return try filled(ignoringCase ? "matches ignoring case" : "matches", [sql(operand), sql(pattern)])
    }
    let arguments = [try folded(operand, ignoringCase), try folded(pattern, ignoringCase)]
    if case .text(let part)? = pattern.constantValue, part.isEmpty {
      // Every known text contains the empty one.
      return PrintedText("\(arguments[0].tight) = \(arguments[0].tight)", .comparison)
    }
    if pattern.constantValue == nil, let template = dialect.spelling("\(test.rawValue) computed") {
      return Dialect.filled(template, arguments)
    }
    return try filled(test.rawValue, arguments)
  }

  private func arithmetic(
    _ op: ArithmeticOperator, _ left: BoundExpression, _ right: BoundExpression, _ whole: BoundExpression
  ) throws(TranslationError) -> PrintedText {
    let type = whole.type
    switch (op, left.type, right.type) {
    case (.divide, .duration, .duration):
      if let days = try daysBetween(left), case .duration(let length)? = right.constantValue, length != 0 {
        return PrintedText("\(days.text) / \(Double(length) / Double(Microseconds.day))", .product)
      }
      if case .duration(let length)? = right.constantValue, length != 0 {
        return PrintedText("\(try microseconds(left).within(.product)) / \(length).0", .product)
      }
      let dividend = PrintedText("CAST(\(try microseconds(left).text) AS \(typeName(.number)))")
      return PrintedText("\(dividend.text) / nullif(\(try microseconds(right).text), 0)", .product)
    case (_, _, _) where type == .duration: return try duration(op, left, right, whole)
    case (_, .date, .duration), (_, .datetime, .duration): return try shifted(left, by: right, isBack: op == .subtract)
    case (_, .duration, .date), (_, .duration, .datetime): return try shifted(right, by: left, isBack: false)
    default: break
    }
    let a = try sql(left)
    switch op {
    case .add where type == .text: return PrintedText("\(a.tight) || \(try sql(right).tight)", .comparison)
    case .add: return PrintedText("\(a.within(.sum)) + \(try sql(right).within(.product))", .sum)
    case .subtract: return PrintedText("\(a.within(.sum)) - \(try sql(right).within(.product))", .sum)
    case .multiply: return PrintedText("\(a.within(.product)) * \(try sql(right).tight)", .product)
    case .divide: return try quotient(a, by: sql(unconverted(right)), right)
    case .modulo where type == .integer && right.isPositive:
      let divisor = try sql(right).text
      return PrintedText("(\(a.within(.product)) % \(divisor) + \(divisor)) % \(divisor)", .product)
    case .modulo, .power:
      let exponent = right.constantValue?.double
      let isSmall = exponent.map { (0...16).contains($0) && $0 == $0.rounded() } ?? false
      let name = op == .modulo ? "mod/\(type.rawValue)" : isSmall ? "power to a whole number" : "power"
      guard let template = dialect.spelling(name) else { throw unable("`\(op.rawValue)` of numbers") }
      return Dialect.filled(template, [a, try sql(right)])
    }
  }

  /// Real division; by zero gives missing.
  func quotient(
    _ dividend: PrintedText, by divisor: PrintedText, _ expression: BoundExpression
  ) throws(TranslationError) -> PrintedText {
    if let value = expression.constantValue?.double, value != 0 {
      return PrintedText("\(dividend.within(.product)) / \(try sql(expression).tight)", .product)
    }
    return PrintedText("\(dividend.within(.product)) / nullif(\(divisor.text), 0)", .product)
  }
}
