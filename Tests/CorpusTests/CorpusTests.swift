import Foundation
import Testing

/// Every page of Tests/Corpus prints what it says; `TALLY_RECORD=1` writes what is printed into the pages.
@Suite(.serialized) struct CorpusTests {
  private static let isRecording = ProcessInfo.processInfo.environment["TALLY_RECORD"] == "1"

  init() {
    FileManager.default.changeCurrentDirectoryPath(CorpusPage.root.path)
  }

  @Test func thereArePages() {
    #expect(!CorpusPage.all.isEmpty)
  }

  @Test(arguments: CorpusPage.all) func printsWhatThePageSays(page: CorpusPage) throws {
    let run = CorpusRun(page)
    #expect(run.brokenFixes.isEmpty, "these `try:` lines do not run")
    if page.isKnownToFail {
      #expect(!run.differences.isEmpty, "\(page.name) passes now: it belongs in another folder")
    } else if Self.isRecording {
      if !run.differences.isEmpty { try run.page.text.write(to: page.file, atomically: true, encoding: .utf8) }
    } else {
      for difference in run.differences { Issue.record(Comment(rawValue: difference)) }
    }
  }
}
