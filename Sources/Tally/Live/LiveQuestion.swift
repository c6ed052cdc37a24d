import TallyData
import TallyLocal
import TallyPlan
import TallyText

/// What a statement asks while it is being typed, to be answered in few words on another thread.
package struct LiveQuestion: Sendable {
  let plan: LogicalPlan
  let threads: Int

  /// The table it is asked of.
  package var table: String { plan.source.name }

  /// `10 of 3,866 rows`, `7 groups`; nil where the run was interrupted or failed.
  package func note(interrupt: Interrupt) -> String? {
    guard let result = try? LocalEngine.run(plan, interrupt: interrupt, threads: threads) else { return nil }
    let count = result.table.rowCount
    guard let last = plan.nodes.lastIndex(where: \.step.givesOtherRows) else {
      return count == plan.source.rowCount ? counted(count, "row") : Self.share(count, of: plan.source.rowCount)
    }
    guard last == plan.nodes.count - 1, case .summarize(let summary) = plan.nodes[last].step else {
      return counted(count, "row")
    }
    if !summary.keys.isEmpty { return counted(count, "group") }
    guard let trail = RowTrail(before: last, plan: plan, account: result.account) else {
      return result.account.summary.map { counted($0.rowsIn, "row") }
    }
    return Self.share(trail.kept, of: trail.base)
  }

  private static func share(_ part: Int, of whole: Int) -> String {
    "\(grouped(part)) of \(counted(whole, "row"))"
  }
}
