import TallyData
import TallyFunctions
import TallyPlan
import TallyText

/// Steps whose rows are groups.
extension PlanRun {
  mutating func distinct(_ planned: [PlanColumn]) throws(RunError) {
    let keys = try columns(planned.map(\.expression))
    let groups = try Groups(keys: keys, sweep: sweep)
    frame = try Frame(columns: keys, physicalCount: frame.physicalCount).gathered(groups.firsts, workers)
  }

  mutating func summarize(_ summary: PlanSummary, range: SourceRange) throws(RunError) {
    let keys = try columns(summary.keys.map(\.expression))
    let groups = keys.isEmpty ? Groups(wholeOf: frame.rowCount) : try Groups(keys: keys, sweep: sweep)
    var columns: [Column] = []
    for key in keys { columns.append(try key.gathered(groups.firsts, workers)) }
    var items: [SummaryAccount.Item] = []
    for item in summary.items {
      let (column, spoken) = try aggregate(item, groups, range: item.argument?.range ?? range)
      columns.append(column)
      items.append(spoken)
    }
    if summary.hasPercent, let shared = columns.last { columns.append(shared.shares()) }
    account.summary = SummaryAccount(rowsIn: frame.rowCount, items: items)
    frame = Frame(columns: columns, physicalCount: groups.count)
    if !summary.sortBy.isEmpty { try sortSummary(summary.sortBy) }
  }

  private mutating func aggregate(
    _ item: PlanAggregate, _ groups: Groups, range: SourceRange
  ) throws(RunError) -> (Column, SummaryAccount.Item) {
    var rows = groups.counts
    var unjudged = groups.counts.map { _ in 0 }
    var looked = frame
    if let when = item.when {
      let judgement = try evaluator(frame).judge(when, losses: &account.losses)
      rows = try counts(of: judgement.held, groups)
      if let unknown = judgement.unknown { unjudged = try counts(of: unknown, groups) }
      looked = Frame(columns: frame.columns, physicalCount: frame.physicalCount, mask: judgement.held)
    }
    let sweep = Sweep(rowCount: looked.physicalCount, mask: looked.mask, workers: workers)
    let measuring = Measuring(groups: groups, sweep: sweep, rows: rows, range: range)
    let argument = try item.argument.map { (expression) throws(RunError) in try column(expression, in: looked) }
    let second = try item.second.map { (expression) throws(RunError) in try column(expression, in: looked) }
    let result = try measuring.measure(item, of: argument, and: second)
    let missing = zip(rows, result.known).map { $0 - $1 }
    return (result.column, SummaryAccount.Item(rows: rows, missing: missing, unjudged: unjudged))
  }

  /// How many of some rows each group has.
  private func counts(of rows: Bitmap, _ groups: Groups) throws(RunError) -> [Int] {
    if groups.grouping.isWhole { return [rows.ones] }
    let sweep = Sweep(rowCount: frame.physicalCount, mask: rows, workers: workers)
    return groups.map(try sweep.run(RowKernel(), over: groups.grouping)) { Int($0.count) }
  }

  /// Orders the summary's rows, and its account with them.
  private mutating func sortSummary(_ keys: [PlanSortKey]) throws(RunError) {
    let columns = try columns(keys.map(\.expression))
    let order = RowOrder(columns: columns, isDescending: keys.map(\.isDescending), sweep: sweep, count: frame.rowCount)
    let rows = try order.rows()
    frame = try frame.gathered(rows, workers)
    guard let summary = account.summary else { return }
    func sorted(_ values: [Int]) -> [Int] { rows.values.map { values[Int($0)] } }
    let items = summary.items.map {
      SummaryAccount.Item(rows: sorted($0.rows), missing: sorted($0.missing), unjudged: sorted($0.unjudged))
    }
    account.summary = SummaryAccount(rowsIn: summary.rowsIn, items: items)
  }
}

extension Column {
  /// Each number as a percentage of the sum of all; missing where that is 0.
  fileprivate func shares() -> Column {
    let values = (0..<count).map { self[$0].double ?? .nan }
    var total = CompensatedSum()
    for value in values where !value.isNaN { total.add(value) }
    let whole = total.value
    return Column(numbers: values.map { whole == 0 ? .nan : 100 * $0 / whole })
  }
}
