import Foundation
import Tally
import TallyData
import TallyFormats
import TallyTestSupport
import TallyText
import Testing

/// Both sides of the guides' tables are run over the same tables, and answer as the guide says.
@Suite struct GuideTests {
  private static let project = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The tables that guides speak of; the first is the current one.
  private static let names = ["penguins", "arrivals_by_year", "arrivals_sources", "arrivals"]

  private static func path(_ name: String) -> String {
    project.appendingPathComponent("Samples/\(name).csv").path
  }

  @Test(arguments: GuideEngine.all.filter(\.isAvailable).map(\.name)) func bothSidesAgree(name: String) throws {
    let engine = try #require(GuideEngine.all.first { $0.name == name })
    let page = try #require(Manual.pages.first { $0.name == engine.page }).page
    let rows = GuideRow.all(in: page)
    #expect(rows.count >= 20)
    let tables = try Self.names.map { try FileLoader.load(.file(path: Self.path($0))).table }
    let outcomes = try engine.answers(rows.map(\.question), over: tables)
    try #require(outcomes.count == rows.count, "\(name) ended early")
    for (row, outcome) in zip(rows, outcomes) {
      let found = try Self.answer(row.tally)
      switch outcome {
      case .failed(let message): Issue.record("\(name): \(message)\n\(row.question)")
      case .rows(let other): Self.compare(other, found, row, name)
      }
    }
  }

  /// The table stands where SQLite is required to be: no guide is left out unseen.
  @Test func theGuideToSQLIsRun() {
    #expect(GuideEngine.sqlite.isAvailable, "sqlite3 is needed by the tests")
  }

  private static func compare(_ other: [[GuideCell]], _ found: [[GuideCell]], _ row: GuideRow, _ name: String) {
    if let stated = row.stated {
      #expect(said(other) == stated.other, "\(name): \(row.question)")
      #expect(said(found) == stated.tally, "Tally: \(row.tally)")
      #expect(stated.other != stated.tally, "the answers of \(row.question) are the same")
      return
    }
    // In `extend`, `sort by` is the window's order and not the answer's.
    let isOrdered =
      row.tally.contains(/\b(top|bottom) \d/) || row.tally.contains("sort by") && !row.tally.contains("extend")
    let (left, right) = isOrdered ? (found, other) : (sorted(found), sorted(other))
    let isSame =
      left.count == right.count
      && zip(left, right).allSatisfy { pair in
        pair.0.count == pair.1.count && zip(pair.0, pair.1).allSatisfy { $0.isSame(as: $1) }
      }
    #expect(isSame, "\(row.question)\n\(name): \(said(right))\n\(row.tally)\nTally: \(said(left))")
  }

  /// `Adelie, 152; Gentoo, 124`.
  private static func said(_ rows: [[GuideCell]]) -> String {
    rows.map { $0.map(\.description).joined(separator: ", ") }.joined(separator: "; ")
  }

  /// Where no order is asked for, SQL has none.
  private static func sorted(_ rows: [[GuideCell]]) -> [[GuideCell]] {
    rows.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static func answer(_ query: String) throws -> [[GuideCell]] {
    let session = Session()
    for name in names { try session.load(path(name)) }
    session.settings.notes = .off
    let output = TranscriptOutput()
    let outcome = session.run(SourceText("use \(names[0])\n" + query), to: output)
    #expect(outcome == .done, "\(query)\n\(output.take())")
    return session.lastAnswer?.table.rows.map { $0.map(GuideCell.init) } ?? []
  }
}
