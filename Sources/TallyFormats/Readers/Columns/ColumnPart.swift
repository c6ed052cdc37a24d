import TallyData

/// The values of one column in the rows of one chunk, packed as narrowly as they alone allow.
struct ColumnPart: Sendable {
  enum Form: UInt8, Sendable {
    /// Every cell is missing; no values are kept.
    case none
    /// Signed whole numbers of `width` bytes; the smallest is missing.
    case integral
    /// NaN is missing.
    case double
    /// Codes of `width` bytes into the word table `table`; 0 is missing.
    case codes
    /// Offsets of `TextArena`, and the text in `text`.
    case arena
  }

  var kind = CellKind.missing
  var form = Form.none
  var width: UInt8 = 0
  /// Of `integral` numbers: the power of ten that divides them.
  var scale: UInt8 = 0
  var missingCount: Int32 = 0
  /// The thread whose word table the codes are of.
  var table: Int32 = 0
  /// The smallest and the largest known value of `integral`; the bytes of text of `arena` in `high`.
  var low: Int64 = 0
  var high: Int64 = 0
  nonisolated(unsafe) var values: UnsafeMutableRawPointer?
  nonisolated(unsafe) var text: UnsafeMutablePointer<UInt8>?
}
