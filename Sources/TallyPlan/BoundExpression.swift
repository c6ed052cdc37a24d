import TallyData
import TallyFunctions
import TallySyntax
import TallyText

/// An expression whose names and types are resolved: what the evaluator runs.
///
/// The binder has already expanded lets, turned periods into ranges of days, matched the types of both sides
/// (`toNumber` stands where an integer meets a number) and checked every function's arguments.
package struct BoundExpression: Sendable {
  package let kind: Kind
  package let type: DataType
  /// The place in the statement, for errors that name it.
  package let range: SourceRange

  package init(_ kind: Kind, type: DataType, range: SourceRange) {
    self.kind = kind
    self.type = type
    self.range = range
  }

  package indirect enum Kind: Sendable {
    /// A column of the step's input, by its index.
    case column(Int)
    /// Of the expression's type, or missing.
    case constant(Value)
    case call(Function, [BoundExpression])
    /// Both sides have the same type, or the pair is one of: date ± duration, date − date, datetime ± duration,
    /// datetime − datetime, duration ± duration, duration × or ÷ number (as `number`), duration ÷ duration.
    /// `+` of two texts joins them. `/` and `^` are always of numbers.
    case arithmetic(ArithmeticOperator, BoundExpression, BoundExpression)
    case negative(BoundExpression)
    /// An integer as a number.
    case toNumber(BoundExpression)
    /// A date as the datetime at its midnight.
    case toDatetime(BoundExpression)
    /// Both sides have the same type. `ignoringCase` only for text.
    case comparison(ComparisonOperator, BoundExpression, BoundExpression, ignoringCase: Bool)
    /// True where the operand equals a value or lies in a range (both ends belong to it; nil: open).
    /// Values have the operand's type. Unknown as of `or` of comparisons.
    case membership(BoundExpression, [Member], ignoringCase: Bool)
    case textTest(TextTestSyntax.Test, BoundExpression, pattern: BoundExpression, ignoringCase: Bool)
    /// Never unknown.
    case isMissing(BoundExpression)
    case not(BoundExpression)
    case and([BoundExpression])
    case or([BoundExpression])
    /// Both values have the expression's type; an unknown condition gives missing and is counted.
    case conditional(condition: BoundExpression, value: BoundExpression, otherwise: BoundExpression)
    /// An integer column of 0, 1 and missing as a condition.
    case indicator(BoundExpression)
  }

  package enum Member: Sendable {
    case value(BoundExpression)
    case range(BoundExpression?, BoundExpression?)
  }
}
