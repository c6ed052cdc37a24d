import Foundation
import Tally
import TallyTestSupport
import TallyText
import Testing

/// Statements of the manual with pieces cut, doubled, swapped and mixed: each ends in an answer or an error in words.
@Suite(.serialized) struct MutationTests {
  init() {
    FileManager.default.changeCurrentDirectoryPath(CorpusPage.root.path)
  }

  @Test func mutilatedStatementsEndInAnAnswerOrAnError() {
    var generator = SeededGenerator(seed: 0x7A11_5EED &+ TestSetting.seed)
    let statements = CorpusPage.all.flatMap(\.exchanges).map { $0.typed.joined(separator: "\n") }
    let pieces = statements.map { $0.split(separator: " ").map(String.init) }.filter { !$0.isEmpty }
    for _ in 0..<(TestSetting.queryCount ?? 1_500) {
      let output = TranscriptOutput()
      let session = Session(options: Session.Options(isSafe: true))
      var words = pieces.randomElement(using: &generator) ?? []
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        mutilate(&words, with: pieces.randomElement(using: &generator) ?? [], using: &generator)
      }
      let text = words.joined(separator: " ")
      let outcome = session.run(SourceText(text), to: output)
      let printed = output.take()
      if case .failed(let fixes) = outcome {
        #expect(printed.contains("error: "), "\(text)")
        for fix in fixes { #expect(session.resolves(fix.text), "\(text)\n\(fix.text)") }
      }
    }
  }

  private func mutilate(_ words: inout [String], with others: [String], using generator: inout SeededGenerator) {
    guard !words.isEmpty else {
      words = others
      return
    }
    let place = Int.random(in: 0..<words.count, using: &generator)
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: words.remove(at: place)
    case 1: words.insert(words[place], at: place)
    case 2: words.swapAt(place, Int.random(in: 0..<words.count, using: &generator))
    case 3: words.insert(others.randomElement(using: &generator) ?? "|", at: place)
    default: words[place] = String(words[place].dropLast())
    }
  }
}
