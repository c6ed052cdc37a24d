import TallySyntax
import TallyText

extension Highlight {
  /// The bracket that a cursor stands on or right after, and the one that belongs to it; none where one of them is.
  ///
  /// `cursor` and the places are in UTF-8 bytes.
  package static func brackets(of text: String, at cursor: Int) -> [SourceRange] {
    let brackets = Lexer.tokens(of: SourceText(text)).filter { [.symbol(.open), .symbol(.close)].contains($0.kind) }
    let at =
      brackets.firstIndex { $0.range.lowerBound == cursor } ?? brackets.firstIndex { $0.range.upperBound == cursor }
    guard let at else { return [] }
    let isOpen = brackets[at].kind == .symbol(.open)
    var depth = 0
    let places = isOpen ? Array(at..<brackets.count) : Array((0...at).reversed())
    for place in places {
      depth += brackets[place].kind == brackets[at].kind ? 1 : -1
      if depth == 0 { return [brackets[at].range, brackets[place].range].sorted { $0.lowerBound < $1.lowerBound } }
    }
    return []
  }
}
