import TallyData
import TallyFunctions
import TallyPlan
import TallyText

/// Values of rows that depend on other rows.
extension PlanRun {
  mutating func addWindows(_ step: PlanWindows) throws(RunError) {
    let by = try columns(step.by.map(\.expression))
    let keys = try columns(step.sortBy.map(\.expression))
    var order: WindowOrder?
    var sortedRows: Buffer<UInt32>?
    var added: [Column] = []
    for window in step.windows {
      switch window.kind {
      case .aggregate(let item):
        if !keys.isEmpty, item.aggregate.measure.dependsOnOrder, sortedRows == nil {
          let isDescending = step.sortBy.map(\.isDescending)
          sortedRows = try RowOrder(columns: keys, isDescending: isDescending, sweep: sweep, count: frame.rowCount)
            .rows()
        }
        added.append(try spread(item, by: by, sortedRows, range: window.range))
      case .function(let function, let argument, let count):
        let known: WindowOrder
        if let order {
          known = order
        } else {
          known = try WindowOrder(
            by: by, order: keys, isDescending: step.sortBy.map(\.isDescending), frame: frame, sweep: sweep)
          order = known
        }
        let values = try argument.map { (expression) throws(RunError) in try column(expression) }
        let run = WindowRun(order: known, rowCount: frame.physicalCount, workers: workers, range: window.range)
        added.append(try run.column(function.measure, of: values, count: count, as: window.type))
      }
    }
    frame = Frame(columns: frame.columns + added, physicalCount: frame.physicalCount, mask: frame.mask)
  }

  /// The aggregate of each row's group; `sortedRows` are the rows that count in the order that was asked for.
  private mutating func spread(
    _ item: PlanAggregate, by: [Column], _ sortedRows: Buffer<UInt32>?, range: SourceRange
  ) throws(RunError) -> Column {
    let range = item.argument?.range ?? range
    let groups = by.isEmpty ? Groups(wholeOf: frame.rowCount) : try Groups(keys: by, sweep: sweep)
    let column =
      if let sortedRows, item.aggregate.measure.dependsOnOrder {
        try aggregate(item, by: by, inOrder: sortedRows, range: range)
      } else {
        try aggregate(item, groups, range: range).0
      }
    return try column.gathered(try groups.indices(sweep), workers)
  }

  /// The aggregate of each group of the rows in another order; the groups are those of the frame.
  private mutating func aggregate(
    _ item: PlanAggregate, by: [Column], inOrder rows: Buffer<UInt32>, range: SourceRange
  ) throws(RunError) -> Column {
    let unsorted = frame
    defer { frame = unsorted }
    frame = try unsorted.gathered(rows, workers)
    var keys: [Column] = []
    for column in by { keys.append(try column.gathered(rows, workers)) }
    let groups = by.isEmpty ? Groups(wholeOf: frame.rowCount) : try Groups(keys: keys, sweep: sweep)
    return try aggregate(item, groups, range: range).0
  }
}

extension Aggregate.Measure {
  /// Whether the same values in another order give another result.
  fileprivate var dependsOnOrder: Bool {
    switch self {
    case .first, .last, .mode: true
    case .count, .sum, .mean, .median, .min, .max, .sd, .variance, .iqr, .percentile, .correlation, .percent, .any,
      .all:
      false
    }
  }
}
