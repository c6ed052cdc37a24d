import Foundation
import Tally
import TallySyntax
import TallyTestSupport
import TallyText
import Testing

/// What users of other tools write fails with the same in Tally, and that runs.
@Suite(.serialized) struct IdiomTests {
  init() {
    FileManager.default.changeCurrentDirectoryPath(ProjectFiles.root.path)
  }

  @Test func eachExampleIsAnsweredWithALineThatRuns() throws {
    let output = TranscriptOutput()
    let session = Session(options: Session.Options())
    _ = session.run(SourceText("load \"Samples/titanic.csv\""), to: output)
    _ = session.run(SourceText("count"), to: output)
    for idiom in Idiom.all + [.chain] {
      let outcome = session.run(SourceText(idiom.example), to: output)
      let printed = output.take()
      guard case .failed(let fixes) = outcome else {
        Issue.record("\(idiom.example): it runs\n\(printed)")
        continue
      }
      if idiom.replacement.isEmpty, idiom.pattern != "" {
        #expect(idiom.note.map { printed.contains($0) } == true, "\(idiom.example)\n\(printed)")
      } else {
        #expect(!fixes.isEmpty, "\(idiom.example)\n\(printed)")
      }
      for fix in fixes { #expect(session.resolves(fix.text), "\(idiom.example)\n\(fix.text)") }
    }
  }

  /// The example of an idiom is found by it, not by one before it.
  @Test func eachIdiomIsReached() {
    var hidden: [String] = []
    for idiom in Idiom.all where idiom.pattern != "T" {
      let source = SourceText(idiom.example)
      let found = (0...source.bytes.count).contains { place in
        IdiomMatch.find(in: source, statement: 0..<source.bytes.count, at: place..<place)?.idiom.pattern
          == idiom.pattern
      }
      if !found { hidden.append("\(idiom.pattern): \(idiom.example)") }
    }
    #expect(hidden.isEmpty, "\(hidden.joined(separator: "\n"))")
  }
}
