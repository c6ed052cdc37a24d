import Foundation
import Tally
import TallyData
import TallyPlan
import TallyRemote
import TallyTestSupport
import TallyText
import Testing

/// What `as sql` writes of every question on every page of the corpus gives the same answer on the engine it is for.
@Suite struct TranslationTests {
  @Test(arguments: EngineShell.available)
  func corpusQuestionsAgree(engine: EngineShell) throws {
    var comparison = EngineComparison(engine)
    for batch in batches(try Self.questions(), &comparison) {
      try comparison.compare(batch.questions, over: batch.tables)
    }
    if TestSetting.isTalkative { print(comparison.report) }
    #expect(comparison.compared > 420, "too little is compared: \(comparison.report)")
    #expect(comparison.refusedCount * 50 <= comparison.asked, "too much is refused: \(comparison.report)")
  }

  /// Questions over tables that have their names to themselves.
  private struct Batch {
    var tables: [Table] = []
    var questions: [(query: BoundTestQuery, sql: String)] = []

    /// Whether no other table has the name of one of these.
    func admits(_ others: [Table]) -> Bool {
      others.allSatisfy { other in tables.allSatisfy { $0.name != other.name || Self.isSame($0, other) } }
    }

    mutating func add(_ query: BoundTestQuery, _ sql: String) {
      for table in query.plan.tables where !tables.contains(where: { $0.name == table.name }) { tables.append(table) }
      questions.append((query, sql))
    }

    /// Pages load the same files anew.
    private static func isSame(_ left: Table, _ right: Table) -> Bool {
      left.rowCount == right.rowCount && left.fields.map(\.name) == right.fields.map(\.name)
        && left.fields.map(\.type) == right.fields.map(\.type)
        && zip(left.columns, right.columns).allSatisfy { a, b in
          a.missingCount == b.missingCount && (0..<min(left.rowCount, 40)).allSatisfy { a[$0] == b[$0] }
        }
    }
  }

  private func batches(_ queries: [BoundTestQuery], _ comparison: inout EngineComparison) -> [Batch] {
    var batches: [Batch] = []
    for query in queries {
      guard let sql = comparison.written(query.plan) else { continue }
      let tables = query.plan.tables
      let place = batches.firstIndex { $0.admits(tables) } ?? batches.endIndex
      if place == batches.endIndex { batches.append(Batch()) }
      batches[place].add(query, sql)
    }
    return batches
  }

  /// The page of answers that doubles, as which the engines are given decimals, are not exact enough for.
  private static let doublesAreTooCoarse = "guides/exactness.md"

  /// The questions that the pages ask, with what they go on with.
  private static func questions() throws -> [BoundTestQuery] {
    _ = FileManager.default.changeCurrentDirectoryPath(ProjectFolder.url.path)
    var questions: [BoundTestQuery] = []
    for (page, statements) in try CorpusStatements.pages() where page != doublesAreTooCoarse {
      let session = Session()
      let output = TranscriptOutput()
      // Files are written by the tests of the pages.
      for statement in statements where !statement.contains("save") {
        let before = session.lastAsked?.text
        _ = session.run(SourceText(statement), to: output)
        _ = output.take()
        guard let asked = session.lastAsked, asked.text == statement || asked.text != before else { continue }
        questions.append(BoundTestQuery(text: "\(page): \(statement)", plan: asked.plan))
      }
    }
    return questions
  }
}
