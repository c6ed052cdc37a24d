/// The largest things that a file of rows and columns may hold.
enum CSVLimits {
  /// Offsets into a row fit 30 bits, which leaves two for flags.
  static let rowBytes = 1 << 30
}
