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
      add("of", zip(speaking[0].account.rows, speaking[0].account.missing).map { $0 - $1 })
      addMissing("missing", speaking[0].account)
      return
    }
    if !speaking.isEmpty, !summary.items.contains(where: \.countsRows) { add("of", speaking[0].account.rows) }
    for (item, part) in speaking { addMissing("missing \(item.argumentText)", part) }
  }

  private mutating func addMissing(_ name: String, _ part: SummaryAccount.Item) {
    if part.missing.contains(where: { $0 > 0 }) { add(name, part.missing) }
  }

  private mutating func add(_ name: String, _ counts: [Int]) {
    fields.append(Field(name, .integer))
    columns.append(Column(type: .integer, values: counts.map { .integer(Int64($0)) }))
  }
}

extension PlanAggregate {
  /// Whether its result says nothing of how many values it was made from.
  var speaksOfValues: Bool { argument != nil && countMode != .known && countMode != .missing }
}
