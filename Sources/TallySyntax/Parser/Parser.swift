import TallyText

/// Reads one statement into its tree.
package struct Parser {
  /// The statement in a range that ``StatementRanges`` found.
  package static func statement(
    in source: SourceText, range: SourceRange
  ) throws(SyntaxError) -> StatementSyntax {
    throw SyntaxError(.expected("a step", after: nil), at: range)
  }

  /// Whether a text typed so far is whole, or waits for another line.
  package static func isComplete(_ text: String) -> Bool { !StatementRanges.isOpen(text) }
}
