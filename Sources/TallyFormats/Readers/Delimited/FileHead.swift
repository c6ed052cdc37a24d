import CKernels
import TallyData

/// What the beginning of a file tells: delimiter, header, names, and where the rows begin.
struct FileHead {
  private(set) var dialect: Dialect
  private(set) var names: [String] = []
  private(set) var hasHeader = true
  /// Blank lines before the first row.
  private(set) var blankLines = 0
  /// Where the first row that is data begins.
  private(set) var dataStart = 0

  /// The rows that are looked at, as bytes; the first is the header if there is one.
  private var sample: [[[UInt8]]] = []

  /// `textEnd` is the end of the last line that is not blank.
  init(_ text: TextSource, textEnd: Int, options: LoadOptions, escapesQuotes: Bool) throws(RowFault) {
    dialect = Dialect(delimiter: options.delimiter ?? UInt8(ascii: ","), escapesQuotes: escapesQuotes)
    let block = try HeadText(text, textEnd: textEnd)
    if options.delimiter == nil { dialect.delimiter = Self.delimiter(in: block, dialect) }
    let first = try readSample(block)
    hasHeader = options.hasHeader ?? HeaderGuess(sample, rules: CellRules(options)).hasHeader
    dialect.columnCount = sample[0].count
    dialect.isRagged = options.isRagged
    names = ColumnNames.unique(hasHeader ? sample[0] : sample[0].map { _ in [] })
    dialect.leastCellCount = dialect.columnCount
    if hasHeader {
      try block.checkUTF8(first.start..<first.end)
      let named = sample[0].lastIndex { !ColumnNames.trimmed($0).isEmpty }
      dialect.leastCellCount = named.map { $0 + 1 } ?? dialect.columnCount
    }
    dataStart = block.offset + (hasHeader ? first.end : first.start)
  }

  /// Reads the first rows into `sample`; gives where the first of them lies.
  private mutating func readSample(_ block: HeadText) throws(RowFault) -> (start: Int, end: Int) {
    var reader = block.reader(dialect)
    var place = 0
    var first: (start: Int, end: Int)?
    while place < block.count, sample.count < HeaderGuess.sampleSize {
      switch reader.read(at: place) {
      case .blank(let end):
        if first == nil { blankLines += 1 }
        place = end
      case .row(let end):
        sample.append(reader.cells.map { block.bytes(of: $0, escapes: dialect.escapesQuotes) })
        if first == nil { first = (place, end) }
        place = end
      case .needsMore: place = block.count
      case .textAfterQuote(let at, let afterBackslash):
        // What is wrong behind the first row is told when that row is read.
        if first == nil {
          throw RowFault(kind: .textAfterQuote(afterBackslash: afterBackslash), offset: block.offset + at)
        }
        place = block.count
      case .unclosedQuote(let at):
        if first == nil { throw RowFault(kind: .unclosedQuote, offset: block.offset + at) }
        place = block.count
      }
    }
    guard let first else { throw RowFault(kind: .tooLong, offset: block.offset) }
    return first
  }

  /// The delimiters that are tried, the likeliest first.
  static let delimiters = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }

  /// The one that divides the first row and most of those behind it alike, into most cells.
  private static func delimiter(in block: HeadText, _ dialect: Dialect) -> UInt8 {
    var best = (delimiter: delimiters[0], alike: 0, cells: 1)
    for delimiter in delimiters {
      var dialect = dialect
      dialect.delimiter = delimiter
      let counts = cellCounts(block, dialect)
      guard let cells = counts.first, cells > 1 else { continue }
      let alike = counts.count { $0 == cells }
      if alike > best.alike || (alike == best.alike && cells > best.cells) { best = (delimiter, alike, cells) }
    }
    return best.delimiter
  }

  private static func cellCounts(_ block: HeadText, _ dialect: Dialect) -> [Int] {
    var reader = block.reader(dialect)
    var counts: [Int] = []
    var place = 0
    while place < block.count, counts.count < 10 {
      switch reader.read(at: place) {
      case .blank(let end): place = end
      case .row(let end):
        counts.append(reader.cells.count)
        place = end
      case .needsMore, .textAfterQuote, .unclosedQuote: return counts
      }
    }
    return counts
  }
}

extension UInt8 {
  fileprivate init(ascii text: String) { self = text.utf8.first ?? 0 }
}

/// The first bytes of a text, with its first row whole.
final class HeadText {
  private let buffer: Buffer<UInt8>
  let offset: Int
  let count: Int
  private let isEnd: Bool

  init(_ text: TextSource, textEnd: Int) throws(RowFault) {
    offset = text.start
    var size = 1 << 16
    while true {
      let count = min(size, textEnd - text.start)
      let buffer = Buffer<UInt8>(count: count + 2 * ChunkText.padding)
      buffer.pointer.update(repeating: 0, count: buffer.count)
      do throws(LoadError) {
        try text.bytes.read(at: text.start, count: count, into: buffer.pointer + ChunkText.padding)
      } catch { throw RowFault(kind: .source(error), offset: text.start) }
      let isEnd = text.start + count == textEnd
      if isEnd || Self.hasLineEnd(buffer, count) || size > CSVLimits.rowBytes {
        (self.buffer, self.count, self.isEnd) = (buffer, count, isEnd)
        return
      }
      size *= 2
    }
  }

  /// Whether a row certainly ends in the bytes, whatever the delimiter: a line end outside quotes, followed by more.
  private static func hasLineEnd(_ buffer: Buffer<UInt8>, _ count: Int) -> Bool {
    let text = UnsafePointer(buffer.pointer + ChunkText.padding)
    return FileHead.delimiters.allSatisfy { delimiter in
      var reader = RowReader(text: text, count: count, isEnd: false, dialect: Dialect(delimiter: delimiter))
      var place = 0
      while place < count {
        switch reader.read(at: place) {
        case .blank(let end): place = end
        case .row, .textAfterQuote, .unclosedQuote: return true
        case .needsMore: return false
        }
      }
      return false
    }
  }

  private var text: UnsafeMutablePointer<UInt8> { buffer.pointer + ChunkText.padding }

  func reader(_ dialect: Dialect) -> RowReader {
    RowReader(text: UnsafePointer(text), count: count, isEnd: isEnd, dialect: dialect)
  }

  /// The content of a cell.
  func bytes(of cell: Cell, escapes: Bool) -> [UInt8] {
    var bytes = Array(cell.bytes(in: text))
    guard cell.size & Cell.escaped != 0 else { return bytes }
    var copy = Cell(start: 0, size: cell.size)
    bytes.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { copy.unescape(in: base, escapes: escapes) }
    }
    return Array(bytes.prefix(copy.count))
  }

  func checkUTF8(_ range: Range<Int>) throws(RowFault) {
    let place = tally_invalid_utf8(text + range.lowerBound, range.count)
    guard place < range.count else { return }
    throw RowFault(
      kind: .invalidUTF8(text[range.lowerBound + place]), offset: offset + range.lowerBound + place)
  }
}
