/// What keys do to a statement.
extension EditedText {
  /// How a word's letters are changed.
  enum LetterCase {
    case upper, lower
    /// The first letter alone is a capital.
    case capitalized
  }

  /// Takes a stretch out and gives it back; the cursor stays where it was in the text around it.
  @discardableResult mutating func remove(_ range: Range<Int>) -> [Unicode.Scalar] {
    let range = range.clamped(to: 0..<scalars.count)
    let removed = Array(scalars[range])
    scalars.removeSubrange(range)
    if cursor > range.lowerBound { cursor = max(range.lowerBound, cursor - range.count) }
    return removed
  }

  /// Puts text in at the cursor, which goes behind it.
  mutating func insert(_ new: [Unicode.Scalar]) {
    scalars.insert(contentsOf: new, at: cursor)
    cursor += new.count
  }

  /// Changes the letters from the cursor to the end of the word, and goes there.
  mutating func changeWord(to letterCase: LetterCase) {
    let range = cursor..<nextWord
    let word = EditedText(scalars: Array(scalars[range]), cursor: 0).text
    cursor = range.lowerBound
    remove(range)
    insert(Array(letterCase.applied(to: word).unicodeScalars))
  }

  /// The character before the cursor changes places with the one at it; at the end of a line, the two before it do.
  mutating func transposeCharacters() {
    var later = self
    if cursor == line.upperBound { later.cursor = previousCharacter }
    let (start, middle, end) = (later.previousCharacter, later.cursor, later.nextCharacter)
    guard line.lowerBound <= start, start < middle, middle < end, end <= line.upperBound else { return }
    scalars.replaceSubrange(start..<end, with: scalars[middle..<end] + scalars[start..<middle])
    cursor = end
  }

  /// The word before the cursor changes places with the one at it; at the end, the last two do.
  mutating func transposeWords() {
    guard let (before, after) = neighbours else { return }
    let between = scalars[before.upperBound..<after.lowerBound]
    scalars.replaceSubrange(
      before.lowerBound..<after.upperBound, with: scalars[after] + between + scalars[before])
    cursor = after.upperBound
  }
}

extension EditedText.LetterCase {
  fileprivate func applied(to word: String) -> String {
    switch self {
    case .upper: return word.uppercased()
    case .lower: return word.lowercased()
    case .capitalized:
      guard let first = word.firstIndex(where: \.isLetter) else { return word }
      let rest = word.index(after: first)
      return word[..<first] + word[first].uppercased() + word[rest...].lowercased()
    }
  }
}
