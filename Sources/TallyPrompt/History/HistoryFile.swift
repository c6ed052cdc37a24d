#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

import Tally
import TallyFormats

/// The statements of all sessions, oldest first, in a file that several sessions add to.
///
/// What it holds are ``HistoryLines``. A statement is added under a lock as it is entered, so sessions that end by force
/// lose none. A file that begins otherwise is another program's: it is neither read nor written.
struct HistoryFile {
  /// The file is cut to the newest `keptCount` once it has twice as many.
  static let keptCount = 10_000
  /// Ten milliseconds each: a session that holds the lock for longer is stuck.
  private static let lockAttempts = 100

  let path: String
  /// Statements are read and added; false after a fault.
  private(set) var isUsable = true

  /// `$XDG_STATE_HOME/tally/history`, by default below `~/.local/state`; nil without a home.
  init?() {
    let state = Terminal.variable("XDG_STATE_HOME") ?? Terminal.variable("HOME").map { $0 + "/.local/state" }
    guard let state, state.hasPrefix("/") else { return nil }
    path = state + "/tally/history"
  }

  /// What keeps statements from being remembered.
  struct Fault: Error {
    let message: String

    init(_ path: String, _ reason: String) {
      message = "note: statements of this session are not remembered: \(VisibleText.of(path)): \(reason)"
    }

    init(_ path: String) {
      self.init(path, String(cString: strerror(errno)))
    }
  }

  /// The statements in the file; none if it is not there yet.
  mutating func load() throws(Fault) -> [PastStatement] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      if errno == ENOENT { return [] }
      throw fault(Fault(path))
    }
    defer { close(file) }
    return try entries(of: file)
  }

  /// Where the row count of a statement belongs, which is known once it has run.
  struct RowPlace {
    fileprivate let file: ino_t
    fileprivate let offset: off_t
  }

  /// Adds a statement; begins the file if it is not there.
  @discardableResult mutating func append(_ statement: PastStatement) throws(Fault) -> RowPlace? {
    guard isUsable else { return nil }
    let file = try openLocked()
    defer { close(file) }
    var lines = HistoryLines.line(of: statement)
    let size = lseek(file, 0, SEEK_END)
    guard size >= 0 else { throw fault(Fault(path)) }
    if size == 0 {
      lines = HistoryLines.firstLine + "\n" + lines
    } else {
      try requireOwnFile(file)
      // A session that was cut off in its last line must not spoil this one.
      var last: UInt8 = 0
      if pread(file, &last, 1, size - 1) == 1, last != UInt8(ascii: "\n") { lines = "\n" + lines }
    }
    guard Terminal.writeAll(lines, to: file) else {
      let failure = Fault(path)
      ftruncate(file, size)
      throw fault(failure)
    }
    var information = stat()
    guard statement.time != nil, fstat(file, &information) == 0 else { return nil }
    // From the end, for that is where the line stands: before the statement and a space.
    let rest = off_t(HistoryLines.line(of: PastStatement(statement.text)).utf8.count + 1 + HistoryLines.rowWidth)
    return RowPlace(file: information.st_ino, offset: information.st_size - rest)
  }

  /// Notes how many rows the answer had; not where another session has cut the file since.
  mutating func note(_ rowCount: Int, at place: RowPlace) throws(Fault) {
    guard isUsable else { return }
    let file = try openLocked()
    defer { close(file) }
    var information = stat()
    let digits = Array(HistoryLines.padded(rowCount).utf8)
    guard fstat(file, &information) == 0, information.st_ino == place.file, digits.count == HistoryLines.rowWidth else {
      return
    }
    // Appending files write at their end alone.
    guard fcntl(file, F_SETFL, 0) == 0 else { return }
    _ = digits.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, place.offset) }
  }

  /// Cuts a file that has grown long, in one step: other sessions see the old one or the new one.
  mutating func trim() throws(Fault) {
    guard isUsable, access(path, F_OK) == 0 else { return }
    let file = try openLocked()
    defer { close(file) }
    guard lseek(file, 0, SEEK_SET) == 0 else { throw fault(Fault(path)) }
    let all = try entries(of: file)
    guard all.count > 2 * Self.keptCount else { return }
    let temporary = path + ".\(getpid())"
    let copy = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard copy >= 0 else { throw fault(Fault(temporary)) }
    defer { close(copy) }
    let text = HistoryLines.firstLine + "\n" + all.suffix(Self.keptCount).map(HistoryLines.line).joined()
    guard Terminal.writeAll(text, to: copy), fsync(copy) == 0, rename(temporary, path) == 0 else {
      let failure = Fault(temporary)
      unlink(temporary)
      throw fault(failure)
    }
  }

  private mutating func fault(_ fault: Fault) -> Fault {
    isUsable = false
    return fault
  }

  /// The file, with the lock that writers hold; made with its folders if it is not there.
  private mutating func openLocked() throws(Fault) -> Int32 {
    makeFolders()
    while true {
      let file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
      guard file >= 0 else { throw fault(Fault(path)) }
      var opened = stat()
      var named = stat()
      var attempts = 0
      while flock(file, LOCK_EX | LOCK_NB) != 0 {
        attempts += 1
        if errno == EINTR || errno == EWOULDBLOCK, attempts < Self.lockAttempts {
          poll(nil, 0, 10)
          continue
        }
        let failure = Fault(path)
        close(file)
        throw fault(failure)
      }
      guard fstat(file, &opened) == 0, opened.st_mode & S_IFMT == S_IFREG else {
        close(file)
        throw fault(Fault(path, "it is no plain file"))
      }
      // Another session may have put a shorter file in its place while this one waited for the lock.
      if stat(path, &named) == 0, named.st_ino == opened.st_ino, named.st_dev == opened.st_dev { return file }
      close(file)
    }
  }

  private func makeFolders() {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/" + part
      if access(folder, F_OK) != 0 { mkdir(folder, 0o700) }
    }
  }

  private mutating func requireOwnFile(_ file: Int32) throws(Fault) {
    let expected = Array((HistoryLines.firstLine + "\n").utf8)
    var start = [UInt8](repeating: 0, count: expected.count)
    guard pread(file, &start, start.count, 0) == start.count, start == expected else {
      throw fault(Fault(path, "it belongs to another program"))
    }
  }

  private mutating func entries(of file: Int32) throws(Fault) -> [PastStatement] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(file, &block, block.count)
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw fault(Fault(path)) }
      if count == 0 { break }
      bytes += block[..<count]
    }
    guard let statements = HistoryLines.statements(in: bytes) else {
      throw fault(Fault(path, "it belongs to another program"))
    }
    return statements
  }
}
