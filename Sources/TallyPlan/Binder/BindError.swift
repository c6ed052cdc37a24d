import TallyData
import TallySyntax
import TallyText

/// Why a statement that reads well has no meaning over these tables.
package enum BindError: Error, Sendable {
  case noTable(range: SourceRange)
  case fromNotFirst(range: SourceRange)
  case unknownTable(NameSyntax, nearest: String?, tables: [String])
  case ambiguousTable(NameSyntax, candidates: [String])
  case unknownColumn(NameSyntax, table: String, nearest: String?, columns: [String])
  case ambiguousColumn(NameSyntax, candidates: [String])
  case bareWord(NameSyntax, value: String, column: String, count: Int?)
  case unknownFunction(NameSyntax, nearest: String?, column: String?)
  case wrongArguments(String, signature: String, types: [DataType], range: SourceRange)
  case aggregateClauseInFunction(String, range: SourceRange)
  case wrongAggregateArguments(String, signature: String, range: SourceRange)
  case aggregateTakes(
    String, takes: String, text: String, type: DataType, callRange: SourceRange, range: SourceRange)
  case countOfColumn(text: String, range: SourceRange)
  case percentageOutOfRange(text: String, range: SourceRange)
  case percentNeedsOneCount(range: SourceRange)
  case notACondition(text: String, type: DataType, range: SourceRange)
  case notArithmetic(String, type: DataType, text: String, range: SourceRange)
  case dateAndNumber(number: String, range: SourceRange)
  case branchesDiffer(DataType, DataType, range: SourceRange)
  case mismatch(ComparisonMismatch)
  case missingInList(operand: String, range: SourceRange)
  case textTestNeedsText(test: String, text: String, type: DataType, range: SourceRange, isOperand: Bool)
  case ignoringCaseNeedsText(type: DataType, range: SourceRange)
  case differenceAsRange(low: String, high: String, range: SourceRange)
  case emptyRange(low: String, high: String, lowRange: SourceRange, highRange: SourceRange)
  case periodAsValue(text: String, range: SourceRange)
  case periodNeedsDate(period: String, type: DataType, range: SourceRange)
  case calendarDurationAsValue(text: String, range: SourceRange)
  case durationTooLong(range: SourceRange)
  case misplacedAggregate(String, range: SourceRange)
  case misplacedWindow(String, range: SourceRange)
  case rankNeedsOrder(range: SourceRange)
  case rowCountNeeded(String, text: String, range: SourceRange)
  case columnOutsideAggregate(String, type: DataType, range: SourceRange)
  case unknownUnit(String, nearest: String?, range: SourceRange)
  case noWeight(String, range: SourceRange)
  case withinNoKey(text: String, keys: [String], range: SourceRange)
  case tooManyAcross(name: String, count: Int, range: SourceRange)
  case joinKeysDiffer(left: Field, right: Field, rightTable: String, range: SourceRange)
  case appendTypesDiffer(Field, Field, table: String, range: SourceRange)
  case unpivotTypesDiffer(Field, Field, range: SourceRange)
  case unknownParameter(NameSyntax, nearest: String?)
  case wholeNumberNeeded(parameter: String, range: SourceRange)
  /// A number to sort by, and the column at that place, which SQL would take it for.
  case placeAsKey(text: String, column: String?, range: SourceRange)
  case constantNeeded(text: String, range: SourceRange)
  /// A plan that had to run while the query was bound failed.
  case running(any DiagnosticConvertible)
  case duplicateName(String, range: SourceRange)
  case noColumnsLeft(range: SourceRange)
  /// `plot` draws the answer: no step can follow it, and no query that has a name ends in it.
  case plotNotLast(range: SourceRange)
  case letLoop(name: String, range: SourceRange)
  /// What stands for a let uses more lets than a query may.
  case letsTooMany(name: String, range: SourceRange)
  case insideLet(name: String, range: SourceRange, Diagnostic)
  /// Part of the language that does not run in this version.
  case notYet(String, range: SourceRange)
}

/// Two sides of a comparison whose types have nothing in common.
package struct ComparisonMismatch: Sendable {
  let column: String
  let columnType: DataType
  let columnRange: SourceRange
  let other: String
  let otherType: DataType
  let otherRange: SourceRange
  /// The other side's value, where it is a constant.
  let constant: Value?
  /// Nil after `in` and `between`.
  let comparison: ComparisonOperator?
  /// `other` stands alone after `in`, without parentheses.
  let isLoneMember: Bool
  let range: SourceRange
}
