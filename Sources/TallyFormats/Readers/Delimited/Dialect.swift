/// How rows and cells are written in one file.
struct Dialect: Sendable {
  var delimiter: UInt8
  /// Inside quotes a backslash before a quote or a backslash means that character.
  var escapesQuotes = false
  /// Cells of a full row.
  var columnCount = 1
  /// Cells that a row may not lack: the last columns without a name may be left out.
  var leastCellCount = 1
  /// Short rows are filled, long ones cut.
  var isRagged = false

  /// Whether a byte may surround a quoted cell without belonging to it.
  @inline(__always)
  func isPadding(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (byte == UInt8(ascii: "\t") && byte != delimiter)
  }
}
