import Foundation
import Tally
import TallyFormats
import TallyFunctions
import TallySyntax
import TallyTestSupport
import TallyText
import Testing

/// A row of one of the tables of what a user can name.
struct TableRow: Sendable, CustomTestStringConvertible {
  let table: String
  let name: String
  let summary: String
  let examples: [String]
  /// The folders below Tests/Corpus one of whose pages is about it.
  let folders: [String]

  var testDescription: String { "\(table): \(name)" }

  static let all: [TableRow] =
    StepDescription.all.map {
      TableRow(table: "steps", name: $0.name, summary: $0.summary, examples: $0.examples, folders: ["steps", "known"])
    }
    + Aggregate.all.map {
      TableRow(
        table: "aggregates", name: $0.name, summary: $0.summary, examples: $0.examples, folders: ["functions", "known"])
    }
    + Function.all.map {
      TableRow(
        table: "functions", name: $0.name, summary: $0.summary, examples: $0.examples, folders: ["functions", "known"])
    }
    + WindowFunction.all.map {
      TableRow(table: "windows", name: $0.name, summary: $0.summary, examples: $0.examples, folders: ["functions"])
    }
    + Command.all.map {
      TableRow(table: "statements", name: $0.name, summary: $0.summary, examples: $0.examples, folders: ["commands"])
    }
    + Setting.all.map {
      TableRow(table: "settings", name: $0.name, summary: $0.summary, examples: $0.examples, folders: ["commands"])
    }
    + Renderer.all.map {
      TableRow(table: "formats", name: $0.name, summary: $0.summary, examples: [], folders: ["formats", "commands"])
    }
    + FileReader.all.map {
      TableRow(table: "files", name: $0.name, summary: $0.summary, examples: [], folders: ["formats", "loading"])
    }
}

@Suite(.serialized) struct TableTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  init() {
    FileManager.default.changeCurrentDirectoryPath(Self.root.path)
  }

  @Test func namesAreUniqueWithinATable() {
    for (table, rows) in Dictionary(grouping: TableRow.all, by: \.table) {
      #expect(Set(rows.map(\.name)).count == rows.count, "\(table)")
    }
  }

  @Test(arguments: TableRow.all) func theSummaryIsOneSentence(row: TableRow) {
    #expect(row.summary.first?.isUppercase == true || row.summary.first?.isLetter == false)
    #expect(row.summary.hasSuffix("."))
    #expect(!row.summary.dropLast().contains(". "))
    #expect(!row.summary.contains("\n"))
  }

  @Test(arguments: TableRow.all) func theExamplesRun(row: TableRow) {
    for example in row.examples {
      let session = Session()
      if row.name == "save" {
        // It would leave a file behind.
        #expect(session.resolves(example), "\(example)")
        continue
      }
      let output = TranscriptOutput()
      let outcome = session.run(SourceText(example), to: output)
      let text = output.take()
      let isLater = text.contains("does not run in this version")
      #expect(outcome == .done || outcome == .quit || isLater, "\(example)\n\(text)")
    }
  }

  /// A page named after it, or one that types it.
  @Test(arguments: TableRow.all) func aPageOfTheCorpusIsAboutIt(row: TableRow) {
    let pages = row.folders.flatMap { folder -> [String] in
      let path = Self.root.appendingPathComponent("Tests/Corpus/\(folder)").path
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      return names.filter { $0.hasSuffix(".md") }.map { "\(path)/\($0)" }
    }
    #expect(
      pages.contains { path in
        if path.hasSuffix("/\(row.name).md") { return true }
        let lines = (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: "\n") ?? []
        return lines.contains { isTyped($0) && words(of: $0).contains(words(of: row.name)) }
      }, "no page of \(row.folders.joined(separator: ", ")) types \(row.name)")
  }

  private func isTyped(_ line: Substring) -> Bool { line.hasPrefix("> ") || line.hasPrefix(". ") }

  private func words(of line: some StringProtocol) -> [Substring] {
    line.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "_" }
  }
}
