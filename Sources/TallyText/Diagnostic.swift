/// What went wrong, where, why in words of the data, and statements that would run.
///
///     error: penguins has no column `agee`
///       | mean agee by sex
///       |      ^^^^ the nearest is `age`
///       try: mean age by sex
package struct Diagnostic: Error, Sendable, Equatable {
  /// One line, without a full stop.
  package var message: String
  /// The place, in the source the statement came from; nil where the fault has none.
  package var range: SourceRange?
  /// The words after the carets; may be empty.
  package var label: String
  /// Further lines below the carets.
  package var notes: [String]
  /// The likeliest first.
  package var fixes: [Fix]

  package init(
    _ message: String, at range: SourceRange? = nil, label: String = "", notes: [String] = [],
    fixes: [Fix] = []
  ) {
    self.message = message
    self.range = range
    self.label = label
    self.notes = notes
    self.fixes = fixes
  }
}

/// An error of one phase, which has words for people.
package protocol DiagnosticConvertible: Error {
  var diagnostic: Diagnostic { get }
}
