import TallyData
import TallyText

/// How much memory a query may ask for at once.
enum MemoryLimit {
  /// The most rows an operator can number.
  static let rows = Int(UInt32.max) - 1

  /// Throws where `count` values of `size` bytes are more than the process may take.
  static func check(_ count: Int, _ size: Int, for what: String, at range: SourceRange = 0..<0) throws(RunError) {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
    if overflow || !MemoryBudget.allows(bytes) {
      throw .tooLarge(what: what, bytes: overflow ? .max : bytes, range: range)
    }
  }
}
