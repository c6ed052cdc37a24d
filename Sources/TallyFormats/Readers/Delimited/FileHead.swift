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

  /// The columns, with the types that the first rows join to.
  func fields(_ rules: CellRules) -> [Field] {
    let rows = sample.dropFirst(hasHeader ? 1 : 0)
    return names.enumerated().map { place, name in
      let kind = rows.reduce(CellKind.missing) { kind, row in
        guard place < row.count else { return kind }
        let cell = Array(ColumnNames.trimmed(row[place]))
        return cell.isEmpty ? kind : kind.joined(with: cell.withUnsafeBufferPointer { rules.kind(of: $0) })
      }
      return Field(name, kind.type)
    }
  }

  /// The delimiters that are tried, the likeliest first.
  static let delimiters = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }

  /// The one that divides the first row and most of those behind it alike, with the fewest quotes inside cells, into
  /// most cells.
  private static func delimiter(in block: HeadText, _ dialect: Dialect) -> UInt8 {
    var best = (delimiter: delimiters[0], alike: 0, strayQuotes: 0, cells: 1)
    for delimiter in delimiters {
      var dialect = dialect
      dialect.delimiter = delimiter
      let rows = firstRows(block, dialect)
      guard let cells = rows.first?.cells, cells > 1 else { continue }
      let alike = rows.count { $0.cells == cells }
      let strayQuotes = rows.reduce(0) { $0 + $1.strayQuotes }
      if (best.alike, strayQuotes, best.cells) < (alike, best.strayQuotes, cells) {
        best = (delimiter, alike, strayQuotes, cells)
      }
    }
    return best.delimiter
  }

  /// How many cells a row has, and how many of them hold a quote that does not surround them.
  private static func firstRows(_ block: HeadText, _ dialect: Dialect) -> [(cells: Int, strayQuotes: Int)] {
    var reader = block.reader(dialect)
    var rows: [(cells: Int, strayQuotes: Int)] = []
    var place = 0
    while place < block.count, rows.count < 10 {
      switch reader.read(at: place) {
      case .blank(let end): place = end
      case .row(let end):
        let strayQuotes = reader.cells.count { cell in
          cell.size & Cell.quoted == 0 && block.bytes(of: cell, escapes: false).contains(UInt8(ascii: "\""))
        }
        rows.append((reader.cells.count, strayQuotes))
        place = end
      case .needsMore, .textAfterQuote, .unclosedQuote: return rows
      }
    }
    return rows
  }
}

extension UInt8 {
  fileprivate init(ascii text: String) { self = text.utf8.first ?? 0 }
}
