import TallyText

/// What is guessed about values, calls and branches.
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
    if isAt(.plus) || (isAt(.times) && isStar) {
      let mark = source[token.range]
      return SyntaxError(
        .unknownMark(mark), at: token.range, fixes: isAt(.plus) ? [Fix(replacing: token.range, with: "")] : [])
    }
    guard let word = word(), symbol(ahead: 1) != .open,
      let foreign = ForeignWord.matching(word, following: self.word(ahead: 1), in: .value)
    else { return nil }
    if foreign.rewrite == .caseWhen { return caseWhen(foreign) }
    return SyntaxError(
      .foreign(source[token.range], foreign.spelling), at: token.range,
      fixes: [Fix(replacing: token.range, with: foreign.spelling)])
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
    guard argument.kind == .quotedName || (argument.kind == .word && !isWordOfTheLanguage) else { return nil }
    let whole = name.range.union(argument.range)
    return SyntaxError(
      .aggregateNeedsBrackets(name.text), at: whole,
      fixes: [Fix(replacing: whole, with: "\(name.text)(\(source[argument.range]))")])
  }

  /// Whether the word here has a meaning after a value, in Tally or elsewhere.
  private var isWordOfTheLanguage: Bool {
    guard let word = word() else { return false }
    return Keyword.named(word) != nil
      || [ForeignWord.Place.clause, .direction, .test].contains {
        ForeignWord.matching(word, following: self.word(ahead: 1), in: $0) != nil
      }
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
}
