import TallyText

/// What is guessed about conditions and values.
extension Parser {
  /// What stands where a value belongs.
  func operandFault() -> SyntaxError {
    if let fault = lexicalFault { return fault }
    let before = previousText?.lowercased() ?? ""
    let what = ["where", "when", "and", "or", "not", "if", "assert"].contains(before) ? "a condition" : "a value"
    guard let keyword = keyword(), keyword.isReserved else { return expected(what) }
    if let fault = dottedMissingTest() { return fault }
    return reserved(what)
  }

  /// `is.na(age)`, as R asks.
  private func dottedMissingTest() -> SyntaxError? {
    guard isAt("is"), let point = next, source[point.range] == ".", symbol(ahead: 3) == .open,
      let word = word(ahead: 2), Self.missingWords.contains(word), let close = closing(of: position + 3)
    else { return nil }
    let whole = place.union(tokens[close].range)
    let argument = text(position + 4..<close)
    return SyntaxError(
      .foreign(source[whole], "\(argument) is missing"), at: whole,
      fixes: [Fix(replacing: whole, with: "\(argument) is missing")])
  }

  /// `!elite`, `null`, `case when`, `+5`.
  func foreignOperand() -> SyntaxError? {
    guard let token = current else { return nil }
    switch token.kind {
    case .word:
      let word = word() ?? ""
      guard symbol(ahead: 1) != .open,
        let foreign = ForeignWord.matching(word, following: self.word(ahead: 1), in: .value)
      else { return nil }
      if foreign.rewrite == .caseWhen { return caseWhen(foreign) }
      return SyntaxError(
        .foreign(source[token.range], foreign.spelling), at: token.range,
        fixes: [Fix(replacing: token.range, with: foreign.spelling)])
    case .symbol(.plus):
      return SyntaxError(.unknownMark("+"), at: token.range, fixes: [Fix(replacing: token.range, with: "")])
    case .symbol(.times) where isStar:
      return SyntaxError(.unknownMark("*"), at: token.range)
    default: return nil
    }
  }

  private var isStar: Bool { next == nil || symbol(ahead: 1) == .close }

  /// `case when c then a … else b end`.
  private func caseWhen(_ foreign: ForeignWord) -> SyntaxError {
    let start = tokens[position].range.lowerBound
    var words: [String] = []
    var index = position + 1
    while index < tokens.count, source[tokens[index].range].lowercased() != "end" {
      let word = source[tokens[index].range]
      words.append(word.lowercased() == "when" ? (words.isEmpty ? "if" : "else if") : word)
      index += 1
    }
    if !words.contains(where: { $0.lowercased() == "else" }) { words += ["else", "missing"] }
    let end = index < tokens.count ? tokens[index].range.upperBound : (tokens.last?.range.upperBound ?? start)
    let isHead = token(at: position - 1).map { $0.kind == .symbol(.equal) || $0.kind == .symbol(.comma) } ?? false
    let text = words.joined(separator: " ")
    return SyntaxError(
      .foreign("case when", foreign.spelling), at: place,
      fixes: [Fix(replacing: start..<end, with: isHead ? text : "(\(text))")])
  }

  /// `where age > mean age`.
  func aggregateWithoutBrackets(_ name: NameSyntax) -> SyntaxError? {
    guard Keyword.named(name.text)?.isAggregate == true, !name.isExact, let argument = current else { return nil }
    switch argument.kind {
    case .quotedName: break
    case .word:
      let word = word() ?? ""
      let isOurs = Keyword.named(word) != nil
      let isForeign = [ForeignWord.Place.clause, .direction, .test].contains {
        ForeignWord.matching(word, following: self.word(ahead: 1), in: $0) != nil
      }
      if isOurs || isForeign { return nil }
    default: return nil
    }
    let whole = name.range.union(argument.range)
    return SyntaxError(
      .aggregateNeedsBrackets(name.text), at: whole,
      fixes: [Fix(replacing: whole, with: "\(name.text)(\(source[argument.range]))")])
  }

  /// `ifelse(c, a, b)`, `isnull(x)`, `lag(x)`.
  func foreignCall() -> SyntaxError? {
    guard let word = word(), let close = closing(of: position + 1) else { return nil }
    guard let foreign = ForeignWord.matching(word, in: .function) ?? ForeignWord.matching(word, in: .aggregate) else {
      return nil
    }
    let name = tokens[position].range
    let fix: Fix
    switch foreign.rewrite {
    case .missingTest:
      let argument = text(position + 2..<close)
      fix = Fix(replacing: name.union(tokens[close].range), with: "\(argument) is missing")
    case .conditional:
      guard let text = conditional(arguments: position + 2..<close) else { return nil }
      fix = Fix(replacing: name.union(tokens[close].range), with: text)
    case .distinctCount:
      fix = Fix(replacing: name.union(tokens[position + 1].range), with: "count(distinct ")
    case .spelling, .rowCount, .keys, .removal, .grouping, .selection, .pattern, .caseWhen, .newStep, .window:
      fix = Fix(replacing: name, with: foreign.spelling)
    }
    return SyntaxError(.foreign(source[name], foreign.spelling), at: name, fixes: [fix])
  }

  /// `if(c, a, b)`.
  func functionIf() -> SyntaxError? {
    guard symbol(ahead: 1) == .open, let close = closing(of: position + 1),
      let text = conditional(arguments: position + 2..<close)
    else { return nil }
    let whole = place.union(tokens[close].range)
    return SyntaxError(
      .foreign("if(…, …, …)", "if … then … else …"), at: whole, fixes: [Fix(replacing: whole, with: text)])
  }

  /// Three arguments as `if c then a else b`; in brackets where it is not the whole value.
  private func conditional(arguments: Range<Int>) -> String? {
    let parts = split(arguments)
    guard parts.count == 3 else { return nil }
    let text = "if \(text(parts[0])) then \(text(parts[1])) else \(text(parts[2]))"
    let before = token(at: position - 1)?.kind
    let isHead = before == .symbol(.equal) || before == .symbol(.open) || before == .symbol(.comma)
    let after = token(at: arguments.upperBound + 1)?.kind
    let isTail = after == nil || after == .symbol(.comma) || after == .symbol(.close) || after == .symbol(.pipe)
    return isHead && isTail || self.word(ahead: -1) == "show" ? text : "(\(text))"
  }

  /// The parts between commas outside brackets.
  func split(_ indices: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = indices.lowerBound
    var depth = 0
    for index in indices {
      if tokens[index].kind == .symbol(.open) { depth += 1 }
      if tokens[index].kind == .symbol(.close) { depth -= 1 }
      guard tokens[index].kind == .symbol(.comma), depth == 0 else { continue }
      parts.append(start..<index)
      start = index + 1
    }
    return parts + [start..<max(start, indices.upperBound)]
  }

  func ifWithout(_ word: String, start: Int) -> SyntaxError {
    if let fault = lexicalFault { return fault }
    if word == "then" { return expected("`then`") }
    let isEnd = current == nil || isAt(.comma) || isAt(.close) || isAt(.pipe)
    let foreign = isAt("elif") || isAt("elseif") || isAt("otherwise")
    let replacement = isAt("otherwise") ? "else" : "else if"
    let fix =
      foreign ? Fix(replacing: place, with: replacement) : Fix(replacing: end..<end, with: " else missing")
    return SyntaxError(.ifNeedsElse, at: place.isEmpty ? start..<end : place, fixes: isEnd || foreign ? [fix] : [])
  }

  /// `age > 5 and < 10`.
  func operandWithoutSubject() -> SyntaxError? {
    guard let subject, beginsTest(ahead: 0) else { return nil }
    if isAt("contains") || isAt("matches"), next?.kind != .text { return nil }
    let before = place.lowerBound..<place.lowerBound
    return SyntaxError(
      .comparisonWithoutSubject, at: place, fixes: [Fix(replacing: before, with: source[subject] + " ")])
  }

  /// `sex = "male" or "female"`.
  func valueForCondition(_ operands: [ExpressionSyntax]) -> SyntaxError? {
    guard let last = operands.last, case .literal(let literal) = last.kind else { return nil }
    if case .boolean = literal { return nil }
    let value = source[last.range]
    let fix = operands.count < 2 ? nil : list(operands[operands.count - 2], value, last.range)
    return SyntaxError(.valueForCondition(value), at: last.range, fixes: fix.map { [$0] } ?? [])
  }

  /// One more value for what the condition before compares with.
  private func list(_ condition: ExpressionSyntax, _ value: String, _ range: SourceRange) -> Fix? {
    switch condition.kind {
    case .comparison(let subject, let links, _):
      guard links.count == 1, links[0].comparison == .equal || links[0].comparison == .notEqual else { return nil }
      let test = links[0].comparison == .equal ? "in" : "not in"
      let first = source[links[0].operand.range]
      return Fix(
        replacing: subject.range.upperBound..<range.upperBound, with: " \(test) (\(first), \(value))")
    case .membership(let membership) where membership.isList && !membership.ignoringCase:
      return Fix(replacing: condition.range.upperBound - 1..<range.upperBound, with: ", \(value))")
    default: return nil
    }
  }

  /// `a && b`, `a || b`.
  func foreignConnective() -> SyntaxError? {
    guard let token = current, token.kind == .unknown else { return nil }
    let written = source[token.range]
    guard let foreign = ForeignWord.matching(written, in: .mark), ["and", "or"].contains(foreign.spelling) else {
      return nil
    }
    return lexicalFault
  }

  /// Both readings of a condition that mixes `and` with `or`; that of most languages first.
  func mixed(_ operands: [ExpressionSyntax], _ words: [String]) -> SyntaxError {
    let whole = operands[0].range.union(operands[operands.count - 1].range)
    let readings = ["and", "or"].map { reading(operands, words, tight: $0, whole) }
    return SyntaxError(.mixedAndOr(readings), at: whole, fixes: readings.map(\.fix))
  }

  /// Parentheses around each run of operands that one of the words joins.
  private func reading(
    _ operands: [ExpressionSyntax], _ words: [String], tight: String, _ whole: SourceRange
  ) -> ConditionReading {
    var edits: [Fix.Edit] = []
    var first = 0
    for index in operands.indices {
      if index < words.count, words[index] == tight { continue }
      if index > first {
        let (start, end) = (operands[first].range.lowerBound, operands[index].range.upperBound)
        edits += [.init(start..<start, "("), .init(end..<end, ")")]
      }
      first = index + 1
    }
    let fix = Fix(edits)
    return ConditionReading(text: fix.applied(to: source, statement: whole), fix: fix)
  }

  /// `name like "%an%"`, `age equals 5`, `a ~ "x"`, `a % 2`.
  func foreignTest(_ operand: ExpressionSyntax) -> SyntaxError? {
    let isNegated = isAt("not")
    let count = isNegated ? 1 : 0
    guard let word = word(ahead: count), let token = token(at: position + count),
      let foreign = ForeignWord.matching(word, following: self.word(ahead: count + 1), in: .test)
    else { return nil }
    let last = tokens[position + count + foreign.wordCount - 1].range
    let words = token.range.union(last)
    if foreign.rewrite == .pattern { return pattern(foreign, words, isNegated: isNegated) }
    return SyntaxError(
      .foreign(source[words], foreign.spelling), at: words, fixes: [Fix(replacing: words, with: foreign.spelling)])
  }

  /// The test that a pattern of `like` stands for.
  private func pattern(_ foreign: ForeignWord, _ verb: SourceRange, isNegated: Bool) -> SyntaxError {
    let index = position + (isNegated ? 2 : 1)
    guard let token = token(at: index), token.kind == .text else {
      return SyntaxError(.foreign(source[verb], foreign.spelling), at: verb)
    }
    var pattern = TextEscapes.decoded(source[token.range])
    let startsOpen = pattern.hasPrefix("%")
    let endsOpen = pattern.hasSuffix("%") && pattern.utf8.count > 1
    if startsOpen { pattern.removeFirst() }
    if endsOpen { pattern.removeLast() }
    let negation = isNegated ? "not " : ""
    let test =
      switch (startsOpen, endsOpen) {
      case (true, true): negation + "contains"
      case (false, true): negation + "starts with"
      case (true, false): negation + "ends with"
      case (false, false): isNegated ? "!=" : "="
      }
    let ending = foreign.words == "ilike" ? " ignoring case" : ""
    let whole = (isNegated ? place : verb).union(token.range)
    let isPlain = !pattern.contains("%") && !pattern.contains("_")
    let fix = Fix(replacing: whole, with: "\(test) \(TextEscapes.encoded(pattern))\(ending)")
    return SyntaxError(
      .foreign(source[verb], foreign.spelling), at: verb, fixes: isPlain ? [fix] : [])
  }

  private static let missingWords = ["missing", "null", "nil", "none", "na", "nan"]

  /// `age = missing`, `age != null`.
  func comparedWithMissing(
    _ operand: ExpressionSyntax, _ comparison: ComparisonOperator, at place: SourceRange
  ) -> SyntaxError? {
    guard comparison == .equal || comparison == .notEqual, let word = word(), Self.missingWords.contains(word),
      symbol(ahead: 1) != .open
    else { return nil }
    let isNegated = comparison == .notEqual
    let whole = place.union(self.place)
    let touches = operand.range.upperBound == place.lowerBound ? " " : ""
    return SyntaxError(
      .comparedWithMissing(isNegated: isNegated), at: whole,
      fixes: [Fix(replacing: whole, with: touches + (isNegated ? "is not missing" : "is missing"))])
  }

  /// `is null`, `is "male"`.
  func isWithoutMissing(_ verb: SourceRange, isNegated: Bool) -> SyntaxError {
    if let fault = lexicalFault { return fault }
    guard let token = current else { return expected("`missing`") }
    let written = source[token.range]
    if token.kind == .word,
      Self.missingWords.contains(written.lowercased()) || ["empty", "blank"].contains(written.lowercased())
    {
      return SyntaxError(
        .foreign(written, "missing"), at: token.range, fixes: [Fix(replacing: token.range, with: "missing")])
    }
    let sign = isNegated ? "!=" : "="
    let fix = Fix(replacing: verb.lowerBound..<end, with: sign)
    return SyntaxError(.foreign(source[verb.lowerBound..<end], sign), at: verb, fixes: [fix])
  }

  /// `in [1, 2]`, `in c(1, 2)`, `in {1, 2}`.
  func foreignList() -> SyntaxError? {
    guard let token = current else { return nil }
    if isAt("c"), symbol(ahead: 1) == .open {
      return SyntaxError(.foreign("c(…)", "(…)"), at: token.range, fixes: [Fix(replacing: token.range, with: "")])
    }
    let written = source[token.range]
    guard token.kind == .unknown, written == "[" || written == "{" else { return nil }
    let closer = written == "[" ? "]" : "}"
    var edits = [Fix.Edit(token.range, "(")]
    if let close = tokens[position...].first(where: { source[$0.range] == closer }) {
      edits.append(.init(close.range, ")"))
    }
    return SyntaxError(.foreign(written + "…" + closer, "(…)"), at: token.range, fixes: [Fix(edits)])
  }

  func betweenWithoutAnd() -> SyntaxError {
    guard isAt(.range) || isAt(.comma) else { return expected("`and`") }
    let isTight = place.lowerBound == end
    return SyntaxError(
      .expected("`and`", after: previousText), at: place,
      fixes: [Fix(replacing: place, with: isTight && isAt(.range) ? " and " : isTight ? " and" : "and")])
  }
}
