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
    var added: [Column] = []
    for window in step.windows {
      switch window.kind {
      case .aggregate(let item): added.append(try spread(item, by: by, range: window.range))
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

  /// The aggregate of each row's group.
  private mutating func spread(_ item: PlanAggregate, by: [Column], range: SourceRange) throws(RunError) -> Column {
    let groups = by.isEmpty ? Groups(wholeOf: frame.rowCount) : try Groups(keys: by, sweep: sweep)
    let (column, _) = try aggregate(item, groups, range: item.argument?.range ?? range)
    return try column.gathered(try groups.indices(sweep), workers)
  }
}
