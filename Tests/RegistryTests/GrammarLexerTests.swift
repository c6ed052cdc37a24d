import TallySyntax
import TallyTestSupport
import TallyText
import Testing

/// Tokens cover their source, and statements end where they should.
@Suite struct GrammarLexerTests {
  @Test func tokensCoverEveryByteButSpaces() {
    var random = SeededGenerator(seed: 1)
    let marks = Array("ab1 .\"'`$|,;()=<>!≠≤−–…“”é名\u{A0}\u{2003}\t\n\r#\\%_-/\u{0}")
    for _ in 0..<2_000 {
      let text = String((0..<Int.random(in: 0..<40, using: &random)).map { _ in marks.randomElement(using: &random)! })
      let source = SourceText(text)
      var end = 0
      for token in Lexer.tokens(of: source) {
        #expect(token.range.lowerBound >= end && !token.range.isEmpty, "\(text.debugDescription)")
        let gap = source[end..<token.range.lowerBound]
        #expect(gap.unicodeScalars.allSatisfy { $0.properties.isWhitespace }, "\(text.debugDescription)")
        end = token.range.upperBound
      }
      #expect(source[end..<source.bytes.count].unicodeScalars.allSatisfy { $0.properties.isWhitespace })
    }
  }

  private static let kinds: [(String, [Token.Kind])] = [
    ("18..64", [.integer, .symbol(.range), .integer]), ("2.5", [.number]), (".5", [.number]), ("1e-6", [.number]),
    ("1_000", [.integer]), ("2023-01", [.month]), ("2023 - 01", [.integer, .symbol(.minus), .integer]),
    ("2023-1", [.integer, .symbol(.minus), .integer]), ("x-1", [.word, .symbol(.minus), .integer]),
    ("2023-01-31", [.date]), ("2023-Q1", [.quarter]), ("2023-01-31T10:30:00.5", [.datetime]),
    ("2021..2023-06", [.integer, .symbol(.range), .month]), ("30days", [.mixedNumber]),
    ("a==b<>c", [.word, .symbol(.equal), .word, .symbol(.notEqual), .word]),
    ("a<=b", [.word, .symbol(.lessOrEqual), .word]),
    ("$year", [.parameter]), ("`a b`", [.quotedName]), ("'a", [.openText]), ("`a", [.openName]), ("\\q", [.command]),
    (".quit", [.command]), ("a.b", [.word, .unknown, .word]), ("# x", [.comment]),
    ("a # b\nc", [.word, .comment, .newline, .word]),
    ("\"a\\\"b\"", [.text]), ("“a”", [.text]), ("été_1", [.word]), ("a\r\nb", [.word, .newline, .word]),
  ]

  @Test(arguments: kinds) func tokensHaveTheirKinds(text: String, kinds: [Token.Kind]) {
    #expect(Lexer.tokens(of: SourceText(text)).map(\.kind) == kinds)
  }

  private static let scripts: [(String, [String])] = [
    ("a\nb", ["a", "b"]), ("a; b;;\n\n c", ["a", "b", "c"]), ("where x |\ncount", ["where x |\ncount"]),
    ("where x\n| count", ["where x\n| count"]), ("where x\n# note\n  | count", ["where x\n# note\n  | count"]),
    ("where x\n\n| count", ["where x", "| count"]), ("where x # why\n| count # how", ["where x # why\n| count"]),
    ("show a,\nb", ["show a,\nb"]), ("where a and\nb", ["where a and\nb"]), ("count by\nsex", ["count by\nsex"]),
    ("where x in (1,\n2\n)\ncount", ["where x in (1,\n2\n)", "count"]), ("help where\ncount", ["help where", "count"]),
    ("help and; count", ["help and", "count"]), ("show ';' # ; \ncount", ["show ';'", "count"]), ("# only", []),
    ("", []),
    ("#!/usr/bin/env tally\ncount", ["count"]), ("count\nby sex", ["count", "by sex"]),
    ("where x = 'a\ncount", ["where x = 'a", "count"]),
    ("show missing\ncount", ["show missing", "count"]), ("a (; b", ["a (", "b"]),
  ]

  @Test(arguments: scripts) func statementsEndWhereTheyShould(script: String, statements: [String]) {
    let source = SourceText(script)
    #expect(StatementRanges.split(source).map { source[$0] } == statements)
  }

  @Test func openStatementsWantAnotherLine() {
    for text in ["where (a", "count |", "show a,", "where a =", "where a and", "mean x by", "where a in (1, 2", "x +"] {
      #expect(!Parser.isComplete(text), "\(text)")
    }
    for text in ["", "count", "where a = 'b", "help and", "select *", "show missing", "# (", "count;", "where (a; "] {
      #expect(Parser.isComplete(text), "\(text)")
    }
  }

  @Test func aLineThatStartsWithAPipeGoesOn() throws {
    let printed = try Statement("count by # groups\n  sex |\n where count > 1\n# more\n| show")
    #expect(printed.printed == "count by sex | where count > 1 | show")
  }
}
