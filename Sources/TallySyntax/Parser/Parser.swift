import TallyText

/// Reads one statement into its tree, by recursive descent.
///
/// The comment of each method that reads a part of the grammar holds its production; together they are
/// `Grammar/tally.ebnf`.
package struct Parser {
  /// How deep brackets, calls, signs and branches may lie in one another.
  package static let nestingLimit = 200
  /// How many faults in a row a fix may mend.
  private static let mendingLimit = 16
  /// How many operators and brackets one calculation may hold.
  package static let sizeLimit = 400

  let source: SourceText
  /// Where the statement stands in its source.
  let range: SourceRange
  /// Without comments and line breaks.
  let tokens: [Token]
  var position = 0
  var nesting = 0
  var size = 0
  /// The left side of the comparison read last: what `< 10` of `age > 5 and < 10` lacks.
  var subject: SourceRange?

  init(source: SourceText, range: SourceRange) {
    self.source = source
    self.range = range
    tokens = Lexer.tokens(of: source, in: range).filter { $0.kind != .comment && $0.kind != .newline }
  }

  /// The statement in a range that ``StatementRanges`` found.
  ///
  /// The fixes of the error are checked: a fix that leads to another fault is mended by that fault's own fix,
  /// and one that never parses is left out. What another tool would write so is said as that.
  package static func statement(
    in source: SourceText, range: SourceRange
  ) throws(SyntaxError) -> StatementSyntax {
    do {
      return try unchecked(source, range)
    } catch {
      var checked = error
      checked.fixes = error.fixes.compactMap { mended($0, of: source, statement: range) }
      // Both readings are said; no other tool would mend them.
      if case .mixedAndOr = error.fault, !checked.fixes.isEmpty { throw checked }
      if let idiom = IdiomMatch.find(in: source, statement: range, at: error.range) {
        let fix = mended(idiom.fix, of: source, statement: range)
        let text = fix?.applied(to: source, statement: range)
        let isSaid = checked.fixes.contains { $0.applied(to: source, statement: range) == text }
        if fix != nil || idiom.text.isEmpty {
          throw idiom.error(insteadOf: checked, fix: isSaid && idiom.idiom.yields ? nil : fix)
        }
      }
      throw checked
    }
  }

  /// Whether a text typed so far is whole, or waits for another line.
  package static func isComplete(_ text: String) -> Bool { !StatementRanges.isOpen(text) }

  private static func unchecked(
    _ source: SourceText, _ range: SourceRange
  ) throws(SyntaxError) -> StatementSyntax {
    var parser = Parser(source: source, range: range)
    return try parser.statement()
  }

  private static func mended(_ fix: Fix, of source: SourceText, statement: SourceRange) -> Fix? {
    var text = fix.applied(to: source, statement: statement)
    for round in 0..<Self.mendingLimit {
      let candidate = SourceText(text)
      let ranges = StatementRanges.split(candidate)
      guard ranges.count == 1, let range = ranges.first else { return nil }
      do {
        _ = try unchecked(candidate, range)
        return round == 0 ? fix : Fix(replacing: statement, with: candidate[range])
      } catch {
        let idiom = IdiomMatch.find(in: candidate, statement: range, at: error.range)
        let isBetter = idiom.map { !$0.idiom.yields || error.fixes.isEmpty } ?? false
        guard let next = isBetter ? idiom?.fix : error.fixes.first else { return nil }
        text = next.applied(to: candidate, statement: range)
      }
    }
    return nil
  }
}
