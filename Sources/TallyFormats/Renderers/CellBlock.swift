import TallyData

/// The cells of a block of rows as a machine format spells them: column after column, then put together by rows.
///
/// Types and storage are dispatched on once a column and block; the loops over rows know them.
struct CellBlock<Spelling: CellSpelling>: ~Copyable {
  /// Rows of a block: the cells of a usual one stay in the second-level cache.
  static var rowLimit: Int { 2048 }

  private let spelling: Spelling
  private var cells = TextBytes(capacity: 1 << 17)
  /// Where each cell ends, column after column.
  private var ends: [Int] = []
  private var wholes = Buffer<Int64>(count: Self.rowLimit)
  private var views = Buffer<TextView>(count: Self.rowLimit)

  init(spelling: Spelling) { self.spelling = spelling }

  /// Writes all rows of a table to the sink.
  mutating func writeRows(of table: Table, frame: RowFrame, to sink: inout TextSink) throws(OutputError) {
    var lines = TextBytes(capacity: 1 << 17)
    var start = 0
    while start < table.rowCount {
      let rows = start..<min(start + Self.rowLimit, table.rowCount)
      cells.removeAll()
      ends.removeAll(keepingCapacity: true)
      for column in table.columns { spell(column, rows) }
      lines.removeAll()
      join(rowCount: rows.count, columnCount: table.columns.count, follows: start > 0, frame: frame, to: &lines)
      try sink.write(bytes: lines.bytes)
      start = rows.upperBound
    }
  }

  private func join(rowCount: Int, columnCount: Int, follows: Bool, frame: RowFrame, to lines: inout TextBytes) {
    let bytes = cells.bytes
    for row in 0..<rowCount {
      if follows || row > 0 { lines.append(frame.betweenRows) }
      for column in 0..<columnCount {
        let place = column * rowCount + row
        let start = place == 0 ? 0 : ends[place - 1]
        lines.append(frame.beforeCells[column])
        lines.append(UnsafeBufferPointer(rebasing: bytes[start..<ends[place]]))
        if column + 1 < columnCount { lines.append(frame.afterCell) }
      }
      lines.append(frame.end)
    }
  }

  private mutating func spell(_ column: Column, _ rows: Range<Int>) {
    switch column.storage {
    case .int8(let buffer): spell(wholesOf: buffer, column, rows)
    case .int16(let buffer): spell(wholesOf: buffer, column, rows)
    case .int32(let buffer): spell(wholesOf: buffer, column, rows)
    case .int64(let buffer): spell(wholesOf: buffer, column, rows)
    case .double(let buffer): spell(numbers: buffer, rows)
    case .codes8(let codes, let dictionary): spell(codes: codes, dictionary, rows)
    case .codes16(let codes, let dictionary): spell(codes: codes, dictionary, rows)
    case .codes32(let codes, let dictionary): spell(codes: codes, dictionary, rows)
    case .arena(let arena):
      arena.copyViews(rows, to: views.pointer)
      spellViews(rows.count)
    }
  }

  /// Widens the stored values, the smallest of their form to the smallest of all, and spells them by the type.
  private mutating func spell<I: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
    wholesOf buffer: Buffer<I>, _ column: Column, _ rows: Range<Int>
  ) {
    // The rows lie within the table, whose columns all have its length.
    let source = buffer.pointer + rows.lowerBound
    for row in 0..<rows.count {
      let value = source[row]
      wholes.pointer[row] = value == .min ? .min : Int64(value)
    }
    switch column.type {
    case .integer: spellWholes(rows.count, IntegerCell())
    case .number: spellWholes(rows.count, ScaledCell(scale: column.scale))
    case .boolean: spellWholes(rows.count, BooleanCell())
    case .date: spellWholes(rows.count, DateCell(quote: spelling.quote))
    case .datetime: spellWholes(rows.count, DatetimeCell(quote: spelling.quote))
    case .duration: spellWholes(rows.count, DurationCell(quote: spelling.quote))
    // Text is never stored as whole numbers.
    case .text: spellWholes(rows.count, IntegerCell())
    }
  }

  private mutating func spellWholes(_ count: Int, _ cell: some WholeCell) {
    for row in 0..<count {
      let value = wholes.pointer[row]
      if value == .min { cells.append(spelling.missing) } else { cell.write(value, to: &cells) }
      ends.append(cells.count)
    }
  }

  private mutating func spell(numbers buffer: Buffer<Double>, _ rows: Range<Int>) {
    let source = buffer.pointer + rows.lowerBound
    for row in 0..<rows.count {
      let value = source[row]
      if value.isNaN {
        cells.append(spelling.missing)
      } else if value.isInfinite {
        // A number of the grammar of every format, and beyond what a double holds.
        cells.append(value < 0 ? "-1e999" : "1e999")
      } else {
        cells.append(number: value)
      }
      ends.append(cells.count)
    }
  }

  private mutating func spell<Code: FixedWidthInteger & BitwiseCopyable>(
    codes: Buffer<Code>, _ dictionary: TextDictionary, _ rows: Range<Int>
  ) {
    let source = codes.pointer + rows.lowerBound
    for row in 0..<rows.count {
      let code = Int(source[row])
      views.pointer[row] = code == 0 ? .missing : dictionary.view(code - 1)
    }
    spellViews(rows.count)
  }

  private mutating func spellViews(_ count: Int) {
    for row in 0..<count {
      let view = views.pointer[row]
      if view.isMissing { cells.append(spelling.missing) } else { spelling.write(view.bytes, to: &cells) }
      ends.append(cells.count)
    }
  }
}
