import TallyText

/// Looking at tokens and taking them.
extension Parser {
  var current: Token? { token(at: position) }
  var next: Token? { token(at: position + 1) }

  func token(at index: Int) -> Token? { tokens.indices.contains(index) ? tokens[index] : nil }

  /// The word at a place ahead, in lower case; nil where something else stands.
  func word(ahead count: Int = 0) -> String? {
    guard let token = token(at: position + count), token.kind == .word else { return nil }
    return source[token.range].lowercased()
  }

  func keyword(ahead count: Int = 0) -> Keyword? { word(ahead: count).flatMap(Keyword.named) }

  func isAt(_ words: String...) -> Bool {
    for (count, expected) in words.enumerated() where word(ahead: count) != expected { return false }
    return true
  }

  func isAt(_ symbol: Symbol) -> Bool { current?.kind == .symbol(symbol) }

  func symbol(ahead count: Int = 0) -> Symbol? {
    if case .symbol(let symbol)? = token(at: position + count)?.kind { symbol } else { nil }
  }

  mutating func take(_ words: String...) -> Bool {
    for (count, expected) in words.enumerated() where word(ahead: count) != expected { return false }
    position += words.count
    return true
  }

  mutating func take(_ symbol: Symbol) -> Bool {
    guard isAt(symbol) else { return false }
    position += 1
    return true
  }

  mutating func expect(_ word: String) throws(SyntaxError) {
    if take(word) { return }
    var fault = expected("`\(word)`")
    if let written = self.word(), Spelling.nearest(to: written, in: [word]) != nil {
      fault.fixes = [Fix(replacing: place, with: word)]
    }
    throw fault
  }

  mutating func expect(_ symbol: Symbol) throws(SyntaxError) {
    if !take(symbol) { throw expected("`\(symbol.rawValue)`") }
  }

  /// Where the next token begins, or the statement ends.
  var start: Int { current?.range.lowerBound ?? end }

  /// Where the token taken last ends.
  var end: Int { token(at: position - 1)?.range.upperBound ?? range.lowerBound }

  /// The range of the next token; the empty one after the last.
  var place: SourceRange { current?.range ?? end..<end }

  /// What was read since a place.
  func range(from start: Int) -> SourceRange { start..<max(start, end) }

  /// The text of the token taken last.
  var previousText: String? { token(at: position - 1).map { source[$0.range] } }

  /// Whether the step ends here.
  var isAtStepEnd: Bool { current == nil || isAt(.pipe) }

  /// The index of the bracket that closes the one at an index.
  func closing(of open: Int) -> Int? {
    var depth = 0
    for index in open..<tokens.count {
      depth += tokens[index].depthChange
      if depth == 0 { return index }
    }
    return nil
  }

  /// The index of the token that ends the step at hand: a `|` outside brackets, or the end.
  func stepEnd(from index: Int) -> Int {
    var depth = 0
    for place in index..<max(index, tokens.count) {
      let token = tokens[place]
      depth += token.depthChange
      if depth <= 0, token.kind == .symbol(.pipe) || isForeignPipe(token) { return place }
    }
    return max(index, tokens.count)
  }

  /// `%>%`, `|>`.
  func isForeignPipe(_ token: Token) -> Bool {
    token.kind == .unknown && ForeignWord.matching(source[token.range], in: .mark)?.spelling == Symbol.pipe.rawValue
  }

  /// The source of some tokens.
  func text(_ indices: Range<Int>) -> String {
    guard let first = token(at: indices.lowerBound), let last = token(at: indices.upperBound - 1),
      indices.lowerBound < indices.upperBound
    else { return "" }
    return source[first.range.lowerBound..<last.range.upperBound]
  }

  /// Reads something that lies one level deeper.
  mutating func nested<Part>(
    _ read: (inout Parser) throws(SyntaxError) -> Part
  ) throws(SyntaxError) -> Part {
    nesting += 1
    defer { nesting -= 1 }
    if nesting > Self.nestingLimit { throw SyntaxError(.nestedTooDeep, at: place) }
    try grow()
    return try read(&self)
  }

  /// Counts an operator, so that no tree grows taller than the layers below can walk.
  mutating func grow() throws(SyntaxError) {
    size += 1
    if size > Self.sizeLimit { throw SyntaxError(.tooLarge, at: place) }
  }

  /// Reads parts with commas between.
  mutating func list<Part>(
    _ read: (inout Parser) throws(SyntaxError) -> Part
  ) throws(SyntaxError) -> [Part] {
    var parts = [try read(&self)]
    while isAt(.comma) {
      position += 1
      if isAtStepEnd || isAt(.close) || isAt(.comma) { throw trailingComma() }
      parts.append(try read(&self))
    }
    return parts
  }
}
