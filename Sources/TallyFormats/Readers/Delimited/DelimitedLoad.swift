import TallyData

/// One load of a file of rows and columns.
struct DelimitedLoad {
  private let options: LoadOptions
  private let interrupt: Interrupt
  private let progress: (@Sendable (LoadProgress) -> Void)?
  private let text: TextSource
  private let memoryLimit: Int
  private let rules: CellRules
  /// The end of the last line that is not blank, and the blank lines behind it.
  private let textEnd: Int
  private let blankLinesAtEnd: Int

  init(
    _ source: LoadSource, options: LoadOptions, interrupt: Interrupt, progress: (@Sendable (LoadProgress) -> Void)?
  ) throws(LoadError) {
    self.options = options
    self.interrupt = interrupt
    self.progress = progress
    // A tenth is left to everybody else.
    let limit = options.memoryLimit ?? FreeMemory.byteCount() / 10 * 9
    text = try TextSource(source, options: options, memoryLimit: limit, interrupt: interrupt)
    memoryLimit = limit - text.bytes.residentByteCount
    rules = CellRules(options)
    (textEnd, blankLinesAtEnd) = try Self.trimmedEnd(text)
    guard textEnd > text.start else { throw .empty(file: source.displayName) }
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

  private func table(named name: String, escapesQuotes: Bool) throws(RowFault) -> LoadedTable {
    let head = try FileHead(text, textEnd: textEnd, options: options, escapesQuotes: escapesQuotes)
    let columns = try loadColumns(head.names)
    let layout = ChunkLayout(
      source: text.bytes, dialect: head.dialect, dataStart: head.dataStart, textEnd: textEnd,
      chunkSize: options.chunkByteCount)
    let pass = ChunkPass(
      layout, rules: rules, columns: columns, memoryLimit: memoryLimit, interrupt: interrupt,
      progress: ProgressClock(byteCount: textEnd, callback: progress))
    try pass.run(threads: options.threads)
    let kinds = try kinds(pass, columns)
    let assembly = ColumnAssembly(
      pass.parts, parsers: pass.threads.map(\.parsers), firstRows: pass.counts.firstRows, threads: options.threads)
    let fields = columns.indices.map { place in
      Field(columns[place].name, kinds[place].type, isIndicator: kinds[place] == .integer && isIndicator(pass, place))
    }
    let table = Table(
      name: name, fields: fields, columns: assembly.columns(kinds), rowCount: assembly.rowCount)
    return LoadedTable(table: table, report: try report(head, pass, table, columns))
  }

  // MARK: - Types

  private func loadColumns(_ names: [String]) throws(RowFault) -> [LoadColumn] {
    var columns = names.map { LoadColumn(name: $0) }
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
  private func kinds(_ pass: ChunkPass, _ columns: [LoadColumn]) throws(RowFault) -> [CellKind] {
    let parts = pass.parts
    let kinds = (0..<parts.columnCount).map { column in
      (0..<parts.chunkCount).reduce(CellKind.missing) { $0.joined(with: parts[$1, column].kind) }
    }
    var again: [(chunk: Int, columns: [Int])] = []
    if let column = kinds.indices.first(where: { kinds[$0] == .text && columns[$0].forced == .boolean }) {
      throw try mixedBooleans(pass, column, columns[column])
    }
    let textColumns = kinds.indices.filter { kinds[$0] == .text }
    for chunk in 0..<parts.chunkCount {
      let narrower = textColumns.filter { parts[chunk, $0].kind != .text && parts[chunk, $0].kind != .missing }
      if !narrower.isEmpty { again.append((chunk, narrower)) }
    }
    if !again.isEmpty { try pass.reread(again, threads: options.threads) }
    return zip(columns, kinds).map { column, kind in column.kind(kind) }
  }

  /// The first cell of the first chunk that spells booleans otherwise than the chunks before it.
  private func mixedBooleans(_ pass: ChunkPass, _ column: Int, _ loadColumn: LoadColumn) throws(RowFault) -> RowFault {
    let parts = pass.parts
    let known = (0..<parts.chunkCount).filter { parts[$0, column].kind != .missing }
    let chunk = known.first { parts[$0, column].kind != parts[known[0], column].kind } ?? 0
    let row = pass.counts.firstRows[chunk]
    let cell = try CellLocator(pass.layout, firstRows: pass.counts.firstRows).locate(row, column)
    return RowFault(kind: loadColumn.misfit(cell.text), offset: cell.offset)
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

  // MARK: - Words

  private func report(
    _ head: FileHead, _ pass: ChunkPass, _ table: Table, _ columns: [LoadColumn]
  ) throws(RowFault) -> LoadReport {
    var report = LoadReport()
    report.rowCount = table.rowCount
    report.byteCount = text.byteCount
    report.delimiter = head.dialect.delimiter
    report.hasHeader = head.hasHeader
    report.isHeaderGuessed = options.hasHeader == nil
    report.hasByteOrderMark = text.hasByteOrderMark
    report.isCompressed = text.isCompressed
    report.blankLines = head.blankLines + pass.counts.blankLines + blankLinesAtEnd
    report.shortRows = pass.counts.shortRows
    report.longRows = pass.counts.longRows
    if text.isFoundUTF16 { report.remarks.append("the text is UTF-16") }
    report.columns = table.fields.indices.map { column in
      let parsers = pass.threads.map { $0.parsers[column] }
      if table.fields[column].type == .datetime {
        report.offsetDatetimes += parsers.reduce(0) { $0 + $1.offsetCount }
      }
      return .init(
        name: table.fields[column].name, type: table.fields[column].type, missingSpellings: spellings(parsers))
    }
    try addObstacles(to: &report, pass, table, columns)
    return report
  }

  private func spellings(_ parsers: [ColumnParser]) -> [(text: String, count: Int)] {
    let counts = (0...rules.missing.words.count).map { spelling in
      (text: rules.missing.text(spelling), count: parsers.reduce(0) { $0 + $1.missingCounts[spelling] })
    }
    // Equal counts stay in the order of the list.
    return counts.enumerated().filter { $0.element.count > 0 }
      .sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(\.element)
  }

  private func addObstacles(
    to report: inout LoadReport, _ pass: ChunkPass, _ table: Table, _ columns: [LoadColumn]
  ) throws(RowFault) {
    let finder = ColumnObstacles(rules: rules)
    let found = table.columns.indices.compactMap { column in
      columns[column].forced == nil ? finder.find(table.columns[column]).map { (column: column, obstacle: $0) } : nil
    }
    guard !found.isEmpty else { return }
    let locator = CellLocator(pass.layout, firstRows: pass.counts.firstRows)
    var offsets: [Int] = []
    for (column, obstacle) in found { offsets.append(try locator.locate(obstacle.row, column).offset) }
    let lines: [Int]
    do throws(LoadError) { lines = try LineCounter.lines(at: offsets, in: text.bytes) } catch {
      throw RowFault(kind: .source(error), offset: 0)
    }
    for ((column, obstacle), line) in zip(found, lines) {
      report.columns[column].obstacle = .init(
        wouldBe: obstacle.wouldBe, line: line, cell: obstacle.cell, count: obstacle.count)
    }
  }
}
