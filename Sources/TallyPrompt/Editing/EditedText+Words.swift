extension EditedText {
  /// The end of the word that begins at or after the cursor.
  var nextWord: Int { Self.end(of: scalars, from: cursor, isPart: Self.isWord) }

  /// The beginning of the word that ends at or before the cursor.
  var previousWord: Int { Self.beginning(of: scalars, from: cursor, isPart: Self.isWord) }

  /// As `previousWord`, where nothing but blanks parts words.
  var previousBlank: Int { Self.beginning(of: scalars, from: cursor) { !$0.properties.isWhitespace } }

  /// From the cursor to the end of the word.
  var restOfWord: Range<Int> { cursor..<nextWord }

  /// From the beginning of the word to the cursor.
  var startOfWord: Range<Int> { previousWord..<cursor }

  /// The blanks around the cursor, on its line.
  var blanks: Range<Int> {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace && scalar != "\n" }
    let start = scalars[..<cursor].lastIndex { !isBlank($0) }.map { $0 + 1 } ?? 0
    return start..<(scalars[cursor...].firstIndex { !isBlank($0) } ?? scalars.count)
  }

  /// From the blank before to the cursor.
  var sinceBlank: Range<Int> { previousBlank..<cursor }

  /// From the cursor to the end of its line; at the end, the line break.
  var restOfLine: Range<Int> {
    let end = line.upperBound
    return cursor..<(cursor == end ? min(end + 1, scalars.count) : end)
  }

  /// From the beginning of the cursor's line to the cursor; at the beginning, the line break before it.
  var startOfLine: Range<Int> {
    let start = line.lowerBound
    return (cursor == start ? max(start - 1, 0) : start)..<cursor
  }

  /// The word before the cursor, and the one at it or after it; at the end, the last two. Nil where there are not two.
  var neighbours: (before: Range<Int>, after: Range<Int>)? {
    let end = EditedText(scalars: scalars, cursor: nextWord)
    let second = EditedText(scalars: scalars, cursor: end.previousWord)
    let first = EditedText(scalars: scalars, cursor: second.previousWord)
    let (before, after) = (first.cursor..<first.nextWord, second.cursor..<second.nextWord)
    return before.upperBound <= after.lowerBound && first.cursor < second.cursor ? (before, after) : nil
  }

  private static func end(of scalars: [Unicode.Scalar], from start: Int, isPart: (Unicode.Scalar) -> Bool) -> Int {
    let word = scalars[start...].firstIndex(where: isPart) ?? scalars.count
    return scalars[word...].firstIndex { !isPart($0) } ?? scalars.count
  }

  private static func beginning(
    of scalars: [Unicode.Scalar], from end: Int, isPart: (Unicode.Scalar) -> Bool
  ) -> Int {
    guard let last = scalars[..<end].lastIndex(where: isPart) else { return 0 }
    return scalars[..<last].lastIndex { !isPart($0) }.map { $0 + 1 } ?? 0
  }

  /// Marks that combine with a letter belong to its word.
  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    return properties.isAlphabetic || properties.numericType != nil || properties.isGraphemeExtend || scalar == "_"
  }
}
