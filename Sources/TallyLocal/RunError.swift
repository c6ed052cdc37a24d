import TallyText

/// Why a bound query stopped while it ran.
package enum RunError: Error, Sendable {
  /// `row` counts from 1 in the table's order, masked out rows included.
  case integerOverflow(row: Int, range: SourceRange)
  /// `rows` of them, the first at `firstRow` counted from 1; `unknown` more could not be judged.
  case assertionFailed(text: String, rows: Int, firstRow: Int, of: Int, unknown: Int, range: SourceRange)
  case invalidPattern(String, reason: String, range: SourceRange)
  /// What was asked for would need this many bytes of memory.
  case tooLarge(what: String, bytes: Int, range: SourceRange)
  case interrupted
}
