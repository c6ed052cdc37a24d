/// A statement as a plain row of characters, and where the cursor stands in it.
struct ModelText: Equatable {
  var characters: [Character] = []
  var cursor = 0

  init(_ text: String = "", cursor: Int? = nil) {
    characters = Array(text)
    self.cursor = cursor ?? characters.count
  }

  /// The same code points: `é` may be one or two.
  static func == (one: ModelText, other: ModelText) -> Bool {
    one.cursor == other.cursor && one.text.unicodeScalars.elementsEqual(other.text.unicodeScalars)
  }

  var text: String { String(characters) }

  var before: String { String(characters[..<cursor]) }

  mutating func insert(_ text: String) {
    characters.insert(contentsOf: text, at: cursor)
    cursor += text.count
  }

  /// Takes out from one place to another, of which one is the cursor.
  mutating func remove(to other: Int) -> String {
    let range = min(cursor, other)..<max(cursor, other)
    let removed = String(characters[range])
    characters.removeSubrange(range)
    cursor = range.lowerBound
    return removed
  }

  // MARK: - Places

  static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  /// Over what is no part of a word, then over a word.
  func end(from start: Int, of isPart: (Character) -> Bool = isWord) -> Int {
    var place = start
    while place < characters.count, !isPart(characters[place]) { place += 1 }
    while place < characters.count, isPart(characters[place]) { place += 1 }
    return place
  }

  func start(from end: Int, of isPart: (Character) -> Bool = isWord) -> Int {
    var place = end
    while place > 0, !isPart(characters[place - 1]) { place -= 1 }
    while place > 0, isPart(characters[place - 1]) { place -= 1 }
    return place
  }

  var lineStart: Int {
    var place = cursor
    while place > 0, characters[place - 1] != "\n" { place -= 1 }
    return place
  }

  var lineEnd: Int {
    var place = cursor
    while place < characters.count, characters[place] != "\n" { place += 1 }
    return place
  }

  // MARK: - Changes

  /// The blanks around the cursor go.
  mutating func removeBlanks() {
    while cursor > lineStart, characters[cursor - 1].isWhitespace { _ = remove(to: cursor - 1) }
    while cursor < lineEnd, characters[cursor].isWhitespace { _ = remove(to: cursor + 1) }
  }

  mutating func swapCharacters() {
    let last = cursor == lineEnd ? cursor - 1 : cursor
    guard last > lineStart, last < lineEnd else { return }
    characters.swapAt(last - 1, last)
    cursor = last + 1
  }

  mutating func swapWords() {
    let second = start(from: end(from: cursor))
    let first = start(from: second)
    let (firstEnd, secondEnd) = (end(from: first), end(from: second))
    guard first < second, firstEnd <= second else { return }
    let words = [characters[second..<secondEnd], characters[firstEnd..<second], characters[first..<firstEnd]]
    characters.replaceSubrange(first..<secondEnd, with: words.flatMap { $0 })
    cursor = secondEnd
  }

  mutating func changeWord(_ change: (String) -> String) {
    let end = end(from: cursor)
    let changed = change(String(characters[cursor..<end]))
    characters.replaceSubrange(cursor..<end, with: changed)
    cursor += changed.count
  }
}
