import TallyData

/// The columns of a file that a load left out, to be read when they are needed.
///
/// The file stays open: what replaces it under its name does not touch them. They are read only while nobody has written
/// to the file since it was opened, so a table never holds cells of two versions of it.
package final class UnreadColumns: Sendable {
  private let load: DelimitedLoad
  private let columns: [LoadColumn]
  private let readPlaces: [Int]

  init(of load: DelimitedLoad, columns: [LoadColumn], read: [LoadColumn]) {
    self.load = load
    self.columns = columns
    readPlaces = read.map(\.place)
  }

  /// The columns of `loaded` and these, in the order of the file, and what reading these alone saw.
  package func joined(
    to loaded: Table, threads: Int, interrupt: Interrupt, progress: (@Sendable (LoadProgress) -> Void)?
  ) throws(LoadError) -> (table: Table, report: LoadReport) {
    let known = Set(readPlaces.map { columns[$0].name })
    var options = load.options
    options.threads = threads
    options.isWanted = { !known.contains($0) }
    // Columns with types that the person named were read at first.
    options.types = []
    try load.text.bytes.confirmUntouched()
    let rest = try DelimitedLoad(load.text, options: options, interrupt: interrupt, progress: progress)
      .table(named: loaded.name)
    guard rest.table.rowCount == loaded.rowCount, rest.report.columnCount == columns.count else {
      throw .outdated(file: load.text.bytes.name)
    }
    try load.text.bytes.confirmUntouched()
    return (joined(loaded, rest.table), rest.report)
  }

  private func joined(_ first: Table, _ second: Table) -> Table {
    var places: [(table: Table, index: Int)] = []
    var (fromFirst, fromSecond) = (0, 0)
    let read = Set(readPlaces)
    for place in columns.indices {
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
