import TallyData
import TallyLocal
import TallyPlan
import TallyTestSupport
import Testing

/// Random queries, answered by the engine and by the oracle: `TALLY_QUERIES=20000 TALLY_SEED=7 swift test --filter
/// OracleTests` asks more of them.
@Suite struct OracleTests {
  static let partCount = 16

  @Test(arguments: 0..<partCount) func randomQueriesAgreeWithTheOracle(part: Int) {
    let queryCount = (TestSetting.queryCount ?? 4_800) / Self.partCount
    var failures = 0
    for batch in 0..<max(1, queryCount / 50) where failures < 5 {
      let seed = TestSetting.seed &* 1_000_003 &+ UInt64(part * 100_000 + batch)
      var tables = RandomTables(seed: seed)
      let table = tables.table()
      failures += compare(over: table, seed: seed, queryCount: min(50, queryCount))
    }
  }

  /// Tables whose rows just fill blocks, or just do not.
  @Test(arguments: 0..<4) func queriesOverSeveralBlocksAgreeWithTheOracle(part: Int) {
    let queryCount = (TestSetting.queryCount ?? 4_800) / 800
    var failures = 0
    for batch in 0..<3 where failures < 5 {
      let seed = TestSetting.seed &* 999_983 &+ UInt64(part * 1_000 + batch)
      var tables = RandomTables(seed: seed)
      failures += compare(over: tables.table(isLarge: true), seed: seed, queryCount: queryCount)
    }
  }

  /// How many queries disagree; at most five are reported.
  private func compare(over table: Table, seed: UInt64, queryCount: Int) -> Int {
    var others = RandomTables(seed: seed &+ 2)
    let other = others.table(named: "u", rowCount: Int(seed % 24))
    var queries = RandomQueries(over: table, and: other, seed: seed &+ 1)
    var failures = 0
    for _ in 0..<queryCount where failures < 5 {
      let query = queries.query()
      if let difference = difference(query, over: [table, other]) {
        failures += 1
        Issue.record("\(difference)\nseed \(seed)\n\(query.text)\n\(table.report)\nu\n\(other.report)")
      }
    }
    return failures
  }

  private func difference(_ query: RandomQueries.Query, over tables: [Table]) -> String? {
    let bound: BoundTestQuery
    switch BoundTestQuery.bind(query.text, over: tables) {
    case .success(let query): bound = query
    case .failure(let failure) where failure.message == BoundTestQuery.stopped: return nil
    case .failure(let failure): return "it is not understood: \(failure.message)"
    }
    let names = bound.plan.output.map(\.name)
    if !query.names.isEmpty, names != query.names { return "its columns are named \(names), not \(query.names)" }
    let expected = Result { () throws(OracleError) in try Oracle.run(bound.plan) }
    for threads in 1...2 {
      let found = bound.run(threads: threads)
      if let difference = OracleComparison.difference(found, expected: expected, slack: bound.plan.slack) {
        return "\(difference) (threads: \(threads))"
      }
    }
    return nil
  }
}
