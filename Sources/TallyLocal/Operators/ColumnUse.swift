import TallyData
import TallyPlan

/// Which columns of a step's result a later step or the answer reads.
///
/// Steps that move rows copy only these: `sort by fare | show name` copies one column of many.
struct ColumnUse: Sendable {
  /// For each node of the plan; nil: all columns.
  private let read: [Set<Int>?]

  /// `end`: how many of the plan's nodes run; the columns of the last are the answer.
  init(_ plan: LogicalPlan, upTo end: Int) {
    var uses: [Set<Int>?] = []
    var wanted: Set<Int>?
    for index in plan.nodes[..<end].indices.reversed() {
      uses.append(wanted)
      wanted = plan.nodes[index].step.columnsRead(for: wanted)
    }
    read = uses.reversed()
  }

  /// Whether column `column` of a node's result is read.
  func isRead(_ column: Int, after node: Int) -> Bool { read[node]?.contains(column) ?? true }
}

extension PlanStep {
  /// The columns of the step's input that it reads itself, or hands on to those who want `wanted` of its result.
  fileprivate func columnsRead(for wanted: Set<Int>?) -> Set<Int>? {
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
      let items = summary.items.flatMap { [$0.argument, $0.second, $0.when, $0.weight].compactMap(\.self) }
      return all(summary.keys.map(\.expression) + items)
    case .window, .pivot, .unpivot, .join, .append: return nil
    }
  }
}
