import TallyData
import TallyFunctions
import TallyPlan

/// What the aggregates of one step ask of the columns of a frame: each thing is gathered once however many ask, and
/// what is known to be asked in one pass.
///
/// The thread that runs the plan uses it alone.
final class GroupFacts: @unchecked Sendable {
  /// What a pass can gather of a column.
  enum Fact: Hashable {
    case sums
    case squares
    case extremes
    case known
  }

  private struct Key: Hashable {
    let fact: Fact
    /// The memory of the values; the gatherer holds on to it, so no other column gets its place.
    let values: ObjectIdentifier
  }

  private struct Entry {
    let gatherer: Gatherer
    var isGathered: Bool
  }

  private var entries: [Key: Entry] = [:]
  /// In the order in which they were asked for.
  private var waiting: [Key] = []
  /// Whether nothing but these facts and the counts of rows will be asked.
  let isAll: Bool

  init(_ wanted: [(fact: Fact, column: Column)], isAll: Bool = false) {
    self.isAll = isAll
    for (fact, column) in wanted {
      guard let gatherer = fact.gatherer(column.storage), let key = key(fact, column), entries[key] == nil else {
        continue
      }
      entries[key] = Entry(gatherer: gatherer, isGathered: false)
      waiting.append(key)
    }
  }

  /// Of one column whose values a gatherer of its own makes.
  init(_ fact: Fact, of column: Column, by gatherer: Gatherer) {
    isAll = true
    if let key = key(fact, column) { entries[key] = Entry(gatherer: gatherer, isGathered: false) }
  }

  /// Of aggregates that look at all rows and at columns as they are.
  convenience init(_ items: [PlanAggregate], in frame: Frame) {
    var wanted: [(fact: Fact, column: Column)] = []
    var isAll = true
    for item in items where item.when != nil || item.argument != nil {
      if item.when == nil, item.weight == nil, case .column(let index)? = item.argument?.kind,
        let fact = item.fact(of: frame.columns[index].storage)
      {
        wanted.append((fact, frame.columns[index]))
        if item.isMore(than: fact) { isAll = false }
      } else {
        isAll = false
      }
    }
    self.init(wanted, isAll: isAll)
  }

  /// Of the columns that `describe` describes.
  convenience init(describing columns: [Column]) {
    self.init(
      columns.flatMap { column -> [(Fact, Column)] in
        [(.extremes, column), (.sums, column)] + (column.storage.hasExactSquares ? [(.squares, column)] : [])
      })
  }

  /// More bytes of slots than this, of all gatherers together, would push each other out of the cache.
  private static let sharedSizeLimit = 1 << 19

  /// Counts the rows of each slot, and gathers in the same pass what may take part in it.
  func countRows(over grouping: Grouping, _ sweep: Sweep) throws(RunError) -> Buffer<UInt32> {
    // What counts rows by the way costs a pass and memory less.
    let counting = waiting.first { entries[$0]?.gatherer.rowCounts != nil }
    let counter = counting.flatMap { entries[$0]?.gatherer } ?? Gatherer(counting: CountKernel())
    let others = waiting.filter { $0 != counting }.compactMap { entries[$0]?.gatherer }
    let slotSize = others.reduce(counter.slotSize) { $0 + $1.slotSize }
    let isShared = grouping.slotCount <= Self.sharedSizeLimit / slotSize
    try sweep.gather([counter] + (isShared ? others : []), over: grouping)
    for key in isShared ? waiting : waiting.filter({ $0 == counting }) { entries[key]?.isGathered = true }
    waiting = []
    return counter.rowCounts?(grouping.slotCount) ?? Buffer(repeating: 0, count: grouping.slotCount)
  }

  /// What waits, for a pass that is made anyway.
  var waitingGatherers: [Gatherer] { waiting.compactMap { entries[$0]?.gatherer } }

  /// All that waits is gathered.
  func settle() {
    for key in waiting { entries[key]?.isGathered = true }
    waiting = []
  }

  /// Gathers what waits, of all rows as one group.
  func gatherWhole(_ sweep: Sweep) throws(RunError) {
    if waiting.isEmpty { return }
    try sweep.gather(waitingGatherers, over: .whole)
    settle()
  }

  /// What a kernel gathers of a column.
  func slots<Kernel: GroupKernel>(
    _ fact: Fact, of column: Column, _ kernel: Kernel, over groups: Groups, _ sweep: Sweep
  ) throws(RunError) -> Buffer<Kernel.Slot> {
    guard let key = key(fact, column), let entry = entries[key],
      let result = entry.gatherer.result as? SlotParts<Kernel.Slot>
    else { return try sweep.run(kernel, over: groups.grouping) }
    if !entry.isGathered {
      try sweep.gather([entry.gatherer], over: groups.grouping)
      entries[key]?.isGathered = true
    }
    return result.slots
  }

  private func key(_ fact: Fact, _ column: Column) -> Key? {
    column.storage.values.map { Key(fact: fact, values: ObjectIdentifier($0)) }
  }
}

extension PlanAggregate {
  /// What the aggregate asks of its argument; nil for what takes other passes.
  fileprivate func fact(of storage: ColumnStorage) -> GroupFacts.Fact? {
    switch aggregate.measure {
    case .sum, .mean, .percent, .any, .all: .sums
    case .variance, .sd: storage.hasExactSquares ? .squares : .sums
    case .min, .max, .count: .extremes
    case .first, .last: .known
    case .median, .percentile, .iqr, .mode, .correlation: nil
    }
  }
}

extension PlanAggregate {
  /// Whether it takes other passes besides.
  fileprivate func isMore(than fact: GroupFacts.Fact) -> Bool {
    switch aggregate.measure {
    case .sum, .mean, .percent, .any, .all, .min, .max, .first, .last: false
    case .count: countMode == .distinct
    case .variance, .sd: fact == .sums
    case .median, .percentile, .iqr, .mode, .correlation: true
    }
  }
}

extension GroupFacts.Fact {
  /// What gathers it; nil where the storage has no such thing.
  fileprivate func gatherer(_ storage: ColumnStorage) -> Gatherer? {
    switch storage {
    case .int8(let values): narrow(values)
    case .int16(let values): narrow(values)
    case .int32(let values): narrow(values)
    case .int64(let values): any(values) ?? Gatherer(counting: WideSumKernel(values: values))
    case .double(let values): any(values) ?? Gatherer(counting: NumberSumKernel(values: values))
    case .codes8(let values, _): any(values)
    case .codes16(let values, _): any(values)
    case .codes32(let values, _): any(values)
    case .arena: nil
    }
  }

  private func any<V: StoredValue>(_ values: Buffer<V>) -> Gatherer? {
    switch self {
    case .extremes: Gatherer(counting: ExtremeKernel(values: values))
    case .known: Gatherer(KnownKernel(values: values))
    case .sums, .squares: nil
    }
  }

  private func narrow<V: NarrowWhole>(_ values: Buffer<V>) -> Gatherer? {
    switch self {
    case .sums: Gatherer(counting: IntegerSumKernel(values: values))
    case .squares: Gatherer(counting: SquareKernel(values: values))
    case .extremes, .known: any(values)
    }
  }
}

extension ColumnStorage {
  /// Whether squares are added up as whole numbers.
  fileprivate var hasExactSquares: Bool {
    switch self {
    case .int8, .int16, .int32: true
    case .int64, .double, .codes8, .codes16, .codes32, .arena: false
    }
  }

  /// The memory of the stored values; nil for free text.
  fileprivate var values: AnyObject? {
    switch self {
    case .int8(let values): values
    case .int16(let values): values
    case .int32(let values): values
    case .int64(let values): values
    case .double(let values): values
    case .codes8(let codes, _): codes
    case .codes16(let codes, _): codes
    case .codes32(let codes, _): codes
    case .arena: nil
    }
  }
}
