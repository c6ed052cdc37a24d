import TallyText

/// What stands in the brackets of a method.
struct ChainArguments {
  private let parser: Parser
  private let range: Range<Int>
  private let tables: Set<String>

  init(_ parser: Parser, _ range: Range<Int>, of chain: ChainRewrite) {
    self.parser = parser
    self.range = range
    tables = Set(ChainRewrite.anyTable + ["pl", chain.table ?? "df"])
  }

  var isEmpty: Bool { range.isEmpty }

  private func text(_ index: Int) -> String { parser.token(at: index).map { parser.source[$0.range] } ?? "" }

  /// Between the commas that lie in no brackets.
  private var split: [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    var depth = 0
    for index in range {
      let word = text(index)
      depth += ["(", "[", "{"].contains(word) ? 1 : [")", "]", "}"].contains(word) ? -1 : 0
      guard word == ",", depth == 0 else { continue }
      parts.append(start..<index)
      start = index + 1
    }
    return parts + [start..<range.upperBound]
  }

  /// The arguments without those that are named, and those by their names.
  private var parts: [(name: String?, range: Range<Int>)] {
    var parts: [(name: String?, range: Range<Int>)] = []
    for part in split where !part.isEmpty {
      let isNamed = part.count > 2 && text(part.lowerBound + 1) == "=" && parser.tokens[part.lowerBound].kind == .word
      parts.append(isNamed ? (text(part.lowerBound), part.dropFirst(2)) : (nil, part))
    }
    return parts
  }

  /// The argument of a name, or at a place among those without one.
  private func part(_ name: String, at place: Int) -> Range<Int>? {
    if let named = parts.first(where: { $0.name == name }) { return named.range }
    let plain = parts.filter { $0.name == nil }
    return place < plain.count ? plain[place].range : nil
  }

  /// As names with commas between: `'age'`, `['name', 'age']`.
  func names(_ name: String, at place: Int = 0) -> String? { part(name, at: place).flatMap(names) }

  /// All of them as names.
  var names: String? { names(range) }

  private func names(_ range: Range<Int>) -> String? {
    var names: [String] = []
    for index in range {
      switch parser.tokens[index].kind {
      case .text: names.append(NameSyntax.written(TextEscapes.decoded(text(index))))
      case .word: names.append(text(index))
      default: if ![",", "[", "]", "(", ")"].contains(text(index)) { return nil }
      }
    }
    return names.isEmpty ? nil : names.joined(separator: ", ")
  }

  func number(_ name: String, at place: Int = 0) -> String? {
    guard let part = part(name, at: place), part.count == 1 else { return nil }
    return text(part.lowerBound)
  }

  func isFalse(_ name: String) -> Bool { parts.contains { $0.name == name && text($0.range.lowerBound) == "False" } }

  /// `{'age': 'mean'}` as pairs.
  var pairs: [(String, String)] {
    let texts = range.filter { parser.tokens[$0].kind == .text }.map { TextEscapes.decoded(text($0)) }
    guard texts.count.isMultiple(of: 2), range.contains(where: { text($0) == ":" }) else { return [] }
    return stride(from: 0, to: texts.count, by: 2).map { (texts[$0], texts[$0 + 1]) }
  }

  /// Named arguments as definitions: `adult=df.age > 18`.
  var definitions: [String] { parts.compactMap { part in part.name.map { "\($0) = \(cleaned(part.range))" } } }

  /// The first argument as a text.
  var string: String? {
    guard let part = parts.first?.range, part.count == 1, parser.tokens[part.lowerBound].kind == .text else {
      return nil
    }
    return text(part.lowerBound)
  }

  /// As an expression, columns without their table.
  var cleaned: String { cleaned(range) }

  private func cleaned(_ range: Range<Int>) -> String {
    var pieces = ""
    var index = range.lowerBound
    var last = parser.token(at: index)?.range.lowerBound ?? 0
    while index < range.upperBound {
      let token = parser.tokens[index]
      if token.range.lowerBound > last { pieces += " " }
      let (piece, next) = operand(at: index)
      pieces += piece
      index = next
      last = parser.tokens[next - 1].range.upperBound
    }
    return pieces
  }

  /// `df.age`, `df['age']`, `pl.col('age')`; else a token, as Tally writes it.
  private func operand(at index: Int) -> (text: String, next: Int) {
    let word = text(index)
    guard tables.contains(word) else {
      return ([("&", "and"), ("|", "or"), ("~", "not ")].first { $0.0 == word }?.1 ?? word, index + 1)
    }
    if text(index + 1) == ".", text(index + 2) == "col", text(index + 3) == "(", text(index + 5) == ")" {
      return (NameSyntax.written(TextEscapes.decoded(text(index + 4))), index + 6)
    }
    if text(index + 1) == ".", parser.token(at: index + 2)?.kind == .word { return (text(index + 2), index + 3) }
    if text(index + 1) == "[", text(index + 3) == "]", parser.token(at: index + 2)?.kind == .text {
      return (NameSyntax.written(TextEscapes.decoded(text(index + 2))), index + 4)
    }
    return (word, index + 1)
  }

  /// The index of the `]` that closes a `[`.
  static func closing(of open: Int, _ parser: Parser) -> Int? {
    var depth = 0
    for index in open..<parser.tokens.count {
      let text = parser.source[parser.tokens[index].range]
      depth += text == "[" ? 1 : text == "]" ? -1 : 0
      if depth == 0 { return index }
    }
    return nil
  }
}
