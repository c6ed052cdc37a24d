import TallyData
import TallyLocal
import TallyPlan

/// The columns right of a summary that say of how many rows each value speaks: `of`, `missing`.
struct AccountColumns {
  private(set) var fields: [Field] = []
  private(set) var columns: [Column] = []

  init(of summary: PlanSummary?, in result: QueryResult) {
    guard let summary, let account = result.account.summary, result.table.rowCount > 0 else { return }
    var speaking: [(item: PlanAggregate, account: SummaryAccount.Item)] = []
    for (item, part) in zip(summary.items, account.items) where item.speaksOfValues {
      if !speaking.contains(where: { $0.account.rows == part.rows && $0.account.missing == part.missing }) {
        speaking.append((item, part))
      }
    }
    if speaking.count == 1 {
      add("of", speaking[0].account.rows.subtracting(speaking[0].account.missing))
      addMissing("missing", speaking[0].account)
      return
    }
    if !speaking.isEmpty, !summary.items.contains(where: \.countsRows) { add("of", speaking[0].account.rows) }
    for (item, part) in speaking { addMissing("missing \(item.argumentText)", part) }
  }

  private mutating func addMissing(_ name: String, _ part: SummaryAccount.Item) {
    if !part.missing.isZero { add(name, part.missing) }
  }

  private mutating func add(_ name: String, _ counts: GroupCounts) {
    fields.append(Field(name, .integer))
    columns.append(Column(type: .integer, integrals: counts.map { Int64($0) }))
  }
}

extension PlanAggregate {
  /// Whether its result says nothing of how many values it was made from.
  var speaksOfValues: Bool { argument != nil && countMode != .known && countMode != .missing }
}
