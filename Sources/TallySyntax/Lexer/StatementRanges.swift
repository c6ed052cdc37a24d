import TallyText

/// Finds where statements begin and end, before any of them is parsed.
///
/// A newline ends a statement unless the line ends in a mark or word that cannot end one, a bracket is open,
/// or the next line starts with `|`. `;` always ends one. A `help` takes its line as it is.
///
///     script = [ statement ] , { ( NEWLINE | ";" ) , [ statement ] } ;
package enum StatementRanges {
  /// The range of each statement, without the spaces and comments around it.
  package static func split(_ source: SourceText) -> [SourceRange] {
    var scan = Scan(source: source)
    for token in Lexer.tokens(of: source) { scan.take(token) }
    scan.finish()
    return scan.ranges
  }

  /// Whether the text ends in the middle of a statement, so that more lines are wanted.
  package static func isOpen(_ text: String) -> Bool {
    var scan = Scan(source: SourceText(text))
    for token in Lexer.tokens(of: scan.source) { scan.take(token) }
    return scan.isOpen
  }

  private struct Scan {
    let source: SourceText
    var ranges: [SourceRange] = []
    private var current: SourceRange?
    private var last: Token?
    /// How many tokens the step at hand has so far.
    private var stepLength = 0
    private var takesLine = false
    private var depth = 0
    /// Line breaks since the last token that is no comment; a line that holds only a comment does not count.
    private var breakCount = 0
    private var lineHasComment = false

    init(source: SourceText) { self.source = source }

    mutating func take(_ token: Token) {
      if token.kind == .comment {
        lineHasComment = true
      } else if token.kind == .newline {
        takeNewline()
      } else if token.kind == .symbol(.semicolon) {
        finish()
      } else {
        add(token)
      }
    }

    private mutating func takeNewline() {
      if !(lineHasComment && breakCount > 0) { breakCount += 1 }
      lineHasComment = false
      if takesLine { finish() }
    }

    private mutating func add(_ token: Token) {
      if current != nil, breakCount > 0, !isOpen, !(token.kind == .symbol(.pipe) && breakCount == 1) { finish() }
      breakCount = 0
      lineHasComment = false
      stepLength = current == nil || last?.kind == .symbol(.pipe) ? 1 : stepLength + 1
      if current == nil { takesLine = token.kind == .word && source[token.range].lowercased() == "help" }
      current = current.map { $0.union(token.range) } ?? token.range
      last = token
      if token.kind == .symbol(.open) { depth += 1 }
      if token.kind == .symbol(.close) { depth = max(0, depth - 1) }
    }

    /// Whether what was taken cannot be all of a statement.
    var isOpen: Bool {
      guard let last, current != nil, !takesLine else { return false }
      if depth > 0 { return true }
      if last.kind == .symbol(.times) { return stepLength > 2 }  // `select *` is a whole, if foreign, statement
      if case .symbol(let symbol) = last.kind { return symbol.continuesLine }
      guard last.kind == .word, let keyword = Keyword.named(source[last.range]) else { return false }
      return keyword.isReserved && !keyword.is(.constant)
    }

    mutating func finish() {
      if let current { ranges.append(current) }
      current = nil
      last = nil
      depth = 0
      takesLine = false
    }
  }
}
