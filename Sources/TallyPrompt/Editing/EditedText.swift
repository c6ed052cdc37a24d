/// A statement that is being edited, and where its cursor stands.
struct EditedText: Equatable {
  var scalars: [Unicode.Scalar]
  /// In scalars from the beginning, as libedit counts.
  var cursor: Int

  init(scalars: [Unicode.Scalar], cursor: Int) {
    self.scalars = scalars
    self.cursor = min(max(cursor, 0), scalars.count)
  }

  /// `cursor` in UTF-8 bytes; nil: at the end.
  init(_ text: String, utf8Cursor: Int? = nil) {
    let before = utf8Cursor.map { String(decoding: Array(text.utf8.prefix($0)), as: UTF8.self) } ?? text
    self.init(scalars: Array(text.unicodeScalars), cursor: before.unicodeScalars.count)
  }

  var text: String { Self.text(scalars) }

  /// The cursor in UTF-8 bytes.
  var utf8Cursor: Int { scalars[..<cursor].reduce(0) { $0 + UTF8.width($1) } }

  var isMultiline: Bool { scalars.contains("\n") }

  /// The scalars of the line that the cursor is on, without its line break.
  var line: Range<Int> {
    let start = scalars[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    let end = scalars[cursor...].firstIndex(of: "\n") ?? scalars.count
    return start..<end
  }

  /// The beginning of the character before the cursor.
  var previousCharacter: Int { characterStarts.last { $0 < cursor } ?? 0 }

  /// The end of the character at the cursor.
  var nextCharacter: Int { characterStarts.first { $0 > cursor } ?? scalars.count }

  /// The place one line up or down (`direction` -1 or 1), as many characters from the line's beginning; nil: there is no
  /// such line.
  func place(linesDown direction: Int) -> Int? {
    let current = line
    let column = Self.text(scalars[current.lowerBound..<cursor]).count
    let inside = direction < 0 ? current.lowerBound - 1 : current.upperBound + 1
    guard inside >= 0, inside <= scalars.count else { return nil }
    let other = EditedText(scalars: scalars, cursor: inside).line
    return other.lowerBound + Self.text(scalars[other]).prefix(column).unicodeScalars.count
  }

  private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private var characterStarts: [Int] {
    var starts: [Int] = []
    var place = 0
    for character in text {
      starts.append(place)
      place += character.unicodeScalars.count
    }
    return starts
  }
}
