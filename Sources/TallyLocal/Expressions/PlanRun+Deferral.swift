import TallyData
import TallyPlan

/// Columns that `extend` defines and that are not stored: the steps that read them compute them block by block.
///
/// That is done where it changes nothing but the time, and the last digit of sums that become exact: no row loses a
/// value or stops the run, and what reads the column is a condition, another definition, or a summary, and that once or
/// twice.
extension PlanRun {
  /// More readers than this are served by a stored column.
  private static let useLimit = 2
  /// A definition of more parts than this is stored, so that those that read others do not grow beyond measure.
  private static let sizeLimit = 24

  /// Whether a definition of the step's need not be stored; `column`: its place in the result.
  func mayDefer(_ expression: BoundExpression, as column: Int) -> Bool {
    guard defersColumns, expression.size <= Self.sizeLimit else { return false }
    if case .column = expression.kind { return false }
    var uses = 0
    // Later definitions of the step itself may read it as well.
    for node in plan.nodes[self.node..<end] {
      switch node.step {
      case .filter(let filter): uses += filter.expression.uses(of: column)
      case .extend(let definitions):
        if definitions.contains(where: { $0.replacing != nil }) { return false }
        for definition in definitions { uses += definition.expression.uses(of: column) }
      case .summarize(let summary):
        for key in summary.keys { uses += key.expression.uses(of: column) }
        for item in summary.items {
          for expression in [item.argument, item.second, item.when, item.weight].compactMap(\.self) {
            uses += expression.uses(of: column)
          }
        }
        return uses <= (expression.readsText ? 1 : Self.useLimit)
          && expression.isSafe(in: frame, threads: workers.threads)
      case .project, .sort, .first, .last, .sample, .top, .distinct, .describe, .window, .pivot, .unpivot, .join,
        .append, .assert:
        return false
      }
    }
    return false
  }

  /// The expression over stored columns alone.
  func resolved(_ expression: BoundExpression) -> BoundExpression {
    if deferred.isEmpty { return expression }
    if case .column(let index) = expression.kind { return deferred[index] ?? expression }
    return expression.mapParts(resolved)
  }

  /// The summary over stored columns alone.
  func resolved(_ summary: PlanSummary) -> PlanSummary {
    if deferred.isEmpty { return summary }
    return PlanSummary(
      keys: summary.keys.map { PlanColumn(name: $0.name, expression: resolved($0.expression)) },
      items: summary.items.map { $0.mapExpressions(resolved) }, hasPercent: summary.hasPercent,
      percentWithin: summary.percentWithin, sortBy: summary.sortBy)
  }

  /// Stores what a condition reads that is not stored, unless its account says no more of it than what the condition
  /// itself finds.
  mutating func store(for condition: BoundExpression) throws(RunError) {
    let read = condition.columnIndices.filter { deferred[$0] != nil }
    if read.isEmpty { return }
    let uncertain = condition.columnIndices.filter { index in
      deferred[index]?.mayBeMissing(in: frame) ?? (frame.columns[index].missingCount > 0)
    }
    if uncertain.isEmpty || (uncertain.count == 1 && condition.isKnownOfKnown) { return }
    for index in read.sorted() {
      guard let expression = deferred.removeValue(forKey: index) else { continue }
      let column = try column(expression)
      var columns = frame.columns
      columns[index] = column
      frame = Frame(columns: columns, physicalCount: frame.physicalCount, mask: frame.mask)
    }
  }

  /// Whether a column that a condition reads can be missing.
  func mayBeMissing(_ column: Int) -> Bool {
    deferred[column]?.mayBeMissing(in: frame) ?? (frame.columns[column].missingCount > 0)
  }
}

extension BoundExpression {
  /// Whether texts are looked at, which costs more than to read a stored result.
  fileprivate var readsText: Bool { type == .text || parts.contains(where: \.readsText) }
}

extension Column {
  /// A column in the place of one that is not stored and that nothing reads.
  static func placeholder(_ type: DataType, count: Int) -> Column {
    Column(type: type, storage: .int8(Buffer(count: count)), count: count, missingCount: 0)
  }
}
