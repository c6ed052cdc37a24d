import TallyData
import TallyLocal
import TallyPlan
import TallySyntax
import TallyTestSupport
import TallyText
import Testing

/// What is said to be true of every row, or of none, is so when the query runs.
@Suite struct SettledConditionTests {
  @Test(arguments: 0..<4) func settledConditionsAreSettled(part: Int) throws {
    var settledCount = 0
    var knownCount = 0
    for batch in 0..<20 {
      let seed = TestSetting.seed &* 7919 &+ UInt64(part * 1000 + batch)
      var tables = RandomTables(seed: seed)
      let table = tables.table(rowCount: 1 + batch % 9)
      var queries = RandomQueries(over: table, seed: seed)
      var choices = SeededGenerator(seed: seed &+ 1)
      for _ in 0..<40 {
        let condition = queries.conditionText()
        let other = queries.conditionText()
        let text =
          "where "
          + choices.pick([
            condition, "(\(condition)) or not (\(condition))", "(\(condition)) and not (\(condition))",
            "(\(condition)) and (\(other))", "(\(condition)) or (\(other))",
          ])
        guard let bound = Self.bind(text, over: table), !bound.remarks.settledConditions.isEmpty,
          let result = try? LocalEngine.run(bound.plan, interrupt: Interrupt(), threads: 1)
        else { continue }
        settledCount += 1
        let settled = bound.remarks.settledConditions
        if settled.contains(where: { !$0.knownColumns.isEmpty }) { knownCount += 1 }
        if settled.contains(where: { !$0.isTrue }) {
          #expect(result.table.rowCount == 0, "\(text)\n\(table.report)")
        } else if case .filter(let filter)? = bound.plan.nodes.first?.step, filter.conditions.count == settled.count {
          let unknown = settled.allSatisfy(\.knownColumns.isEmpty) ? 0 : result.account.filters.first?.unknown ?? 0
          #expect(result.table.rowCount + unknown == table.rowCount, "\(text)\n\(table.report)")
        }
      }
    }
    #expect(settledCount > 100 && knownCount > 10)
  }

  private static func bind(_ text: String, over table: Table) -> BoundQuery? {
    let source = SourceText(text)
    guard let statement = try? Parser.statement(in: source, range: 0..<source.bytes.count),
      case .query(let query) = statement.kind
    else { return nil }
    return try? Binder.bind(
      query.steps, source: source, catalog: Catalog(tables: [table], current: table.name),
      clock: BoundTestQuery.clock, findsSettled: true, values: Binder.runsNothing)
  }
}
