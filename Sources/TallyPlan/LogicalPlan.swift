import TallyData
import TallyText

/// A bound query: a table, and what is done with it, step by step.
package struct LogicalPlan: Sendable {
  /// The table the first step reads.
  package let source: Table
  package let nodes: [PlanNode]

  package init(source: Table, nodes: [PlanNode]) {
    self.source = source
    self.nodes = nodes
  }

  /// The columns of the answer.
  package var output: [Field] { nodes.last?.output ?? source.fields }
}

/// One step of a plan, with the columns it gives.
package struct PlanNode: Sendable {
  package let step: PlanStep
  package let output: [Field]
  /// The step's place in the statement, and its text on one line.
  package let range: SourceRange
  package let text: String

  package init(_ step: PlanStep, output: [Field], range: SourceRange, text: String) {
    self.step = step
    self.output = output
    self.range = range
    self.text = text
  }
}

/// What a step does; expressions refer to the columns of the step before it.
package enum PlanStep: Sendable {
  case filter(PlanFilter)
  /// New columns in place of all: `show`, `drop`, `rename`.
  case project([PlanColumn])
  /// Each definition adds a column, or replaces the one at its index, and is seen by the later ones.
  case extend([PlanDefinition])
  case sort([PlanSortKey])
  case first(Int)
  case last(Int)
  case sample(Int, seed: UInt64, isSeedGiven: Bool)
  case top(Int, by: [PlanSortKey], within: [PlanColumn], isBottom: Bool)
  case distinct([PlanColumn])
  case describe(columns: [Int], by: [PlanColumn])
  case summarize(PlanSummary)
  /// Adds a column for each window, after the others.
  case window(PlanWindows)
  case pivot(PlanPivot)
  case unpivot(PlanUnpivot)
  case join(PlanJoin)
  case append(PlanAppend)
  case assert(PlanCondition)
}

/// A condition with its text on one line.
package struct PlanCondition: Sendable {
  package let expression: BoundExpression
  package let text: String

  package init(_ expression: BoundExpression, text: String) {
    self.expression = expression
    self.text = text
  }
}

/// Conditions that all must hold; `drop where` removes the rows where they do.
package struct PlanFilter: Sendable {
  /// The operands of the condition's outermost `and`, as written.
  package let conditions: [PlanCondition]
  package let isDropping: Bool

  package init(conditions: [PlanCondition], isDropping: Bool) {
    self.conditions = conditions
    self.isDropping = isDropping
  }

  /// The conditions as one.
  package var expression: BoundExpression {
    if conditions.count == 1 { return conditions[0].expression }
    let ranges = conditions.map(\.expression.range)
    return BoundExpression(
      .and(conditions.map(\.expression)), type: .boolean, range: ranges.dropFirst().reduce(ranges[0]) { $0.union($1) })
  }
}

package struct PlanColumn: Sendable {
  package let name: String
  package let expression: BoundExpression

  package init(name: String, expression: BoundExpression) {
    self.name = name
    self.expression = expression
  }
}

package struct PlanDefinition: Sendable {
  package let name: String
  package let expression: BoundExpression
  /// The column it replaces; nil adds one.
  package let replacing: Int?

  package init(name: String, expression: BoundExpression, replacing: Int?) {
    self.name = name
    self.expression = expression
    self.replacing = replacing
  }
}

package struct PlanSortKey: Sendable {
  package let expression: BoundExpression
  package let isDescending: Bool

  package init(_ expression: BoundExpression, isDescending: Bool) {
    self.expression = expression
    self.isDescending = isDescending
  }
}
