import TallyData
import TallyFormats
import TallyPlan
import TallySyntax
import TallyText

extension Session {
  /// Reads what waits of the tables that a query names.
  ///
  /// Of a table that is partly read, the other columns are read too where the query does not name all it needs;
  /// it may hand on others where it `isOpen`.
  func loadTables(of steps: [StepSyntax], startsAtCurrent: Bool, isOpen: Bool, _ turn: Turn) throws(Stop) {
    let needed = TableNeeds(steps, current: startsAtCurrent ? state.shelf.current : nil, lets: state.lets)
    let isNamed = ColumnNeeds.namesColumns(steps, isOpen: isOpen)
    for (name, isExact) in needed.names {
      guard let index = state.shelf.index(of: name, isExact: isExact) else { continue }
      if isNamed, state.shelf.isPartlyRead(index) { continue }
      try fill(index, at: turn.statement.range, to: turn.output)
    }
  }

  /// Reads the table at a place of the shelf, or what is left of it.
  func fill(_ index: Int, at range: SourceRange?, to output: any SessionOutput) throws(Stop) {
    let place = state.shelf.places[index]
    switch place.content {
    case .waiting(let source):
      let loaded = try read(source, named: place.name, options: LoadOptions(), at: range, to: output)
      state.shelf.fill(index, table: loaded.table, report: loaded.report)
    case .coming(let coming): try wait(for: coming, to: output)
    case .loaded(let table, let report, let rest?):
      let whole = try read(rest, of: table, at: range, to: output)
      state.shelf.fill(index, table: whole.table, report: report)
      writeWarnings(whole.report, table: whole.table, to: output)
    case .loaded: break
    }
  }

  /// Reads what is left of every table; says whether there was anything.
  func fillPartlyRead(at range: SourceRange, to output: any SessionOutput) throws(Stop) -> Bool {
    let partlyRead = state.shelf.places.indices.filter { state.shelf.isPartlyRead($0) }
    for index in partlyRead { try fill(index, at: range, to: output) }
    return !partlyRead.isEmpty
  }

  /// Loads what the next query would have to load first, so that completion knows its columns.
  package func loadCurrentTable() {
    takeComeTables()
    guard let index = state.shelf.current.flatMap({ state.shelf.index(of: $0, isExact: true) }) else { return }
    fillQuietly(index)
  }

  /// Reads a table that waits, for its columns to be offered; those of one that is being read are known.
  func fillQuietly(_ index: Int) {
    if case .coming = state.shelf.places[index].content { return }
    // A table that cannot be read has no columns to offer; the statement will say why.
    try? fill(index, at: nil, to: SilentOutput())
  }

  func read(
    _ source: LoadSource, named name: String, options: LoadOptions, at range: SourceRange?,
    to output: any SessionOutput
  ) throws(Stop) -> LoadedTable {
    var options = options
    options.threads = settings.threads
    options.snapshots = usedSnapshots
    if let needs { options.isWanted = { needs.includes($0) } }
    let line = loadLine(output)
    defer { output.showProgress(nil) }
    do throws(LoadError) {
      return try FileLoader.load(
        source, named: name, options: options, interrupt: interrupt,
        progress: { line.show("loading \(name)", part: $0.part) })
    } catch {
      throw Self.stop(error, at: range)
    }
  }

  private func read(
    _ rest: UnreadColumns, of table: Table, at range: SourceRange?, to output: any SessionOutput
  ) throws(Stop) -> (table: Table, report: LoadReport) {
    let line = loadLine(output)
    defer { output.showProgress(nil) }
    do throws(LoadError) {
      return try rest.joined(
        to: table, threads: settings.threads, interrupt: interrupt,
        progress: { line.show("loading \(table.name)", part: $0.part) })
    } catch {
      throw Self.stop(error, at: range)
    }
  }

  func loadLine(_ output: any SessionOutput, started: ContinuousClock.Instant = .now) -> ProgressLine {
    let line = ProgressLine(output, patience: .milliseconds(500), started: started)
    progress = line
    return line
  }

  static func stop(_ error: LoadError, at range: SourceRange?) -> Stop {
    if case .interrupted = error { return .interrupted }
    return .failed(placed(error, at: range))
  }

  /// The words of a loader, at the file's name in the statement; an option that would help is a fix.
  private static func placed(_ error: LoadError, at range: SourceRange?) -> Diagnostic {
    var diagnostic = error.diagnostic
    guard let range else { return diagnostic }
    diagnostic.range = range
    for option in error.addedOptions {
      diagnostic.fixes.append(Fix(replacing: range.upperBound..<range.upperBound, with: " \(option)"))
    }
    return diagnostic
  }

  /// Loads a file named on the command line; "-" is standard input. The first one becomes the current table.
  package func load(path: String, to output: SessionOutput) -> RunOutcome {
    let isInput = path == "-"
    let name = nameOfHostTable(path: path)
    do throws(Stop) {
      let loaded = try read(
        isInput ? .standardInput : .file(path: path), named: name, options: LoadOptions(), at: nil, to: output)
      state.shelf.put(loaded, path: isInput ? nil : path)
      state.shelf.current = state.shelf.current ?? name
      writeReport(of: loaded, to: output)
      return .done
    } catch {
      return outcome(of: error, statement: 0..<0, source: SourceText(""), to: output)
    }
  }

  /// The name for the table of a file named on the command line, which takes the place of the sample.
  func nameOfHostTable(path: String) -> String {
    if !state.hasHostTables { state.shelf = TableShelf() }
    state.hasHostTables = true
    if path == "-" { return state.shelf.freeName("input", path: nil) }
    return state.shelf.freeName(LoadSource.file(path: path).tableName, path: path)
  }

  /// What loading saw; where no person watches, only what changes how the table must be read.
  func writeReport(of loaded: LoadedTable, to output: any SessionOutput) {
    let text = LoadReportText(loaded.report, table: loaded.table)
    let lines = output.isTerminal ? text.lines : text.warnings
    if settings.notes != .off { lines.forEach(output.writeLine) }
  }

  /// What must be known of columns that were read later.
  private func writeWarnings(_ report: LoadReport, table: Table, to output: any SessionOutput) {
    let lines = LoadReportText(report, table: table).columnWarnings
    if settings.notes != .off { lines.forEach(output.writeLine) }
  }
}

/// The names a query reads tables under, through the lets it uses.
struct TableNeeds {
  private(set) var names: [(name: String, isExact: Bool)] = []

  init(_ steps: [StepSyntax], current: String?, lets: [LetDefinition]) {
    var opened: Set<String> = []
    add(steps, current: current, lets: lets, opened: &opened)
  }

  private mutating func add(
    _ steps: [StepSyntax], current: String?, lets: [LetDefinition], opened: inout Set<String>
  ) {
    var written: [NameSyntax] = []
    for step in steps {
      switch step.kind {
      case .from(let name), .append(let name): written.append(name)
      case .join(let join): written.append(join.table)
      case .filter, .dropRows, .show, .dropColumns, .rename, .extend, .sort, .first, .last, .sample, .top, .distinct,
        .describe, .summarize, .unpivot, .assert, .plot, .save:
        break
      }
    }
    if case .from? = steps.first?.kind {} else if let current { names.append((current, true)) }
    for name in written {
      names.append((name.text, name.isExact))
      for definition in lets where NameMatching.bare(definition.name) == NameMatching.bare(name.text) {
        guard case .query(let query, let itsCurrent) = definition.body, opened.insert(definition.name).inserted
        else { continue }
        add(query.steps, current: itsCurrent ?? current, lets: lets, opened: &opened)
      }
    }
  }
}
