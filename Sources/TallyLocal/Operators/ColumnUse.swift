import TallyData
import TallyPlan

/// Which columns of a step's result a later step or the answer reads.
///
/// Steps that move rows copy only these: `sort by fare | show name` copies one column of many.
struct ColumnUse: Sendable {
  /// Of the source, then of each node's result; nil: all columns.
  private let read: [Set<Int>?]

  /// `end`: how many of the plan's nodes run; the columns of the last are the answer.
  /// `columns`: those of them that are wanted; nil: all.
  init(_ plan: LogicalPlan, upTo end: Int, reading columns: Set<Int>? = nil) {
    var wanted = columns
    var uses = [wanted]
    for index in plan.nodes[..<end].indices.reversed() {
      let input = index == 0 ? plan.source.fields : plan.nodes[index - 1].output
      wanted = plan.nodes[index].step.columnsRead(for: wanted, ofInput: input.count)
      uses.append(wanted)
    }
    read = uses.reversed()
  }

  /// Whether column `column` of a node's result is read.
  func isRead(_ column: Int, after node: Int) -> Bool { isRead(column, before: node + 1) }

  /// Whether column `column` of a node's input is read by it or later.
  func isRead(_ column: Int, before node: Int) -> Bool { read[node]?.contains(column) ?? true }
}

extension PlanStep {
  /// The columns of the step's input that it reads itself, or hands on to those who want `wanted` of its result.
  fileprivate func columnsRead(for wanted: Set<Int>?, ofInput count: Int) -> Set<Int>? {
    func all(_ expressions: [BoundExpression]) -> Set<Int> {
      expressions.reduce(into: []) { $0.formUnion($1.columnIndices) }
    }
    switch self {
    case .filter(let filter): return wanted?.union(filter.expression.columnIndices)
    case .assert(let condition): return wanted?.union(condition.expression.columnIndices)
    case .project(let columns), .distinct(let columns): return all(columns.map(\.expression))
    case .extend(let definitions): return wanted?.union(all(definitions.map(\.expression)))
    case .sort(let keys): return wanted?.union(all(keys.map(\.expression)))
    case .top(_, let keys, let within, _): return wanted?.union(all(keys.map(\.expression) + within.map(\.expression)))
    case .first, .last, .sample: return wanted
    case .describe(let columns, let by): return all(by.map(\.expression)).union(columns)
    case .summarize(let summary):
      return all(summary.keys.map(\.expression) + summary.items.flatMap(\.expressions))
    case .window(let windows):
      let read = windows.windows.flatMap { window in
        switch window.kind {
        case .aggregate(let item): item.expressions
        case .function(_, let argument, _): [argument].compactMap(\.self)
        }
      }
      return wanted?.filter { $0 < count }.union(
        all(windows.by.map(\.expression) + windows.sortBy.map(\.expression) + read))
    case .join(let join): return wanted?.filter { $0 < count }.union(join.keys.map(\.left))
    case .pivot, .unpivot, .append: return nil
    }
  }
}

extension PlanAggregate {
  /// What it reads of each row.
  fileprivate var expressions: [BoundExpression] { [argument, second, when, weight].compactMap(\.self) }
}
