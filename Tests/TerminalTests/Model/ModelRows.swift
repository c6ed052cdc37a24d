/// What a terminal of a size must show of a statement: rows, and the cursor's place among them.
struct ModelRows: Equatable {
  private(set) var rows: [String] = []
  private(set) var cursorRow = 0
  private(set) var cursorColumn = 0
  private let columns: Int
  private var width = 0

  init(_ shown: ModelText, columns: Int) {
    self.columns = columns
    begin("tally> ")
    for (place, character) in shown.characters.enumerated() {
      if character == "\n" {
        if place == shown.cursor { putCursor() }
        begin("   ...> ")
      } else {
        if width + Self.columns(of: character) > columns { addRow() }
        if place == shown.cursor { putCursor() }
        put(character)
      }
    }
    if shown.cursor == shown.characters.count { putCursor() }
  }

  /// A row below, cut where it does not fit.
  mutating func add(_ text: String, holdsCursor: Bool = false) {
    addRow()
    for character in text {
      if width + Self.columns(of: character) > columns { break }
      put(character)
    }
    if holdsCursor { (cursorRow, cursorColumn) = (rows.count - 1, min(width, columns - 1)) }
  }

  /// A list of which one is chosen; it scrolls with that one.
  mutating func add(list: [(text: String, detail: String)], selected: Int?, height: Int) {
    let room = height - rows.count
    guard room > 0, !list.isEmpty else { return }
    let isCut = list.count > min(room, 10)
    let count = !isCut ? list.count : list.count > room ? min(max(room - 1, 1), 10) : 10
    let first = max((selected ?? 0) - count + 1, 0)
    let shown = list[first..<(first + count)]
    let texts = shown.map { $0.text.replacing("\n", with: "⏎") }
    let longest = texts.map(Self.columns).max() ?? 0
    for (text, item) in zip(texts, shown) {
      let gap = String(repeating: " ", count: longest - Self.columns(of: text) + 2)
      add("  " + text + (item.detail.isEmpty ? "" : gap + item.detail))
    }
    if list.count > count, count < room { add("  … \(list.count - count) more") }
  }

  private mutating func begin(_ prompt: String) {
    addRow()
    for character in columns >= 20 ? prompt : "> " { put(character) }
  }

  private mutating func addRow() {
    rows.append("")
    width = 0
  }

  private mutating func put(_ character: Character) {
    rows[rows.count - 1].append(character)
    width += Self.columns(of: character)
  }

  /// A full row has no place for a cursor after it.
  private mutating func putCursor() {
    if width >= columns { addRow() }
    (cursorRow, cursorColumn) = (rows.count - 1, width)
  }

  private static func columns(of character: Character) -> Int { "日本語🙂".contains(character) ? 2 : 1 }

  private static func columns(of text: String) -> Int { text.reduce(0) { $0 + columns(of: $1) } }
}
