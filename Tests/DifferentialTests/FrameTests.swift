import Foundation
import TallyData
import TallyFormats
import TallyPlan
import TallyRemote
import TallyTestSupport
import Testing

/// What `as dplyr` and `as pandas` write gives the same answer there.
@Suite struct FrameTests {
  static let tableCount = 12

  /// `TALLY_QUERIES=20000 TALLY_SEED=7 swift test --filter FrameTests` asks more of them.
  @Test(arguments: FrameShell.available, 0..<tableCount)
  func randomQueriesAgree(shell: FrameShell, part: Int) throws {
    let seed = TestSetting.seed &* 9_000_011 &+ UInt64(part)
    let queryCount = (TestSetting.queryCount ?? 480) / Self.tableCount
    var tables = RandomTables(
      seed: seed, isPlain: part % 3 != 0, without: [.span, .farDay, .farInstant, .extreme, .wild])
    let table = tables.table()
    var queries = RandomQueries(over: table, seed: seed &+ 1, isPlain: part % 3 != 0)
    var asked: [BoundTestQuery] = []
    for _ in 0..<queryCount {
      if case .success(let bound) = BoundTestQuery.bind(queries.query().text, over: [table]) { asked.append(bound) }
    }
    let written = try compare(asked, over: [table], in: shell)
    #expect(written * 5 > asked.count, "\(written) of \(asked.count) queries can be said")
  }

  /// The queries of the corpus over the sample's tables.
  @Test(arguments: FrameShell.available)
  func corpusQueriesAgree(shell: FrameShell) throws {
    let tables = try SampleTables.all()
    var asked: [BoundTestQuery] = []
    for text in try CorpusStatements.all() {
      if case .success(let bound) = BoundTestQuery.bind(text, over: tables) { asked.append(bound) }
    }
    let written = try compare(asked, over: tables, in: shell)
    #expect(written > 250, "\(written) of \(asked.count) queries of the corpus can be said")
  }

  /// How many queries could be said in the language.
  private func compare(_ queries: [BoundTestQuery], over tables: [Table], in shell: FrameShell) throws -> Int {
    var asked: [(query: BoundTestQuery, text: String)] = []
    var refused: [String: Int] = [:]
    for query in queries {
      do throws(TranslationError) {
        asked.append((query, try shell.text(of: query.plan)))
      } catch {
        refused[error.message, default: 0] += 1
      }
    }
    if ProcessInfo.processInfo.environment["TALLY_SHOW"] != nil {
      for (what, count) in refused.sorted(by: { $0.value > $1.value }) { print(count, what) }
    }
    let outcomes = try shell.answers(asked.map { .init($0.text, output: $0.query.plan.output) }, over: tables)
    #expect(outcomes.count == asked.count, "\(shell) ended early")
    for ((query, text), outcome) in zip(asked, outcomes) {
      // Beyond the years 1 to 9999 Tally knows no day, and others do.
      if query.text.contains(/\b([4-9]\d\d\d|0\d\d\d)-\d\d/) { continue }
      // What is left of a spread after 12 digits of the values are gone is not compared.
      if query.text.contains(/\b(sd|var|corr)\b/), query.text.contains(/huge|\d{9,}/) { continue }
      guard case .success(let found) = query.run(threads: 1) else { continue }
      switch outcome {
      case .failed(let message): Issue.record("\(shell): \(message)\n\(query.text)\n\(text)")
      case .table(let names, let rows):
        let difference =
          names == query.plan.output.map(\.name)
          ? AnswerComparison.difference(
            Self.settled(found.table.rows, query), expected: Self.settled(rows, query), fields: query.plan.output,
            slack: query.plan.slack)
          : "the columns \(names)"
        if let difference { Issue.record("\(shell): \(difference)\n\(query.text)\n\(text)") }
      }
    }
    return asked.count
  }

  /// The spread of equal values is 0, or what is left of it after rounding; their correlation is missing, or none.
  private static func settled(_ rows: [[Value]], _ query: BoundTestQuery) -> [[Value]] {
    guard query.text.contains(/\b(sd|var|corr)\b/) else { return rows }
    return rows.map { row in
      row.map { value in
        if value.isMissing, query.text.contains(/\bcorr\b/) { return .number(0) }
        return if case .number(let number) = value, number.magnitude < 1e-9 { .number(0) } else { value }
      }
    }
  }
}
