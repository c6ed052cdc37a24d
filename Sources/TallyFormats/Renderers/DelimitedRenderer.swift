import TallyData

extension Renderer {
  static let csv = Renderer(
    "csv", summary: "Comma-separated values as RFC 4180 has them, with a header.", isForPeople: false, separator: "\n",
    suffixes: ["csv"], holdsFormulas: true
  ) { answer, options, sink throws(OutputError) in
    try writeDelimited(answer.table, delimiter: UInt8(ascii: ","), options, to: &sink)
  }

  static let tsv = Renderer(
    "tsv", summary: "Values separated by tabs, with a header; quoted as in csv.", isForPeople: false, separator: "\n",
    suffixes: ["tsv", "tab"], holdsFormulas: true
  ) { answer, options, sink throws(OutputError) in
    try writeDelimited(answer.table, delimiter: UInt8(ascii: "\t"), options, to: &sink)
  }

  /// Lines end in a line feed, as other tools of a pipe expect; a missing value is an empty cell and an empty text
  /// is `""`, so what is written reads back as it was.
  private static func writeDelimited(
    _ table: Table, delimiter: UInt8, _ options: RenderOptions, to sink: inout TextSink
  ) throws(OutputError) {
    if table.fields.isEmpty { return }
    let spelling = DelimitedSpelling(delimiter: delimiter, isForSpreadsheets: options.isForSpreadsheets)
    var header = TextBytes()
    for (column, field) in table.fields.enumerated() {
      if column > 0 { header.append(delimiter) }
      spelling.write(name: field.name, to: &header)
    }
    header.append(UInt8(ascii: "\n"))
    try sink.write(bytes: header.bytes)
    if table.rowCount == 0 { return }
    let befores = table.fields.indices.map { $0 == 0 ? [] : [delimiter] }
    let frame = RowFrame(beforeCells: befores, end: [], betweenRows: [UInt8(ascii: "\n")])
    var block = CellBlock(spelling: spelling)
    try block.writeRows(of: table, frame: frame, to: &sink)
    // In a file of one column a blank line is a missing value, but at the end readers drop it.
    let endsBlank = table.columns.count == 1 && table.columns[0][table.rowCount - 1].isMissing
    try sink.write(endsBlank ? "\(LoadOptions.usualMissing[0])\n" : "\n")
  }
}

/// Cells quoted only where a reader would take them for something else.
struct DelimitedSpelling: CellSpelling {
  let delimiter: UInt8
  /// A text that begins as a formula does gets an apostrophe before it, which spreadsheets take for "this is text";
  /// it is quoted wherever one that expects another delimiter would find a cell's beginning in its middle.
  let isForSpreadsheets: Bool
  let missing: [UInt8] = []
  let quote: [UInt8] = []
  /// Spellings of missing, which a text must not be mistaken for.
  private let reserved = LoadOptions.usualMissing.map { Array($0.utf8) }
  private let initials = Set(LoadOptions.usualMissing.compactMap(\.utf8.first)).sorted()

  init(delimiter: UInt8, isForSpreadsheets: Bool = false) {
    self.delimiter = delimiter
    self.isForSpreadsheets = isForSpreadsheets
  }

  func write(_ text: UnsafeBufferPointer<UInt8>, to cells: inout TextBytes) {
    if isForSpreadsheets, beginsFormula(text) {
      writeQuoted(text, after: UInt8(ascii: "'"), to: &cells)
    } else if needsQuotes(text) || (isForSpreadsheets && holdsDelimiter(text)) {
      writeQuoted(text, to: &cells)
    } else {
      cells.append(text)
    }
  }

  /// One of `=`, `+`, `-` and `@`, plain or full-width, or a blank that is cut off before one.
  private func beginsFormula(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first else { return false }
    if "=+-@\t\r\n".utf8.contains(first) { return true }
    return first == 0xEF && Self.wideInitials.contains { text.starts(with: $0.utf8) }
  }

  private static let wideInitials = ["\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}"]

  private func holdsDelimiter(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.contains { Self.delimiters.contains($0) }
  }

  /// A column's name; quoted too where a reader that looks for the delimiter in the header would find another one.
  func write(name: String, to cells: inout TextBytes) {
    var name = name
    name.withUTF8 { bytes in
      let isAmbiguous = holdsDelimiter(bytes) || bytes.first == 0xEF
      if isAmbiguous, !(isForSpreadsheets && beginsFormula(bytes)) {
        writeQuoted(bytes, to: &cells)
      } else {
        write(bytes, to: &cells)
      }
    }
  }

  private static let delimiters = Array(",;\t|".utf8)

  private func needsQuotes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first, let last = text.last else { return true }
    // A reader may trim what stands at the ends.
    if first <= 0x20 || last <= 0x20 { return true }
    for byte in text {
      if byte == delimiter || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        return true
      }
    }
    return initials.contains(first) && reserved.contains { text.elementsEqual($0) }
  }

  private func writeQuoted(
    _ text: UnsafeBufferPointer<UInt8>, after mark: UInt8? = nil, to cells: inout TextBytes
  ) {
    let quote = UInt8(ascii: "\"")
    cells.append(quote)
    if let mark { cells.append(mark) }
    for byte in text {
      if byte == quote { cells.append(quote) }
      cells.append(byte)
    }
    cells.append(quote)
  }
}
