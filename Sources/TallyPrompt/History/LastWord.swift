import TallySyntax
import TallyText

/// Puts the last word of an earlier statement in; asked for at once again, that of the statement before it.
///
/// That nothing came between is told by the statement: it is the very one that the last word was put into.
struct LastWord {
  private var put: Put?

  private struct Put {
    /// The statement that it left.
    let after: EditedText
    let range: Range<Int>
    /// Of the entries.
    let place: Int
  }

  /// `entries` are the oldest first.
  mutating func put(from entries: [String], into edited: inout EditedText) {
    let earlier = put.flatMap { $0.after == edited ? $0 : nil }
    let older = entries[..<min(earlier?.place ?? entries.count, entries.count)]
    guard let place = older.lastIndex(where: { !Self.word(of: $0).isEmpty }) else { return }
    if let earlier {
      edited.remove(earlier.range)
      edited.cursor = earlier.range.lowerBound
    }
    let start = edited.cursor
    edited.insert(Array(Self.word(of: entries[place]).unicodeScalars))
    put = Put(after: edited, range: start..<edited.cursor, place: place)
  }

  /// What stands after the last blank that is in no text and no comment; empty for a statement of none.
  static func word(of statement: String) -> String {
    let source = SourceText(statement)
    let tokens = Lexer.tokens(of: source).filter { $0.kind != .newline && $0.kind != .comment }.map(\.range)
    guard let end = tokens.last?.upperBound else { return "" }
    let start = tokens.reversed().reduce(end) { start, token in token.upperBound == start ? token.lowerBound : start }
    return source[start..<end]
  }
}
