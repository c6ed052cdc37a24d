import TallyFunctions
import TallyPlan
import TallySyntax
import TallyText

/// A stretch of a statement and what it is, for the colours of the prompt.
package struct Highlight: Sendable, Equatable {
  package enum Kind: Sendable {
    case keyword, function, column, table, text, number, comment
  }

  /// In UTF-8 bytes.
  package let range: SourceRange
  package let kind: Kind

  package init(_ range: SourceRange, _ kind: Kind) {
    self.range = range
    self.kind = kind
  }

  /// The stretches of a statement that are something, in order; names that nothing has are none.
  package static func spans(of text: String, catalog: Catalog) -> [Highlight] {
    let source = SourceText(text)
    let tokens = Lexer.tokens(of: source)
    let names = Names(catalog, namedTables: tokens.filter { $0.kind == .word }.map { source[$0.range] })
    var spans: [Highlight] = []
    var isFirst = true
    for (index, token) in tokens.enumerated() {
      let next = index + 1 < tokens.count ? tokens[index + 1].kind : nil
      if let kind = kind(of: token, in: source, beginsStep: isFirst, isCalled: next == .symbol(.open), names: names) {
        spans.append(Highlight(token.range, kind))
      }
      switch token.kind {
      case .comment: break
      case .symbol(.pipe), .symbol(.semicolon), .newline: isFirst = true
      case .word, .quotedName, .integer, .number, .text, .date, .datetime, .month, .quarter, .parameter, .symbol,
        .command, .openText, .openName, .mixedNumber, .unknown:
        isFirst = false
      }
    }
    return spans
  }

  private static func kind(
    of token: Token, in source: SourceText, beginsStep: Bool, isCalled: Bool, names: Names
  ) -> Kind? {
    switch token.kind {
    case .word: kind(ofWord: source[token.range], beginsStep: beginsStep, isCalled: isCalled, names: names)
    case .quotedName, .openName: .column
    case .integer, .number, .date, .datetime, .month, .quarter, .mixedNumber: .number
    case .text, .openText: .text
    case .parameter: .column
    case .command: .keyword
    case .comment: .comment
    case .symbol, .newline, .unknown: nil
    }
  }

  private static func kind(ofWord word: String, beginsStep: Bool, isCalled: Bool, names: Names) -> Kind? {
    if isCalled, Function.named(word) != nil || Aggregate.named(word) != nil { return .function }
    let keyword = Keyword.named(word)
    if let keyword, beginsStep || keyword.isReserved {
      return keyword.isAggregate && !keyword.is(.step) ? .function : .keyword
    }
    let key = word.lowercased()
    if names.columns.contains(key) { return .column }
    if let keyword { return keyword.isAggregate ? .function : .keyword }
    return names.tables.contains(key) ? .table : nil
  }

  /// The names that a statement may use, in lower case.
  private struct Names {
    var columns: Set<String>
    var tables: Set<String>

    init(_ catalog: Catalog, namedTables words: [String]) {
      let words = Set(words.map { $0.lowercased() })
      tables = Set(catalog.tables.map { $0.name.lowercased() })
      columns = Set(catalog.lets.map { $0.name.lowercased() })
      for table in catalog.tables where table.name == catalog.current || words.contains(table.name.lowercased()) {
        columns.formUnion(table.fields.map { $0.name.lowercased() })
      }
    }
  }
}
