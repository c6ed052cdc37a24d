import Foundation
import Tally
import TallySyntax
import TallyTestSupport
import TallyText
import Testing

/// The program carries every page of the manual, and each word of the language leads to one.
@Suite struct ManualTests {
  private static let folder = ProjectFiles.root.appendingPathComponent("Tests/Corpus")

  /// The pages that are no wishes, by name.
  private static var names: [String] {
    let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return files.filter { $0.hasSuffix(".md") && !$0.hasSuffix("README.md") && !$0.hasPrefix("known/") }.sorted()
  }

  /// `TALLY_RECORD=1` writes the source that embeds them.
  @Test func theProgramEmbedsEveryPage() throws {
    let source = EmbeddedPages.source(Self.names)
    let file = "Sources/CManual/manual.c"
    if ProcessInfo.processInfo.environment["TALLY_RECORD"] == "1" {
      try source.write(to: ProjectFiles.root.appendingPathComponent(file), atomically: true, encoding: .utf8)
    }
    #expect(try ProjectFiles.text(file) == source, "TALLY_RECORD=1 swift test --filter ManualTests writes it")
  }

  @Test func theEmbeddedPagesAreThoseOfTheFolder() throws {
    for page in Manual.pages {
      let file = try ProjectFiles.text("Tests/Corpus/" + page.name)
      #expect(page.text == file, "\(page.name) changed after the program was built")
      #expect(page.page.text == file, "\(page.name) is read and written back as it is")
    }
  }

  @Test func eachPageIsInOneChapter() {
    let placed = ManualChapter.all.flatMap(\.pages).map(\.name)
    #expect(placed.sorted() == Manual.pages.map(\.name))
  }

  @Test(arguments: Manual.pages.map(\.name)) func aWordLeadsToEachPage(name: String) throws {
    let page = try #require(Manual.pages.first { $0.name == name })
    #expect(page.words.contains { HelpText(on: $0)?.pages.contains(name) == true }, "no word of \(name) shows it")
  }

  @Test(arguments: Keyword.all.map(\.name)) func eachWordOfTheLanguageLeadsToAPage(word: String) throws {
    let help = try #require(HelpText(on: word), "help \(word) finds nothing")
    #expect(!help.pages.isEmpty, "help \(word) shows no page")
  }

  @Test(arguments: TableRow.all) func helpShowsThePageOfEachName(row: TableRow) throws {
    let output = TranscriptOutput()
    #expect(Session().run(SourceText("help " + row.entry.name), to: output) == .done)
    let text = output.take()
    #expect(text.contains(row.entry.signature) && text.contains(row.entry.summary))
    let page = try #require(row.topic.page(of: row.entry))
    let typed = try #require(page.page.exchanges.last?.typedLines.last)
    #expect(text.contains(typed + "\n"), "\(page.name) is not shown to its end")
  }

  /// Links between pages, and from a page to the project's other files.
  @Test(arguments: Manual.pages.map(\.name) + ["README.md"]) func eachLinkLeadsToAFile(name: String) throws {
    let file = Self.folder.appendingPathComponent(name)
    let text = try String(contentsOf: file, encoding: .utf8)
    for match in text.matches(of: /\]\((?<target>[^)# ]+)(#[^)]*)?\)/) where !match.output.target.contains("://") {
      let target = file.deletingLastPathComponent().appendingPathComponent(String(match.output.target))
      #expect(FileManager.default.fileExists(atPath: target.path), "\(name) links to \(match.output.target)")
    }
  }

  @Test func helpFitsOneScreen() throws {
    let lines = try #require(HelpText(on: nil)).text.split(separator: "\n", omittingEmptySubsequences: false)
    // The prompt adds a line on its keys, and needs one itself.
    #expect(lines.dropLast().count <= 22)
    #expect(lines.allSatisfy { $0.count <= 80 })
  }
}
