import TallySyntax
import TallyTestSupport
import TallyText
import Testing

/// Statements of words that stand nowhere together: each is read or refused with a place, and none stops the process.
@Suite struct NoiseTests {
  /// Words of this language and of others, marks, names and constants.
  private static let words: [String] = {
    let foreign = ForeignWord.all.flatMap { $0.words.split(separator: " ").map(String.init) }
    let marks = "( ) [ ] { } , , | = == != < <= > .. * + - / ^ % ! && || $ . : ? ; ` \" ' # ~ <- %>% :=".split(
      separator: " ")
    let values = "age sex t.age `a` \"x\" 'y' 1 2.5 1e5 2023-01-31 2023-01 2023-Q1 $year null".split(separator: " ")
    return Keyword.all.map(\.name) + foreign + marks.map(String.init) + values.map(String.init) + ["\n", "30 days"]
  }()

  @Test(arguments: 0..<4) func noiseIsReadOrRefused(part: Int) {
    var random = SeededGenerator(seed: TestSetting.seed &* 7919 &+ UInt64(part))
    for _ in 0..<(TestSetting.queryCount ?? 4_000) / 4 {
      let text = (0..<random.int(1...12)).map { _ in random.pick(Self.words) }
        .joined(separator: random.chance(in: 4) ? "" : " ")
      let source = SourceText(text)
      for range in StatementRanges.split(source) {
        do {
          _ = try Parser.statement(in: source, range: range)
        } catch {
          let place = error.diagnostic.range
          #expect(place.map { $0.lowerBound >= 0 && $0.upperBound <= source.bytes.count } ?? false, "\(text)")
        }
      }
    }
  }
}
