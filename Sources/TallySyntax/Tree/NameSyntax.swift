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

  /// A name as it must be typed: in backticks where it is no plain word.
  package static func written(_ name: String) -> String {
    let scalars = name.unicodeScalars
    let isPlain = scalars.first?.beginsWord == true && scalars.allSatisfy(\.continuesWord)
    return isPlain && !Keyword.needsBackticks(name) ? name : quoted(name)
  }

  /// A name in backticks; one inside it is doubled.
  package static func quoted(_ name: String) -> String {
    "`" + name.split(separator: "`", omittingEmptySubsequences: false).joined(separator: "``") + "`"
  }
}
