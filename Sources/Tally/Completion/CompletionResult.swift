import TallyText

/// What may stand at a place of a statement, and which stretch of its text it would replace.
package struct CompletionResult: Sendable, Equatable {
  /// One thing that may stand there.
  package struct Candidate: Sendable, Equatable {
    /// What is put into the statement.
    package let text: String
    /// A few words beside it: a signature, a type, a count.
    package let detail: String
    /// It names a table or a column, and may stand in backticks.
    package let isName: Bool

    package init(_ text: String, detail: String = "", isName: Bool = false) {
      self.text = text
      self.detail = detail
      self.isName = isName
    }
  }

  /// In UTF-8 bytes; ends at the cursor.
  package let range: SourceRange
  /// The likeliest first.
  package let candidates: [Candidate]

  package init(range: SourceRange, candidates: [Candidate]) {
    self.range = range
    self.candidates = candidates
  }

  package static func none(at cursor: Int) -> CompletionResult {
    CompletionResult(range: cursor..<cursor, candidates: [])
  }

  /// The beginning that all candidates share, ignoring case: as the first spells it.
  package var sharedPrefix: String {
    guard let first = candidates.first?.text else { return "" }
    var count = first.count
    for candidate in candidates.dropFirst() {
      count = min(count, zip(first, candidate.text).prefix { $0.lowercased() == $1.lowercased() }.count)
    }
    return String(first.prefix(count))
  }
}
