import TallyText

/// `round(x, 2)`, `mean(age when elite)`, `count()`, and in a summary `mean age when elite`.
///
/// One shape for scalar functions, aggregates and windows: which it is, the binder decides by the name.
package struct CallSyntax: Sendable {
  /// `count distinct x`, `count known x`, `count missing x`.
  package enum CountKind: String, CaseIterable, Sendable {
    case distinct, known, missing
  }

  package let name: NameSyntax
  package let countKind: CountKind?
  package let arguments: [ExpressionSyntax]
  /// Written with parentheses: `mean(age)` and not `mean age`.
  package let isParenthesized: Bool
  package let when: ExpressionSyntax?
  package let weight: ExpressionSyntax?
  package let range: SourceRange

  package init(
    name: NameSyntax, countKind: CountKind? = nil, arguments: [ExpressionSyntax], isParenthesized: Bool,
    when: ExpressionSyntax? = nil, weight: ExpressionSyntax? = nil, range: SourceRange
  ) {
    self.name = name
    self.countKind = countKind
    self.arguments = arguments
    self.isParenthesized = isParenthesized
    self.when = when
    self.weight = weight
    self.range = range
  }
}
