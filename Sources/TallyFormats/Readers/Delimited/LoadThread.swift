import TallyData

/// What one thread of a load works with: its text, its scratch memory and its parsers.
///
/// The threads of a pass pass it on; only one uses it at a time.
final class LoadThread: @unchecked Sendable {
  let text = ChunkText()
  let parsers: [ColumnParser]
  private var cells = Buffer<Cell>(count: 0)
  private var values = Buffer<Int64>(count: 0)
  private let missing: Buffer<Int32>
  private var bytesTold = 0

  /// `textCount`: the bytes that all threads will read.
  init(_ number: Int, rules: CellRules, columns: [LoadColumn], textCount: Int) {
    // Parts are hardly larger than their text; memory that is mapped and not used costs more than a small text.
    let most = columns.count <= 500 ? 1 << 18 : 1 << 14
    let firstBlock = min(most, max(1 << 12, textCount / max(1, columns.count) & ~4095))
    parsers = columns.map { ColumnParser(rules: rules, forced: $0.forced, thread: number, firstBlock: firstBlock) }
    missing = Buffer(count: rules.missing.words.count + 1)
  }

  /// The cells of the file's column `column` of the chunk at hand, which is `chunk`; once for each column.
  func input(_ column: Int, chunk: Int, dialect: Dialect) -> ColumnParser.Input {
    if cells.count < text.rowCount {
      cells = Buffer(count: text.rowCount * 5 / 4)
      values = Buffer(count: text.rowCount * 5 / 4)
    }
    text.copyCells(ofColumn: column, to: cells.pointer, dialect: dialect)
    return ColumnParser.Input(
      chunk: chunk, text: UnsafePointer(text.text), cells: UnsafePointer(cells.pointer), count: text.rowCount,
      values: values.pointer, missing: missing.pointer)
  }

  /// Bytes that the parsers hold more than when this was asked last.
  func byteGrowth() -> Int {
    let bytes = parsers.reduce(0) { $0 + $1.byteCount }
    defer { bytesTold = bytes }
    return bytes - bytesTold
  }
}
