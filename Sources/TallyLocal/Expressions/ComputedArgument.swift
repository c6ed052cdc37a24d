import TallyData
import TallyFunctions
import TallyPlan

/// The argument of an aggregate that is computed block by block while it is gathered, and never stored.
struct ComputedArgument {
  /// Stands for the values in what measures columns: it has their type, may miss some, and has none of them.
  let column: Column
  let facts: GroupFacts
  private let pool: WorkspacePool

  /// Nil where the argument is a stored column, or the aggregate looks at its values more than once.
  init?(of item: PlanAggregate, in frame: Frame, _ evaluator: Evaluator) throws(RunError) {
    guard let argument = item.argument, let fact = item.onlyFact, item.second == nil, item.weight == nil,
      argument.constant == nil
    else { return nil }
    if case .column = argument.kind { return nil }
    guard argument.type.isNumeric else { return nil }
    if argument.type == .integer, fact == .sums {
      // A sum beyond 64 bits stops the run at the row that the stored values tell.
      guard let reach = argument.reach(in: frame, threads: evaluator.threads),
        reach * Double(frame.physicalCount) < 0x1p62
      else { return nil }
    }
    pool = WorkspacePool(interrupt: evaluator.interrupt)
    var preparation = Preparation(evaluator: evaluator)
    let values = BlockValues(
      expression: try preparation.prepared(argument), mask: frame.mask, needsActive: argument.mayLose, pool: pool)
    let gatherer: Gatherer
    if argument.type == .number {
      let stub = Buffer<Double>(count: 1)
      column = Column(type: .number, storage: .double(stub), count: 1, missingCount: 1)
      gatherer =
        fact == .sums
        ? Gatherer(ComputedKernel(values: values, take: \.numbers, kernel: NumberSumKernel.init))
        : Gatherer(ComputedKernel(values: values, take: \.numbers, kernel: ExtremeKernel<Double>.init))
    } else {
      let stub = Buffer<Int64>(count: 1)
      column = Column(type: .integer, storage: .int64(stub), count: 1, missingCount: 1)
      gatherer =
        fact == .sums
        ? Gatherer(ComputedKernel(values: values, take: \.integers, kernel: WideSumKernel.init))
        : Gatherer(ComputedKernel(values: values, take: \.integers, kernel: ExtremeKernel<Int64>.init))
    }
    facts = GroupFacts(fact, of: column, by: gatherer)
  }

  /// After the values are gathered: throws what failed first, else adds up what was lost.
  func settle(into losses: inout Losses) throws(RunError) { try pool.settle(into: &losses) }
}

extension PlanAggregate {
  /// The one thing that it asks of its argument, in a single pass; nil for aggregates that ask more.
  fileprivate var onlyFact: GroupFacts.Fact? {
    switch aggregate.measure {
    case .sum, .mean: .sums
    case .min, .max: .extremes
    case .count: countMode == .distinct ? nil : .extremes
    case .variance, .sd, .median, .percentile, .iqr, .mode, .correlation, .percent, .any, .all, .first, .last: nil
    }
  }
}

/// An expression's values for one block after the other.
private struct BlockValues: Sendable {
  let expression: any BlockExpression
  let mask: Bitmap?
  let needsActive: Bool
  let pool: WorkspacePool

  /// Calls `body` with the values of some rows.
  func with(_ rows: Range<Int>, _ body: (Vector, Workspace) -> Void) {
    pool.use { workspace in
      let block = workspace.block(rows, mask: mask, needsActive: needsActive)
      body(expression.evaluate(block), workspace)
    }
  }
}

/// A kernel over values that are computed for each block before it takes them.
private struct ComputedKernel<Inner: GroupKernel, V: BitwiseCopyable>: GroupKernel {
  let values: BlockValues
  /// Where the block's values stand, for the inner kernel.
  let take: @Sendable (Workspace) -> Buffer<V>
  let kernel: @Sendable (Buffer<V>) -> Inner
  /// One that takes no values.
  private let idle: Inner

  init(
    values: BlockValues, take: @escaping @Sendable (Workspace) -> Buffer<V>,
    kernel: @escaping @Sendable (Buffer<V>) -> Inner
  ) {
    self.values = values
    self.take = take
    self.kernel = kernel
    idle = kernel(Buffer(count: 1))
  }

  var empty: Inner.Slot { idle.empty }

  func add(_ rows: GroupedRows, to slots: UnsafeMutablePointer<Inner.Slot>) {
    with(rows.first..<rows.first + rows.blockCount) { $0.add(rows.alone, to: slots) }
  }

  func add(_ rows: Range<Int>, selected: UnsafePointer<UInt8>?, to slot: inout Inner.Slot) {
    with(rows) { $0.add(0..<rows.count, selected: selected, to: &slot) }
  }

  func merge(_ later: Inner.Slot, into slot: inout Inner.Slot) { idle.merge(later, into: &slot) }

  private func with(_ rows: Range<Int>, _ body: (Inner) -> Void) {
    values.with(rows) { vector, workspace in
      let buffer = take(workspace)
      vector.copy(to: buffer.pointer, count: rows.count)
      body(kernel(buffer))
    }
  }
}

extension Vector {
  /// Copies its values, of the type that the expression has.
  fileprivate func copy<V: BitwiseCopyable>(to target: UnsafeMutablePointer<V>, count: Int) {
    switch self {
    case .integers(let values): UnsafeMutableRawPointer(target).copyMemory(from: values, byteCount: 8 * count)
    case .numbers(let values): UnsafeMutableRawPointer(target).copyMemory(from: values, byteCount: 8 * count)
    case .texts, .truths: preconditionFailure("only numbers are gathered as they are computed")
    }
  }
}
