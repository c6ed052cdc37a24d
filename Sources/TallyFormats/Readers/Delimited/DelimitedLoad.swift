import TallyData

/// One load of a file of rows and columns.
struct DelimitedLoad: Sendable {
  let options: LoadOptions
  let interrupt: Interrupt
  private let progress: (@Sendable (LoadProgress) -> Void)?
  let text: TextSource
  private let memoryLimit: Int
  let rules: CellRules
  /// The end of the last line that is not blank, and the blank lines behind it.
  private let textEnd: Int
  let blankLinesAtEnd: Int

  init(
    _ source: LoadSource, options: LoadOptions, interrupt: Interrupt, progress: (@Sendable (LoadProgress) -> Void)?
  ) throws(LoadError) {
    let text = try TextSource(source, options: options, interrupt: interrupt)
    try self.init(text, options: options, interrupt: interrupt, progress: progress)
  }

  init(
    _ text: TextSource, options: LoadOptions, interrupt: Interrupt, progress: (@Sendable (LoadProgress) -> Void)?
  ) throws(LoadError) {
    self.text = text
    self.options = options
    self.interrupt = interrupt
    self.progress = progress
    memoryLimit = text.memoryLimit(options)
    rules = CellRules(options)
    (textEnd, blankLinesAtEnd) = try Self.trimmedEnd(text)
    guard textEnd > text.start else { throw .empty(file: text.bytes.name) }
  }

  /// The table; where quotes are escaped by backslashes, it is read so.
  func table(named name: String) throws(LoadError) -> LoadedTable {
    let loaded = try readTable(named: name)
    try text.bytes.confirmUnchanged()
    return loaded
  }

  private func readTable(named name: String) throws(LoadError) -> LoadedTable {
    do throws(RowFault) { return try table(named: name, escapesQuotes: false) } catch {
      if case .textAfterQuote(afterBackslash: true) = error.kind {
        do throws(RowFault) {
          var loaded = try table(named: name, escapesQuotes: true)
          loaded.report.remarks.append("quotes inside quoted cells are written \\\"")
          return loaded
        } catch {}
      }
      if !interrupt.isRaised { try text.bytes.confirmUnchanged() }
      throw try error.loadError(in: text.bytes, available: memoryLimit)
    }
  }

  func head(escapesQuotes: Bool) throws(RowFault) -> FileHead {
    try FileHead(text, textEnd: textEnd, options: options, escapesQuotes: escapesQuotes)
  }

  private func table(named name: String, escapesQuotes: Bool) throws(RowFault) -> LoadedTable {
    let head = try head(escapesQuotes: escapesQuotes)
    let columns = try loadColumns(head.names)
    let read = columns.filter { isRead($0) }
    let layout = ChunkLayout(
      source: text.bytes, dialect: head.dialect, dataStart: head.dataStart, textEnd: textEnd,
      chunkSize: options.chunkByteCount)
    let pass = ChunkPass(
      layout, rules: rules, columns: read, memoryLimit: memoryLimit, interrupt: interrupt,
      progress: ProgressClock(byteCount: textEnd, callback: progress))
    try pass.run(threads: options.threads)
    let kinds = try kinds(pass)
    let assembly = ColumnAssembly(
      pass.parts, parsers: pass.threads.map(\.parsers), firstRows: pass.counts.firstRows, threads: options.threads)
    let fields = read.indices.map { place in
      Field(read[place].name, kinds[place].type, isIndicator: kinds[place] == .integer && isIndicator(pass, place))
    }
    let table = Table(
      name: name, fields: fields, columns: assembly.columns(kinds), rowCount: assembly.rowCount)
    let rest = read.count < columns.count ? UnreadColumns(of: self, columns: columns, read: read) : nil
    return LoadedTable(table: table, report: try report(head, pass, table), rest: rest)
  }

  /// A type that the person named holds or fails, whatever is asked.
  private func isRead(_ column: LoadColumn) -> Bool {
    guard text.bytes.isOnDisk, let isWanted = options.isWanted else { return true }
    return column.forced != nil || isWanted(column.name)
  }

  // MARK: - Types

  private func loadColumns(_ names: [String]) throws(RowFault) -> [LoadColumn] {
    var columns = names.indices.map { LoadColumn(name: names[$0], place: $0) }
    for (name, type) in options.types {
      guard let place = ColumnNames.index(of: name, in: names) else {
        throw RowFault(
          kind: .source(.unknownColumn(file: text.bytes.name, name: name, columns: names)), offset: 0)
      }
      columns[place].forced = type
    }
    return columns
  }

  /// What the kinds of each column's parts join to; reads again what must be text after all.
  private func kinds(_ pass: ChunkPass) throws(RowFault) -> [CellKind] {
    let parts = pass.parts
    let kinds = (0..<parts.columnCount).map { column in
      (0..<parts.chunkCount).reduce(CellKind.missing) { $0.joined(with: parts[$1, column].kind) }
    }
    var again: [(chunk: Int, columns: [Int])] = []
    if let column = kinds.indices.first(where: { kinds[$0] == .text && pass.columns[$0].forced == .boolean }) {
      throw try mixedBooleans(pass, column)
    }
    let textColumns = kinds.indices.filter { kinds[$0] == .text }
    for chunk in 0..<parts.chunkCount {
      let narrower = textColumns.filter { parts[chunk, $0].kind != .text && parts[chunk, $0].kind != .missing }
      if !narrower.isEmpty { again.append((chunk, narrower)) }
    }
    if !again.isEmpty { try pass.reread(again, threads: options.threads) }
    return zip(pass.columns, kinds).map { column, kind in column.kind(kind) }
  }

  /// The first cell of the first chunk that spells booleans otherwise than the chunks before it.
  private func mixedBooleans(_ pass: ChunkPass, _ column: Int) throws(RowFault) -> RowFault {
    let parts = pass.parts
    let known = (0..<parts.chunkCount).filter { parts[$0, column].kind != .missing }
    let chunk = known.first { parts[$0, column].kind != parts[known[0], column].kind } ?? 0
    let row = pass.counts.firstRows[chunk]
    let locator = CellLocator(pass.layout, firstRows: pass.counts.firstRows)
    let cell = try locator.locate(row, pass.columns[column].place)
    return RowFault(kind: pass.columns[column].misfit(cell.text), offset: cell.offset)
  }

  /// Nothing but 0, 1 and missing, and not all missing.
  private func isIndicator(_ pass: ChunkPass, _ column: Int) -> Bool {
    let known = (0..<pass.parts.chunkCount).map { pass.parts[$0, column] }.filter { $0.form != .none }
    return !known.isEmpty && known.allSatisfy { $0.low >= 0 && $0.high <= 1 }
  }

  // MARK: - The end of the text

  private static func trimmedEnd(_ text: TextSource) throws(LoadError) -> (end: Int, blankLines: Int) {
    let source = text.bytes
    let block = Buffer<UInt8>(count: 1 << 12)
    var end = source.count
    search: while end > text.start {
      let start = max(text.start, end - block.count)
      try source.read(at: start, count: end - start, into: block.pointer)
      while end > start {
        let byte = block.pointer[end - 1 - start]
        if byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r") { break search }
        end -= 1
      }
    }
    let ends = try LineCounter.count(end..<source.count, in: source)
    return (end, max(0, ends - 1))
  }
}
