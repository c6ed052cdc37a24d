import TallyText

/// An expression or condition as it was written.
package struct ExpressionSyntax: Sendable {
  package let kind: Kind
  package let range: SourceRange

  package init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  package indirect enum Kind: Sendable {
    case literal(LiteralSyntax)
    /// A column, or an expression named by `let`.
    case name(NameSyntax)
    /// `$year`, without the dollar sign.
    case parameter(NameSyntax)
    case call(CallSyntax)
    case parenthesized(ExpressionSyntax)
    case negative(ExpressionSyntax)
    case arithmetic(ArithmeticOperator, ExpressionSyntax, ExpressionSyntax)
    /// `18 <= age < 65`: the first operand, then each operator with the operand that follows it.
    case comparison(ExpressionSyntax, [ComparisonLinkSyntax], ignoringCase: Bool)
    case membership(MembershipSyntax)
    case textTest(TextTestSyntax)
    /// `is missing`, `is not missing`.
    case missingTest(ExpressionSyntax, isNegated: Bool)
    case not(ExpressionSyntax)
    /// Two or more operands.
    case and([ExpressionSyntax])
    case or([ExpressionSyntax])
    /// `if condition then value else otherwise`.
    case conditional(condition: ExpressionSyntax, value: ExpressionSyntax, otherwise: ExpressionSyntax)
  }
}

package enum ArithmeticOperator: String, CaseIterable, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case modulo = "mod"
  case power = "^"
}

package enum ComparisonOperator: String, CaseIterable, Sendable {
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}

package struct ComparisonLinkSyntax: Sendable {
  package let comparison: ComparisonOperator
  package let operatorRange: SourceRange
  package let operand: ExpressionSyntax

  package init(_ comparison: ComparisonOperator, operatorRange: SourceRange, operand: ExpressionSyntax) {
    self.comparison = comparison
    self.operatorRange = operatorRange
    self.operand = operand
  }
}

/// `x in 18..64`, `x not in ("a", "b")`, `x in (2019, 2021..2023)`, `x between 1 and 5`.
package struct MembershipSyntax: Sendable {
  package enum Item: Sendable {
    case value(ExpressionSyntax)
    /// Both ends belong to it.
    case range(ExpressionSyntax, ExpressionSyntax)
  }

  package let operand: ExpressionSyntax
  package let isNegated: Bool
  package let items: [Item]
  /// The items stood in parentheses.
  package let isList: Bool
  /// Written `between a and b`.
  package let isBetween: Bool
  package let ignoringCase: Bool

  package init(
    operand: ExpressionSyntax, isNegated: Bool, items: [Item], isList: Bool, isBetween: Bool, ignoringCase: Bool
  ) {
    self.operand = operand
    self.isNegated = isNegated
    self.items = items
    self.isList = isList
    self.isBetween = isBetween
    self.ignoringCase = ignoringCase
  }
}

/// `name contains "an"`, `name not starts with "K" ignoring case`.
package struct TextTestSyntax: Sendable {
  package enum Test: String, CaseIterable, Sendable {
    case contains
    case startsWith = "starts with"
    case endsWith = "ends with"
    case matches
  }

  package let operand: ExpressionSyntax
  package let test: Test
  package let pattern: ExpressionSyntax
  package let isNegated: Bool
  package let ignoringCase: Bool

  package init(
    operand: ExpressionSyntax, test: Test, pattern: ExpressionSyntax, isNegated: Bool, ignoringCase: Bool
  ) {
    self.operand = operand
    self.test = test
    self.pattern = pattern
    self.isNegated = isNegated
    self.ignoringCase = ignoringCase
  }
}
