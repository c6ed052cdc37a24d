#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import TallyData

/// The person's folder of snapshots: the columns of large files as they were loaded, to be read in place of the files.
///
/// A snapshot is used where the file is the very version it was made of, and is whole; else it is as if there were none.
package struct SnapshotFolder: Sendable {
  static let suffix = ".columns"

  package let path: String
  private let program: String
  /// Smaller files are read as quickly.
  package var leastFileByteCount = 64_000_000
  /// A file that was changed later than this before it was read may change again within the same tick of its times; a
  /// program that has it in its memory may write to it for half a minute before they show.
  package var leastSeconds = 60
  /// Of all snapshots together.
  package var mostByteCount = 8_000_000_000

  package init(path: String, program: String) {
    (self.path, self.program) = (path, program)
  }

  /// `$XDG_CACHE_HOME/tally`, by default `~/.cache/tally`; nil without a home. `program` is its version.
  package init?(program: String) {
    func variable(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    guard let caches = variable("XDG_CACHE_HOME") ?? variable("HOME").map({ $0 + "/.cache" }) else { return nil }
    self.init(path: caches + "/tally", program: program)
  }

  // MARK: - Reading

  /// What a source's snapshot is to be of; nil for what has none.
  func key(of source: LoadSource, _ options: LoadOptions) -> SnapshotKey? {
    guard case .file(let path) = source, let count = FileLoader.byteCount(path: path), count >= leastFileByteCount,
      FileReader.for(source).isOneFile
    else { return nil }
    return SnapshotKey(source, options, program: program)
  }

  /// Whether a file was left alone for long enough to be known again by its times.
  func isSettled(_ key: SnapshotKey) -> Bool { key.file.isOlder(thanSeconds: leastSeconds) }

  /// The table of a snapshot; nil where none can be used. One that cannot is removed.
  func table(
    of key: SnapshotKey, named name: String, _ options: LoadOptions, _ interrupt: Interrupt,
    _ progress: (@Sendable (LoadProgress) -> Void)?
  ) throws(LoadError) -> LoadedTable? {
    guard isOwnFolder, let file = open(key) else { return nil }
    let all = Array(file.contents.columns.indices)
    let places = all.filter { options.isWanted?(file.contents.columns[$0].field.name) ?? true }
    let bytes = file.byteCount(of: places)
    // Who reads the file itself says that it does not fit, and what would.
    if bytes > 1 << 20, bytes > options.allowance() { return nil }
    guard let table = try table(of: file, places, key, named: name, options.threads, interrupt, progress) else {
      return nil
    }
    var rest: UnreadColumns?
    if places.count < all.count {
      let snapshot = UnreadColumns.Snapshot(file: file, key: key, folder: self, options: options)
      rest = UnreadColumns(of: snapshot, columnCount: all.count, readPlaces: places)
    }
    return LoadedTable(table: table, report: file.contents.report(of: places), rest: rest)
  }

  /// Some of the columns of a snapshot; nil where it is damaged, which is then removed.
  func table(
    of file: SnapshotFile, _ places: [Int], _ key: SnapshotKey, named name: String, _ threads: Int,
    _ interrupt: Interrupt, _ progress: (@Sendable (LoadProgress) -> Void)?
  ) throws(LoadError) -> Table? {
    let columns: [Column]?
    do throws(SnapshotFile.Damage) {
      columns = try file.columns(places, threads: threads, interrupt: interrupt, progress: progress)
    } catch {
      remove(key)
      return nil
    }
    guard let columns else { throw .interrupted(file: key.file.path) }
    return Table(
      name: name, fields: places.map { file.contents.columns[$0].field }, columns: columns,
      rowCount: file.contents.rowCount)
  }

  private func open(_ key: SnapshotKey) -> SnapshotFile? {
    switch SnapshotFile.open(filePath(key), of: key) {
    case .found(let file): return file
    case .absent: return nil
    case .useless:
      remove(key)
      return nil
    }
  }

  func remove(_ key: SnapshotKey) { unlink(filePath(key)) }

  private func filePath(_ key: SnapshotKey) -> String { path + "/" + key.name }

  // MARK: - Writing

  /// Whether a table was read from a file of which there should be a snapshot.
  package func wants(_ loaded: LoadedTable) -> Bool {
    loaded.snapshotKey != nil && loaded.rest == nil && loaded.report.columns.count == loaded.table.fields.count
  }

  /// Writes the snapshot of a table that was read from a file, in its place the newest; false where there is none to be
  /// written, no room for it, or the interrupt was raised.
  package func keep(_ loaded: LoadedTable, interrupt: Interrupt) -> Bool {
    guard let key = loaded.snapshotKey, wants(loaded), makeFolder() else { return false }
    let contents = SnapshotContents(loaded)
    guard let parts = contents.parts else { return false }
    let byteCount = parts.joined().map(\.end).max() ?? 0
    guard byteCount <= mostByteCount else { return false }
    makeRoom(for: byteCount, besides: key.name)
    guard hasRoom(for: byteCount), let draft = SnapshotDraft(filePath(key)) else { return false }
    return draft.write(loaded, contents, of: key, interrupt: interrupt, as: filePath(key))
  }

  /// It is a folder of this person's alone, to which nobody else can write.
  private var isOwnFolder: Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && status.st_uid == geteuid()
      && status.st_mode & 0o022 == 0
  }

  private func makeFolder() -> Bool {
    for end in path.indices where path[end] == "/" && end > path.startIndex { mkdir(String(path[..<end]), 0o700) }
    mkdir(path, 0o700)
    return isOwnFolder
  }

  /// A tenth of the disk stays free.
  private func hasRoom(for byteCount: Int) -> Bool {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return false }
    let unit = Double(status.f_frsize)
    return Double(status.f_bavail) * unit - Double(byteCount) >= Double(status.f_blocks) * unit / 10
  }

  /// Removes the oldest snapshots, and drafts whose writers were killed long ago.
  private func makeRoom(for byteCount: Int, besides name: String) {
    var files = SnapshotListing(path).files.filter { $0.name != name }
    for draft in files where draft.name.hasSuffix(SnapshotDraft.suffix) && draft.secondsSinceWriting > 3600 {
      unlink(path + "/" + draft.name)
    }
    files = files.filter { $0.name.hasSuffix(Self.suffix) }.sorted { $0.seconds < $1.seconds }
    var total = files.reduce(byteCount) { $0 + $1.byteCount }
    for file in files where total > mostByteCount {
      unlink(path + "/" + file.name)
      total -= file.byteCount
    }
  }
}
