import Foundation
import TallyData
import TallyPlan
import TallyRemote
import TallyTestSupport
import Testing

/// What `as sql` writes gives the same answer on the engine it is written for.
@Suite struct TranslationTests {
  static let tableCount = 12

  /// `TALLY_QUERIES=20000 TALLY_SEED=7 swift test --filter TranslationTests` asks more of them.
  @Test(arguments: EngineShell.available, 0..<tableCount)
  func randomQueriesAgree(engine: EngineShell, part: Int) throws {
    let seed = TestSetting.seed &* 7_000_003 &+ UInt64(part)
    let queryCount = (TestSetting.queryCount ?? 480) / Self.tableCount
    var tables = RandomTables(seed: seed, isPlain: part % 3 != 0)
    var table = tables.table()
    table = Self.plain(table, for: engine)
    var queries = RandomQueries(over: table, seed: seed &+ 1, isPlain: part % 3 != 0)
    var asked: [BoundTestQuery] = []
    for _ in 0..<queryCount {
      if case .success(let bound) = BoundTestQuery.bind(queries.query().text, over: [table]) { asked.append(bound) }
    }
    let written = try compare(asked, over: [table], on: engine)
    #expect(written * 5 > asked.count, "too few of \(asked.count) queries can be said")
  }

  /// The queries of the corpus over the sample's tables.
  @Test(arguments: EngineShell.available)
  func corpusQueriesAgree(engine: EngineShell) throws {
    let tables = try SampleTables.all()
    var asked: [BoundTestQuery] = []
    for text in try CorpusStatements.all() {
      if case .success(let bound) = BoundTestQuery.bind(text, over: tables) { asked.append(bound) }
    }
    let written = try compare(asked, over: tables, on: engine)
    #expect(written > 250, "\(written) of \(asked.count) queries of the corpus can be said")
  }

  /// How many queries could be said in the engine's SQL.
  private func compare(_ queries: [BoundTestQuery], over tables: [Table], on engine: EngineShell) throws -> Int {
    var asked: [(query: BoundTestQuery, sql: String)] = []
    var refused: [String: Int] = [:]
    for query in queries {
      do throws(TranslationError) {
        asked.append((query, try SQLPrinter.print(query.plan, in: engine.dialect)))
      } catch {
        refused[error.message, default: 0] += 1
      }
    }
    if ProcessInfo.processInfo.environment["TALLY_SHOW"] != nil {
      for (what, count) in refused.sorted(by: { $0.value > $1.value }) { print(count, what) }
    }
    let outcomes = try engine.answers(asked.map { .init(sql: $0.sql, output: $0.query.plan.output) }, over: tables)
    #expect(outcomes.count == asked.count, "\(engine.dialect.title) ended early")
    for ((query, sql), outcome) in zip(asked, outcomes) {
      // Beyond the years 1 to 9999 Tally knows no day, and other engines do.
      if query.text.contains(/\b([4-9]\d\d\d|0\d\d\d)-\d\d/) { continue }
      // What is left of a spread after 12 digits of the values are gone is not compared.
      if query.text.contains(/\b(sd|var|corr)\b/), query.text.contains(/huge|\d{9,}/) { continue }
      guard case .success(let found) = query.run(threads: 1) else { continue }
      switch outcome {
      case .failed(let message):
        if Self.limits.contains(where: message.lowercased().contains) { continue }
        Issue.record("\(engine.dialect.title): \(message)\n\(query.text)\n\(sql)")
      case .rows(let rows):
        let difference = AnswerComparison.difference(
          Self.settled(found.table.rows, query), expected: Self.settled(rows, query), fields: query.plan.output,
          slack: query.plan.slack)
        if let difference { Issue.record("\(engine.dialect.title): \(difference)\n\(query.text)\n\(sql)") }
      }
    }
    return asked.count
  }

  /// The spread of equal values is 0, or what is left of it after rounding.
  private static func settled(_ rows: [[Value]], _ query: BoundTestQuery) -> [[Value]] {
    guard query.text.contains(/\b(sd|var|corr)\b/) else { return rows }
    return rows.map { row in
      row.map { if case .number(let number) = $0, number.magnitude < 1e-9 { .number(0) } else { $0 } }
    }
  }

  /// What an engine says where a number is too large for it.
  private static let limits = ["overflow", "out of range", "underflow"]

  /// The table without columns that not every engine has a type for, and without days at the ends of the calendar and numbers at the ends of 64 bits, where
  /// Tally calls missing what other engines take for a value.
  private static func plain(_ table: Table, for engine: EngineShell) -> Table {
    let kept = table.fields.indices.filter { place in
      let field = table.fields[place]
      return field.type != .duration && !field.name.contains("far") && !field.name.contains("extreme")
        && !field.name.contains("wild")
    }
    if kept.isEmpty { return Table(name: "t", fields: [Field("a", .integer)], rows: []) }
    return Table(
      name: table.name, fields: kept.map { table.fields[$0] }, columns: kept.map { table.columns[$0] },
      rowCount: table.rowCount)
  }
}
