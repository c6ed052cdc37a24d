import TallyText

/// What is guessed about conditions.
extension Parser {
  /// `age > 5 and < 10`.
  func operandWithoutSubject() -> SyntaxError? {
    guard let subject, beginsTest(ahead: 0) else { return nil }
    if isAt("contains") || isAt("matches"), next?.kind != .text { return nil }
    let before = place.lowerBound..<place.lowerBound
    let gap = end == place.lowerBound ? " " : ""
    return SyntaxError(
      .comparisonWithoutSubject, at: place, fixes: [Fix(replacing: before, with: gap + source[subject] + " ")])
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
    if case .comparison(let subject, let links, _) = condition.kind {
      guard links.count == 1, links[0].comparison == .equal || links[0].comparison == .notEqual else { return nil }
      let test = links[0].comparison == .equal ? "in" : "not in"
      let first = source[links[0].operand.range]
      return Fix(
        replacing: subject.range.upperBound..<range.upperBound, with: " \(test) (\(first), \(value))")
    }
    guard case .membership(let list) = condition.kind, list.isList, !list.ignoringCase else { return nil }
    return Fix(replacing: condition.range.upperBound - 1..<range.upperBound, with: ", \(value))")
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
    let whole = (isNegated ? place : verb).union(token.range)
    let ending = foreign.words == "ilike" ? " ignoring case" : ""
    if Self.hasInnerWildcard(pattern) {
      let test = "\(isNegated ? "not " : "")matches \(TextEscapes.encoded(Self.expression(of: pattern)))\(ending)"
      return SyntaxError(.foreign(source[verb], "matches"), at: verb, fixes: [Fix(replacing: whole, with: test)])
    }
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
    let fix = Fix(replacing: whole, with: "\(test) \(TextEscapes.encoded(pattern))\(ending)")
    return SyntaxError(.foreign(source[verb], foreign.spelling), at: verb, fixes: [fix])
  }

  /// Whether a pattern of `like` says more than where a text stands.
  private static func hasInnerWildcard(_ pattern: String) -> Bool {
    pattern.contains("_") || pattern.dropFirst().dropLast().contains("%")
  }

  /// `A%n_` as `^A.*n.$`.
  private static func expression(of pattern: String) -> String {
    let parts = pattern.map { character -> String in
      switch character {
      case "%": ".*"
      case "_": "."
      default: "\\^$.|?*+()[]{}".contains(character) ? "\\\(character)" : String(character)
      }
    }
    return "^" + parts.joined() + "$"
  }

  static let missingWords = ["missing", "null", "nil", "none", "na", "nan"]

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
