import CSQLite
import TallyData
import TallyText

/// One load of a table of a SQLite database.
///
/// Its rows become the same cells as those of a text, so that types are decided and told in the same way.
final class SQLiteLoad {
  private let file: SQLiteFile
  private let tableName: String
  private let options: LoadOptions
  private let plan: RecordPlan
  private let interrupt: Interrupt
  private let memoryLimit: Int
  private let thread: RecordThread
  /// The columns of the table, and the places of those that are read.
  private var names: [String] = []
  private var readPlaces: [Int] = []
  private var chunks: [RecordChunk] = []
  /// Of each column: blobs that became text, and whether the table calls it boolean.
  private var blobs: [Int] = []
  private var areBoolean: [Bool] = []
  private var usedBytes = 0
  private var scratch = TextBytes(capacity: 64)

  /// A chunk ends at the first row past one of these.
  private static let rowLimit = 1 << 13
  private static let byteLimit = 1 << 20

  init(
    _ file: SQLiteFile, table: String, options: LoadOptions, memoryLimit: Int, interrupt: Interrupt
  ) throws(LoadError) {
    self.file = file
    tableName = table
    self.options = options
    self.memoryLimit = memoryLimit
    self.interrupt = interrupt
    plan = RecordPlan(options)
    thread = RecordThread(0, plan: plan)
    file.stop(at: interrupt)
  }

  func table(named name: String) throws(LoadError) -> LoadedTable {
    try read()
    var assembly = RecordAssembly(threads: [thread], chunks: chunks, options: options)
    for (name, _) in options.types where ColumnNames.index(of: name, in: names) == nil {
      throw .unknownColumn(file: file.path, name: name, columns: names)
    }
    let again = assembly.again
    if !again.isEmpty {
      try reread(again)
      assembly = RecordAssembly(threads: [thread], chunks: chunks, options: options)
    }
    try file.confirmUnchanged()
    let table = withBooleans(assembly.table(named: name))
    var rest: UnreadColumns?
    if readPlaces.count < names.count {
      let database = UnreadColumns.Database(
        path: file.path, touch: file.touch, tableName: tableName, options: options, names: names)
      rest = UnreadColumns(of: database, readPlaces: readPlaces)
    }
    return LoadedTable(table: table, report: report(assembly, table), rest: rest)
  }

  /// The places of the columns that are wanted or have a type that the person named.
  private func wantedPlaces() throws(LoadError) -> [Int] {
    guard let isWanted = options.isWanted, try file.readsAlikeAgain(tableName) else { return Array(names.indices) }
    let forced = Set(options.types.compactMap { ColumnNames.index(of: $0.column, in: names) })
    return names.indices.filter { forced.contains($0) || isWanted(names[$0]) }
  }

  // MARK: - Rows

  private func read() throws(LoadError) {
    let rows = try file.rows(of: tableName)
    let count = rows.columnCount
    names = ColumnNames.unique((0..<count).map { Array(rows.name($0).utf8) })
    readPlaces = try wantedPlaces()
    for place in readPlaces {
      _ = thread.addColumn(names[place], chunk: 0)
      blobs.append(0)
      areBoolean.append(["BOOLEAN", "BOOL"].contains(rows.declaredType(place)?.uppercased() ?? ""))
    }
    var firstRow = 0
    while try fill(rows, from: firstRow, isFirstTime: true) {
      let chunk = chunks.count
      do throws(RowFault) {
        let parts = try thread.parts(chunk: chunk) { row, _ in firstRow + row + 1 }
        chunks.append(RecordChunk(rowCount: thread.rowCount, parts: parts))
      } catch { throw loadError(error) }
      firstRow += thread.rowCount
      usedBytes += thread.byteGrowth()
      guard Double(usedBytes) * 1.2 < Double(memoryLimit) else {
        throw .tooLarge(file: file.path, needed: usedBytes, available: memoryLimit)
      }
    }
  }

  private func reread(_ again: [(chunk: Int, parts: [(place: Int, path: String)])]) throws(LoadError) {
    let rows = try file.rows(of: tableName)
    var wanted = again[...]
    var firstRow = 0
    for chunk in chunks.indices {
      guard let next = wanted.first, try fill(rows, from: firstRow, isFirstTime: false) else { return }
      guard thread.rowCount == chunks[chunk].rowCount else { throw .changed(file: file.path) }
      firstRow += thread.rowCount
      guard next.chunk == chunk else { continue }
      wanted.removeFirst()
      do throws(RowFault) {
        for (place, _) in next.parts {
          chunks[chunk].parts[place].part = try thread.textPart(chunks[chunk].parts[place].column, chunk: chunk)
        }
      } catch { throw loadError(error) }
    }
  }

  /// Reads the rows of a chunk as cells; false behind the last.
  private func fill(_ rows: SQLiteRows, from firstRow: Int, isFirstTime: Bool) throws(LoadError) -> Bool {
    if interrupt.isRaised { throw .interrupted(file: file.path) }
    thread.clear()
    thread.text.removeAll()
    var row = 0
    while row < Self.rowLimit, thread.text.count < Self.byteLimit {
      let status = rows.step()
      if status == SQLITE_DONE { break }
      guard status == SQLITE_ROW else {
        throw interrupt.isRaised ? .interrupted(file: file.path) : file.failure()
      }
      for column in 0..<thread.columns.count { try add(rows, column, row, firstRow, isFirstTime: isFirstTime) }
      row += 1
    }
    thread.rowCount = row
    return row > 0
  }

  private func add(
    _ rows: SQLiteRows, _ column: Int, _ row: Int, _ firstRow: Int, isFirstTime: Bool
  ) throws(LoadError) {
    scratch.removeAll()
    let place = readPlaces[column]
    switch rows.type(place) {
    case SQLITE_INTEGER:
      scratch.append(integer: rows.integer(place))
      put(.number, column, row)
    case SQLITE_FLOAT:
      let value = rows.number(place)
      if value.isInfinite { scratch.append(value < 0 ? "-1e999" : "1e999") } else { scratch.append(number: value) }
      put(.number, column, row)
    case SQLITE_TEXT:
      let bytes = rows.bytes(place)
      guard thread.text.count + bytes.count < RecordText.limit else {
        throw .rowTooLong(.init(file: file.path, line: firstRow + row + 1, byteOffset: 0))
      }
      try put(text: bytes, column, row, firstRow)
    case SQLITE_NULL: thread.columns.putMissing(column: column, row: row)
    default:
      if isFirstTime { blobs[column] += 1 }
      for byte in rows.bytes(place) {
        scratch.append(Self.digits[Int(byte >> 4)])
        scratch.append(Self.digits[Int(byte & 15)])
      }
      try put(text: scratch.bytes, column, row, firstRow)
    }
  }

  private static let digits = Array("0123456789ABCDEF".utf8)

  private func put(_ form: ValueForm, _ column: Int, _ row: Int) {
    let start = thread.text.append(scratch.bytes)
    let cell = Cell(start: UInt32(truncatingIfNeeded: start), size: UInt32(truncatingIfNeeded: scratch.count))
    thread.columns.put(cell, form, column: column, row: row)
  }

  private func put(
    text: UnsafeBufferPointer<UInt8>, _ column: Int, _ row: Int, _ firstRow: Int
  ) throws(LoadError) {
    let start = thread.text.append(text)
    let invalid = thread.text.invalidUTF8(from: start)
    guard invalid == nil else {
      throw .damagedDatabase(
        file: file.path,
        reason: "the text in row \(grouped(firstRow + row + 1)), column \(thread.names[column]) is not UTF-8")
    }
    let size = UInt32(truncatingIfNeeded: text.count) | Cell.quoted
    thread.columns.put(
      Cell(start: UInt32(truncatingIfNeeded: start), size: size), .text, column: column, row: row)
  }

  private func loadError(_ fault: RowFault) -> LoadError {
    switch fault.kind {
    case .misfit(let column, let cell, let type):
      .misfit(.init(file: file.path, line: fault.offset, byteOffset: 0), column: column, cell: cell, type: type)
    case .source(let error): error
    case .tooLarge(let needed): .tooLarge(file: file.path, needed: needed, available: memoryLimit)
    case .interrupted: .interrupted(file: file.path)
    case .ragged, .textAfterQuote, .unclosedQuote, .tooLong, .invalidUTF8, .json:
      .damagedDatabase(file: file.path, reason: "row \(grouped(fault.offset))")
    }
  }

  // MARK: - The table

  /// What the table calls boolean and holds nothing but 0 and 1 is boolean: both are stored so.
  private func withBooleans(_ table: Table) -> Table {
    var (fields, columns) = (table.fields, table.columns)
    for place in fields.indices where areBoolean[place] && fields[place].isIndicator {
      let column = columns[place]
      fields[place] = Field(fields[place].name, .boolean)
      columns[place] = Column(
        type: .boolean, storage: column.storage, count: column.count, missingCount: column.missingCount)
    }
    return Table(name: table.name, fields: fields, columns: columns, rowCount: table.rowCount)
  }

  private func report(_ assembly: RecordAssembly, _ table: Table) -> LoadReport {
    var report = LoadReport()
    report.rowCount = table.rowCount
    report.placeNoun = "row"
    if readPlaces.count < names.count { report.columnCount = names.count }
    let words = RecordWords(assembly, table: table, rules: plan.rules)
    report.columns = words.columns
    for place in report.columns.indices { report.columns[place].offsetDatetimes = assembly.offsetDatetimes(place) }
    for place in table.fields.indices { report.columns[place].type = table.fields[place].type }
    for finding in words.findings {
      switch finding.place {
      case .position(let row): finding.add(to: &report, line: row)
      case .row(let row): finding.add(to: &report, line: row + 1)
      }
    }
    for (place, count) in blobs.enumerated() where count > 0 {
      report.remarks.append(
        "\(table.fields[place].name): \(counted(count, "blob")) became text of hexadecimal digits")
    }
    return report
  }
}
