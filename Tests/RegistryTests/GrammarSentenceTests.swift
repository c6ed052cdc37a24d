import TallySyntax
import TallyTestSupport
import TallyText
import Testing

/// Random sentences of the grammar are read, and read again as they are printed; broken ones fail with a place.
///
/// `TALLY_QUERIES=100000 TALLY_SEED=7 swift test --filter GrammarSentenceTests` makes as many of each kind.
@Suite struct GrammarSentenceTests {
  private static let partCount = 4
  /// How many sentences each part makes.
  private static let sentenceCount = (TestSetting.queryCount ?? 4_000) / partCount

  private static func maker(_ part: Int) throws -> SentenceMaker {
    SentenceMaker(try GrammarTests.file(), seed: TestSetting.seed &* 7919 &+ UInt64(part))
  }

  @Test(arguments: 0..<partCount) func sentencesParseAndPrintTheSame(part: Int) throws {
    var maker = try Self.maker(part)
    var failures = 0
    for _ in 0..<Self.sentenceCount where failures < 5 {
      let text = maker.text(of: maker.statement())
      do {
        let read = try Statement(text)
        let again = try Statement(read.printed)
        if read.printed != again.printed { throw Grammar.Fault("printed \(read.printed), then \(again.printed)") }
        if read.shape != again.shape { throw Grammar.Fault("printed \(read.printed), which is another tree") }
      } catch {
        failures += 1
        Issue.record("\(text): \(Self.words(error))")
      }
    }
  }

  @Test(arguments: 0..<partCount) func brokenSentencesFailWithAPlace(part: Int) throws {
    var maker = try Self.maker(100 + part)
    for _ in 0..<Self.sentenceCount { try Self.check(Self.broken(&maker)) }
  }

  @Test func nonsenseFailsWithAPlace() throws {
    var maker = try Self.maker(200)
    let marks = Array("()|,;'\"`$%&!=<>+-*/^.[]{}:?~#\\ \n\t0aé…−“”\u{0}\u{FEFF}")
    for _ in 0..<Self.sentenceCount {
      try Self.check(String((0..<maker.next(30)).map { _ in marks[maker.next(marks.count)] }))
    }
  }

  /// A sentence with some pieces gone, doubled, exchanged or cut in two.
  private static func broken(_ maker: inout SentenceMaker) -> String {
    var pieces = maker.statement().map(\.text)
    for _ in 0...maker.next(3) where !pieces.isEmpty {
      let place = maker.next(pieces.count)
      switch maker.next(5) {
      case 0: pieces.remove(at: place)
      case 1: pieces.insert(pieces[maker.next(pieces.count)], at: place)
      case 2: pieces.swapAt(place, maker.next(pieces.count))
      case 3: pieces[place] = String(pieces[place].prefix(maker.next(pieces[place].count + 1)))
      default:
        pieces.insert(["by", "where", "|", "(", ")", ",", "&&", "missing", "in", "5", "\""][maker.next(11)], at: place)
      }
    }
    return pieces.joined(separator: " ")
  }

  /// Reads each statement of a text; what fails has a place within it and fixes that parse.
  private static func check(_ text: String) throws {
    let source = SourceText(text)
    for range in StatementRanges.split(source) {
      do {
        let tree = try Parser.statement(in: source, range: range)
        let printed = SyntaxPrinter.print(tree)
        #expect(try Statement(printed).printed == printed, "\(text)")
      } catch let error as SyntaxError {
        let place = error.range
        #expect(place.lowerBound >= range.lowerBound && place.upperBound <= range.upperBound, "\(text)")
        #expect(!error.diagnostic.message.isEmpty)
        for fix in error.fixes {
          let fixed = fix.applied(to: source, statement: range)
          #expect(throws: Never.self, "\(text) → \(fixed)") { try Statement(fixed) }
        }
      }
    }
  }

  static func words(_ error: any Error) -> String {
    (error as? SyntaxError).map { $0.diagnostic.message + " \($0.range)" } ?? "\(error)"
  }
}
