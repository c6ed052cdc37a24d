/// A grid of cells that points and lines are drawn on: eight Braille dots a cell, or one sign.
package struct Canvas: Sendable {
  /// In cells.
  package let width: Int
  package let height: Int
  private let glyphs: PlotGlyphs
  /// A bit for each dot of a cell, in the order of Unicode's Braille patterns.
  private var cells: [UInt8]

  package init(width: Int, height: Int, glyphs: PlotGlyphs) {
    self.width = max(width, 1)
    self.height = max(height, 1)
    self.glyphs = glyphs
    cells = Array(repeating: 0, count: self.width * self.height)
  }

  /// In dots.
  package var dotColumns: Int { glyphs == .unicode ? 2 * width : width }
  package var dotRows: Int { glyphs == .unicode ? 4 * height : height }

  /// Sets the dot that lies so far from the left and from the top; one outside is left out.
  package mutating func set(column: Int, row: Int) {
    guard (0..<dotColumns).contains(column), (0..<dotRows).contains(row) else { return }
    switch glyphs {
    case .unicode: cells[row / 4 * width + column / 2] |= Self.brailleBits[row % 4][column % 2]
    case .ascii: cells[row * width + column] = 1
    }
  }

  private static let brailleBits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  /// Sets the dots between two, ends included (Bresenham's line).
  package mutating func line(from start: (column: Int, row: Int), to end: (column: Int, row: Int)) {
    var (column, row) = start
    let width = abs(end.column - column)
    let height = -abs(end.row - row)
    let right = column < end.column ? 1 : -1
    let down = row < end.row ? 1 : -1
    var error = width + height
    while true {
      set(column: column, row: row)
      if column == end.column, row == end.row { return }
      let doubled = 2 * error
      if doubled >= height {
        error += height
        column += right
      }
      if doubled <= width {
        error += width
        row += down
      }
    }
  }

  /// The rows of cells, the uppermost first, without spaces at their ends.
  package var lines: [String] {
    (0..<height).map { row in
      let line = cells[row * width..<(row + 1) * width]
      let end = line.lastIndex { $0 != 0 } ?? line.startIndex - 1
      return String(String.UnicodeScalarView(line[..<(end + 1)].map(scalar)))
    }
  }

  private func scalar(_ cell: UInt8) -> Unicode.Scalar {
    if cell == 0 { return " " }
    return glyphs == .unicode ? Unicode.Scalar(0x2800 + UInt32(cell)) ?? " " : "*"
  }
}
