import TallyData
import TallyPlan
import TallyTestSupport
import Testing

/// Random queries, answered by the engine and by SQLite: `TALLY_QUERIES=20000 TALLY_SEED=7 swift test --filter
/// DifferentialTests` asks more of them.
@Suite struct DifferentialTests {
  /// Tables a run is cut into; a process of SQLite answers the queries of one.
  static let tableCount = 24
  /// Numbers at the ends of what a double or 64 bits hold: SQLite gives infinities and rounded integers there.
  static let left: [RandomColumn] = [.wild, .extreme]

  @Test(.enabled(if: SQLiteShell.isAvailable, "sqlite3 is not installed"), arguments: 0..<tableCount)
  func randomQueriesAgreeWithSQLite(part: Int) throws {
    let queryCount = (TestSetting.queryCount ?? 2_400) / Self.tableCount
    var tally = DifferentialTally()
    for batch in 0..<max(1, queryCount / 200) {
      let seed = TestSetting.seed &* 1_000_003 &+ UInt64(part * 10_000 + batch)
      try compare(seed: seed, queryCount: min(queryCount, 200), isPlain: part % 2 == 0, &tally)
    }
    #expect(tally.compared * 4 > tally.asked, "SQLite can say too few of the queries: \(tally.skipped)")
  }

  private func compare(seed: UInt64, queryCount: Int, isPlain: Bool, _ tally: inout DifferentialTally) throws {
    var tables = RandomTables(seed: seed, isPlain: isPlain, without: Self.left)
    let table = tables.table()
    var others = RandomTables(seed: seed &+ 2, isPlain: isPlain, without: Self.left)
    let other = others.table(named: "u", rowCount: Int(seed % 24))
    var queries = RandomQueries(over: table, and: other, seed: seed &+ 1, isPlain: isPlain)
    var asked: [(query: BoundTestQuery, sql: String)] = []
    for _ in 0..<queryCount {
      let query = queries.query()
      tally.asked += 1
      guard case .success(let bound) = BoundTestQuery.bind(query.text, over: [table, other]) else { continue }
      do throws(SQLitePrinter.Unsupported) {
        asked.append((bound, try SQLitePrinter.print(bound.plan, isASCII: isPlain)))
      } catch {
        tally.skipped[error.what, default: 0] += 1
      }
    }
    let answers = try SQLiteShell.answers(asked.map { ($0.sql, $0.query.plan.output) }, over: [table, other])
    #expect(answers.count == asked.count, "SQLite ended early: seed \(seed)")
    for ((query, sql), expected) in zip(asked, answers) {
      guard let expected, case .success(let found) = query.run(threads: 1) else { continue }
      tally.compared += 1
      let difference = AnswerComparison.difference(
        found.table.rows, expected: expected, fields: query.plan.output, slack: query.plan.slack)
      if let difference {
        Issue.record(
          "\(difference)\nseed \(seed)\n\(query.text)\n\(sql)\n\(table.report)\nu\n\(other.report)")
      }
    }
  }
}

struct DifferentialTally {
  var asked = 0
  var compared = 0
  var skipped: [String: Int] = [:]
}
