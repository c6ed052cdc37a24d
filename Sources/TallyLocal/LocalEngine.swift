import TallyData
import TallyPlan
import TallyText

/// The answer's data, and what the run found out besides.
package struct QueryResult: Sendable {
  package let table: Table
  package let account: Account

  package init(table: Table, account: Account) {
    self.table = table
    self.account = account
  }
}

/// What one step of a plan came to: the rows it passed on, and how long it took.
package struct StepMeasure: Sendable {
  /// The indices of the plan's nodes: one, or two that ran as one step.
  package let nodes: Range<Int>
  package let rowCount: Int
  package let time: Duration
}

/// Runs plans over tables in memory.
package enum LocalEngine {
  /// The answer of a plan.
  package static func run(
    _ plan: LogicalPlan, interrupt: Interrupt, threads: Int = Parallel.threadCount, progress: QueryProgress? = nil
  ) throws(RunError) -> QueryResult {
    let workers = Workers(threads: threads, interrupt: interrupt, progress: progress)
    var run = try PlanRun(plan, workers: workers, defersColumns: true)
    try run.run()
    return QueryResult(table: try run.table(), account: run.account)
  }

  /// Runs a plan and measures its steps, in their order.
  package static func measures(
    _ plan: LogicalPlan, interrupt: Interrupt, threads: Int = Parallel.threadCount, progress: QueryProgress? = nil
  ) throws(RunError) -> [StepMeasure] {
    var run = try PlanRun(plan, workers: Workers(threads: threads, interrupt: interrupt, progress: progress))
    var measures: [StepMeasure] = []
    var next = 0
    while next < run.end {
      let started = ContinuousClock.now
      let first = next
      next = try run.take(first)
      let time = started.duration(to: .now)
      measures.append(StepMeasure(nodes: first..<next, rowCount: run.frame.rowCount, time: time))
    }
    return measures
  }

  /// The rows that the answer of a plan was made from: those that reach its first step that gives other rows
  /// (`summarize`, `describe`, `distinct`), or the answer itself.
  package static func rowsBehind(
    _ plan: LogicalPlan, interrupt: Interrupt, threads: Int = Parallel.threadCount, progress: QueryProgress? = nil
  ) throws(RunError) -> Table {
    let plan = plan.withoutAsserts
    let end = plan.nodes.firstIndex { $0.step.givesOtherRows }
    var run = try PlanRun(plan, upTo: end, workers: Workers(threads: threads, interrupt: interrupt, progress: progress))
    try run.run()
    return try run.table()
  }

  /// How each condition, join, assert and cut of a plan narrowed the rows, in the order of the steps.
  package static func funnel(
    _ plan: LogicalPlan, interrupt: Interrupt, threads: Int = Parallel.threadCount, progress: QueryProgress? = nil
  ) throws(RunError) -> [FunnelLine] {
    try Funnel(of: plan, workers: Workers(threads: threads, interrupt: interrupt, progress: progress)).lines
  }
}

extension PlanStep {
  /// Whether its rows are not rows of its input.
  package var givesOtherRows: Bool {
    switch self {
    case .distinct, .describe, .summarize, .pivot, .unpivot: true
    case .filter, .project, .extend, .sort, .first, .last, .sample, .top, .assert, .window, .join, .append: false
    }
  }
}

extension LogicalPlan {
  /// The same rows, whether its asserts hold or not.
  fileprivate var withoutAsserts: LogicalPlan {
    LogicalPlan(source: source, nodes: nodes.filter { if case .assert = $0.step { false } else { true } })
  }
}
