import TallyData
import TallyPlan
import TallySyntax

/// Conditions as where they are true, or where they are false; where they are unknown they are neither.
extension PandasPrinter {
  mutating func rows(where expression: BoundExpression, are truth: Bool = true) throws(TranslationError) -> PrintedText
  {
    if case .boolean(let value)? = expression.constantValue { return constant(value == truth) }
    if case .missing? = expression.constantValue { return constant(false) }
    switch expression.kind {
    case .not(let operand): return try rows(where: operand, are: !truth)
    case .and(let operands): return try joined(operands, are: truth, isEvery: truth)
    case .or(let operands): return try joined(operands, are: truth, isEvery: !truth)
    case .isMissing(let operand): return try missing(operand, is: truth)
    case .comparison(let op, let left, let right, let ignoringCase):
      return try comparison(truth ? op : Self.opposite(op), left, right, ignoringCase)
    case .membership(let operand, let members, let ignoringCase):
      return try membership(operand, members, ignoringCase, are: truth)
    case .textTest(let test, let operand, let pattern, let ignoringCase):
      return try textTest(test, operand, pattern, ignoringCase, are: truth)
    case .indicator(let operand):
      return PrintedText("\(try series(operand).within(.sum)) == \(truth ? 1 : 0)", .comparison)
    case .conditional(let condition, let value, let otherwise):
      let first = [try rows(where: condition), try rows(where: value, are: truth)]
      let second = [try rows(where: condition, are: false), try rows(where: otherwise, are: truth)]
      return any([every(first), every(second)])
    case .column, .constant, .call, .arithmetic, .negative, .toNumber, .toDatetime:
      let text = try series(expression)
      if columns.facts(expression).mayBeMissing { return PrintedText("\(text.tight).eq(\(truth ? "True" : "False"))") }
      return truth ? text : PrintedText("~\(text.tight)", .product)
    }
  }

  private mutating func constant(_ truth: Bool) -> PrintedText {
    needs.insert(.numpy)
    return PrintedText("np.full(len(d), \(truth ? "True" : "False"))")
  }

  private static func opposite(_ op: ComparisonOperator) -> ComparisonOperator {
    switch op {
    case .equal: .notEqual
    case .notEqual: .equal
    case .less: .greaterOrEqual
    case .lessOrEqual: .greater
    case .greater: .lessOrEqual
    case .greaterOrEqual: .less
    }
  }

  func every(_ texts: [PrintedText]) -> PrintedText {
    texts.count == 1 ? texts[0] : PrintedText(texts.map { $0.within(.sum) }.joined(separator: " & "), .conjunction)
  }

  func any(_ texts: [PrintedText]) -> PrintedText {
    texts.count == 1 ? texts[0] : PrintedText(texts.map { $0.within(.sum) }.joined(separator: " | "), .disjunction)
  }

  private mutating func joined(
    _ operands: [BoundExpression], are truth: Bool, isEvery: Bool
  ) throws(TranslationError) -> PrintedText {
    var texts: [PrintedText] = []
    for operand in operands { texts.append(try rows(where: operand, are: truth)) }
    return isEvery ? every(texts) : any(texts)
  }

  /// Where a value is missing, or is not.
  mutating func missing(_ operand: BoundExpression, is truth: Bool) throws(TranslationError) -> PrintedText {
    if operand.type == .boolean, !isColumn(operand) {
      let known = any([try rows(where: operand), try rows(where: operand, are: false)])
      return truth ? PrintedText("~\(known.tight)", .product) : known
    }
    let text = try series(operand)
    return PrintedText("\(text.tight).\(truth ? "isna" : "notna")()")
  }

  func isColumn(_ expression: BoundExpression) -> Bool {
    if case .column = expression.kind { true } else { false }
  }

  /// The test, and that the values are known where it would be true of missing ones.
  private mutating func guarded(
    _ test: PrintedText, by operands: [BoundExpression], _ isNeeded: Bool
  ) throws(TranslationError) -> PrintedText {
    var tests = [test]
    for operand in operands where isNeeded && columns.facts(operand).mayBeMissing {
      tests.append(try missing(operand, is: false))
    }
    return every(tests)
  }

  private mutating func folded(
    _ operand: BoundExpression, _ ignoringCase: Bool, isSeries: Bool = true
  ) throws(TranslationError) -> PrintedText {
    guard ignoringCase else {
      if operand.type == .text, isPerRow(operand) { return try texts(operand) }
      // An aggregate of nothing is no value to compare with.
      let isPlain = !isSeries && (isPerRow(operand) || operand.constantValue != nil)
      return try isPlain ? value(operand) : series(operand)
    }
    try checkFolding("ignoring case", operand)
    if !isSeries, case .text(let text)? = operand.constantValue { return PrintedText(Self.quoted(text.lowercased())) }
    return PrintedText("\(try texts(operand).tight).str.lower()")
  }

  func checkFolding(_ what: String, _ expression: BoundExpression) throws(TranslationError) {
    if !isASCII || !expression.holdsOnly(TableContents.isASCII) { throw unable("`\(what)` of letters beyond a to z") }
  }

  private mutating func comparison(
    _ op: ComparisonOperator, _ left: BoundExpression, _ right: BoundExpression, _ ignoringCase: Bool
  ) throws(TranslationError) -> PrintedText {
    let sign = op == .equal ? "==" : op.rawValue
    let a = try folded(left, ignoringCase, isSeries: !isPerRow(right))
    let b = try folded(right, ignoringCase, isSeries: false)
    if left.type == .boolean, op != .equal, op != .notEqual { return ordered(a, sign, b) }
    let test = PrintedText("\(a.within(.sum)) \(sign) \(b.within(.sum))", .comparison)
    if left.type == .boolean, let truth = right.constantValue, op == .equal || op == .notEqual {
      return try guarded(
        PrintedText("\(a.tight).\(op == .equal ? "eq" : "ne")(\(truth == .boolean(true) ? "True" : "False"))"),
        by: [left], op == .notEqual)
    }
    return try guarded(test, by: [left, right], op == .notEqual)
  }

  /// Conditions that may be missing are objects, which have no order.
  private func ordered(_ left: PrintedText, _ sign: String, _ right: PrintedText) -> PrintedText {
    let sides = [left, right].map { side in
      side.text == "True" || side.text == "False" ? side.text : "\(side.tight).astype(float)"
    }
    return PrintedText("\(sides[0]) \(sign) \(sides[1])", .comparison)
  }

  private mutating func membership(
    _ operand: BoundExpression, _ members: [BoundExpression.Member], _ ignoringCase: Bool, are truth: Bool
  ) throws(TranslationError) -> PrintedText {
    let value = try folded(operand, ignoringCase)
    var listed: [String] = []
    var tests: [PrintedText] = []
    for member in members {
      switch member {
      case .value(let other) where other.constantValue != nil:
        listed.append(try folded(other, ignoringCase, isSeries: false).text)
      case .value(let other): tests.append(try comparison(truth ? .equal : .notEqual, operand, other, ignoringCase))
      case .range(let low, let high):
        tests.append(try range(operand, value, low, high, ignoringCase, are: truth))
      }
    }
    if listed.count == 1 {
      tests.insert(PrintedText("\(value.within(.sum)) \(truth ? "==" : "!=") \(listed[0])", .comparison), at: 0)
    } else if !listed.isEmpty {
      let isIn = "\(value.tight).isin([\(listed.joined(separator: ", "))])"
      tests.insert(truth ? PrintedText(isIn) : PrintedText("~\(isIn)", .product), at: 0)
    }
    if truth { return any(tests) }
    return try guarded(every(tests), by: [operand], true)
  }

  private mutating func range(
    _ operand: BoundExpression, _ value: PrintedText, _ low: BoundExpression?, _ high: BoundExpression?,
    _ ignoringCase: Bool, are truth: Bool
  ) throws(TranslationError) -> PrintedText {
    let ends = (
      try low.map { (end) throws(TranslationError) in try folded(end, ignoringCase, isSeries: false) },
      try high.map { (end) throws(TranslationError) in try folded(end, ignoringCase, isSeries: false) }
    )
    if let first = ends.0, let last = ends.1, low?.constantValue != nil, high?.constantValue != nil {
      let test = "\(value.tight).between(\(first.text), \(last.text))"
      return truth ? PrintedText(test) : PrintedText("~\(test)", .product)
    }
    var tests: [PrintedText] = []
    if let first = ends.0 {
      tests.append(PrintedText("\(value.within(.sum)) \(truth ? ">=" : "<") \(first.within(.sum))", .comparison))
    }
    if let last = ends.1 {
      tests.append(PrintedText("\(value.within(.sum)) \(truth ? "<=" : ">") \(last.within(.sum))", .comparison))
    }
    if tests.isEmpty { return truth ? try missing(operand, is: false) : constant(false) }
    return truth ? every(tests) : any(tests)
  }

  private mutating func textTest(
    _ test: TextTestSyntax.Test, _ operand: BoundExpression, _ pattern: BoundExpression, _ ignoringCase: Bool,
    are truth: Bool
  ) throws(TranslationError) -> PrintedText {
    guard case .text(let part)? = pattern.constantValue else {
      throw unable("`\(test.rawValue)` with a text that is computed")
    }
    var arguments: [String]
    let value: PrintedText
    let name: String
    if test == .matches {
      guard isASCII, part.utf8.allSatisfy({ $0 < 0x80 }) else { throw unable("`matches` of letters beyond a to z") }
      guard !hasControls else { throw unable("`matches` over texts of several lines") }
      guard PatternDialect.isShared(part) else { throw unable("a regular expression of this kind") }
      value = try texts(operand)
      let isRaw = part.contains("\\") && !part.contains("\"") && !part.hasSuffix("\\")
      arguments = [isRaw ? "r\"\(part)\"" : Self.quoted(part)] + (ignoringCase ? ["case=False"] : [])
      name = "contains"
    } else {
      value = try ignoringCase ? folded(operand, true) : texts(operand)
      arguments = [try folded(pattern, ignoringCase, isSeries: false).text] + (test == .contains ? ["regex=False"] : [])
      name = test == .contains ? "contains" : test == .startsWith ? "startswith" : "endswith"
    }
    if columns.facts(operand).mayBeMissing { arguments.append("na=\(truth ? "False" : "True")") }
    let text = "\(value.tight).str.\(name)(\(arguments.joined(separator: ", ")))"
    return truth ? PrintedText(text) : PrintedText("~\(text)", .product)
  }
}
