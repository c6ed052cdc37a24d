import TallyData
import TallyText

/// One load of a JSON text.
struct JSONLoad {
  private let text: JSONText
  private let layout: JSONLayout
  private let options: LoadOptions
  private let pass: JSONPass
  private let plan: RecordPlan

  init(
    _ text: JSONText, _ layout: JSONLayout, options: LoadOptions, interrupt: Interrupt,
    progress: (@Sendable (LoadProgress) -> Void)?
  ) throws(LoadError) {
    self.text = text
    self.layout = layout
    self.options = options
    plan = RecordPlan(options)
    pass = JSONPass(
      layout, plan: plan, memoryLimit: text.memoryLimit, interrupt: interrupt,
      progress: ProgressClock(byteCount: layout.source.count, callback: progress))
  }

  func table(named name: String) throws(LoadError) -> LoadedTable {
    do throws(RowFault) {
      let loaded = try read(name)
      try confirmUnchanged()
      return loaded
    } catch {
      throw try error.loadError(in: layout.source, available: text.memoryLimit)
    }
  }

  private func confirmUnchanged() throws(RowFault) {
    do throws(LoadError) { try layout.source.confirmUnchanged() } catch {
      throw RowFault(kind: .source(error), offset: 0)
    }
  }

  private func read(_ name: String) throws(RowFault) -> LoadedTable {
    try pass.run(threads: options.threads)
    if let bracket = layout.unclosed { throw RowFault(kind: .json(.unclosed), offset: bracket) }
    if let behind = layout.textBehind { throw RowFault(kind: .json(.textAfterEnd), offset: behind) }
    var assembly = RecordAssembly(threads: pass.threads, chunks: pass.chunks, options: options)
    try check(assembly)
    let again = assembly.again
    if !again.isEmpty {
      try pass.reread(again, threads: options.threads)
      assembly = RecordAssembly(threads: pass.threads, chunks: pass.chunks, options: options)
    }
    let table = assembly.table(named: name)
    return LoadedTable(table: table, report: try report(assembly, table))
  }

  private func check(_ assembly: RecordAssembly) throws(RowFault) {
    let names = assembly.columns.map(\.name)
    if names.isEmpty {
      let what = assembly.rowCount == 0 ? "an empty array" : "objects without keys"
      throw RowFault(
        kind: .source(.noRecords(file: layout.source.name, what: layout.form == .lines ? "blank lines" : what)),
        offset: 0)
    }
    for (name, _) in options.types where ColumnNames.index(of: name, in: names) == nil {
      throw RowFault(
        kind: .source(.unknownColumn(file: layout.source.name, name: name, columns: names)), offset: 0)
    }
  }

  // MARK: - Words

  private func report(_ assembly: RecordAssembly, _ table: Table) throws(RowFault) -> LoadReport {
    var report = LoadReport()
    let counts = pass.counts
    report.rowCount = table.rowCount
    report.byteCount = text.text.byteCount
    report.hasByteOrderMark = text.text.hasByteOrderMark
    report.isCompressed = text.text.isCompressed
    report.blankLines = counts.blankLines
    if text.text.isFoundUTF16 { report.remarks.append("the text is UTF-16") }
    report.explanations = layout.explanations
    let words = RecordWords(assembly, table: table, rules: plan.rules)
    report.explanations += words.explanations
    report.columns = words.columns
    for place in report.columns.indices { report.columns[place].offsetDatetimes = assembly.offsetDatetimes(place) }
    let offsets = try words.findings.map { (finding) throws(RowFault) in try offset(of: finding, assembly) }
    for (finding, line) in zip(words.findings, try lines(at: offsets)) { finding.add(to: &report, line: line) }
    try addCounts(counts, to: &report)
    return report
  }

  private func offset(of finding: RecordFinding, _ assembly: RecordAssembly) throws(RowFault) -> Int {
    switch finding.place {
    case .position(let offset): offset
    case .row(let row): try pass.offset(ofRow: row, path: assembly.columns[finding.column].path)
    }
  }

  private func lines(at offsets: [Int]) throws(RowFault) -> [Int] {
    do throws(LoadError) { return try LineCounter.lines(at: offsets, in: layout.source) } catch {
      throw RowFault(kind: .source(error), offset: 0)
    }
  }

  private func addCounts(_ counts: JSONPass.Counts, to report: inout LoadReport) throws(RowFault) {
    if counts.repeatedKeys > 0, let (chunk, row) = counts.firstRepeat {
      let first = pass.chunks[..<chunk].reduce(row) { $0 + $1.rowCount } + 1
      let rows = counts.repeatedKeys == 1 ? "one key comes" : "\(grouped(counts.repeatedKeys)) keys come"
      report.remarks.append("\(rows) twice in a row, first in row \(grouped(first)); the last value is kept")
    }
    if counts.loneSurrogates > 0 {
      report.remarks.append(
        "\(counted(counts.loneSurrogates, "half surrogate pair")) in texts became U+FFFD")
    }
    if counts.emptyObjects > 0 {
      report.remarks.append("\(counted(counts.emptyObjects, "empty object")) within rows left out")
    }
  }
}
