import TallyData
import TallyFunctions
import TallyText

/// `mean age, count by sex with percent sort by count desc`.
package struct PlanSummary: Sendable {
  package let keys: [PlanColumn]
  package let items: [PlanAggregate]
  /// `with percent`: the share of the one `count` or `sum`, as a last column.
  package let hasPercent: Bool
  /// The keys (by their index) within whose groups the percents add up to 100; empty: all rows.
  package let percentWithin: [Int]
  /// Over the summary's own columns; empty: sorted by the keys.
  package let sortBy: [PlanSortKey]

  package init(
    keys: [PlanColumn], items: [PlanAggregate], hasPercent: Bool, percentWithin: [Int] = [], sortBy: [PlanSortKey]
  ) {
    self.keys = keys
    self.items = items
    self.hasPercent = hasPercent
    self.percentWithin = percentWithin
    self.sortBy = sortBy
  }
}

/// One aggregate of a summary.
package struct PlanAggregate: Sendable {
  package let name: String
  package let aggregate: Aggregate
  package let countMode: CountMode
  /// Nil for the count of rows.
  package let argument: BoundExpression?
  /// Of `corr`, its other column.
  package let second: BoundExpression?
  /// Of `percentile`, 0 to 100.
  package let percentage: Double
  package let when: BoundExpression?
  /// A number for each row; nil: every row counts the same.
  package let weight: BoundExpression?
  package let type: DataType
  /// The argument as written, for notes: `body_mass_g`.
  package let argumentText: String
  /// The condition of `when` as written; empty without one.
  package let whenText: String

  package init(
    name: String, aggregate: Aggregate, countMode: CountMode = .rows, argument: BoundExpression?,
    second: BoundExpression? = nil, percentage: Double = 0, when: BoundExpression?, weight: BoundExpression? = nil,
    type: DataType, argumentText: String, whenText: String = ""
  ) {
    self.name = name
    self.aggregate = aggregate
    self.countMode = countMode
    self.argument = argument
    self.second = second
    self.percentage = percentage
    self.when = when
    self.weight = weight
    self.type = type
    self.argumentText = argumentText
    self.whenText = whenText
  }

  /// The same aggregate of other expressions: what `change` gives for each.
  package func mapExpressions(_ change: (BoundExpression) -> BoundExpression) -> PlanAggregate {
    PlanAggregate(
      name: name, aggregate: aggregate, countMode: countMode, argument: argument.map(change),
      second: second.map(change), percentage: percentage, when: when.map(change), weight: weight.map(change),
      type: type, argumentText: argumentText, whenText: whenText)
  }

  /// Whether the result is a property of the rows' number alone.
  package var countsRows: Bool { aggregate.measure == .count && countMode == .rows }
}
