import TallyData
import TallyPlan
import TallySyntax

/// Expressions over the present columns: `NA` is R's unknown as missing is Tally's.
extension DplyrPrinter {
  mutating func text(_ expression: BoundExpression) throws(TranslationError) -> PrintedText {
    if let value = expression.constantValue { return try literal(value, expression.type) }
    switch expression.kind {
    case .column(let index): return columns[index].inlined ?? PrintedText(Self.name(columns[index].name))
    case .constant(let value): return try literal(value, expression.type)
    case .call(let function, let arguments): return try call(function.name, arguments)
    case .arithmetic(let op, let left, let right): return try arithmetic(op, left, right, expression)
    case .negative(let operand): return PrintedText("-\(try text(operand).tight)", .product)
    case .toNumber(let operand): return try text(operand)
    case .toDatetime(let operand): return try spelled("date as datetime", [text(operand)])
    case .comparison(let op, let left, let right, let ignoringCase):
      return try comparison(op, left, right, ignoringCase)
    case .membership(let operand, let members, let ignoringCase):
      return try membership(operand, members, ignoringCase, isCondition: false)
    case .textTest(let test, let operand, let pattern, let ignoringCase):
      return try textTest(test, operand, pattern, ignoringCase)
    case .isMissing(let operand): return PrintedText("is.na(\(try text(operand).text))")
    case .not(let operand): return PrintedText("!\(try text(operand).tight)", .negation)
    case .and(let operands): return try joined(operands, " & ", .conjunction)
    case .or(let operands): return try joined(operands, " | ", .disjunction)
    case .conditional(let condition, let value, let otherwise):
      return try conditional(condition, value, otherwise, expression.type)
    case .indicator(let operand): return PrintedText("\(try text(operand).within(.sum)) == 1", .comparison)
    }
  }

  /// A condition of `filter`, which drops what is unknown, so that `%in%` may stand bare.
  mutating func condition(_ expression: BoundExpression) throws(TranslationError) -> PrintedText {
    if case .membership(let operand, let members, let ignoringCase) = expression.kind {
      return try membership(operand, members, ignoringCase, isCondition: true)
    }
    if case .not(let inner) = expression.kind, case .membership(let operand, let members, let ignoringCase) = inner.kind
    {
      let test = try membership(operand, members, ignoringCase, isCondition: true)
      if columns.facts(operand).mayBeMissing {
        return PrintedText("!is.na(\(try text(operand).text)) & !\(test.tight)", .conjunction)
      }
      return PrintedText("!\(test.tight)", .negation)
    }
    return try text(expression)
  }

  mutating func spelled(_ name: String, _ arguments: [PrintedText]) throws(TranslationError) -> PrintedText {
    guard let spelling = DplyrSpellings.functions[name] else { throw unable("`\(name)`") }
    needs.formUnion(spelling.needs)
    return spelling.filled(arguments)
  }

  private mutating func joined(
    _ operands: [BoundExpression], _ word: String, _ level: PrintedText.Level
  ) throws(TranslationError) -> PrintedText {
    var texts: [String] = []
    for operand in operands { texts.append(try text(operand).within(.negation)) }
    return PrintedText(texts.joined(separator: word), level)
  }

  func literal(_ value: Value, _ type: DataType) throws(TranslationError) -> PrintedText {
    switch value {
    case .missing:
      switch type {
      case .integer: return PrintedText("NA_integer_")
      case .number: return PrintedText("NA_real_")
      case .text: return PrintedText("NA_character_")
      case .boolean: return PrintedText("NA")
      case .date: return PrintedText("as.Date(NA)")
      case .datetime: return PrintedText("as.POSIXct(NA, tz = \"UTC\")")
      case .duration: throw unable("a duration")
      }
    case .integer(let whole):
      guard whole.magnitude <= 1 << 53 else { throw unable("the number \(whole)") }
      return Self.signed(String(whole))
    case .number(let number):
      return Self.signed(number == number.rounded() && number.magnitude < 1e15 ? "\(Int64(number))" : "\(number)")
    case .text(let text):
      if text.utf8.contains(0) { throw unable("a text with a zero byte") }
      return PrintedText(Self.quoted(text))
    case .boolean(let truth): return PrintedText(truth ? "TRUE" : "FALSE")
    case .date(let days): return PrintedText("as.Date(\"\(CalendarDate(days: Int(days)).text)\")")
    case .datetime(let instant):
      guard instant % Microseconds.second == 0 else { throw unable("a fraction of a second") }
      let text = CalendarText.datetime(instant).replacing("T", with: " ")
      return PrintedText("as.POSIXct(\"\(text)\", tz = \"UTC\")")
    case .duration: throw unable("a duration")
    }
  }

  private static func signed(_ text: String) -> PrintedText {
    PrintedText(text, text.hasPrefix("-") ? .product : .atom)
  }

  private mutating func folded(_ operand: BoundExpression, _ ignoringCase: Bool) throws(TranslationError) -> PrintedText
  {
    let text = try text(operand)
    guard ignoringCase else { return text }
    try checkFolding("ignoring case", operand)
    return PrintedText("tolower(\(text.text))")
  }

  /// Libraries know different letters; those of ASCII they all know.
  func checkFolding(_ what: String, _ expression: BoundExpression) throws(TranslationError) {
    if !isASCII || !expression.holdsOnly(TableContents.isASCII) { throw unable("`\(what)` of letters beyond a to z") }
  }

  /// R compares texts as the language of the place does, unless it is told not to.
  mutating func noteOrder(of expressions: BoundExpression...) {
    if expressions.contains(where: { $0.type == .text && !columns.facts($0).sortsAlike }) { needs.insert(.collation) }
  }

  private mutating func comparison(
    _ op: ComparisonOperator, _ left: BoundExpression, _ right: BoundExpression, _ ignoringCase: Bool
  ) throws(TranslationError) -> PrintedText {
    let sign = op == .equal ? "==" : op.rawValue
    if case .duration(let length)? = right.constantValue, let days = try daysBetween(left) {
      return PrintedText(
        "\(days.text) \(sign) \(try literal(.number(Double(length) / Double(Microseconds.day)), .number).text)",
        .comparison)
    }
    if op != .equal && op != .notEqual { noteOrder(of: left, right) }
    let (a, b) = (try folded(left, ignoringCase), try folded(right, ignoringCase))
    return PrintedText("\(a.within(.sum)) \(sign) \(b.within(.sum))", .comparison)
  }

  /// The days from one date to another.
  private mutating func daysBetween(_ expression: BoundExpression) throws(TranslationError) -> PrintedText? {
    guard case .arithmetic(.subtract, let left, let right) = expression.kind, left.type == .date, right.type == .date
    else { return nil }
    return PrintedText("as.numeric(\(try text(left).within(.sum)) - \(try text(right).within(.product)))")
  }

  private mutating func membership(
    _ operand: BoundExpression, _ members: [BoundExpression.Member], _ ignoringCase: Bool, isCondition: Bool
  ) throws(TranslationError) -> PrintedText {
    let value = try folded(operand, ignoringCase)
    var listed: [PrintedText] = []
    var tests: [PrintedText] = []
    for member in members {
      switch member {
      case .value(let other): listed.append(try folded(other, ignoringCase))
      case .range(let low, let high):
        tests.append(try range(value, operand, low, high, ignoringCase, isAlone: members.count == 1))
      }
    }
    if listed.count > 1, isCondition || !columns.facts(operand).mayBeMissing {
      let isIn = "\(value.tight) %in% c(\(listed.map(\.text).joined(separator: ", ")))"
      tests.insert(PrintedText(isIn, .comparison), at: 0)
    } else {
      let equal = listed.map { PrintedText("\(value.within(.sum)) == \($0.within(.sum))", .comparison) }
      tests.insert(contentsOf: equal, at: 0)
    }
    if tests.count == 1 { return tests[0] }
    return PrintedText(tests.map { $0.within(.negation) }.joined(separator: " | "), .disjunction)
  }

  private mutating func range(
    _ value: PrintedText, _ operand: BoundExpression, _ low: BoundExpression?, _ high: BoundExpression?,
    _ ignoringCase: Bool, isAlone: Bool
  ) throws(TranslationError) -> PrintedText {
    noteOrder(of: operand)
    let ends = (
      try low.map { (end) throws(TranslationError) in try folded(end, ignoringCase) },
      try high.map { (end) throws(TranslationError) in try folded(end, ignoringCase) }
    )
    if let low, let high, let first = ends.0, let last = ends.1, operand.type.isNumeric, low.constantValue != nil,
      high.constantValue != nil
    {
      return PrintedText("between(\(value.text), \(first.text), \(last.text))")
    }
    var tests: [String] = []
    if let first = ends.0 { tests.append("\(value.within(.sum)) >= \(first.within(.sum))") }
    if let last = ends.1 { tests.append("\(value.within(.sum)) <= \(last.within(.sum))") }
    if tests.isEmpty { tests = ["\(value.within(.sum)) == \(value.within(.sum))"] }
    return PrintedText(tests.joined(separator: " & "), tests.count == 1 ? .comparison : .conjunction)
  }

  private mutating func textTest(
    _ test: TextTestSyntax.Test, _ operand: BoundExpression, _ pattern: BoundExpression, _ ignoringCase: Bool
  ) throws(TranslationError) -> PrintedText {
    if test == .matches {
      guard isASCII, pattern.holdsOnly(TableContents.isASCII) else {
        throw unable("`matches` of letters beyond a to z")
      }
      guard !hasControls else { throw unable("`matches` over texts of several lines") }
      guard case .text(let part)? = pattern.constantValue, PatternDialect.isShared(part) else {
        throw unable("a regular expression of this kind")
      }
      return try spelled(ignoringCase ? "matches ignoring case" : "matches", [text(operand), text(pattern)])
    }
    let arguments = [try folded(operand, ignoringCase), try folded(pattern, ignoringCase)]
    switch pattern.constantValue {
    // Every known text contains the empty one.
    case .text(""): return PrintedText("\(arguments[0].within(.sum)) == \(arguments[0].within(.sum))", .comparison)
    case nil where test == .contains: throw unable("`contains` with a text that is computed")
    default: return try spelled(test.rawValue, arguments)
    }
  }

  /// An unknown condition gives missing in `ifelse` and `if_else`; the latter keeps dates, and wants one type.
  private mutating func conditional(
    _ condition: BoundExpression, _ value: BoundExpression, _ otherwise: BoundExpression, _ type: DataType
  ) throws(TranslationError) -> PrintedText {
    if type == .duration { throw unable("a duration") }
    let arguments = [try text(condition).text, try text(value).text, try text(otherwise).text]
    let isConstant = condition.columnIndexes.isEmpty
    if isConstant { throw unable("a condition that is the same for every row") }
    return PrintedText("\(type.isNumeric ? "ifelse" : "if_else")(\(arguments.joined(separator: ", ")))")
  }

  private mutating func arithmetic(
    _ op: ArithmeticOperator, _ left: BoundExpression, _ right: BoundExpression, _ whole: BoundExpression
  ) throws(TranslationError) -> PrintedText {
    switch (op, left.type, right.type) {
    case (.divide, .duration, .duration):
      guard let days = try daysBetween(left), case .duration(let length)? = right.constantValue, length != 0 else {
        throw unable("the quotient of durations")
      }
      return PrintedText(
        "\(days.text) / \(try literal(.number(Double(length) / Double(Microseconds.day)), .number).tight)", .product)
    case (_, .date, .duration): return try shifted(left, right, op)
    case (_, .duration, .date): return try shifted(right, left, op)
    case (_, .duration, _), (_, _, .duration), (_, .date, _), (_, .datetime, _): throw unable("a duration")
    default: break
    }
    try checkDigits(columns.facts(whole), whole.type)
    var a = try text(left)
    let b = try text(right)
    if whole.type == .integer, columns.facts(whole).isWhole, columns.facts(whole).magnitude >= Self.wholeLimit {
      a = PrintedText("as.numeric(\(a.text))")
    }
    switch op {
    case .add where whole.type == .text:
      needs.insert(.stringr)
      return PrintedText("str_c(\(a.text), \(b.text))")
    case .add: return PrintedText("\(a.within(.sum)) + \(b.within(.product))", .sum)
    case .subtract: return PrintedText("\(a.within(.sum)) - \(b.within(.product))", .sum)
    case .multiply: return PrintedText("\(a.within(.product)) * \(b.tight)", .product)
    case .divide:
      return PrintedText(
        "\(a.within(.product)) / \(columns.facts(right).mayBeZero ? "na_if(\(b.text), 0)" : b.tight)", .product)
    case .modulo: return PrintedText("\(a.tight) %% \(b.tight)", .product)
    case .power:
      let exponent = right.constantValue?.double ?? .infinity
      let largest = columns.facts(left).magnitude
      if exponent == exponent.rounded(), (1...16).contains(exponent), largest < 1e15 {
        return PrintedText("\(a.tight)^\(b.tight)", .product)
      }
      return try spelled("power", [a, b])
    }
  }

  /// Beyond 53 bits a double does not hold every whole number.
  private func checkDigits(_ facts: ValueFacts, _ type: DataType) throws(TranslationError) {
    if type == .integer, facts.magnitude.isFinite, facts.magnitude > 0x1p53 { throw unable("whole numbers this large") }
  }

  /// R's whole numbers have 32 bits.
  static let wholeLimit = 2_147_483_648.0

  private mutating func shifted(
    _ date: BoundExpression, _ length: BoundExpression, _ op: ArithmeticOperator
  ) throws(TranslationError) -> PrintedText {
    guard case .duration(let length)? = length.constantValue, length % Microseconds.day == 0 else {
      throw unable("a date moved by a duration that is computed")
    }
    return PrintedText(
      "\(try text(date).within(.sum)) \(op.rawValue) \(Self.signed("\(length / Microseconds.day)").tight)", .sum)
  }
}
