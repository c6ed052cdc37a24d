import TallyData

/// The columns of a file that a load left out, to be read when they are needed.
///
/// The file stays open: what replaces it under its name does not touch them. They are read only while nobody has written
/// to the file since it was opened, so a table never holds cells of two versions of it.
package final class UnreadColumns: Sendable {
  /// A snapshot that the first columns were read from.
  struct Snapshot: Sendable {
    let file: SnapshotFile
    let key: SnapshotKey
    let folder: SnapshotFolder
    let options: LoadOptions
  }

  /// A table of a database, by whose names of all columns the others are read.
  struct Database: Sendable {
    let path: String
    /// The file as it was before the first columns were read.
    let touch: FileTouch
    let tableName: String
    let options: LoadOptions
    let names: [String]
  }

  private enum Origin: Sendable {
    case text(DelimitedLoad, names: [String])
    case snapshot(Snapshot)
    case database(Database)
  }

  private let origin: Origin
  private let columnCount: Int
  private let readPlaces: [Int]

  init(of load: DelimitedLoad, columns: [LoadColumn], read: [LoadColumn]) {
    origin = .text(load, names: columns.map(\.name))
    columnCount = columns.count
    readPlaces = read.map(\.place)
  }

  init(of database: Database, readPlaces: [Int]) {
    origin = .database(database)
    columnCount = database.names.count
    self.readPlaces = readPlaces
  }

  init(of snapshot: Snapshot, columnCount: Int, readPlaces: [Int]) {
    origin = .snapshot(snapshot)
    self.columnCount = columnCount
    self.readPlaces = readPlaces
  }

  /// The columns of `loaded` and these, in the order of the file, and what reading these alone saw.
  package func joined(
    to loaded: Table, threads: Int, interrupt: Interrupt, progress: (@Sendable (LoadProgress) -> Void)?
  ) throws(LoadError) -> (table: Table, report: LoadReport) {
    switch origin {
    case .text(let load, let names):
      let rest = try read(load, names, loaded.name, threads, interrupt, progress)
      guard rest.table.rowCount == loaded.rowCount, rest.report.columnCount == columnCount else {
        throw .outdated(file: load.text.bytes.name)
      }
      try load.text.bytes.confirmUntouched()
      return (joined(loaded, rest.table), rest.report)
    case .snapshot(let snapshot):
      let read = Set(readPlaces)
      let places = (0..<columnCount).filter { !read.contains($0) }
      guard let rest = try snapshot.table(places, named: loaded.name, threads, interrupt, progress) else {
        return try snapshot.wholeTable(named: loaded.name, threads, interrupt, progress)
      }
      return (joined(loaded, rest), snapshot.file.contents.report(of: places))
    case .database(let database):
      let known = Set(readPlaces.map { database.names[$0] })
      let rest = try database.table(without: known, named: loaded.name, threads, interrupt)
      guard rest.table.rowCount == loaded.rowCount,
        rest.table.fields.map(\.name) == database.names.filter({ !known.contains($0) })
      else { throw .outdated(file: database.path) }
      return (joined(loaded, rest.table), rest.report)
    }
  }

  private func read(
    _ load: DelimitedLoad, _ names: [String], _ name: String, _ threads: Int, _ interrupt: Interrupt,
    _ progress: (@Sendable (LoadProgress) -> Void)?
  ) throws(LoadError) -> LoadedTable {
    let known = Set(readPlaces.map { names[$0] })
    var options = load.options
    options.threads = threads
    options.isWanted = { !known.contains($0) }
    // Columns with types that the person named were read at first.
    options.types = []
    try load.text.bytes.confirmUntouched()
    return try DelimitedLoad(load.text, options: options, interrupt: interrupt, progress: progress).table(named: name)
  }

  private func joined(_ first: Table, _ second: Table) -> Table {
    var places: [(table: Table, index: Int)] = []
    var (fromFirst, fromSecond) = (0, 0)
    let read = Set(readPlaces)
    for place in 0..<columnCount {
      if read.contains(place) {
        places.append((first, fromFirst))
        fromFirst += 1
      } else {
        places.append((second, fromSecond))
        fromSecond += 1
      }
    }
    return Table(
      name: first.name, fields: places.map { $0.table.fields[$0.index] },
      columns: places.map { $0.table.columns[$0.index] }, rowCount: first.rowCount)
  }
}

extension UnreadColumns.Snapshot {
  /// Some of the columns; nil where the snapshot is damaged, which is then removed.
  fileprivate func table(
    _ places: [Int], named name: String, _ threads: Int, _ interrupt: Interrupt,
    _ progress: (@Sendable (LoadProgress) -> Void)?
  ) throws(LoadError) -> Table? {
    let (bytes, free) = (file.byteCount(of: places), options.allowance())
    if bytes > free { throw .tooLarge(file: key.file.path, needed: bytes, available: free) }
    return try folder.table(of: file, places, key, named: name, threads, interrupt, progress)
  }

  /// All columns from the file itself, where it still is the version that the snapshot was of.
  fileprivate func wholeTable(
    named name: String, _ threads: Int, _ interrupt: Interrupt, _ progress: (@Sendable (LoadProgress) -> Void)?
  ) throws(LoadError) -> (table: Table, report: LoadReport) {
    let source = LoadSource.file(path: key.file.path)
    var options = options
    options.threads = threads
    options.isWanted = nil
    options.snapshots = nil
    let whole = try FileLoader.load(source, named: name, options: options, interrupt: interrupt, progress: progress)
    guard folder.key(of: source, options) == key else { throw .outdated(file: key.file.path) }
    return (whole.table, whole.report)
  }
}

extension UnreadColumns.Database {
  /// The columns that are not known, where nobody touched the file since those were read.
  fileprivate func table(
    without known: Set<String>, named name: String, _ threads: Int, _ interrupt: Interrupt
  ) throws(LoadError) -> LoadedTable {
    var options = options
    options.threads = threads
    options.isWanted = { !known.contains($0) }
    // Columns with types that the person named were read at first.
    options.types = []
    let file = try SQLiteFile(path)
    guard file.touch == touch, !SQLiteFile.hasLog(path) else { throw .outdated(file: path) }
    let load = try SQLiteLoad(
      file, table: tableName, options: options, memoryLimit: options.allowance(), interrupt: interrupt)
    let rest = try load.table(named: name)
    guard try SQLiteFile(path).touch == touch else { throw .outdated(file: path) }
    return rest
  }
}
