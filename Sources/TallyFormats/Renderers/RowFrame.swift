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
