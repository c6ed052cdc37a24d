import TallyText

/// Conditions, from `or` down to comparisons.
extension Parser {
  /// A value or condition.
  ///
  /// The constant `missing` stands alone: as a branch of `if`, a definition, an argument. Among operators a
  /// column of that name is meant, because the constant would make no sense there.
  ///
  ///     expression = conditional | "missing" | condition ;
  mutating func expression() throws(SyntaxError) -> ExpressionSyntax {
    let expression = try anyExpression()
    if case .name(let name) = expression.kind, !name.isExact, name.text.lowercased() == "missing" {
      return ExpressionSyntax(.literal(.missing), range: expression.range)
    }
    return expression
  }

  /// An expression where a column is expected: `missing` names one, and a text does not, unless `orText` allows one
  /// that gets a name.
  mutating func columnExpression(orText: Bool = false) throws(SyntaxError) -> ExpressionSyntax {
    let token = current
    let expression = try anyExpression()
    if case .literal(.text) = expression.kind, let token, !(orText && isAt("as")) { throw textForName(token) }
    return expression
  }

  private mutating func anyExpression() throws(SyntaxError) -> ExpressionSyntax {
    isAt("if") ? try conditional() : try condition()
  }

  /// One value or another.
  ///
  ///     conditional = "if" , condition , "then" , expression , "else" , expression ;
  private mutating func conditional() throws(SyntaxError) -> ExpressionSyntax {
    if let fault = functionIf() { throw fault }
    let start = start
    return try nested { (parser) throws(SyntaxError) in
      parser.position += 1
      let condition = try parser.condition()
      if !parser.take("then") { throw parser.ifWithout("then", start: start) }
      let value = try parser.expression()
      if !parser.take("else") { throw parser.ifWithout("else", start: start) }
      let otherwise = try parser.expression()
      return ExpressionSyntax(
        .conditional(condition: condition, value: value, otherwise: otherwise), range: parser.range(from: start))
    }
  }

  /// Tests joined by `and`, or by `or`; never by both without parentheses.
  ///
  ///     condition = negation | joined , ( "and" , joined , { "and" , joined } | "or" , joined , { "or" , joined } ) ;
  ///     joined = negation - ( quantity | TEXT ) ;
  mutating func condition() throws(SyntaxError) -> ExpressionSyntax {
    let start = start
    var operands = [try negation()]
    var words: [String] = []
    if isAt("and") || isAt("or"), let fault = valueForCondition(operands) { throw fault }
    while isAt("and") || isAt("or") {
      words.append(isAt("and") ? "and" : "or")
      position += 1
      if let fault = operandWithoutSubject() { throw fault }
      operands.append(try negation())
      if let fault = valueForCondition(operands) { throw fault }
    }
    if let fault = foreignConnective() { throw fault }
    guard let first = words.first else { return operands[0] }
    if words.contains(where: { $0 != first }) { throw mixed(operands, words) }
    return ExpressionSyntax(first == "and" ? .and(operands) : .or(operands), range: range(from: start))
  }

  /// A test, or the opposite of one; `not` takes in a whole comparison.
  ///
  ///     negation = "not" , negation | test ;
  private mutating func negation() throws(SyntaxError) -> ExpressionSyntax {
    guard isAt("not") else { return try test() }
    let start = start
    return try nested { (parser) throws(SyntaxError) in
      parser.position += 1
      return ExpressionSyntax(.not(try parser.negation()), range: parser.range(from: start))
    }
  }

  /// A value, or what is asked of one.
  ///
  ///     test = sum , [ relation | missing_test | membership | text_test ] ;
  private mutating func test() throws(SyntaxError) -> ExpressionSyntax {
    let start = start
    let operand = try sum()
    if let fault = foreignTest(operand) { throw fault }
    if relation != nil { return try chain(operand, from: start) }
    if beginsTest(ahead: 0) { subject = operand.range }
    if isAt("is") { return try missingTest(operand, from: start) }
    let isNegated = isAt("not")
    switch word(ahead: isNegated ? 1 : 0) {
    case "in", "between":
      if isNegated { position += 1 }
      return try membership(operand, isNegated: isNegated, from: start)
    case "contains", "starts", "ends", "matches":
      if isNegated { position += 1 }
      return try textTest(operand, isNegated: isNegated, from: start)
    default: return operand
    }
  }

  private var relation: ComparisonOperator? {
    symbol().flatMap { ComparisonOperator(rawValue: $0.rawValue) }
  }

  /// Comparisons that go one way: `18 <= age < 65`.
  ///
  ///     relation = "=" , sum , { "=" , sum } , [ ignoring_case ] | "!=" , sum , [ ignoring_case ]
  ///              | ( "<" | "<=" ) , sum , { ( "<" | "<=" ) , sum } | ( ">" | ">=" ) , sum , { ( ">" | ">=" ) , sum } ;
  private mutating func chain(_ first: ExpressionSyntax, from start: Int) throws(SyntaxError) -> ExpressionSyntax {
    var links: [ComparisonLinkSyntax] = []
    while let comparison = relation {
      let place = place
      position += 1
      if let fault = comparedWithMissing(first, comparison, at: place) { throw fault }
      if let link = links.last, !link.comparison.goesOn(with: comparison) {
        throw SyntaxError(.chainTurns(link.comparison, comparison), at: place)
      }
      subject = links.last?.operand.range ?? first.range
      links.append(ComparisonLinkSyntax(comparison, operatorRange: place, operand: try sum()))
    }
    let isEquality = links[0].comparison == .equal || links[0].comparison == .notEqual
    let ignoringCase = isEquality ? try self.ignoringCase() : false
    return ExpressionSyntax(.comparison(first, links, ignoringCase: ignoringCase), range: range(from: start))
  }

  /// Whether capitals and small letters count as the same.
  ///
  ///     ignoring_case = "ignoring" , "case" ;
  private mutating func ignoringCase() throws(SyntaxError) -> Bool {
    guard take("ignoring") else { return false }
    try expect("case")
    return true
  }

  /// Whether a value is missing.
  ///
  ///     missing_test = "is" , [ "not" ] , "missing" ;
  private mutating func missingTest(
    _ operand: ExpressionSyntax, from start: Int
  ) throws(SyntaxError) -> ExpressionSyntax {
    let verb = place
    position += 1
    let isNegated = take("not")
    if !take("missing") { throw isWithoutMissing(verb, isNegated: isNegated) }
    return ExpressionSyntax(.missingTest(operand, isNegated: isNegated), range: range(from: start))
  }

  /// Whether a value lies in a range or list.
  ///
  ///     membership = [ "not" ] , ( "in" , members | "between" , sum , "and" , sum ) , [ ignoring_case ] ;
  ///     members = "(" , member , { "," , member } , ")" | sum , [ ".." , sum ] ;
  private mutating func membership(
    _ operand: ExpressionSyntax, isNegated: Bool, from start: Int
  ) throws(SyntaxError) -> ExpressionSyntax {
    let isBetween = isAt("between")
    position += 1
    if let fault = foreignList() { throw fault }
    var items: [MembershipSyntax.Item] = []
    let isList = !isBetween && isListNext
    if isBetween {
      let low = try sum()
      if !take("and") { throw betweenWithoutAnd() }
      items = [.range(low, try sum())]
    } else if isList {
      items = try nested { (parser) throws(SyntaxError) in
        let open = parser.place
        parser.position += 1
        let items = try parser.list { (parser) throws(SyntaxError) in try parser.member() }
        try parser.close(open)
        return items
      }
    } else {
      let low = try sum()
      items = [take(.range) ? .range(low, try sum()) : .value(low)]
    }
    let membership = MembershipSyntax(
      operand: operand, isNegated: isNegated, items: items, isList: isList, isBetween: isBetween,
      ignoringCase: try ignoringCase())
    return ExpressionSyntax(.membership(membership), range: range(from: start))
  }

  /// Whether the bracket here holds a list, and not the first part of `(a + b) .. c`.
  private var isListNext: Bool {
    guard isAt(.open) else { return false }
    guard let close = closing(of: position), let after = token(at: close + 1) else { return true }
    if after.kind == .symbol(.range) || after.kind.isArithmetic { return false }
    return source[after.range].lowercased() != "mod"
  }

  /// A value or range of a list.
  ///
  ///     member = expression , [ ".." , sum ] ;
  private mutating func member() throws(SyntaxError) -> MembershipSyntax.Item {
    let low = try expression()
    return take(.range) ? .range(low, try sum()) : .value(low)
  }

  /// What a text holds.
  ///
  ///     text_test = [ "not" ] , ( "contains" | "starts" , "with" | "ends" , "with" | "matches" ) , sum
  ///               , [ ignoring_case ] ;
  private mutating func textTest(
    _ operand: ExpressionSyntax, isNegated: Bool, from start: Int
  ) throws(SyntaxError) -> ExpressionSyntax {
    let verb = word() ?? ""
    position += 1
    if verb == "starts" || verb == "ends" { try expect("with") }
    let spelling = verb == "starts" || verb == "ends" ? verb + " with" : verb
    let test = TextTestSyntax.Test(rawValue: spelling) ?? .contains
    let pattern = try sum()
    let syntax = TextTestSyntax(
      operand: operand, test: test, pattern: pattern, isNegated: isNegated, ignoringCase: try ignoringCase())
    return ExpressionSyntax(.textTest(syntax), range: range(from: start))
  }
}

extension ComparisonOperator {
  /// Whether a chain may go on with another: both up, both down, or equal all along.
  func goesOn(with next: ComparisonOperator) -> Bool {
    switch self {
    case .less, .lessOrEqual: next == .less || next == .lessOrEqual
    case .greater, .greaterOrEqual: next == .greater || next == .greaterOrEqual
    case .equal: next == .equal
    case .notEqual: false
    }
  }
}
