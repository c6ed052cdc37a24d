import TallyText

/// Faults of the writing itself: quotes, brackets, marks, digits.
extension Parser {
  /// The fault of the next token, if it is one that belongs nowhere.
  var lexicalFault: SyntaxError? {
    guard let token = current else { return nil }
    let text = source[token.range]
    switch token.kind {
    case .openText: return openText(token, text)
    case .openName:
      return SyntaxError(
        .unclosedName, at: token.range, fixes: [Fix(replacing: token.range, with: closed(text, with: "`"))])
    case .mixedNumber: return mixedNumber(token, text)
    case .command: return SyntaxError(.unknownMark(text), at: token.range)
    case .unknown: return unknownMark(token, text)
    case .word, .quotedName, .integer, .number, .text, .date, .datetime, .month, .quarter, .parameter, .symbol,
      .comment, .newline:
      return nil
    }
  }

  private func closed(_ text: String, with quote: String) -> String {
    String(text.reversed().drop { $0 == " " }.reversed()) + quote
  }

  /// The quote may be missing at the end of the line, or after the first word; or a word lacks its first.
  private func openText(_ token: Token, _ text: String) -> SyntaxError {
    let quote = text.hasPrefix("'") ? "'" : "\""
    if text.unicodeScalars.count == 1, let before = self.token(at: position - 1), before.kind == .word,
      before.range.upperBound == token.range.lowerBound
    {
      let fix = Fix([
        .init(before.range.lowerBound..<before.range.lowerBound, quote),
        .init(token.range, quote),
      ])
      return SyntaxError(.unclosedText, at: token.range, fixes: [fix])
    }
    let whole = Fix(replacing: token.range, with: closed(text, with: quote))
    let first = text.prefix { $0 != " " && $0 != "|" && $0 != ")" && $0 != "," }
    guard first.utf8.count > 1, first.utf8.count < text.utf8.count else {
      return SyntaxError(.unclosedText, at: token.range, fixes: [whole])
    }
    let end = token.range.lowerBound + first.utf8.count
    return SyntaxError(.unclosedText, at: token.range, fixes: [Fix(replacing: end..<end, with: quote), whole])
  }

  private func mixedNumber(_ token: Token, _ text: String) -> SyntaxError {
    let digits = text.prefix { $0.isNumber || $0 == "_" || $0 == "." }
    let rest = String(text.dropFirst(digits.count))
    let isTwoWords = DurationUnit.named(rest) != nil || Keyword.named(rest)?.isReserved == true
    let replacement = isTwoWords ? digits + " " + rest : "`\(text)`"
    return SyntaxError(
      .mixedNumber(text), at: token.range, fixes: [Fix(replacing: token.range, with: replacement)])
  }

  /// `t.x` and `Sepal.Length`: one has a table too much, the other lacks backticks.
  private func unknownMark(_ token: Token, _ text: String) -> SyntaxError {
    if text == ".", let before = self.token(at: position - 1), let after = next, before.kind == .word,
      after.kind == .word, before.range.upperBound == token.range.lowerBound,
      after.range.lowerBound == token.range.upperBound
    {
      let whole = before.range.union(after.range)
      return SyntaxError(
        .dottedName(source[whole]), at: whole,
        fixes: [
          Fix(replacing: whole, with: "`\(source[whole])`"),
          Fix(replacing: before.range.union(token.range), with: ""),
        ])
    }
    let isPercent = text == "%" && self.token(at: position - 1)?.range.upperBound == token.range.lowerBound
    guard !isPercent || next != nil, let foreign = ForeignWord.matching(text, in: .mark) else {
      return SyntaxError(.unknownMark(text), at: token.range)
    }
    return SyntaxError(
      .foreign(text, foreign.spelling), at: token.range,
      fixes: [Fix(replacing: token.range, with: spaced(foreign.spelling, at: token.range))])
  }

  /// A word with the spaces it needs where it takes the place of a mark.
  func spaced(_ spelling: String, at range: SourceRange) -> String {
    let isWord = spelling.unicodeScalars.first?.beginsWord == true
    let before = range.lowerBound > 0 ? source.bytes[range.lowerBound - 1] : 0x20
    let after = range.upperBound < source.bytes.count ? source.bytes[range.upperBound] : 0x20
    let touches = { (byte: UInt8) in byte != 0x20 && byte != 0x28 && byte != 0x29 }
    guard isWord else { return spelling }
    return (touches(before) ? " " : "") + spelling + (after == 0x20 ? "" : " ")
  }

  /// What belongs at the next token, unless that is wrong by itself.
  func expected(_ what: String) -> SyntaxError {
    if let fault = lexicalFault { return fault }
    return SyntaxError(.expected(what, after: previousText), at: place)
  }

  func trailingComma() -> SyntaxError {
    if let fault = lexicalFault { return fault }
    let comma = token(at: position - 1)?.range ?? place
    return SyntaxError(.trailingComma, at: comma, fixes: [Fix(replacing: comma, with: "")])
  }

  func emptyStep() -> SyntaxError {
    let pipe = token(at: position - 1)?.range ?? place
    let before = token(at: position - 2)?.range.upperBound ?? pipe.lowerBound
    let gap = current == nil ? before..<pipe.upperBound : pipe.lowerBound..<place.lowerBound
    return SyntaxError(.emptyStep, at: pipe, fixes: [Fix(replacing: gap, with: "")])
  }

  /// The bracket lacks its partner, or something in between does not belong.
  mutating func unclosed(_ open: SourceRange) -> SyntaxError {
    if let fault = lexicalFault { return fault }
    let index = tokens.firstIndex { $0.range == open } ?? position
    if current != nil, closing(of: index) != nil { return leftover() }
    return SyntaxError(.unclosedBracket, at: open, fixes: [Fix(replacing: end..<end, with: ")")])
  }

  /// A reserved word where a name belongs.
  func reserved(_ what: String) -> SyntaxError {
    let word = word() ?? ""
    let beginsClause = ["by", "where", "across", "within", "when", "as", "and", "or"].contains(word)
    if beginsClause { return expected(what) }
    let written = source[place]
    return SyntaxError(
      .reservedName(written), at: place, fixes: [Fix(replacing: place, with: "`\(written)`")])
  }

  func textForName(_ token: Token) -> SyntaxError {
    let name = TextEscapes.decoded(source[token.range])
    return SyntaxError(
      .textForName(source[token.range]), at: token.range,
      fixes: [Fix(replacing: token.range, with: NameSyntax.written(name))])
  }

  /// A file's name without quotes: everything up to the next space.
  func unquoted(_ what: String) -> SyntaxError {
    if let token = current, token.kind == .openText { return lexicalFault ?? expected(what) }
    guard let token = current, token.kind != .symbol(.pipe) else { return expected(what) }
    var last = position
    while let following = self.token(at: last + 1), following.range.lowerBound == tokens[last].range.upperBound {
      last += 1
    }
    let range = token.range.union(tokens[last].range)
    return SyntaxError(
      .textNeedsQuotes, at: range, fixes: [Fix(replacing: range, with: TextEscapes.encoded(source[range]))])
  }

  func fileForTable(_ token: Token) -> SyntaxError {
    let text = source[token.range]
    let load = Fix(replacing: range, with: "load \(text)")
    return SyntaxError(.fileForTable(text), at: token.range, fixes: [load])
  }
}
