import TallyText

/// Why a statement could not be read, where, and statements that could.
package struct SyntaxError: Error, Sendable {
  package let fault: SyntaxFault
  package let range: SourceRange
  /// The likeliest first. Each, applied to the statement, yields one that parses.
  package internal(set) var fixes: [Fix]

  init(_ fault: SyntaxFault, at range: SourceRange, fixes: [Fix] = []) {
    self.fault = fault
    self.range = range
    self.fixes = fixes
  }
}

/// One way to read a condition that mixes `and` with `or`.
package struct ConditionReading: Sendable {
  /// The condition with the parentheses that this reading puts.
  package let text: String
  /// Puts them into the statement.
  package let fix: Fix
}
