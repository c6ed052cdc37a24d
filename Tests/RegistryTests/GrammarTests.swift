import TallyFunctions
import TallySyntax
import TallyText
import Testing

/// The grammar's file, the parser's comments and the keyword table say the same.
@Suite struct GrammarTests {
  static func file() throws -> Grammar { try Grammar(ProjectFiles.text("Grammar/tally.ebnf")) }

  @Test func productionsStandAboveTheMethodsThatReadThem() throws {
    let file = try Self.file()
    var comments = ""
    for path in try ProjectFiles.swiftFiles(in: "Sources/TallySyntax") {
      comments += Self.productions(in: try ProjectFiles.text(path))
    }
    let written = try Grammar(comments)
    #expect(Set(file.names) == Set(written.names))
    for name in file.names {
      #expect(file.productions[name] == written.productions[name], "\(name) differs from the parser's comment")
    }
  }

  @Test func everyProductionIsDefinedAndUsed() throws {
    let file = try Self.file()
    #expect(file.references.subtracting(file.names) == [])
    #expect(Set(file.names).subtracting(file.references) == ["script"])
  }

  @Test func wordsInQuotesAreTheKeywords() throws {
    let terminals = try Self.file().terminals
    let words = terminals.filter { $0.allSatisfy { $0.isLetter } }
    #expect(words == Set(Keyword.all.map(\.name)))
    #expect(terminals.subtracting(words) == Set(Symbol.allCases.map(\.rawValue)))
    #expect(Set(Keyword.all.map(\.name)).count == Keyword.all.count)
  }

  @Test func reservedWordsAreListed() throws {
    let text = try ProjectFiles.text("Grammar/tally.ebnf").split(separator: "Reserved are: ")[1]
    let listed = text.prefix { $0 != "." }.split { !$0.isLetter }.map(String.init)
    #expect(Set(listed) == Set(Keyword.all.filter(\.isReserved).map(\.name)))
  }

  @Test func aggregatesAreTheKeywordsOfSummaries() {
    #expect(Set(Keyword.all.filter(\.isAggregate).map(\.name)) == Set(Aggregate.all.map(\.name)))
    let conditions = Aggregate.all.filter { $0.input == .condition }.map(\.name)
    #expect(Set(Keyword.all(.conditionAggregate).map(\.name)) == Set(conditions))
  }

  @Test(arguments: Keyword.all.filter { !$0.isReserved }.map(\.name))
  func wordsThatAreNotReservedNameColumns(word: String) throws {
    for query in [
      "show \(word), x", "show x, \(word)", "where \(word) > 1", "where x > \(word)", "sort by \(word) desc, \(word)",
      "count by \(word), x", "mean \(word)", "mean x, max \(word) where y", "count distinct \(word)", "drop \(word)",
      "rename \(word) to b", "extend \(word) = \(word) + 1", "top 3 by \(word) within \(word)", "let \(word) = 3",
      "describe \(word)", "where sqrt(\(word)) in (\(word), 1)", "inner join t on \(word) = \(word)",
    ] {
      #expect(throws: Never.self, "\(query)") { try Statement(query) }
    }
  }

  /// The indented productions of a file's documentation comments.
  private static func productions(in source: String) -> String {
    var found = ""
    var block = ""
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      let trimmed = line.drop { $0 == " " }
      if trimmed.hasPrefix("///     ") {
        block += trimmed.dropFirst(8) + "\n"
      } else {
        if block.hasSuffix(" ;\n"),
          block.prefix(while: { $0 != "=" }).allSatisfy({ $0.isLetter || $0 == "_" || $0 == " " })
        {
          found += block
        }
        block = ""
      }
    }
    return found
  }
}

/// One statement, parsed and printed.
struct Statement {
  let tree: StatementSyntax
  let printed: String

  init(_ text: String) throws {
    let source = SourceText(text)
    let ranges = StatementRanges.split(source)
    guard ranges.count == 1 else { throw Grammar.Fault("\(ranges.count) statements: \(text)") }
    tree = try Parser.statement(in: source, range: ranges[0])
    printed = SyntaxPrinter.print(tree)
  }

  /// The whole tree in words without the places of its parts, in small letters: functions are named in either case.
  var shape: String {
    String(reflecting: tree).split(separator: "Range(").enumerated().map { index, part in
      index == 0 ? String(part) : String(part.drop { $0 != ")" })
    }.joined().lowercased()
  }
}
