import TallyText

/// A name as it was written, without its backticks.
package struct NameSyntax: Sendable {
  package let text: String
  package let range: SourceRange
  /// In backticks: it matches a column exactly or not at all.
  package let isExact: Bool

  package init(_ text: String, range: SourceRange, isExact: Bool = false) {
    self.text = text
    self.range = range
    self.isExact = isExact
  }
}
