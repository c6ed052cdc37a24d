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

/// How one condition narrowed the rows that reached it: `rowsIn = kept + failed + unknown`.
package struct FunnelLine: Sendable, Equatable {
  package let text: String
  /// Of a `drop where`, which removes the rows where it holds and keeps the unknown.
  package let isDropping: Bool
  /// Rows that reach the filter the condition belongs to.
  package let rowsIn: Int
  /// Rows the condition keeps by itself: where it holds, or for a dropping one, where it does not.
  package let kept: Int
  /// Rows it removes by itself.
  package let failed: Int
  package let unknown: Int
  /// Rows left after this condition and those before it together.
  package let left: Int
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
    _ plan: LogicalPlan, interrupt: Interrupt, threads: Int = Parallel.threadCount
  ) throws(RunError) -> QueryResult {
    var run = try PlanRun(plan, workers: Workers(threads: threads, interrupt: interrupt))
    try run.run()
    return QueryResult(table: try run.table(), account: run.account)
  }

  /// Runs a plan and measures its steps, in their order.
  package static func measures(
    _ plan: LogicalPlan, interrupt: Interrupt, threads: Int = Parallel.threadCount
  ) throws(RunError) -> [StepMeasure] {
    var run = try PlanRun(plan, workers: Workers(threads: threads, interrupt: interrupt))
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
    _ plan: LogicalPlan, interrupt: Interrupt, threads: Int = Parallel.threadCount
  ) throws(RunError) -> Table {
    let end = plan.nodes.firstIndex { $0.step.givesOtherRows }
    var run = try PlanRun(plan, upTo: end, workers: Workers(threads: threads, interrupt: interrupt))
    try run.run()
    return try run.table()
  }

  /// How each condition of a plan's filters narrowed the rows, in the order of the conditions.
  package static func funnel(
    _ plan: LogicalPlan, interrupt: Interrupt, threads: Int = Parallel.threadCount
  ) throws(RunError) -> [FunnelLine] {
    let filters = plan.nodes.indices.filter { if case .filter = plan.nodes[$0].step { true } else { false } }
    var lines: [FunnelLine] = []
    guard let last = filters.last else { return lines }
    var run = try PlanRun(plan, upTo: last + 1, workers: Workers(threads: threads, interrupt: interrupt))
    var next = 0
    while next <= last {
      if case .filter(let filter) = plan.nodes[next].step { lines += try run.funnel(filter, plan.nodes[next].text) }
      next = try run.take(next)
    }
    return lines
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

extension PlanRun {
  /// The lines of one filter: a line a condition; one for all of a dropping filter, which removes a row only where
  /// all hold.
  func funnel(_ filter: PlanFilter, _ text: String) throws(RunError) -> [FunnelLine] {
    var losses = Losses()
    let rowsIn = frame.rowCount
    if filter.isDropping {
      let judgement = try evaluator(frame).judge(filter.expression, losses: &losses)
      let (held, unknown) = (judgement.heldCount, judgement.unknownCount)
      return [
        FunnelLine(
          text: text, isDropping: true, rowsIn: rowsIn, kept: rowsIn - held - unknown, failed: held, unknown: unknown,
          left: rowsIn - held)
      ]
    }
    var lines: [FunnelLine] = []
    var left = frame.mask ?? Bitmap(count: frame.physicalCount, filled: true)
    for condition in filter.conditions {
      let judgement = try evaluator(frame).judge(condition.expression, losses: &losses)
      left = Bitmap(words: zip(left.words, judgement.held.words).map { $0 & $1 }, count: left.count)
      let (held, unknown) = (judgement.heldCount, judgement.unknownCount)
      lines.append(
        FunnelLine(
          text: condition.text, isDropping: false, rowsIn: rowsIn, kept: held, failed: rowsIn - held - unknown,
          unknown: unknown, left: left.ones))
    }
    return lines
  }
}
