/// A statement that was run, in this session or in an earlier one.
package struct PastStatement: Sendable, Equatable {
  package let text: String
  /// Microseconds since 1970; nil where it was not noted.
  package let time: Int64?
  /// Rows of its answer; nil: it had none.
  package var rowCount: Int?
  /// What it printed, if it ended well in this session.
  var output: String?

  package init(_ text: String, time: Int64? = nil, rowCount: Int? = nil) {
    self.text = text
    self.time = time
    self.rowCount = rowCount
  }
}
