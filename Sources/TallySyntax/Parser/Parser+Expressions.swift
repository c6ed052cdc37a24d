import TallyText

/// Calculations, from sums down to constants.
extension Parser {
  /// Terms, grouped from the left.
  ///
  ///     sum = product , { ( "+" | "-" ) , product } ;
  mutating func sum() throws(SyntaxError) -> ExpressionSyntax {
    if nesting == 0 { size = 0 }
    let start = start
    var left = try product()
    while let operation = arithmeticOperator, operation == .add || operation == .subtract {
      position += 1
      try grow()
      left = ExpressionSyntax(.arithmetic(operation, left, try product()), range: range(from: start))
    }
    return left
  }

  /// Factors, grouped from the left.
  ///
  ///     product = signed , { ( "*" | "/" | "mod" ) , signed } ;
  private mutating func product() throws(SyntaxError) -> ExpressionSyntax {
    let start = start
    var left = try signed()
    while let operation = arithmeticOperator, operation != .add, operation != .subtract, operation != .power {
      position += 1
      try grow()
      left = ExpressionSyntax(.arithmetic(operation, left, try signed()), range: range(from: start))
    }
    return left
  }

  /// The operator here; `mod` is one only after a value.
  private var arithmeticOperator: ArithmeticOperator? {
    if isAt("mod") { return .modulo }
    return symbol().flatMap { ArithmeticOperator(rawValue: $0.rawValue) }
  }

  /// A value or its negative.
  ///
  ///     signed = "-" , signed | power ;
  private mutating func signed() throws(SyntaxError) -> ExpressionSyntax {
    guard isAt(.minus) else { return try power() }
    let start = start
    if let token = next, token.kind == .integer, symbol(ahead: 2) != .power, isLeastInteger(token) {
      position += 2
      return ExpressionSyntax(.literal(.integer(.min)), range: range(from: start))
    }
    return try nested { (parser) throws(SyntaxError) in
      parser.position += 1
      return ExpressionSyntax(.negative(try parser.signed()), range: parser.range(from: start))
    }
  }

  /// Groups from the right, and binds tighter than the sign before it: `-2 ^ 2` is −4.
  ///
  ///     power = primary , [ "^" , signed ] ;
  private mutating func power() throws(SyntaxError) -> ExpressionSyntax {
    let start = start
    let base = try primary()
    guard isAt(.power) else { return base }
    return try nested { (parser) throws(SyntaxError) in
      parser.position += 1
      let exponent = try parser.signed()
      return ExpressionSyntax(.arithmetic(.power, base, exponent), range: parser.range(from: start))
    }
  }

  /// The smallest parts.
  ///
  ///     primary = constant | PARAMETER | call | name | bracketed ;
  mutating func primary() throws(SyntaxError) -> ExpressionSyntax {
    guard let token = current else { throw operandFault() }
    if let fault = foreignOperand() { throw fault }
    switch token.kind {
    case .word where symbol(ahead: 1) == .open && keyword()?.isReserved != true: return try call()
    case .word where isAt("true") || isAt("false"): return boolean()
    case .word where keyword()?.isReserved == true: throw operandFault()
    case .word, .quotedName:
      let name = try name("a column")
      if let fault = aggregateWithoutBrackets(name) { throw fault }
      return ExpressionSyntax(.name(name), range: name.range)
    case .parameter:
      return ExpressionSyntax(.parameter(parameter(token)), range: token.range)
    case .symbol(.open): return try bracketed()
    case .integer, .number, .text, .date, .datetime, .month, .quarter: return try constant(token)
    case .symbol, .comment, .newline, .command, .openText, .openName, .mixedNumber, .unknown: throw operandFault()
    }
  }

  /// An expression in brackets, which may be of any kind.
  ///
  ///     bracketed = "(" , expression , ")" ;
  private mutating func bracketed() throws(SyntaxError) -> ExpressionSyntax {
    let open = place
    return try nested { (parser) throws(SyntaxError) in
      parser.position += 1
      let inner = try parser.expression()
      try parser.close(open)
      return ExpressionSyntax(.parenthesized(inner), range: parser.range(from: open.lowerBound))
    }
  }

  /// A function or aggregate of values.
  ///
  ///     call = FUNCTION , "(" , [ arguments ] , [ when ] , [ weighted ] , ")"
  ///          | "count" , "(" , ( "distinct" | "known" | "missing" ) , expression , [ when ] , ")" ;
  ///     arguments = expression , { "," , expression } ;
  private mutating func call() throws(SyntaxError) -> ExpressionSyntax {
    if let fault = foreignCall() { throw fault }
    let start = start
    let name = try name("a function")
    return try nested { (parser) throws(SyntaxError) in
      let open = parser.place
      parser.position += 1
      if let fault = parser.starAsArgument(name) { throw fault }
      let kind = parser.countKind(of: name)
      var arguments: [ExpressionSyntax] = []
      if !parser.isAt(.close), !parser.isAt("when"), !parser.isAt("weighted", "by") {
        arguments = try parser.list { (parser) throws(SyntaxError) in try parser.expression() }
      }
      let condition = parser.isAt("when") ? try parser.when() : nil
      let weight = parser.isAt("weighted", "by") ? try parser.weighted() : nil
      try parser.close(open)
      let range = parser.range(from: start)
      let call = CallSyntax(
        name: name, countKind: kind, arguments: arguments, isParenthesized: true, when: condition, weight: weight,
        range: range)
      return ExpressionSyntax(.call(call), range: range)
    }
  }

  /// Takes the `distinct` of `count(distinct x)`; a column of that name stands alone or before an operator.
  private mutating func countKind(of name: NameSyntax) -> CallSyntax.CountKind? {
    guard name.text.lowercased() == "count", let kind = word().flatMap(CallSyntax.CountKind.init) else { return nil }
    guard let next, next.kind == .word ? beginsValue(keyword(ahead: 1)) : beginsValue(next.kind) else { return nil }
    position += 1
    return kind
  }

  private func beginsValue(_ kind: Token.Kind) -> Bool {
    kind.isConstant || [.quotedName, .parameter, .symbol(.open), .symbol(.minus)].contains(kind)
  }

  /// Whether a word may begin a value, and does not join it to the one before.
  private func beginsValue(_ keyword: Keyword?) -> Bool {
    guard let keyword, keyword.isReserved || keyword.is(.connective) else { return true }
    return keyword.is(.constant) || keyword.name == "not" || keyword.name == "if"
  }

  /// Takes the bracket that closes one.
  mutating func close(_ open: SourceRange) throws(SyntaxError) {
    if !take(.close) { throw unclosed(open) }
  }
}
