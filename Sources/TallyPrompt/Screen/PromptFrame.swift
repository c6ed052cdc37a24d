import TallyFormats

/// What the prompt shows: rows that fit the terminal, and where the cursor stands.
struct PromptFrame: Equatable {
  struct Row: Equatable {
    /// With its colours.
    var text = ""
    /// Columns that it takes.
    var width = 0
  }

  var rows: [Row] = []
  var cursorRow = 0
  var cursorColumn = 0

  /// Lays out a statement and, in grey, how it may go on. Spans are in order and do not overlap; `prompts` stand before
  /// its first and its other lines.
  init(
    _ edited: EditedText, spans: [Span], suggestion: String = "", prompts: (first: String, others: String),
    promptStyle: String?, columns: Int
  ) {
    var pen = Pen(columns: max(columns, 1), usesColor: promptStyle != nil)
    // Narrower than this, text alone is worth its place.
    let showsPrompts = columns >= 20
    func begin(_ prompt: String) {
      pen.style = promptStyle ?? ""
      for character in showsPrompts ? prompt : "> " { pen.put(character) }
      pen.style = ""
    }
    begin(prompts.first)
    var scalar = 0
    var byte = 0
    var next = spans[...]
    var cursor: (row: Int, column: Int)?
    let typedCount = edited.text.utf8.count
    for character in edited.text + suggestion {
      while let span = next.first, span.range.upperBound <= byte { next.removeFirst() }
      let count = character.unicodeScalars.count
      let isAtCursor = (scalar..<(scalar + count)).contains(edited.cursor)
      if character == "\n" {
        if isAtCursor { cursor = pen.placeOfCursor() }
        pen.breakRow()
        begin(prompts.others)
      } else {
        pen.style =
          byte >= typedCount ? Palette.dim : next.first.map { $0.range.contains(byte) ? $0.style : "" } ?? ""
        let start = pen.put(visible: character)
        if isAtCursor { cursor = start }
      }
      scalar += count
      byte += character.utf8.count
    }
    let end = cursor ?? pen.placeOfCursor()
    pen.finishRow()
    rows = pen.rows
    (cursorRow, cursorColumn) = end
  }

  /// Puts a few words at the right end of the first row, where two blanks are left before them and one after.
  mutating func add(note: String, style: String, columns: Int) {
    let width = DisplayWidth.of(VisibleText.of(note))
    let gap = columns - 1 - width - rows[0].width
    guard gap >= 2, cursorRow > 0 || cursorColumn + 2 <= columns - 1 - width else { return }
    let words = style.isEmpty ? VisibleText.of(note) : "\u{1B}[0;\(style)m\(VisibleText.of(note))\u{1B}[0m"
    rows[0].text += String(repeating: " ", count: gap) + words
    rows[0].width += gap + width
  }

  /// Adds a row below, cut to fit; its end holds the cursor if `holdsCursor`.
  mutating func add(_ parts: [(text: String, style: String)], columns: Int, holdsCursor: Bool = false) {
    var pen = Pen(columns: max(columns, 1), usesColor: true)
    fill: for part in parts {
      pen.style = part.style
      for character in VisibleText.of(part.text) {
        if !pen.fits(character) { break fill }
        pen.put(character)
      }
    }
    if holdsCursor {
      cursorRow = rows.count
      cursorColumn = min(pen.column, columns - 1)
    }
    pen.finishRow()
    rows += pen.rows.prefix(1)
  }
}

/// Writes characters into rows.
private struct Pen {
  let columns: Int
  let usesColor: Bool
  private(set) var rows: [PromptFrame.Row] = []
  private var row = PromptFrame.Row()
  private var writtenStyle = ""
  var style = ""

  init(columns: Int, usesColor: Bool) {
    self.columns = columns
    self.usesColor = usesColor
  }

  var column: Int { row.width }

  func fits(_ character: Character) -> Bool { row.width + DisplayWidth.of(character) <= columns }

  /// Where a cursor after all that was written stands; a full row sends it to a new one.
  mutating func placeOfCursor() -> (row: Int, column: Int) {
    if row.width >= columns { breakRow() }
    return (rows.count, row.width)
  }

  /// Puts a character, or what stands for one that must not be written; gives the place of its beginning.
  @discardableResult mutating func put(visible character: Character) -> (row: Int, column: Int) {
    let shown = VisibleText.of(String(character))
    var start: (row: Int, column: Int)?
    for part in shown {
      let place = put(part)
      start = start ?? place
    }
    return start ?? (rows.count, row.width)
  }

  @discardableResult mutating func put(_ character: Character) -> (row: Int, column: Int) {
    let width = DisplayWidth.of(character)
    if row.width + width > columns, row.width > 0 { breakRow() }
    if usesColor, style != writtenStyle {
      row.text += style.isEmpty ? "\u{1B}[0m" : "\u{1B}[0;\(style)m"
      writtenStyle = style
    }
    let start = (rows.count, row.width)
    row.text.append(character)
    row.width += width
    return start
  }

  mutating func breakRow() {
    finishRow()
    row = PromptFrame.Row()
  }

  mutating func finishRow() {
    if !writtenStyle.isEmpty { row.text += "\u{1B}[0m" }
    writtenStyle = ""
    rows.append(row)
  }
}
