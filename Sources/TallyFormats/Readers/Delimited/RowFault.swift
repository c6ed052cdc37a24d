import TallyData

/// What is wrong with the text of a file, by its place in it.
///
/// A fault is told by a byte; the line is counted when the fault is reported.
struct RowFault: Error, Sendable {
  enum Kind: Sendable {
    case ragged(expected: Int, actual: Int)
    case textAfterQuote(afterBackslash: Bool)
    case unclosedQuote
    case tooLong
    case invalidUTF8(UInt8)
    case misfit(column: String, cell: String, type: DataType)
    /// Of the source, not of the text.
    case source(LoadError)
    case interrupted
    case tooLarge(needed: Int)
  }

  var kind: Kind
  /// From the beginning of the text's source.
  var offset: Int
}
