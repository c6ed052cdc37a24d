/// A change to the source that makes a failed statement run.
///
/// Edits do not overlap; each replaces a range of the failing statement's source.
package struct Fix: Sendable, Equatable {
  package struct Edit: Sendable, Equatable {
    package let range: SourceRange
    package let replacement: String

    package init(_ range: SourceRange, _ replacement: String) {
      self.range = range
      self.replacement = replacement
    }
  }

  package let edits: [Edit]
  /// What comes of it, where a person has to choose between several: `746 rows`.
  package var detail = ""

  package init(_ edits: [Edit]) {
    self.edits = edits
  }

  package init(replacing range: SourceRange, with replacement: String) {
    self.edits = [Edit(range, replacement)]
  }

  /// The statement within `statement`, with the edits made.
  package func applied(to source: SourceText, statement: SourceRange) -> String {
    var bytes = Array(source.bytes[statement.clamped(to: 0..<source.bytes.count)])
    for edit in edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      let lower = min(max(edit.range.lowerBound - statement.lowerBound, 0), bytes.count)
      let upper = min(max(edit.range.upperBound - statement.lowerBound, lower), bytes.count)
      bytes.replaceSubrange(lower..<upper, with: Array(edit.replacement.utf8))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
