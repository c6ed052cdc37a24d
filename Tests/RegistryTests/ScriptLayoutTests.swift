import TallySyntax
import TallyTestSupport
import TallyText
import Testing

/// Laying out a script changes its spaces and line breaks and nothing it says.
@Suite struct ScriptLayoutTests {
  private static func layout(_ text: String) throws -> String {
    try ScriptLayout.text(of: SourceText(text)) ?? "not laid out"
  }

  @Test(arguments: [
    ("count   BY Sex", "count by Sex\n"),
    (
      "#!/usr/bin/env tally\n\n\n\n# All.  \ncount;first 3 # three\n",
      "#!/usr/bin/env tally\n\n# All.\ncount\nfirst 3  # three\n"
    ),
    ("count by sex\n| first 3", "count by sex\n  | first 3\n"),
    ("count by sex | first 3", "count by sex | first 3\n"),
    ("count\n\n| first 3", "count\n\n| first 3\n"),
    ("count; | first 3", "count\n\n| first 3\n"),
    ("count |  # here\n first 3 # there", "count  # here\n  | first 3  # there\n"),
    ("let a = from t # one\n# two\n| where x==1", "let a = from t  # one\n  # two\n  | where x = 1\n"),
    ("mean age, # a\n mean fare # b\n# c\n", "# a\nmean age, mean fare  # b\n# c\n"),
    ("", ""),
    ("# only\n\n\n# words", "# only\n\n# words\n"),
  ])
  func layouts(text: String, expected: String) throws {
    #expect(try Self.layout(text) == expected)
  }

  @Test func longQueriesAreBroken() throws {
    let long = (0..<8).map { "where column_\($0) = \($0)" }.joined(separator: " | ")
    #expect(try Self.layout(long) == long.split(separator: "|").map { $0.trimmed }.joined(separator: "\n  | ") + "\n")
  }

  /// Random statements with random comments, line breaks and empty lines between them.
  @Test(arguments: 0..<4) func scriptsKeepWhatTheySay(part: Int) throws {
    var maker = SentenceMaker(try GrammarTests.file(), seed: TestSetting.seed &* 7919 &+ UInt64(300 + part))
    for _ in 0..<(TestSetting.queryCount ?? 1_600) / 4 {
      let text = Self.script(&maker)
      let source = SourceText(text)
      guard let laidOut = try? ScriptLayout.text(of: source) else { continue }
      #expect(try Self.printed(laidOut) == Self.printed(text), "\(text)")
      #expect(try ScriptLayout.text(of: SourceText(laidOut)) == laidOut, "\(text)\n-- becomes --\n\(laidOut)")
    }
  }

  /// How many random scripts are laid out at all, so that the test above tests something.
  @Test func scriptsAreLaidOut() throws {
    var maker = SentenceMaker(try GrammarTests.file(), seed: 299)
    var refused: [String] = []
    for _ in 0..<400 {
      let text = Self.script(&maker)
      if (try? Self.printed(text)) != nil, try ScriptLayout.text(of: SourceText(text)) == nil { refused.append(text) }
    }
    #expect(refused.isEmpty, "\(refused.first ?? "")")
  }

  private static func script(_ maker: inout SentenceMaker) -> String {
    var text = ""
    for _ in 0...maker.next(3) {
      for piece in maker.statement() {
        text += piece.text
        // Within brackets and after commas and pipes a line may end.
        let endsLine = [",", "|", "("].contains(piece.text) && maker.next(3) == 0
        text += endsLine ? [" # within\n", "\n", "\n# alone\n"][maker.next(3)] : " "
      }
      text += ["\n", "\n\n", ";", ";\n\n\n", " # after\n", "\n# before the next\n", "\n\n\n# apart\n\n"][maker.next(7)]
    }
    return text
  }

  private static func printed(_ text: String) throws -> [String] {
    let source = SourceText(text)
    return try StatementRanges.split(source).map { SyntaxPrinter.print(try Parser.statement(in: source, range: $0)) }
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var rest = self
    while rest.last == " " { rest.removeLast() }
    while rest.first == " " { rest.removeFirst() }
    return rest
  }
}
