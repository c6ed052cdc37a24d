import TallyData
import TallyFunctions
import TallyPlan
import TallyText

/// One aggregate over the rows of each group.
struct Measuring: Sendable {
  let groups: Groups
  /// The rows the aggregate looks at.
  let sweep: Sweep
  /// What is gathered for several aggregates at once; nil for one that looks at rows of its own.
  let facts: GroupFacts?
  /// Of each group, how many rows it looks at.
  let rows: GroupCounts
  let range: SourceRange
  /// What is measured are the column's values in this form; nil: the values themselves.
  var form: LinearForm?

  /// A value for each group.
  struct Result: Sendable {
    let column: Column
    /// Rows of each group whose argument is known.
    let known: GroupCounts
  }

  var workers: Workers { sweep.workers }

  /// What a kernel gathers of a column, for each slot.
  func gathered<Kernel: GroupKernel>(
    _ fact: GroupFacts.Fact, of column: Column, _ kernel: Kernel
  ) throws(RunError) -> Buffer<Kernel.Slot> {
    guard let facts else { return try sweep.run(kernel, over: groups.grouping) }
    return try facts.slots(fact, of: column, kernel, over: groups, sweep)
  }

  func measure(_ item: PlanAggregate, of column: Column?, and second: Column?) throws(RunError) -> Result {
    guard let column else { return Result(column: try Column(counts: rows, workers), known: rows) }
    switch item.aggregate.measure {
    case .count: return try count(item.countMode, of: column)
    case .sum: return try sum(of: column, as: item.type)
    case .mean: return try mean(of: column, as: item.type)
    case .median: return try quantile(50, of: column, as: item.type)
    case .percentile: return try quantile(item.percentage, of: column, as: item.type)
    case .iqr: return try interquartileRange(of: column, as: item.type)
    case .min: return try extreme(of: column, isGreatest: false)
    case .max: return try extreme(of: column, isGreatest: true)
    case .mode: return try mode(of: column)
    case .variance: return try variance(of: column, isRoot: false, as: item.type)
    case .sd: return try variance(of: column, isRoot: true, as: item.type)
    case .percent: return try percent(of: column)
    case .any: return try truth(of: column) { held, _ in held > 0 }
    case .all: return try truth(of: column) { held, known in held == known }
    case .first: return try picked(from: column) { $0.first }
    case .last: return try picked(from: column) { $0.last }
    case .correlation: return try correlation(of: column, and: second ?? column)
    }
  }

  /// Rows of each group whose value is known.
  func known(_ column: Column) throws(RunError) -> GroupCounts {
    if column.missingCount == 0 { return rows }
    let present = try column.presence(workers)
    return try present.storage.visit(KnownCounts(measuring: self, column: present))
  }

  func count(_ mode: CountMode, of column: Column) throws(RunError) -> Result {
    let known = try known(column)
    switch mode {
    case .rows: return Result(column: try Column(counts: rows, workers), known: known)
    case .known: return Result(column: try Column(counts: known, workers), known: known)
    case .missing: return Result(column: try Column(counts: rows.subtracting(known), workers), known: known)
    case .distinct: return Result(column: try Column(counts: distinct(column), workers), known: known)
    }
  }

  /// How many different known values each group has.
  func distinct(_ column: Column) throws(RunError) -> GroupCounts {
    if case .arena(let arena) = column.storage {
      let texts = DifferentTexts(arena: arena, grouping: try groups.grouping, sweep: sweep)
      return groups.counts(try texts.counts()) { UInt32(truncatingIfNeeded: $0) }
    }
    return groups.counts(try groups.grouping.differentCounts(of: column, sweep: sweep)) { $0 }
  }

  func mode(of column: Column) throws(RunError) -> Result {
    let slotCount = try groups.grouping.slotCount
    let best = Buffer<ModeSlot>(count: slotCount)
    best.pointer.initialize(repeating: ModeSlot(), count: slotCount)
    try groups.grouping.forEachValue(of: column, sweep: sweep) { slot, count, first in
      best.pointer[slot].take(count, first: UInt32(truncatingIfNeeded: first))
    }
    let chosen = groups.map(best) { $0 }
    let column = try column.gathered(Buffer(count: chosen.count) { chosen[$0].first }, workers)
    return Result(column: column, known: GroupCounts(chosen.map(\.known)))
  }

  private func picked(
    from column: Column, _ row: (KnownSlot) -> UInt32
  ) throws(RunError) -> Result {
    let present = try column.presence(workers)
    let known = try present.storage.visit(KnownVisitor(measuring: self, column: present))
    let rows = Buffer<UInt32>(count: known.count) { known[$0].known == 0 ? .max : row(known[$0]) }
    return Result(column: try column.gathered(rows, workers), known: GroupCounts(known.map(\.known)))
  }

  /// `percent`: of the rows where the condition could be judged.
  private func percent(of column: Column) throws(RunError) -> Result {
    let sums = try sums(of: column)
    let column = try Column(numberCount: groups.count, workers) { group in
      sums.known[group] == 0 ? .nan : 100 * Double(rounding: sums.whole(group)) / Double(sums.known[group])
    }
    return Result(column: column, known: sums.known)
  }

  /// `any`, `all`.
  private func truth(
    of column: Column, _ value: @escaping @Sendable (_ held: Int128, _ known: Int) -> Bool
  ) throws(RunError) -> Result {
    let sums = try sums(of: column)
    let column = try Column(type: .boolean, wholes: groups.count, workers) { group in
      sums.known[group] == 0 ? .min : value(sums.whole(group), sums.known[group]) ? 1 : 0
    }
    return Result(column: column, known: sums.known)
  }
}

/// Of one group: known values, and the first and last row of one.
private struct KnownSlot: Sendable {
  var known: Int
  var first: UInt32
  var last: UInt32
}

private struct KnownVisitor: StorageVisitor {
  let measuring: Measuring
  let column: Column

  func visit<V: StoredValue>(_ values: Buffer<V>) throws(RunError) -> [KnownSlot] {
    let all = try measuring.gathered(.known, of: column, KnownKernel(values: values))
    return measuring.groups.map(all) { KnownSlot(known: Int($0.known), first: $0.first, last: $0.last) }
  }
}

private struct KnownCounts: StorageVisitor {
  let measuring: Measuring
  let column: Column

  func visit<V: StoredValue>(_ values: Buffer<V>) throws(RunError) -> GroupCounts {
    let all = try measuring.gathered(.extremes, of: column, ExtremeKernel(values: values))
    return measuring.groups.counts(all) { UInt32(truncatingIfNeeded: $0.known) }
  }
}

/// The most common value met so far in a group; of equals the one met first in the rows.
private struct ModeSlot: BitwiseCopyable, Sendable {
  var known = 0
  var count = 0
  var first = UInt32.max

  mutating func take(_ count: Int, first: UInt32) {
    known += count
    if count > self.count || (count == self.count && first < self.first) {
      self.count = count
      self.first = first
    }
  }
}
