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
    for batch in 0..<40 {
      let seed = TestSetting.seed &* 7919 &+ UInt64(part * 1000 + batch)
      var tables = RandomTables(seed: seed)
      let table = tables.table(rowCount: 1 + batch % 9)
      var queries = RandomQueries(over: table, seed: seed)
      for _ in 0..<40 {
        let text = "where " + queries.conditionText()
        guard let bound = Self.bind(text, over: table), !bound.remarks.settledConditions.isEmpty,
          let result = try? LocalEngine.run(bound.plan, interrupt: Interrupt(), threads: 1)
        else { continue }
        settledCount += 1
        let settled = bound.remarks.settledConditions
        if settled.contains(where: { !$0.isTrue }) {
          #expect(result.table.rowCount == 0, "\(text)\n\(table.report)")
        } else if case .filter(let filter)? = bound.plan.nodes.first?.step, filter.conditions.count == settled.count {
          #expect(result.table.rowCount == table.rowCount, "\(text)\n\(table.report)")
        }
      }
    }
    #expect(settledCount > 10)
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
