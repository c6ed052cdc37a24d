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
  let topic: HelpTopic
  let entry: HelpEntry

  var testDescription: String { "\(topic.name): \(entry.name)" }

  static let all = HelpTopic.tables.flatMap { topic in topic.entries.map { TableRow(topic: topic, entry: $0) } }
}

@Suite(.serialized) struct TableTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  init() {
    FileManager.default.changeCurrentDirectoryPath(Self.root.path)
  }

  @Test func namesAreUniqueWithinATable() {
    for topic in HelpTopic.all {
      #expect(Set(topic.entries.map(\.name)).count == topic.entries.count, "\(topic.name)")
    }
  }

  @Test(arguments: TableRow.all) func theSummaryIsOneSentence(row: TableRow) {
    #expect(row.entry.summary.first?.isUppercase == true || row.entry.summary.first?.isLetter == false)
    #expect(row.entry.summary.hasSuffix("."))
    #expect(!row.entry.summary.dropLast().contains(". "))
    #expect(!row.entry.summary.contains("\n"))
  }

  @Test(arguments: TableRow.all) func theExamplesRun(row: TableRow) {
    #expect(!row.entry.examples.isEmpty)
    for example in row.entry.examples {
      // The files that the examples of readers name are those of a reader.
      if row.topic.name == "files" {
        #expect(throws: Never.self) { try Statement(example) }
        continue
      }
      let session = Session()
      if row.entry.name == "save" {
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

  /// It types the word, and its head gives the forms of the table where it gives any.
  @Test(arguments: TableRow.all) func aPageOfTheManualIsAboutIt(row: TableRow) throws {
    let page = try #require(row.topic.page(of: row.entry), "no page explains it").page
    let typed = page.exchanges.flatMap { words(of: $0.statement) }
    let own = words(of: row.entry.name)
    #expect(own.allSatisfy(typed.contains), "\(page.name) does not type \(row.entry.name)")
    if page.title.lowercased() == row.entry.name, let form = page.form {
      #expect(form == row.entry.signature, "\(page.name)")
    }
  }

  private func words(of line: some StringProtocol) -> [String] {
    let marks = Set("+-*/^=!<>")
    let parts = line.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "_" && !marks.contains($0) }
    return parts.flatMap { [String($0)] + $0.split { marks.contains($0) }.map(String.init) }
  }
}
