import CKernels
import TallyData

/// A stretch of text in memory and the cells of the rows that begin in it.
///
/// The buffer is reused from chunk to chunk by one thread. It keeps some bytes free at both ends, so that
/// kernels may load a word that overlaps a cell's end.
final class ChunkText {
  static let padding = 64

  private var buffer = Buffer<UInt8>(count: 0)
  private var separators = Buffer<UInt32>(count: 0)
  private var rowEnds = Buffer<UInt32>(count: 0)
  private var exactCells: [Cell] = []
  private var isExact = false
  private var scan = tally_scan_result()
  private var columnCount = 1

  /// Where the text at hand begins in the source, and how much of it there is.
  private(set) var offset = 0
  private(set) var count = 0
  private(set) var rowCount = 0
  private(set) var blankLines = 0
  private(set) var shortRows = 0
  private(set) var longRows = 0
  /// The rows lie here, from the beginning of the text at hand.
  private(set) var rowBytes = 0..<0

  var text: UnsafeMutablePointer<UInt8> { buffer.pointer + Self.padding }

  /// Reads the chunk `range` of the source, and `overlap` bytes for the row that goes beyond its end.
  func load(_ range: Range<Int>, overlap: Int, of source: ByteSource, end: Int) throws(RowFault) {
    offset = range.lowerBound
    count = 0
    try extend(to: min(range.count + overlap, end - offset), of: source)
  }

  /// Reads on until `newCount` bytes are at hand.
  private func extend(to newCount: Int, of source: ByteSource) throws(RowFault) {
    reserve(newCount)
    do throws(LoadError) {
      try source.read(at: offset + count, count: newCount - count, into: text + count)
    } catch { throw RowFault(kind: .source(error), offset: offset) }
    count = newCount
    (text + count).update(repeating: 0, count: Self.padding)
  }

  private func reserve(_ newCount: Int) {
    guard buffer.count < newCount + 2 * Self.padding else { return }
    let grown = Buffer<UInt8>(count: newCount + newCount / 4 + 2 * Self.padding)
    grown.pointer.update(repeating: 0, count: Self.padding)
    (grown.pointer + Self.padding).update(from: text, count: count)
    buffer = grown
    separators = Buffer(count: buffer.count + 72)
    rowEnds = Buffer(count: buffer.count + 72)
  }

  /// Finds the cells of the rows from `start` on that begin before the chunk's `end`; gives where the next row
  /// begins. All three count from the beginning of the source; `textEnd` is the end of all text.
  func divide(from start: Int, chunkEnd: Int, textEnd: Int, dialect: Dialect, source: ByteSource) throws(RowFault)
    -> Int
  {
    columnCount = dialect.columnCount
    (rowCount, blankLines, shortRows, longRows) = (0, 0, 0, 0)
    rowBytes = 0..<0
    guard start < min(chunkEnd, textEnd) else { return start }
    while true {
      let first = start - offset
      let stop = chunkEnd - 1 - offset
      let isEnd = offset + count >= textEnd
      switch dialect.escapesQuotes ? .unclear : divideFast(first, stop, isEnd, dialect) {
      case .done(let next): return offset + next
      case .needsMore: break
      case .unclear: if let next = try divideExactly(first, stop, isEnd, dialect) { return offset + next }
      }
      guard count < CSVLimits.rowBytes else { throw RowFault(kind: .tooLong, offset: start) }
      try extend(to: min(2 * count + 4096, CSVLimits.rowBytes + 4096, textEnd - offset), of: source)
    }
  }

  // MARK: - By masks

  private enum Division {
    case done(next: Int)
    /// The text at hand ends within a row.
    case needsMore
    /// The masks do not tell how the rows read.
    case unclear
  }

  private func divideFast(_ first: Int, _ stop: Int, _ isEnd: Bool, _ dialect: Dialect) -> Division {
    let length = isEnd ? count : count - 1
    guard length > first else { return .needsMore }
    // Taken once: a loop that asked the class for them would count references for each cell.
    let (separators, rowEnds) = (separators.pointer, rowEnds.pointer)
    separators[0] = UInt32(truncatingIfNeeded: first &- 1)
    tally_scan(
      text + first, length - first, max(stop - first, 0), dialect.delimiter, separators + 1, rowEnds,
      &scan)
    guard !scan.has_stray_quotes else { return .unclear }
    let base = UInt32(first)
    var rows = scan.rows
    var cells = scan.separators
    var next = count
    if let cut = lastRow(endingFrom: stop - first) {
      rows = cut + 1
      let last = rowEnds[cut]
      while cells > 0, separators[cells] > last { cells -= 1 }
      next = Int(last + base) + 1
    } else {
      guard isEnd else { return .needsMore }
      guard !scan.inside else { return .unclear }
      // The last row of all text has no end of its own: it gets one behind the text.
      cells += 1
      separators[cells] = UInt32(count) - base
      rowEnds[rows] = UInt32(count) - base
      rows += 1
    }
    guard isRectangular(rows: rows, cells: cells) else { return .unclear }
    if base > 0 { for index in 1...cells { separators[index] &+= base } }
    isExact = false
    rowCount = rows
    rowBytes = first..<next
    return .done(next: next)
  }

  /// The index of the first row that ends at `stop` or later.
  private func lastRow(endingFrom stop: Int) -> Int? {
    let rowEnds = rowEnds.pointer
    var index = scan.rows
    while index > 0, Int(rowEnds[index - 1]) >= stop { index -= 1 }
    return index < scan.rows ? index : nil
  }

  private func isRectangular(rows: Int, cells: Int) -> Bool {
    guard cells == rows * columnCount else { return false }
    let ends = rowEnds.pointer
    let last = separators.pointer + columnCount
    var differences: UInt32 = 0
    for row in 0..<rows { differences |= ends[row] ^ last[row * columnCount] }
    return differences == 0
  }

  // MARK: - Row by row

  /// Nil where the text at hand ends within a row.
  private func divideExactly(_ first: Int, _ stop: Int, _ isEnd: Bool, _ dialect: Dialect) throws(RowFault) -> Int? {
    exactCells.removeAll(keepingCapacity: true)
    (rowCount, blankLines, shortRows, longRows) = (0, 0, 0, 0)
    scan.has_non_ascii = true
    isExact = true
    var reader = RowReader(text: text, count: count, isEnd: isEnd, dialect: dialect)
    var place = first
    while place <= stop, place < count {
      switch reader.read(at: place) {
      case .needsMore: return nil
      case .blank(let end):
        if columnCount == 1 { appendRow([.empty], dialect) } else { blankLines += 1 }
        place = end
      case .row(let end):
        try check(reader.cells, at: place, dialect)
        appendRow(reader.cells, dialect)
        place = end
      case .textAfterQuote(let at, let afterBackslash):
        throw RowFault(kind: .textAfterQuote(afterBackslash: afterBackslash), offset: offset + at)
      case .unclosedQuote(let at): throw RowFault(kind: .unclosedQuote, offset: offset + at)
      }
    }
    rowBytes = first..<place
    return place
  }

  private func check(_ cells: [Cell], at place: Int, _ dialect: Dialect) throws(RowFault) {
    if cells.count == columnCount || dialect.isRagged { return }
    if cells.count < columnCount, cells.count >= dialect.leastCellCount { return }
    throw RowFault(kind: .ragged(expected: columnCount, actual: cells.count), offset: offset + place)
  }

  private func appendRow(_ cells: [Cell], _ dialect: Dialect) {
    rowCount += 1
    if cells.count >= columnCount {
      if cells.count > columnCount { longRows += 1 }
      exactCells += cells.prefix(columnCount)
    } else {
      shortRows += 1
      exactCells += cells
      exactCells += repeatElement(.empty, count: columnCount - cells.count)
    }
  }

  // MARK: - Cells

  /// The first byte of the rows that is not UTF-8.
  func checkUTF8() throws(RowFault) {
    guard scan.has_non_ascii else { return }
    let rows = UnsafePointer(text + rowBytes.lowerBound)
    let place = tally_invalid_utf8(rows, rowBytes.count)
    guard place < rowBytes.count else { return }
    throw RowFault(kind: .invalidUTF8(rows[place]), offset: offset + rowBytes.lowerBound + place)
  }

  /// Writes the cells of one column to `target`, without quotes; each column once, for it unescapes in place.
  func copyCells(ofColumn column: Int, to target: UnsafeMutablePointer<Cell>, dialect: Dialect) {
    if isExact {
      copyExactCells(column, target)
    } else if scan.has_quotes {
      copyQuotedCells(column, target)
      if !scan.has_doubled_quotes { return }
    } else {
      copyPlainCells(column, target)
      return
    }
    for row in 0..<rowCount where target[row].size & Cell.escaped != 0 {
      target[row].unescape(in: text, escapes: dialect.escapesQuotes)
    }
  }

  private func copyPlainCells(_ column: Int, _ target: UnsafeMutablePointer<Cell>) {
    var separator = UnsafePointer(separators.pointer) + column
    for row in 0..<rowCount {
      let start = separator[0] &+ 1
      target[row] = Cell(start: start, size: separator[1] &- start)
      separator += columnCount
    }
    if column == columnCount - 1 { dropReturns(target) }
  }

  /// The CR of a CRLF is no part of the last cell.
  private func dropReturns(_ target: UnsafeMutablePointer<Cell>) {
    let text = UnsafePointer(text)
    for row in 0..<rowCount {
      let end = Int(target[row].start &+ target[row].size)
      // Where a lone CR ends the row, `end` is that CR and the byte before it is the cell's.
      let hasReturn = text[end] == UInt8(ascii: "\n") && text[end - 1] == UInt8(ascii: "\r") && target[row].size > 0
      if hasReturn { target[row].size &-= 1 }
    }
  }

  private func copyQuotedCells(_ column: Int, _ target: UnsafeMutablePointer<Cell>) {
    copyPlainCells(column, target)
    let text = UnsafePointer(text)
    for row in 0..<rowCount where target[row].size > 0 && text[Int(target[row].start)] == UInt8(ascii: "\"") {
      let cell = target[row]
      var flags = Cell.quoted
      if scan.has_doubled_quotes, hasQuote(cell.start + 1, cell.size - 2) { flags |= Cell.escaped }
      target[row] = Cell(start: cell.start + 1, size: (cell.size - 2) | flags)
    }
  }

  private func hasQuote(_ start: UInt32, _ count: UInt32) -> Bool {
    UnsafeBufferPointer(start: text + Int(start), count: Int(count)).contains(UInt8(ascii: "\""))
  }

  private func copyExactCells(_ column: Int, _ target: UnsafeMutablePointer<Cell>) {
    exactCells.withUnsafeBufferPointer { cells in
      for row in 0..<rowCount { target[row] = cells[row * columnCount + column] }
    }
  }

  /// Where a cell of the exact division or the masks begins in the source.
  func sourceOffset(of cell: Cell) -> Int { offset + Int(cell.start) }
}
