import TallyData

/// Joins what the threads of a load made of records into one table.
///
/// Each thread has its own list of columns; those of the same name are one, and they stand in the order in which
/// they are first met in the file.
struct RecordAssembly {
  private let threads: [RecordThread]
  private let chunks: [RecordChunk]
  private let options: LoadOptions
  private(set) var columns: [RecordColumn]
  /// The column that each column of a thread is of; −1 for one that is none.
  private var places: [[Int]]

  init(threads: [RecordThread], chunks: [RecordChunk], options: LoadOptions) {
    self.threads = threads
    self.chunks = chunks
    self.options = options
    columns = Self.merged(threads)
    // A key of objects that is null in some rows is no column of its own.
    let names = columns.map(\.path)
    columns.removeAll { column in
      column.tally.known == 0 && names.contains { $0.hasPrefix(column.path + ".") }
    }
    for (place, name) in ColumnNames.unique(columns.map { Array($0.path.utf8) }).enumerated() {
      columns[place].name = name
    }
    places = threads.map { Array(repeating: -1, count: $0.names.count) }
    for (place, column) in columns.enumerated() {
      for (thread, column) in column.columns { places[thread][column] = place }
    }
    decideKinds()
  }

  var rowCount: Int { firstRows[firstRows.count - 1] }

  /// The rows before each chunk, and before the end.
  var firstRows: [Int] {
    chunks.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.rowCount) }
  }

  private static func merged(_ threads: [RecordThread]) -> [RecordColumn] {
    var columns: [RecordColumn] = []
    var places: [[UInt8]: Int] = [:]
    for (number, thread) in threads.enumerated() {
      for (column, path) in thread.names.enumerated() {
        let key = Array(path.utf8)
        let place = places[key] ?? columns.count
        if place == columns.count {
          places[key] = place
          columns.append(RecordColumn(path: path, isNested: thread.areNested[column]))
        }
        columns[place].columns.append((number, column))
        columns[place].tally.add(thread.tallies[column])
        let met = thread.firstMet[column]
        if met < columns[place].firstMet { columns[place].firstMet = met }
      }
    }
    return columns.sorted { $0.firstMet < $1.firstMet }
  }

  // MARK: - Types

  private mutating func decideKinds() {
    var kinds = Array(repeating: CellKind.missing, count: columns.count)
    for chunk in chunks {
      for part in chunk.parts where place(of: part) >= 0 {
        kinds[place(of: part)] = kinds[place(of: part)].joined(with: part.part.kind)
      }
    }
    for (place, kind) in kinds.enumerated() {
      let forced = forced(columns[place])
      let isMixed = forced == nil && columns[place].tally.forms.isMixed
      columns[place].kind = isMixed ? .text : LoadColumn(name: columns[place].name, forced: forced).kind(kind)
    }
  }

  private func place(of part: RecordPart) -> Int { places[part.thread][part.column] }

  func forced(_ column: RecordColumn) -> DataType? {
    column.columns.first.flatMap { threads[$0.thread].parsers[$0.column].forced }
  }

  /// The parts of each chunk that must be read again, as text, with the paths of their columns.
  var again: [(chunk: Int, parts: [(place: Int, path: String)])] {
    chunks.enumerated().compactMap { chunk, content in
      let parts = content.parts.enumerated().compactMap { index, part -> (place: Int, path: String)? in
        guard place(of: part) >= 0, columns[place(of: part)].kind == .text else { return nil }
        let isDone = part.part.kind == .text || part.part.kind == .missing
        return isDone ? nil : (index, columns[place(of: part)].path)
      }
      return parts.isEmpty ? nil : (chunk, parts)
    }
  }

  // MARK: - The table

  func table(named name: String) -> Table {
    let grid = PartGrid(chunks: chunks.count, columns: columns.count)
    for (chunk, content) in chunks.enumerated() {
      for part in content.parts where place(of: part) >= 0 { grid[chunk, place(of: part)] = part.part }
    }
    let parsers = threads.indices.map { thread in
      columns.map { column in
        column.columns.first { $0.thread == thread }.map { threads[thread].parsers[$0.column] }
          ?? RecordPlan(options).parser(for: column.path, thread: thread)
      }
    }
    let fields = columns.enumerated().map { place, column in
      Field(column.name, column.kind.type, isIndicator: column.kind == .integer && isIndicator(grid, place))
    }
    let assembly = ColumnAssembly(grid, parsers: parsers, firstRows: firstRows, threads: options.threads)
    return Table(
      name: name, fields: fields, columns: assembly.columns(columns.map(\.kind)), rowCount: rowCount)
  }

  /// Nothing but 0, 1 and missing, and not all missing.
  private func isIndicator(_ grid: PartGrid, _ column: Int) -> Bool {
    let known = (0..<grid.chunkCount).map { grid[$0, column] }.filter { $0.form != .none }
    return !known.isEmpty && known.allSatisfy { $0.low >= 0 && $0.high <= 1 }
  }

  /// Datetimes with an offset in a column.
  func offsetDatetimes(_ column: Int) -> Int {
    guard columns[column].kind == .datetime else { return 0 }
    return columns[column].columns.reduce(0) { $0 + threads[$1.thread].parsers[$1.column].offsetCount }
  }
}

/// One column of a load of records.
struct RecordColumn {
  /// The keys that lead to it, between points.
  let path: String
  /// Its path has several keys.
  let isNested: Bool
  var name = ""
  var kind = CellKind.missing
  /// The thread's columns that it is made of.
  var columns: [(thread: Int, column: Int)] = []
  var tally = RecordTally()
  var firstMet = (chunk: Int.max, place: Int.max)

  init(path: String, isNested: Bool) {
    self.path = path
    self.isNested = isNested
  }
}

/// What was read of a stretch of records.
struct RecordChunk: Sendable {
  var rowCount = 0
  var parts: [RecordPart] = []
}
