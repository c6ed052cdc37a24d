import TallyData
import TallyFunctions
import TallyPlan
import TallySyntax
import TallyText

/// The names in a statement that no column, table or function has where they stand.
///
/// It says nothing of a name that a step may give, of a word that is still being typed, and of steps whose columns are
/// not known.
struct UnknownNames {
  /// Each word is looked at with all that stands before it; of longer statements nothing is said.
  private static let mostTokens = 200

  private let source: SourceText
  private let tokens: [Token]
  private let catalog: Catalog
  private let lastAnswer: Table?
  private let settings: Settings

  init(in source: SourceText, catalog: Catalog, lastAnswer: Table?, settings: Settings) {
    self.source = source
    tokens = Lexer.tokens(of: source)
    self.catalog = catalog
    self.lastAnswer = lastAnswer
    self.settings = settings
  }

  /// In UTF-8 bytes; `highlights` say what else a word is, `cursor` is where typing goes on.
  func ranges(besides highlights: [Highlight], cursor: Int) -> [SourceRange] {
    if tokens.count > Self.mostTokens { return [] }
    var scopes: [Int: CompletionScope?] = [:]
    // A column may be one of another step.
    let known = Set(highlights.lazy.filter { $0.kind != .column }.map(\.range.lowerBound))
    let given = givenNames
    return tokens.indices.compactMap { index in
      let token = tokens[index]
      guard token.kind == .word, !known.contains(token.range.lowerBound), token.range.upperBound != cursor,
        !given.contains(source[token.range].lowercased()), isUnknown(index, &scopes)
      else { return nil }
      return token.range
    }
  }

  /// Words that the statement itself gives to what it computes.
  private var givenNames: Set<String> {
    let words = tokens.indices.filter { index in
      guard tokens[index].kind == .word else { return false }
      return isWord(index - 1, in: ["as", "to"]) || (isSymbol(index + 1, .equal) && beginsDefinition(index))
    }
    return Set(words.map { source[tokens[$0].range].lowercased() })
  }

  private func beginsDefinition(_ index: Int) -> Bool {
    isSymbol(index - 1, .comma) || isWord(index - 1, in: ["extend", "let", "param"])
  }

  /// `scopes` has what steps see, by where the pipe before them is.
  private func isUnknown(_ index: Int, _ scopes: inout [Int: CompletionScope?]) -> Bool {
    let start = tokens[index].range.lowerBound
    let context = CompletionContext(
      source: source, statement: StatementBeginning(source, before: start), catalog: catalog, lastAnswer: lastAnswer,
      settings: settings)
    guard let scope = context.scopeOfName(&scopes) else { return false }
    let word = source[tokens[index].range]
    return isSymbol(index + 1, .open) || scope.field(word) == nil
  }

  private func isSymbol(_ index: Int, _ symbol: Symbol) -> Bool {
    tokens.indices.contains(index) && tokens[index].kind == .symbol(symbol)
  }

  private func isWord(_ index: Int, in words: Set<String>) -> Bool {
    tokens.indices.contains(index) && tokens[index].kind == .word
      && words.contains(source[tokens[index].range].lowercased())
  }
}

extension Session {
  /// The names in a statement that nothing has where they stand, in UTF-8 bytes, but for the word at the cursor.
  package func unknownNames(in text: String, besides known: [Highlight], cursor: Int) -> [SourceRange] {
    UnknownNames(in: SourceText(text), catalog: catalog, lastAnswer: lastAnswer?.table, settings: settings)
      .ranges(besides: known, cursor: cursor)
  }
}
