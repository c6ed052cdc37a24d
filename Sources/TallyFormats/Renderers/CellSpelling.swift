/// How a machine format spells the cells of its rows.
protocol CellSpelling {
  /// What stands for a missing value.
  var missing: [UInt8] { get }
  /// What stands on both sides of a date, datetime or duration.
  var quote: [UInt8] { get }
  /// Writes a known text, quoted or escaped.
  func write(_ text: UnsafeBufferPointer<UInt8>, to cells: inout TextBytes)
}
