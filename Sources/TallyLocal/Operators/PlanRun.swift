import TallyData
import TallyPlan
import TallyText

/// A plan while it runs: the rows so far, and what was found out on the way.
struct PlanRun {
  let plan: LogicalPlan
  let end: Int
  let workers: Workers
  var frame: Frame
  var fields: [Field]
  var account = Account()
  let use: ColumnUse
  /// Whether definitions may wait until they are read; only where nothing but the steps looks at the frame.
  let defersColumns: Bool
  /// Columns of the frame that are not stored, as expressions over those that are.
  var deferred: [Int: BoundExpression] = [:]
  /// The index of the node whose step is taken.
  private(set) var node = 0

  /// `end`: how many of the plan's nodes will run; nil: all.
  /// `columns`: which of its columns are wanted of the answer; nil: all.
  init(
    _ plan: LogicalPlan, upTo end: Int? = nil, reading columns: Set<Int>? = nil, workers: Workers,
    defersColumns: Bool = false
  ) throws(RunError) {
    guard plan.source.rowCount <= MemoryLimit.rows else {
      throw .tooLarge(what: "numbering the rows", bytes: .max, range: plan.nodes.first?.range ?? 0..<0)
    }
    self.plan = plan
    self.workers = workers
    self.defersColumns = defersColumns
    self.end = end ?? plan.nodes.count
    use = ColumnUse(plan, upTo: self.end, reading: columns)
    frame = Frame(plan.source)
    fields = plan.source.fields
    account.sourceRows = plan.source.rowCount
  }

  /// Takes all steps that will run.
  mutating func run() throws(RunError) {
    var next = 0
    while next < end { next = try take(next) }
  }

  /// Takes the step of a node, and the one after it where both are one; gives the node that follows.
  mutating func take(_ index: Int) throws(RunError) -> Int {
    node = index
    if workers.interrupt.isRaised { throw .interrupted }
    workers.progress?.begin(index, of: plan, upTo: end, rowCount: frame.rowCount)
    var last = index
    do {
      if case .sort(let keys) = plan.nodes[index].step, index + 1 < end,
        let part = plan.nodes[index + 1].step.partOfSorted
      {
        last = index + 1
        node = last
        try sort(keys, keeping: part)
      } else {
        try take(plan.nodes[index], index)
      }
    } catch {
      throw error.placed(at: plan.nodes[index].range)
    }
    fields = plan.nodes[last].output
    return last + 1
  }

  private mutating func take(_ node: PlanNode, _ index: Int) throws(RunError) {
    switch node.step {
    case .filter(let filter): try self.filter(filter, index)
    case .project(let columns): try project(columns)
    case .extend(let definitions): try extend(definitions)
    case .sort(let keys): try sort(keys, keeping: .all)
    case .first(let count): try take(first: count)
    case .last(let count): try take(last: count)
    case .sample(let count, let seed, _): try sample(count, seed: seed)
    case .top(let count, let keys, let within, let isBottom): try top(count, keys, within, isBottom: isBottom)
    case .distinct(let columns): try distinct(columns)
    case .describe(let columns, let by): try describe(columns, by: by)
    case .summarize(let summary): try summarize(summary, range: node.range)
    case .window(let windows): try addWindows(windows)
    case .pivot(let pivot): try self.pivot(pivot)
    case .unpivot(let unpivot): try self.unpivot(unpivot)
    case .join(let join): try self.join(join, index, range: node.range)
    case .append(let append): try self.append(append)
    case .assert(let condition): try self.assert(condition, index, range: node.range)
    }
  }

  /// The rows that count, as a table.
  mutating func table() throws(RunError) -> Table {
    let (use, end) = (use, end)
    frame = try frame.compacted(workers) { use.isRead($0, before: end) }
    return Table(name: plan.source.name, fields: fields, columns: frame.columns, rowCount: frame.rowCount)
  }

  var sweep: Sweep { Sweep(rowCount: frame.physicalCount, mask: frame.mask, workers: workers) }

  /// The values of an expression for each row.
  mutating func column(_ expression: BoundExpression) throws(RunError) -> Column {
    try column(expression, in: frame)
  }

  mutating func column(_ expression: BoundExpression, in frame: Frame) throws(RunError) -> Column {
    if case .column(let index) = expression.kind { return frame.columns[index] }
    return try evaluator(frame).column(expression, losses: &account.losses)
  }

  mutating func columns(_ expressions: [BoundExpression]) throws(RunError) -> [Column] {
    var columns: [Column] = []
    for expression in expressions { columns.append(try column(expression)) }
    return columns
  }

  func evaluator(_ frame: Frame) -> Evaluator {
    var evaluator = Evaluator(frame: frame, interrupt: workers.interrupt, threads: workers.threads)
    evaluator.progress = workers.progress
    return evaluator
  }
}

extension PlanStep {
  /// Which of the rows of a sort it wants; nil where that depends on more than their places.
  fileprivate var partOfSorted: PlanRun.SortedPart? {
    switch self {
    case .first(let count): .first(count)
    case .last(let count): .last(count)
    case .filter, .project, .extend, .sort, .sample, .top, .distinct, .describe, .summarize, .window, .pivot, .unpivot,
      .join, .append, .assert:
      nil
    }
  }
}

extension RunError {
  /// The error with a place where it has none.
  func placed(at range: SourceRange) -> RunError {
    if case .tooLarge(let what, let bytes, let own) = self, own.isEmpty {
      return .tooLarge(what: what, bytes: bytes, range: range)
    }
    return self
  }
}
