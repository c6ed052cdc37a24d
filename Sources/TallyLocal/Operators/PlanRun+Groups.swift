import TallyData
import TallyFunctions
import TallyPlan
import TallyText

/// Steps whose rows are groups.
extension PlanRun {
  mutating func distinct(_ planned: [PlanColumn]) throws(RunError) {
    let keys = try columns(planned.map(\.expression))
    let groups = try Groups(keys: keys, sweep: sweep)
    var columns: [Column] = []
    for (place, key) in keys.enumerated() { columns.append(try groups.key(place, of: key, workers)) }
    frame = Frame(columns: columns, physicalCount: groups.count)
  }

  mutating func summarize(_ summary: PlanSummary, range: SourceRange) throws(RunError) {
    let summary = resolved(summary)
    deferred = [:]
    let keys = try columns(summary.keys.map(\.expression))
    let facts = GroupFacts(summary.items, in: frame)
    let groups =
      keys.isEmpty ? Groups(wholeOf: frame.rowCount) : try Groups(keys: keys, sweep: sweep, facts: facts)
    if keys.isEmpty { try facts.gatherWhole(sweep) }
    var columns: [Column] = []
    for (place, key) in keys.enumerated() {
      let isRead = use.isRead(place, after: node) || summary.reads(place)
      columns.append(isRead ? try groups.key(place, of: key, workers) : .missing(key.type, count: groups.count))
    }
    var items: [SummaryAccount.Item] = []
    for item in summary.items {
      let (column, spoken) = try aggregate(item, groups, facts, range: item.argument?.range ?? range)
      columns.append(column)
      items.append(spoken)
    }
    if summary.hasPercent, let shared = columns.last {
      columns.append(try shares(of: shared, within: summary.percentWithin.map { columns[$0] }))
    }
    account.summary = SummaryAccount(rowsIn: frame.rowCount, items: items)
    frame = Frame(columns: columns, physicalCount: groups.count)
    if !summary.sortBy.isEmpty { try sortSummary(summary.sortBy) }
  }

  mutating func aggregate(
    _ item: PlanAggregate, _ groups: Groups, _ facts: GroupFacts? = nil, range: SourceRange
  ) throws(RunError) -> (Column, SummaryAccount.Item) {
    var rows = groups.counts
    var unjudged = GroupCounts(repeating: 0, count: groups.count)
    var looked = frame
    if let when = item.when {
      let judgement = try evaluator(frame).judge(when, losses: &account.losses)
      rows = try counts(of: judgement.held, groups)
      if let unknown = judgement.unknown { unjudged = try counts(of: unknown, groups) }
      looked = Frame(columns: frame.columns, physicalCount: frame.physicalCount, mask: judgement.held)
    }
    let sweep = Sweep(rowCount: looked.physicalCount, mask: looked.mask, workers: workers)
    let form = item.linearArgument(in: looked, threads: workers.threads)
    let computed = form == nil ? try ComputedArgument(of: item, in: looked, evaluator(looked)) : nil
    let measuring = Measuring(
      groups: groups, sweep: sweep, facts: computed?.facts ?? (item.when == nil ? facts : nil), rows: rows,
      range: range, form: form)
    var argument = computed?.column ?? form.map { looked.columns[$0.column] }
    if argument == nil, let expression = item.argument { argument = try column(expression, in: looked) }
    let second = try item.second.map { (expression) throws(RunError) in try column(expression, in: looked) }
    let weight = try item.weight.map { (expression) throws(RunError) in try column(expression, in: looked) }
    let result =
      if let argument, let weight { try measuring.weighted(item, of: argument, by: weight) } else {
        try measuring.measure(item, of: argument, and: second)
      }
    try computed?.settle(into: &account.losses)
    account.losses.add(.outOfRange, at: range, count: item.lostResults(result))
    let missing = rows.subtracting(result.known)
    return (result.column, SummaryAccount.Item(rows: rows, missing: missing, unjudged: unjudged))
  }

  /// How many of some rows each group has.
  private func counts(of rows: Bitmap, _ groups: Groups) throws(RunError) -> GroupCounts {
    if groups.isWhole { return GroupCounts([rows.ones]) }
    let sweep = Sweep(rowCount: frame.physicalCount, mask: rows, workers: workers)
    return groups.counts(try sweep.run(CountKernel(), over: groups.grouping)) { $0 }
  }

  /// Orders the summary's rows, and its account with them.
  private mutating func sortSummary(_ keys: [PlanSortKey]) throws(RunError) {
    let columns = try columns(keys.map(\.expression))
    let order = RowOrder(columns: columns, isDescending: keys.map(\.isDescending), sweep: sweep, count: frame.rowCount)
    let rows = try order.rows()
    frame = try frame.gathered(rows, workers)
    guard let summary = account.summary else { return }
    let items = summary.items.map { item in
      SummaryAccount.Item(
        rows: item.rows.gathered(rows), missing: item.missing.gathered(rows), unjudged: item.unjudged.gathered(rows))
    }
    account.summary = SummaryAccount(rowsIn: summary.rowsIn, items: items)
  }

  /// Each number as a percentage of the sum of those with equal keys; missing where that is 0.
  private func shares(of column: Column, within keys: [Column]) throws(RunError) -> Column {
    let sweep = Sweep(rowCount: column.count, mask: nil, workers: workers)
    let groups =
      keys.isEmpty || column.count == 0 ? Groups(wholeOf: column.count) : try Groups(keys: keys, sweep: sweep)
    let places = try groups.indices(sweep)
    var totals = [CompensatedSum](repeating: CompensatedSum(), count: groups.count)
    let values = (0..<column.count).map { column[$0].double ?? .nan }
    for (row, value) in values.enumerated() where !value.isNaN { totals[Int(places[row])].add(value) }
    let shares = values.enumerated().map { row, value -> Double in
      let whole = totals[Int(places[row])].value
      return whole == 0 ? .nan : (100 * value / whole).orMissing
    }
    return Column(numbers: shares)
  }
}

extension PlanSummary {
  /// Whether the summary itself looks at one of its columns once they are there.
  fileprivate func reads(_ column: Int) -> Bool {
    percentWithin.contains(column) || sortBy.contains { $0.expression.columnIndices.contains(column) }
  }
}

extension PlanAggregate {
  /// Groups whose values are known and whose result is none: beyond what the type holds.
  fileprivate func lostResults(_ result: Measuring.Result) -> Int {
    if weight != nil { return 0 }
    let needed: Int
    switch aggregate.measure {
    case .sum, .mean, .median, .percentile, .iqr: needed = 1
    case .variance, .sd: needed = 2
    case .count, .min, .max, .mode, .correlation, .percent, .any, .all, .first, .last: return 0
    }
    guard result.column.missingCount > 0 else { return 0 }
    return (0..<result.known.count).count { result.known[$0] >= needed && result.column.isMissing($0) }
  }
}
