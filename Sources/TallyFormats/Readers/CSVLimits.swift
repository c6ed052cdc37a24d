/// The largest things that a file of rows and columns may hold.
enum CSVLimits {
  /// A quote that is never closed makes a row of the rest of a file: this is how much of it is looked through.
  static let rowBytes = 1 << 28
}
