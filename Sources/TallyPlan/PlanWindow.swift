import TallyData
import TallyFunctions
import TallyText

/// A value for each row that depends on other rows: `running_sum(total)`, `mean(age)` in a row step.
///
/// A window step adds one column for each; the step after the one that uses them removes them.
package struct PlanWindow: Sendable {
  package enum Kind: Sendable {
    /// The aggregate of the row's group.
    case aggregate(PlanAggregate)
    /// `rows` is the offset or the width; 1 where nothing was written.
    case function(WindowFunction, argument: BoundExpression?, rows: Int)
  }

  package let kind: Kind
  package let type: DataType
  /// As written.
  package let text: String
  package let range: SourceRange

  package init(_ kind: Kind, type: DataType, text: String, range: SourceRange) {
    self.kind = kind
    self.type = type
    self.text = text
    self.range = range
  }
}

/// Windows over the same groups in the same order; the rows themselves stay where they are.
package struct PlanWindows: Sendable {
  package let windows: [PlanWindow]
  /// Empty: all rows are one group.
  package let by: [PlanColumn]
  /// Empty: the order of the rows.
  package let sortBy: [PlanSortKey]

  package init(windows: [PlanWindow], by: [PlanColumn], sortBy: [PlanSortKey]) {
    self.windows = windows
    self.by = by
    self.sortBy = sortBy
  }
}
