import TallyText

/// Compares tokens with the pattern of an idiom, and remembers what its letters stand for.
struct IdiomPattern {
  enum Part: Sendable {
    /// A word in small letters, or a mark.
    case literal(String)
    case hole(Character)
  }

  let parser: Parser
  /// The index after the last token that may be used.
  let end: Int
  /// Whether all tokens must be used.
  let isWhole: Bool
  private var found: [Character: String] = [:]

  init(parser: Parser, end: Int, isWhole: Bool) {
    (self.parser, self.end, self.isWhole) = (parser, end, isWhole)
  }

  static func parts(of pattern: String) -> [Part] {
    let source = SourceText(pattern)
    return Lexer.tokens(of: source).map { token in
      let text = source[token.range]
      return isHole(text) ? .hole(text.first ?? "X") : .literal(Self.plain(token, text))
    }
  }

  /// The words and marks of a statement, as patterns write them.
  static func words(_ parser: Parser) -> Set<String> {
    var words = Set(parser.tokens.map { plain($0, parser.source[$0.range]) })
    if parser.tokens.contains(where: parser.isForeignPipe) { words.insert("|") }
    return words
  }

  private static func isHole(_ text: String) -> Bool {
    text.utf8.count == 1 && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
  }

  /// Marks that are read alike are alike.
  private static func plain(_ token: Token, _ text: String) -> String {
    // `_n` and `_N` are two things.
    if case .symbol(let symbol) = token.kind { symbol.rawValue } else { text.hasPrefix("_") ? text : text.lowercased() }
  }

  /// The index after the tokens that parts of a pattern match; the shortest match of each part is tried first.
  mutating func end(of parts: ArraySlice<Part>, from index: Int) -> Int? {
    guard let part = parts.first else { return isWhole && index < end ? nil : index }
    let rest = parts.dropFirst()
    switch part {
    case .literal(let text):
      guard index < end, let token = parser.token(at: index) else { return nil }
      let isSame =
        text == "|" && parser.isForeignPipe(token) || Self.plain(token, parser.source[token.range]) == text
      return isSame ? self.end(of: rest, from: index + 1) : nil
    case .hole(let letter):
      for (next, text) in candidates(for: letter, from: index) {
        let before = found
        if let known = found[letter], known != text { continue }
        found[letter] = text
        if let end = self.end(of: rest, from: next) { return end }
        found = before
      }
      return nil
    }
  }

  /// The replacement with the parts in place of their letters.
  func rendered(_ replacement: String) -> String {
    let source = SourceText(replacement)
    var text = ""
    var place = 0
    for token in Lexer.tokens(of: source) {
      text += source[place..<token.range.lowerBound]
      let word = source[token.range]
      if Self.isHole(word) {
        text += found[word.first ?? "X"] ?? word
      } else {
        text += token.kind == .text ? word.map { found[$0] ?? String($0) }.joined() : word
      }
      place = token.range.upperBound
    }
    text += source[place..<source.bytes.count]
    while text.last == " " { text.removeLast() }
    return withoutAnyTable(text)
  }

  /// `df` is whichever table is current.
  private func withoutAnyTable(_ text: String) -> String {
    guard let table = found["T"], ChainRewrite.anyTable.contains(table) else { return text }
    for beginning in ["from \(table) | ", "columns \(table)"] where text.hasPrefix(beginning) {
      return (beginning.hasPrefix("columns") ? "columns" : "") + text.dropFirst(beginning.count)
    }
    return text
  }

  // MARK: - Parts

  private func candidates(for letter: Character, from index: Int) -> [(next: Int, text: String)] {
    switch letter {
    case "X", "Y", "K": names(at: index)
    case "G": aggregate(at: index).map { [(index + 1, $0)] } ?? []
    case "T": beginsNoStep(at: index).map { [(index + 1, $0)] } ?? []
    case "N": constant(at: index) { $0 == .integer }
    case "D": dotted(at: index)
    case "P": constant(at: index) { $0 == .parameter }.map { ($0.next, String($0.text.dropFirst())) }
    case "F": fraction(at: index).map { [(index + 1, $0)] } ?? []
    case "S": constant(at: index) { $0 == .text }
    case "U":
      constant(at: index) { $0 == .text }.map { ($0.next, TextEscapes.decoded($0.text)) }
    case "O": comparison(at: index)
    case "V": value(at: index)
    case "W": names(from: index)
    case "R": rest(from: index)
    default: runs(from: index, commas: letter == "L")
    }
  }

  private func token(_ index: Int) -> Token? { index < end ? parser.token(at: index) : nil }

  private func text(_ index: Int) -> String { parser.source[parser.tokens[index].range] }

  private func touches(_ index: Int) -> Bool {
    index > 0 && parser.tokens[index - 1].range.upperBound == parser.tokens[index].range.lowerBound
  }

  /// The readings of a name: a table before it may belong to it, or not.
  private func names(at index: Int) -> [(next: Int, text: String)] {
    guard let name = name(at: index) else { return [] }
    return name.next > index + 1 ? [name, (index + 1, text(index))] : [name]
  }

  /// `">18"`, the criterion of a spreadsheet.
  private func comparison(at index: Int) -> [(next: Int, text: String)] {
    guard let token = token(index), token.kind == .text else { return [] }
    let criterion = TextEscapes.decoded(text(index))
    let mark = criterion.prefix { "<>=".contains($0) }
    guard !mark.isEmpty, let value = Double(criterion.dropFirst(mark.count)), value.isFinite else { return [] }
    return [(index + 1, mark + " " + criterion.dropFirst(mark.count))]
  }

  /// `age`, `'age'`, `t.age`, `t['age']`, `t$age`, `$age`.
  private func name(at index: Int) -> (next: Int, text: String)? {
    guard let token = token(index) else { return nil }
    switch token.kind {
    case .quotedName: return (index + 1, text(index))
    case .text: return (index + 1, NameSyntax.written(TextEscapes.decoded(text(index))))
    case .parameter: return (index + 1, String(text(index).dropFirst()))
    case .word:
      if let after = self.token(index + 1), touches(index + 1) {
        if after.kind == .parameter { return (index + 2, String(text(index + 1).dropFirst())) }
        if text(index + 1) == "[", self.token(index + 2)?.kind == .text, self.token(index + 3) != nil,
          text(index + 3) == "]"
        {
          return (index + 4, NameSyntax.written(TextEscapes.decoded(text(index + 2))))
        }
        if text(index + 1) == ".", self.token(index + 2)?.kind == .word, touches(index + 2) {
          return (index + 3, text(index + 2))
        }
      }
      return Keyword.named(text(index))?.isReserved == true ? nil : (index + 1, text(index))
    default: return nil
    }
  }

  /// `.age`, which begins no number.
  private func dotted(at index: Int) -> [(next: Int, text: String)] {
    guard let token = token(index) else { return [] }
    if token.kind == .command, text(index).hasPrefix(".") { return [(index + 1, String(text(index).dropFirst()))] }
    return text(index) == "." && self.token(index + 1)?.kind == .word ? [(index + 2, text(index + 1))] : []
  }

  private func beginsNoStep(at index: Int) -> String? {
    guard let token = token(index), token.kind == .word else { return nil }
    let word = text(index).lowercased()
    return Keyword.named(word) == nil && ForeignWord.matching(word, in: .step) == nil ? text(index) : nil
  }

  private func aggregate(at index: Int) -> String? {
    guard let token = token(index), token.kind == .word else { return nil }
    let word = text(index).lowercased()
    let isOurs = Keyword.named(word)?.isAggregate == true && word != "count"
    return isOurs ? text(index) : ForeignWord.matching(word, in: .aggregate)?.spelling
  }

  private func constant(at index: Int, _ isWanted: (Token.Kind) -> Bool) -> [(next: Int, text: String)] {
    guard let token = token(index), isWanted(token.kind) else { return [] }
    return [(index + 1, text(index))]
  }

  private func fraction(at index: Int) -> String? {
    token(index).flatMap { $0.kind == .number ? Self.percent(text(index)) : nil }
  }

  /// `0.9` as `90`.
  static func percent(_ text: String) -> String? {
    guard let value = Double(text), value > 0, value < 1 else { return nil }
    let percent = (value * 1000).rounded() / 10
    return percent == percent.rounded() ? "\(Int(percent))" : "\(percent)"
  }

  private func value(at index: Int) -> [(next: Int, text: String)] {
    guard let token = token(index) else { return [] }
    return token.kind.isConstant ? [(index + 1, text(index))] : names(at: index)
  }

  private static let betweenNames: Set<String> = [",", "[", "]", "(", ")", "c"]

  private func names(from index: Int) -> [(next: Int, text: String)] {
    var found: [(next: Int, text: String)] = []
    var names: [String] = []
    var place = index
    var depth = 0
    while place < end {
      let word = text(place)
      let isList = word == "c" && token(place + 1)?.kind == .symbol(.open)
      // A bracket right after a name is that of a call.
      if word == "(", place > index, touches(place), text(place - 1) != "(", text(place - 1) != "c" { break }
      if isList || (Self.betweenNames.contains(word) && word != "c") {
        depth += word == "(" || word == "[" ? 1 : word == ")" || word == "]" ? -1 : 0
        if depth < 0 { break }
        place += 1
      } else if let name = name(at: place) {
        names.append(name.text)
        place = name.next
      } else {
        break
      }
      if depth == 0, !names.isEmpty, text(place - 1) != "," { found.append((place, names.joined(separator: ", "))) }
    }
    return found.reversed()
  }

  private func rest(from index: Int) -> [(next: Int, text: String)] {
    [(end, index < end ? parser.text(index..<end) : "")]
  }

  /// Balanced tokens within one step, the fewest first.
  private func runs(from index: Int, commas: Bool) -> [(next: Int, text: String)] {
    var found: [(next: Int, text: String)] = []
    var depth = 0
    for place in index..<max(index, end) {
      let token = parser.tokens[place]
      let word = text(place)
      if depth == 0, token.kind == .symbol(.pipe) || (token.kind == .symbol(.comma) && !commas) { break }
      depth += token.depthChange + (word == "[" || word == "{" ? 1 : word == "]" || word == "}" ? -1 : 0)
      if depth < 0 { break }
      // Nothing ends with an operator.
      if case .symbol(let symbol) = token.kind, symbol != .close, symbol != .times { continue }
      if depth == 0 { found.append((place + 1, parser.text(index..<place + 1))) }
    }
    return found
  }
}
