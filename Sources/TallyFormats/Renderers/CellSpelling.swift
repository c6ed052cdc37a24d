/// How a machine format spells the cells of its rows.
protocol CellSpelling {
  /// What stands for a missing value.
  var missing: [UInt8] { get }
  /// What stands on both sides of a date, datetime or duration.
  var quote: [UInt8] { get }
  /// Writes a known text, quoted or escaped.
  func write(_ text: UnsafeBufferPointer<UInt8>, to cells: inout TextBytes)
}

/// What a machine format writes around the cells of a row.
struct RowFrame {
  /// Before each cell; the first also holds what begins the row.
  var beforeCells: [[UInt8]]
  /// After the last cell.
  var end: [UInt8]
  /// After each other cell.
  var afterCell: [UInt8] = []
  /// Between two rows.
  var betweenRows: [UInt8] = []
}
