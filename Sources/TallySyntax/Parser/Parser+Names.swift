import TallyText

/// Names, texts and counts: the parts that are no expressions.
extension Parser {
  /// A column, table or other name.
  ///
  ///     name = NAME ;
  mutating func name(_ what: String) throws(SyntaxError) -> NameSyntax {
    guard let token = current else { throw expected(what) }
    switch token.kind {
    case .word:
      if keyword()?.isReserved == true { throw reserved(what) }
      position += 1
      return NameSyntax(source[token.range], range: token.range)
    case .quotedName:
      position += 1
      return NameSyntax(unquoted(token), range: token.range, isExact: true)
    case .text: throw textForName(token)
    case .integer, .number, .date, .datetime, .month, .quarter, .parameter, .symbol, .comment, .newline, .command,
      .openText, .openName, .mixedNumber, .unknown:
      throw expected(what)
    }
  }

  /// Names with commas between.
  ///
  ///     names = name , { "," , name } ;
  mutating func names(_ what: String) throws(SyntaxError) -> [NameSyntax] {
    try list { (parser) throws(SyntaxError) in try parser.name(what) }
  }

  /// A text that is no value: a file's name, a delimiter.
  ///
  ///     text = TEXT ;
  mutating func text(_ what: String) throws(SyntaxError) -> TextSyntax {
    guard let token = current, token.kind == .text else { throw unquoted(what) }
    position += 1
    return TextSyntax(TextEscapes.decoded(source[token.range]), range: token.range)
  }

  /// How many rows: a whole number, or a parameter that holds one.
  ///
  ///     row_count = INTEGER | PARAMETER ;
  mutating func rowCount() throws(SyntaxError) -> CountSyntax {
    guard let token = current, token.kind != .symbol(.pipe) else { throw withoutRowCount() }
    if token.kind == .parameter { return CountSyntax(.parameter(parameter(token)), range: token.range) }
    guard token.kind == .integer else { throw expected("how many rows") }
    let number = try wholeNumber(token)
    position += 1
    return CountSyntax(.number(number), range: token.range)
  }

  mutating func parameter(_ token: Token) -> NameSyntax {
    position += 1
    return NameSyntax(String(source[token.range].unicodeScalars.dropFirst()), range: token.range)
  }

  func unquoted(_ token: Token) -> String {
    var name = ""
    var isDoubled = false
    for scalar in source[token.range].unicodeScalars.dropFirst().dropLast() {
      if scalar == "`" && !isDoubled {
        isDoubled = true
        continue
      }
      isDoubled = false
      name.unicodeScalars.append(scalar)
    }
    return name
  }

  /// A value without spaces, as `set` and `encoding` take it: `csv`, `20`, `utf-8`.
  mutating func plainValue(_ what: String) throws(SyntaxError) -> SettingValueSyntax {
    guard let first = current else { throw expected(what) }
    if first.kind == .text {
      position += 1
      return SettingValueSyntax(TextEscapes.decoded(source[first.range]), range: first.range)
    }
    let start = first.range.lowerBound
    repeat {
      guard let token = current, Self.isPlain(token.kind) else { throw expected(what) }
      position += 1
    } while current?.range.lowerBound == end
    return SettingValueSyntax(source[range(from: start)], range: range(from: start))
  }

  private static func isPlain(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .word, .integer, .number, .date, .month, .quarter, .mixedNumber, .symbol(.minus): true
    case .quotedName, .text, .datetime, .parameter, .symbol, .comment, .newline, .command, .openText, .openName,
      .unknown:
      false
    }
  }
}
