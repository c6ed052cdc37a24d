/// What a terminal shows after the bytes that were sent to it; strict: a sequence that it does not know is recorded.
package struct TerminalScreen {
  package private(set) var columns: Int
  package private(set) var height: Int
  /// From the top of the screen; rows that were scrolled away stand in `scrolled`.
  private var rows: [Row]
  package private(set) var scrolled: [String] = []
  package private(set) var cursorRow = 0
  package private(set) var cursorColumn = 0
  package private(set) var unknown: [String] = []
  package private(set) var hasColor = false
  package private(set) var hasEscapes = false
  /// Pasted text comes between marks.
  package private(set) var marksPastes = false
  private var style = ""
  private var mustWrap = false
  private var pending: [UInt8] = []
  /// The usual screen, while the other one is shown; one at most.
  private var hidden: [TerminalScreen] = []

  private struct Row {
    /// One a column; a wide character's second is empty.
    var cells: [String]
    /// The parameters of the SGR sequences that each was written after: `2`, `1;34`.
    var styles: [String]
    /// Cells that were written since they were erased, up to the last one; what is beyond does not wrap anew.
    var used = 0
    /// It goes on the row before it, which was full.
    var isContinued = false
  }

  package init(columns: Int, rows: Int) {
    self.columns = columns
    height = rows
    self.rows = Self.blank(rows, columns)
  }

  private static func blank(_ count: Int, _ columns: Int) -> [Row] {
    [Row](
      repeating: Row(
        cells: [String](repeating: " ", count: columns), styles: [String](repeating: "", count: columns)), count: count)
  }

  /// The rows without the spaces at their ends.
  package var lines: [String] { rows.map { Self.trimmed($0.cells.joined()) } }

  /// All rows, those that were scrolled away first, without blank ones at the end.
  package var text: String {
    var all = scrolled + lines
    while all.last?.isEmpty == true { all.removeLast() }
    return all.joined(separator: "\n")
  }

  /// The row of the cursor, without what is suggested after it in grey.
  package var line: String {
    let row = rows[cursorRow]
    let end = (cursorColumn..<columns).first { row.styles[$0] == "2" && row.cells[$0] != " " }
    return Self.trimmed(row.cells[..<(end ?? columns)].joined())
  }

  /// How a cell was written: `2` is faint, `4` underlined.
  package func style(row: Int, column: Int) -> String { rows[row].styles[column] }

  /// The last row that is not blank.
  package var lastLine: String { lines.last { !$0.isEmpty } ?? "" }

  private static func trimmed(_ text: String) -> String {
    var rest = text[...]
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }

  // MARK: - Bytes

  package mutating func receive(_ bytes: some Sequence<UInt8>) {
    pending += bytes
    while let length = takeOne(pending[...]) { pending.removeFirst(length) }
  }

  /// Does what the bytes begin with; gives their number, nil if more must come first.
  private mutating func takeOne(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard let first = bytes.first else { return nil }
    switch first {
    case 0x1B: return takeEscape(bytes)
    case 0x0D: (cursorColumn, mustWrap) = (0, false)
    case 0x0A: lineFeed()
    case 0x08: (cursorColumn, mustWrap) = (max(cursorColumn - 1, 0), false)
    case 0x07: break
    case 0x20..<0x7F: put(Unicode.Scalar(first))
    case 0xC2...0xF4:
      let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
      if bytes.count < length { return nil }
      for scalar in String(decoding: bytes.prefix(length), as: UTF8.self).unicodeScalars { put(scalar) }
      return length
    default: unknown.append("byte \(first)")
    }
    return 1
  }

  private mutating func takeEscape(_ bytes: ArraySlice<UInt8>) -> Int? {
    let rest = Array(bytes)
    if rest.count < 2 { return nil }
    hasEscapes = true
    guard rest[1] == UInt8(ascii: "[") else {
      unknown.append("ESC \(rest[1])")
      return 2
    }
    guard let final = rest.dropFirst(2).firstIndex(where: { (0x40...0x7E).contains($0) }) else { return nil }
    let parameters = String(decoding: rest[2..<final], as: UTF8.self)
    control(Character(Unicode.Scalar(rest[final])), parameters)
    return final + 1
  }

  private mutating func control(_ final: Character, _ parameters: String) {
    let number = Int(parameters.split(separator: ";").first ?? "")
    let count = max(number ?? 1, 1)
    if final != "m" { mustWrap = false }
    switch final {
    case "A": cursorRow = max(cursorRow - count, 0)
    case "B": cursorRow = min(cursorRow + count, height - 1)
    case "C": cursorColumn = min(cursorColumn + count, columns - 1)
    case "D": cursorColumn = max(cursorColumn - count, 0)
    case "G": cursorColumn = min(count, columns) - 1
    case "H": (cursorRow, cursorColumn) = (0, 0)
    case "J" where number ?? 0 == 0:
      erase(row: cursorRow, from: cursorColumn)
      for row in (cursorRow + 1)..<max(height, cursorRow + 1) { erase(row: row, from: 0) }
    case "J" where number == 2: rows = Self.blank(height, columns)
    case "K" where number ?? 0 == 0: erase(row: cursorRow, from: cursorColumn)
    case "m":
      hasColor = true
      let parts = parameters.split(separator: ";").map(String.init)
      let last = parts.lastIndex { $0 == "0" } ?? (parts.isEmpty ? -1 : nil)
      style = ((last == nil ? [style].filter { !$0.isEmpty } : []) + parts[((last ?? -1) + 1)...]).joined(
        separator: ";")
    case "h" where ["?25", "?2026"].contains(parameters), "l" where ["?25", "?2026"].contains(parameters): break
    case "h" where parameters == "?2004": marksPastes = true
    case "l" where parameters == "?2004": marksPastes = false
    case "h" where parameters == "?1049":
      if hidden.isEmpty { hidden = [self] } else { unknown.append("a second screen within the second") }
      rows = Self.blank(height, columns)
    case "l" where parameters == "?1049": showUsualScreen()
    default: unknown.append("CSI \(parameters)\(final)")
    }
  }

  /// The second screen is shown, as full-screen programs use it.
  package var isAlternate: Bool { !hidden.isEmpty }

  private mutating func showUsualScreen() {
    guard var usual = hidden.popLast() else { return }
    if (usual.columns, usual.height) != (columns, height) { usual.resize(columns: columns, rows: height) }
    usual.unknown = unknown
    usual.pending = pending
    (usual.hasColor, usual.marksPastes) = (hasColor, marksPastes)
    self = usual
  }

  private mutating func erase(row: Int, from column: Int) {
    for place in column..<columns { rows[row].cells[place] = " " }
    rows[row].used = min(rows[row].used, column)
    if column == 0 { rows[row].isContinued = false }
  }

  private mutating func lineFeed() {
    mustWrap = false
    if cursorRow + 1 < height {
      cursorRow += 1
    } else {
      scrolled.append(lines[0])
      rows.removeFirst()
      rows += Self.blank(1, columns)
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = Self.width(of: scalar)
    if width == 0 {
      let place = max(mustWrap ? cursorColumn : cursorColumn - 1, 0)
      rows[cursorRow].cells[place].unicodeScalars.append(scalar)
      return
    }
    if mustWrap || cursorColumn + width > columns {
      lineFeed()
      cursorColumn = 0
      rows[cursorRow].isContinued = true
    }
    rows[cursorRow].cells[cursorColumn] = String(scalar)
    rows[cursorRow].styles[cursorColumn] = style
    if width == 2, cursorColumn + 1 < columns { rows[cursorRow].cells[cursorColumn + 1] = "" }
    rows[cursorRow].used = max(rows[cursorRow].used, min(cursorColumn + width, columns))
    mustWrap = cursorColumn + width >= columns
    cursorColumn = min(cursorColumn + width, columns - 1)
  }

  /// Enough of East Asia and emoji for tests.
  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x300...0x36F, 0x200D, 0xFE0F: 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60, 0x1F300...0x1FAFF: 2
    default: 1
    }
  }

  // MARK: - Resizing

  /// As terminals do that wrap anew what is on them.
  package mutating func resize(columns: Int, rows height: Int) {
    var reflowed: [Row] = []
    var cursor = (row: 0, column: 0)
    var line: [String] = []
    var lineCursor: Int?
    func flush() {
      var rest = line[...]
      let start = reflowed.count
      repeat {
        let row = Array(rest.prefix(columns))
        rest = rest.dropFirst(columns)
        let padding = [String](repeating: " ", count: columns - row.count)
        reflowed.append(
          Row(
            cells: row + padding, styles: [String](repeating: "", count: columns), used: row.count,
            isContinued: reflowed.count > start))
      } while !rest.isEmpty
      if let lineCursor {
        cursor = (start + lineCursor / columns, lineCursor % columns)
        while reflowed.count <= cursor.row { reflowed += Self.blank(1, columns) }
      }
    }
    for (index, row) in rows.enumerated() {
      if !row.isContinued, index > 0 {
        flush()
        (line, lineCursor) = ([], nil)
      }
      if index == cursorRow { lineCursor = line.count + cursorColumn }
      line += row.cells.prefix(row.used)
    }
    flush()
    while reflowed.count > height, cursor.row < reflowed.count - 1, reflowed.last?.used == 0 { reflowed.removeLast() }
    let excess = max(reflowed.count - height, 0)
    scrolled += reflowed.prefix(excess).map { Self.trimmed($0.cells.joined()) }
    reflowed.removeFirst(excess)
    rows = reflowed + Self.blank(height - reflowed.count, columns)
    (cursorRow, cursorColumn) = (max(cursor.row - excess, 0), cursor.column)
    (self.columns, self.height, mustWrap) = (columns, height, false)
  }
}
