import TallyData

extension DelimitedLoad {
  /// What a pass saw, of the columns that it read.
  func report(_ head: FileHead, _ pass: ChunkPass, _ table: Table) throws(RowFault) -> LoadReport {
    var report = LoadReport()
    report.rowCount = table.rowCount
    report.columnCount = head.names.count
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
      var words = LoadReport.ColumnReport(
        name: table.fields[column].name, type: table.fields[column].type, missingSpellings: spellings(parsers))
      if words.type == .datetime { words.offsetDatetimes = parsers.reduce(0) { $0 + $1.offsetCount } }
      return words
    }
    try addObstacles(to: &report, pass, table)
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

  private func addObstacles(to report: inout LoadReport, _ pass: ChunkPass, _ table: Table) throws(RowFault) {
    let finder = ColumnObstacles(rules: rules)
    let found = table.columns.indices.compactMap { column in
      pass.columns[column].forced == nil
        ? finder.find(table.columns[column]).map { (column: column, obstacle: $0) } : nil
    }
    guard !found.isEmpty else { return }
    let locator = CellLocator(pass.layout, firstRows: pass.counts.firstRows)
    var offsets: [Int] = []
    for (column, obstacle) in found {
      offsets.append(try locator.locate(obstacle.row, pass.columns[column].place).offset)
    }
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
