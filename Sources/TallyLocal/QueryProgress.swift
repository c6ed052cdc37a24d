import Synchronization
import TallyData
import TallyPlan

/// How far a query has come, counted by the threads that work on it and told about every 100 ms, on one of them.
///
/// A step works in phases, each of tasks that are counted. How many phases a step has depends on the columns; how many it
/// mostly has, and what steps cost beside one another, is what `PlanStep` says: so the share is about right, never goes
/// back, and is exact where a query is one pass over the rows.
package final class QueryProgress: Sendable {
  private let tell: @Sendable (_ step: String, _ share: Double) -> Void
  private let ticker = Ticker()
  // Written between two phases, by the thread that runs the plan.
  private let step = Mutex("")
  /// The share that was reached when the step began, and what the step adds to it, in millionths.
  private let reached = Atomic<Int>(0)
  private let span = Atomic<Int>(0)
  private let usualPhases = Atomic<Int>(1)
  private let endedPhases = Atomic<Int>(0)
  private let taskCount = Atomic<Int>(0)
  private let doneTasks = Atomic<Int>(0)

  /// `tell` is given the text of a step, and the share that is done of the whole, from 0 to 1.
  package init(_ tell: @escaping @Sendable (_ step: String, _ share: Double) -> Void) { self.tell = tell }

  /// The step of a node begins, with `rowCount` rows.
  func begin(_ index: Int, of plan: LogicalPlan, upTo end: Int, rowCount: Int) {
    reached.store(reached.load(ordering: .relaxed) + span.load(ordering: .relaxed), ordering: .relaxed)
    var rows = Double(max(rowCount, 1))
    let costs = plan.nodes[index..<end].map { node -> Double in
      defer { rows *= node.step.usualShareOfRows }
      return rows * node.step.usualCost
    }
    let left = 1_000_000 - reached.load(ordering: .relaxed)
    span.store(Int(Double(left) * (costs.first ?? 1) / max(costs.reduce(0, +), 1)), ordering: .relaxed)
    step.withLock { $0 = plan.nodes[index].text }
    usualPhases.store(plan.nodes[index].step.usualPhases, ordering: .relaxed)
    endedPhases.store(0, ordering: .relaxed)
    taskCount.store(0, ordering: .relaxed)
  }

  /// Tasks begin; those before them are done.
  func begin(taskCount count: Int) {
    if taskCount.load(ordering: .relaxed) > 0 { endedPhases.add(1, ordering: .relaxed) }
    doneTasks.store(0, ordering: .relaxed)
    taskCount.store(max(count, 1), ordering: .relaxed)
  }

  func taskIsDone() {
    doneTasks.add(1, ordering: .relaxed)
    if ticker.isDue() { tell(step.withLock(\.self), share) }
  }

  private var share: Double {
    let part = Double(doneTasks.load(ordering: .relaxed)) / Double(max(taskCount.load(ordering: .relaxed), 1))
    let phases = Double(endedPhases.load(ordering: .relaxed)) + min(part, 1)
    // A step with more phases than usual gets ever slower to its end.
    let ofStep = min(phases / Double(usualPhases.load(ordering: .relaxed)), 1 - 0.25 / (phases + 1))
    let millionths = Double(reached.load(ordering: .relaxed)) + ofStep * Double(span.load(ordering: .relaxed))
    return millionths / 1_000_000
  }
}

/// What steps mostly are: for the progress of a query alone, where a wrong guess misleads nobody for long.
extension PlanStep {
  /// Phases of counted tasks.
  fileprivate var usualPhases: Int {
    switch self {
    case .filter, .project, .first, .last, .assert, .append, .unpivot: 1
    case .extend(let definitions): max(definitions.count, 1)
    case .sample: 2
    case .summarize: 3
    case .top, .distinct, .pivot: 4
    case .join: 6
    case .describe(let columns, _): max(3 * columns.count, 1)
    case .sort, .window: 8
    }
  }

  /// What a row costs, beside a row of a condition.
  fileprivate var usualCost: Double {
    switch self {
    case .filter, .assert, .first, .last, .sample: 1
    case .project(let columns): Double(columns.count { if case .column = $0.expression.kind { false } else { true } })
    case .extend(let definitions): Double(definitions.count)
    case .append, .unpivot, .top: 4
    case .summarize, .pivot: 8
    case .join, .distinct: 20
    case .describe(let columns, _): Double(20 * columns.count)
    case .sort, .window: 30
    }
  }

  /// Rows that go on, of those that came.
  fileprivate var usualShareOfRows: Double {
    switch self {
    case .filter: 0.5
    case .project, .extend, .sort, .window, .assert, .join, .append: 1
    case .unpivot: 4
    case .first, .last, .sample, .top, .distinct, .describe, .summarize, .pivot: 0.01
    }
  }
}
