import TallyData
import TallyTestSupport
import Testing

/// Random queries over random tables, answered by Tally and, in the SQL of `as sql`, by other engines:
/// `TALLY_QUERIES=20000 TALLY_SEED=7 swift test --filter randomQueriesAgreeWithSQLite` asks more of them.
@Suite struct DifferentialTests {
  /// Parts of a run; each has its own tables.
  static let partCount = 24
  static let batchSize = 100
  /// Numbers at the ends of what a double or 64 bits hold: engines give infinities and rounded integers there.
  static let left: [RandomColumn] = [.wild, .extreme]

  @Test(.enabled(if: EngineShell.isAvailable(.sqlite), "no sqlite3 for Python"), arguments: 0..<partCount)
  func randomQueriesAgreeWithSQLite(part: Int) throws {
    try compare(EngineShell(.sqlite), part, queryCount: TestSetting.queryCount ?? 2_400)
  }

  @Test(.enabled(if: EngineShell.isAvailable(.duckdb), "no duckdb for Python"), arguments: 0..<partCount)
  func randomQueriesAgreeWithDuckDB(part: Int) throws {
    try compare(EngineShell(.duckdb), part, queryCount: TestSetting.queryCount ?? 1_200)
  }

  @Test(.enabled(if: EngineShell.isAvailable(.postgresql), "no database for psycopg"), arguments: 0..<partCount)
  func randomQueriesAgreeWithPostgreSQL(part: Int) throws {
    try compare(EngineShell(.postgresql), part, queryCount: TestSetting.queryCount ?? 1_200)
  }

  private func compare(_ engine: EngineShell, _ part: Int, queryCount: Int) throws {
    var comparison = EngineComparison(engine)
    // Letters beyond ASCII are folded in ways of their own: one part has them, so that the others are compared.
    let isPlain = part > 0
    var left = (queryCount + Self.partCount - 1) / Self.partCount
    var batch: UInt64 = 0
    while left > 0 {
      let seed = TestSetting.seed &* 1_000_003 &+ UInt64(part * 10_000) &+ batch
      try compare(min(left, Self.batchSize), seed: seed, isPlain: isPlain, &comparison)
      left -= Self.batchSize
      batch += 1
    }
    if TestSetting.isTalkative { print(comparison.report) }
    #expect(comparison.refusedCount * 20 <= comparison.asked || !isPlain, "too much is refused: \(comparison.report)")
    #expect(comparison.compared * 2 > comparison.asked, "too little is compared: \(comparison.report)")
  }

  private func compare(
    _ queryCount: Int, seed: UInt64, isPlain: Bool, _ comparison: inout EngineComparison
  ) throws {
    var tables = RandomTables(seed: seed, isPlain: isPlain, without: Self.left)
    let table = tables.table()
    var others = RandomTables(seed: seed &+ 2, isPlain: isPlain, without: Self.left)
    let other = others.table(named: "u", rowCount: Int(seed % 24))
    var queries = RandomQueries(over: table, and: other, seed: seed &+ 1, isPlain: isPlain, drawsRows: false)
    var questions: [(query: BoundTestQuery, sql: String)] = []
    for _ in 0..<queryCount {
      guard case .success(let query) = BoundTestQuery.bind(queries.query().text, over: [table, other]),
        let sql = comparison.written(query.plan)
      else { continue }
      questions.append((query, sql))
    }
    try comparison.compare(
      questions, over: [table, other],
      context: "seed \(seed)\n\(table.report)\nu\n\(other.report)")
  }
}
