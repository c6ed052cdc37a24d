import CSQLite
import TallyData

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A SQLite database that is open to be read.
final class SQLiteFile {
  let path: String
  private var database: OpaquePointer?
  /// What the file was when it was opened.
  let touch: FileTouch

  static let magic = Array("SQLite format 3\0".utf8)
  static let described = "a SQLite database"

  init(_ path: String) throws(LoadError) {
    self.path = path
    touch = try Self.check(path)
    let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX
    let status = sqlite3_open_v2(Self.address(of: path), &database, flags, nil)
    guard status == SQLITE_OK else {
      let error = failure()
      sqlite3_close_v2(database)
      database = nil
      throw error
    }
  }

  deinit { sqlite3_close_v2(database) }

  /// Lets what SQLite does in one step end where the interrupt is raised, which must live as long as this.
  func stop(at interrupt: Interrupt) {
    let context = Unmanaged.passUnretained(interrupt).toOpaque()
    sqlite3_progress_handler(
      database, 10_000,
      { context in
        guard let context else { return 0 }
        return Unmanaged<Interrupt>.fromOpaque(context).takeUnretainedValue().isRaised ? 1 : 0
      }, context)
  }

  /// Throws where somebody wrote to the file since it was opened: no lock is taken that would keep them from it.
  func confirmUnchanged() throws(LoadError) {
    var status = stat()
    guard stat(path, &status) == 0, FileVersion(status) == touch.version else { throw .changed(file: path) }
  }

  /// Whether the rows of a table come in the same order when it is read once more, and are the same while nobody
  /// touches the file: not those of a view, which may be worked out otherwise, nor what stands in a log beside the file.
  func readsAlikeAgain(_ table: String) throws(LoadError) -> Bool {
    if Self.hasLog(path) { return false }
    let rows = try prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0")
    while rows.step() == SQLITE_ROW {
      if String(decoding: rows.bytes(0), as: UTF8.self) == table { return true }
    }
    return false
  }

  /// Whether part of what a database holds is in a file beside it.
  static func hasLog(_ path: String) -> Bool {
    ["-wal", "-journal"].contains { suffix in
      var status = stat()
      return stat(path + suffix, &status) == 0 && status.st_size > 0
    }
  }

  /// What SQLite says of the last call.
  func failure() -> LoadError {
    let words = database.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? "out of memory"
    return .damagedDatabase(file: path, reason: words)
  }

  func prepare(_ query: String) throws(LoadError) -> SQLiteRows {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(database, query, -1, &statement, nil) == SQLITE_OK, let statement else {
      throw failure()
    }
    return SQLiteRows(statement)
  }

  // MARK: - Tables

  /// The table or view that a name means; without a name, the only one.
  func table(named name: String?) throws(LoadError) -> String {
    let tables = try tables()
    if let name {
      if let place = ColumnNames.index(of: name, in: tables) { return tables[place] }
      throw .unknownTable(file: path, name: name, tables: tables)
    }
    guard let first = tables.first else { throw .damagedDatabase(file: path, reason: "it holds no tables") }
    guard tables.count == 1 else { throw .severalTables(file: path, tables: tables) }
    return first
  }

  private func tables() throws(LoadError) -> [String] {
    let rows = try prepare(
      "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
        + "ORDER BY type, rowid")
    var names: [String] = []
    while true {
      switch rows.step() {
      case SQLITE_ROW: names.append(String(decoding: rows.bytes(0), as: UTF8.self))
      case SQLITE_DONE: return names
      default: throw failure()
      }
    }
  }

  /// Every row and column of a table.
  func rows(of table: String) throws(LoadError) -> SQLiteRows {
    let quoted = table.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    return try prepare("SELECT * FROM \"\(quoted)\"")
  }

  // MARK: - The file

  /// Whether a file begins as a database does; false for what is no regular file, whose bytes can be read once.
  static func isOne(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    var head = [UInt8](repeating: 0, count: magic.count)
    return pread(file, &head, head.count, 0) == magic.count && head == magic
  }

  private static func check(_ path: String) throws(LoadError) -> FileTouch {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { throw .absent(file: path) }
      throw .unreadable(file: path, reason: systemWords(errno))
    }
    if status.st_mode & S_IFMT == S_IFDIR { throw .directory(file: path) }
    if status.st_size == 0 { throw .empty(file: path) }
    if access(path, R_OK) != 0 { throw .unreadable(file: path, reason: systemWords(errno)) }
    if !isOne(path) { throw .damagedDatabase(file: path, reason: "it does not begin like one") }
    return FileTouch(status)
  }

  /// The file as SQLite's address, in which nothing of the name means anything.
  ///
  /// It is said never to change, so that no lock is taken and no file made beside it; where a journal lies beside
  /// it, part of what it holds is in there, and SQLite must look.
  private static func address(of path: String) -> String {
    let unreserved = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/".utf8)
    let escaped = path.utf8.map { byte in
      if unreserved.contains(byte) { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.utf8.count == 1 ? "0" : "") + digits
    }
    return "file:" + escaped.joined() + (hasLog(path) ? "?mode=ro" : "?mode=ro&immutable=1")
  }
}

/// The rows of a query, one at a time.
final class SQLiteRows {
  private let statement: OpaquePointer
  private var isDone = false

  init(_ statement: OpaquePointer) { self.statement = statement }

  deinit { sqlite3_finalize(statement) }

  /// Goes to the next row; the end is an end for good, where SQLite would begin again.
  func step() -> Int32 {
    if !isDone {
      let status = sqlite3_step(statement)
      isDone = status != SQLITE_ROW
      return status
    }
    return SQLITE_DONE
  }

  var columnCount: Int { Int(sqlite3_column_count(statement)) }

  func name(_ column: Int) -> String {
    sqlite3_column_name(statement, Int32(column)).map { String(cString: $0) } ?? ""
  }

  /// The type that the table's definition names; nil for an expression of a view.
  func declaredType(_ column: Int) -> String? {
    sqlite3_column_decltype(statement, Int32(column)).map { String(cString: $0) }
  }

  func type(_ column: Int) -> Int32 { sqlite3_column_type(statement, Int32(column)) }

  func integer(_ column: Int) -> Int64 { sqlite3_column_int64(statement, Int32(column)) }

  func number(_ column: Int) -> Double { sqlite3_column_double(statement, Int32(column)) }

  /// The bytes of a text or blob; valid until the next step.
  func bytes(_ column: Int) -> UnsafeBufferPointer<UInt8> {
    // The blob of a text is its text; the count comes after it.
    let base = sqlite3_column_blob(statement, Int32(column))?.assumingMemoryBound(to: UInt8.self)
    return UnsafeBufferPointer(start: base, count: Int(sqlite3_column_bytes(statement, Int32(column))))
  }
}
