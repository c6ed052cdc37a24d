import TallyLocal
import TallyPlan
import TallySyntax
import TallyText

extension Session {
  /// How many rows a reading of a condition keeps that mixes `and` with `or`: `746 rows`.
  func keptRows(by reading: ConditionReading, statement range: SourceRange, at place: Int, _ source: SourceText)
    -> String?
  {
    let fixed = SourceText(reading.fix.applied(to: source, statement: range))
    let whole = 0..<fixed.bytes.count
    let before = state
    defer { state = before }
    do throws(Stop) {
      let statement = try readPlainly(whole, of: fixed)
      let turn = Turn(
        statement: statement, source: fixed, output: SilentOutput(), clock: fixedClock ?? .current, mode: .trying,
        depth: 0)
      guard let bound = try bindQuery(turn),
        let kept = try keptRows(bound.plan, at: place - range.lowerBound)
      else { return nil }
      return counted(kept, "row")
    } catch {
      return nil
    }
  }

  /// Rows that the filter at a place of the statement leaves.
  private func keptRows(_ plan: LogicalPlan, at place: Int) throws(Stop) -> Int? {
    let index = plan.nodes.firstIndex { node in
      if case .filter = node.step { node.range.contains(place) } else { false }
    }
    guard let index, case .filter(let filter) = plan.nodes[index].step else { return nil }
    let beginning = LogicalPlan(source: plan.source, nodes: Array(plan.nodes[...index]))
    let account = try execute(beginning, SilentOutput()).account.filters.first { $0.node == index }
    return account.map { filter.isDropping ? $0.rowsIn - $0.held : $0.held }
  }
}
