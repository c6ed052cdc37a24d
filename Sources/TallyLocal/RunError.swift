import TallyText

/// Why a bound query stopped while it ran.
package enum RunError: Error, Sendable {
  /// `row` counts from 1 in the table's order, masked out rows included.
  case integerOverflow(row: Int, range: SourceRange)
  /// `rows` of them, the first at `firstRow` counted from 1; `unknown` more could not be judged.
  case assertionFailed(text: String, rows: Int, firstRow: Int, of: Int, unknown: Int, range: SourceRange)
  /// `keys` keys of a looked-up table stand in several rows, `example` in `rows` of them.
  case lookupKeyRepeats(table: String, key: String, keys: Int, example: String, rows: Int, range: SourceRange)
  case keyRepeatsOnBothSides(table: String, key: String, example: String, left: Int, right: Int, range: SourceRange)
  case negativeWeight(row: Int, range: SourceRange)
  case invalidPattern(String, reason: String, range: SourceRange)
  /// What was asked for would need this many bytes of memory.
  case tooLarge(what: String, bytes: Int, range: SourceRange)
  case interrupted
}
