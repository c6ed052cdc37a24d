import TallyData

/// Finds a cell of the table in the text it was read from.
struct CellLocator {
  let layout: ChunkLayout
  /// The rows before each chunk, and before the end.
  let firstRows: [Int]

  init(_ layout: ChunkLayout, firstRows: [Int]) {
    self.layout = layout
    self.firstRows = firstRows
  }

  /// Where the cell's content begins in the source, and what it is.
  func locate(_ row: Int, _ column: Int) throws(RowFault) -> (offset: Int, text: String) {
    guard let after = firstRows.firstIndex(where: { $0 > row }) else { return (layout.textEnd, "") }
    let chunk = after - 1
    let text = ChunkText()
    try text.load(layout.range(chunk), overlap: layout.overlap, of: layout.source, end: layout.textEnd)
    _ = try text.divide(
      from: layout.starts[chunk], chunkEnd: layout.range(chunk).upperBound, textEnd: layout.textEnd,
      dialect: layout.dialect, source: layout.source)
    let index = row - firstRows[chunk]
    guard index < text.rowCount else {
      throw RowFault(kind: .source(.changed(file: layout.source.name)), offset: layout.starts[chunk])
    }
    let cells = Buffer<Cell>(count: text.rowCount)
    text.copyCells(ofColumn: column, to: cells.pointer, dialect: layout.dialect)
    let cell = cells[index]
    return (
      text.sourceOffset(of: cell), String(decoding: cell.bytes(in: UnsafePointer(text.text)), as: UTF8.self)
    )
  }
}
