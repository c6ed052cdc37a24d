import TallySyntax
import TallyText

extension Session {
  /// What may come next in a statement, `cursor` in UTF-8 bytes; tables that it names are read for it.
  package func completion(of text: String, at cursor: Int) -> CompletionResult {
    loadCurrentTable()
    let source = SourceText(text)
    for token in Lexer.tokens(of: source) where token.kind == .word {
      guard let index = state.shelf.index(of: source[token.range]) else { continue }
      fillQuietly(index)
    }
    return Completion.candidates(
      text: text, cursor: cursor, catalog: catalog, lastAnswer: lastAnswer?.table, settings: settings)
  }
}
