import TallySyntax

/// Text as a list of Unicode scalars.
enum OracleText {
  typealias Scalars = [Unicode.Scalar]

  static func scalars(_ text: String) -> Scalars { Array(text.unicodeScalars) }

  static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    return text
  }

  static func folded(_ text: String) -> String {
    text.unicodeScalars.map(\.properties.lowercaseMapping).joined()
  }

  static func holds(
    _ test: TextTestSyntax.Test, _ subject: String, _ sought: String, ignoringCase: Bool
  ) -> Bool? {
    if test == .matches {
      return OraclePattern(sought, ignoringCase: ignoringCase)?.isFound(in: scalars(subject))
    }
    let text = scalars(ignoringCase ? folded(subject) : subject)
    let part = scalars(ignoringCase ? folded(sought) : sought)
    switch test {
    case .contains: return find(part, in: text, from: 0) != nil
    case .startsWith: return text.starts(with: part)
    case .endsWith: return text.reversed().starts(with: part.reversed())
    case .matches: return nil
    }
  }

  /// Where a part begins, at `start` or later.
  static func find(_ part: Scalars, in text: Scalars, from start: Int) -> Int? {
    guard part.count <= text.count else { return nil }
    for place in stride(from: start, through: text.count - part.count, by: 1)
    where Array(text[place..<place + part.count]) == part {
      return place
    }
    return nil
  }

  /// The pieces between separators.
  static func pieces(_ text: Scalars, _ separator: Scalars) -> [Scalars] {
    if separator.isEmpty { return [text] }
    var pieces: [Scalars] = []
    var start = 0
    while let place = find(separator, in: text, from: start) {
      pieces.append(Array(text[start..<place]))
      start = place + separator.count
    }
    return pieces + [Array(text[start...])]
  }

  static func trimmed(_ text: Scalars) -> Scalars {
    let known = text.drop { $0.properties.isWhitespace }
    return Array(Array(known.reversed()).drop { $0.properties.isWhitespace }.reversed())
  }
}
