import TallyData
import TallyFormats
import TallyTestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Columns that are kept beside large files: a file is answered as it is now, whatever is kept.
@Suite struct SnapshotTests {
  let home: TemporaryFolder
  let folder: SnapshotFolder

  init() throws {
    home = try TemporaryFolder()
    var folder = SnapshotFolder(path: home.path + "/cache/tally", program: "1")
    folder.leastFileByteCount = 0
    folder.leastSeconds = -1
    self.folder = folder
  }

  // MARK: - What is compared

  private func load(_ name: String = "t.csv", _ change: (inout LoadOptions) -> Void = { _ in }) throws -> LoadedTable {
    var options = LoadOptions()
    options.snapshots = folder
    options.threads = 2
    change(&options)
    return try FileLoader.load(.file(path: home.path + "/" + name), options: options)
  }

  /// Loads a file and keeps it.
  private func keep(_ name: String = "t.csv", _ change: (inout LoadOptions) -> Void = { _ in }) throws -> LoadedTable {
    let loaded = try load(name, change)
    #expect(folder.wants(loaded))
    #expect(folder.keep(loaded, interrupt: Interrupt()))
    return loaded
  }

  private func areAlike(_ one: LoadedTable, _ other: LoadedTable) -> Bool { words(one) == words(other) }
  private func areAlike(_ one: Table, _ other: Table) -> Bool { words(one) == words(other) }

  private static func word(_ value: Value) -> String {
    if case .text(let text) = value { return text }
    return value.integral.map(String.init) ?? value.double.map { String($0) } ?? "missing"
  }

  private func words(_ loaded: LoadedTable) -> [String] { words(loaded.table) + words(loaded.report) }

  private func words(_ table: Table) -> [String] {
    ["\(table.name) \(table.rowCount)"]
      + zip(table.fields, table.columns).map { field, column in
        "\(field) \(column.type) \(form(column)) \(column.scale) \(column.count) \(column.missingCount) "
          + (0..<table.rowCount).map { Self.word(column[$0]) }.joined(separator: ",")
      }
  }

  private func words(_ report: LoadReport) -> [String] { ["\(report)", "\(report.offsetDatetimes)"] }

  private func form(_ column: Column) -> String {
    switch column.storage {
    case .int8: "int8"
    case .int16: "int16"
    case .int32: "int32"
    case .int64: "int64"
    case .double: "double"
    case .codes8: "codes8"
    case .codes16: "codes16"
    case .codes32: "codes32"
    case .arena(let arena): "arena of \(arena.segments.count)"
    }
  }

  private var snapshotPath: String {
    get throws { folder.path + "/" + (try #require(Self.names(folder.path).first)) }
  }

  private static func names(_ path: String) -> [String] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      names.append(
        withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names.filter { !$0.hasPrefix(".") }
  }

  /// Rows of every form: narrow and wide numbers, few and many words, free text, days, times with offsets, obstacles.
  private static func mixed(rows: Int) -> String {
    "id,big,price,ratio,class,word,note,day,time,yes,flag,none,mostly\n"
      + (0..<rows).map { row in
        let time = "2020-01-02T03:04:\(10 + row % 50)Z"
        let numbers = "\(row),\(row * 7_919_000_003),\(row % 300).\(10 + row % 90),\(Double(row) / 7)"
        let texts = ["a", "b", "NA"][row % 3] + ",word \(row % 1000),\"note, \(row * 31 % 99_991) of \(row)\""
        let last = row == rows / 2 ? "unknown" : "\(row % 7)"
        return "\(numbers),\(texts),2015-03-\(10 + row % 20),\(time),\(row % 2 == 0),\(row % 2),,\(last)"
      }.joined(separator: "\n") + "\n"
  }

  // MARK: - The same table

  @Test func whatIsKeptIsWhatWasRead() throws {
    for rows in [0, 1, 63, 5000, 70_000] {
      try home.write(Self.mixed(rows: rows), to: "t.csv")
      let read = try keep()
      let kept = try load()
      #expect(!folder.wants(kept), "\(rows)")
      #expect(areAlike(kept, read), "\(rows)")
    }
  }

  @Test(arguments: 0..<5) func filesOfAllKindsAreKept(block: UInt64) throws {
    for seed in block * 20..<(block + 1) * 20 {
      let file = NastyCSV(seed: seed)
      try home.write(file.text, to: "t.csv")
      func choose(_ options: inout LoadOptions) {
        options.delimiter = file.delimiter.asciiValue
        options.hasHeader = true
        options.isRagged = file.isRagged
      }
      guard let read = try? load("t.csv", choose) else { continue }
      #expect(folder.keep(read, interrupt: Interrupt()))
      let kept = try load("t.csv", choose)
      #expect(!folder.wants(kept), "seed \(seed)")
      #expect(areAlike(kept, read), "seed \(seed)")
    }
  }

  @Test func recordsAndCompressedFilesAreKeptToo() throws {
    try home.write((0..<500).map { "{\"a\":\($0),\"b\":{\"c\":\"x\($0 % 9)\"}}\n" }.joined(), to: "t.ndjson")
    let read = try keep("t.ndjson")
    let kept = try load("t.ndjson")
    #expect(!folder.wants(kept))
    #expect(areAlike(kept, read))
  }

  @Test func someColumnsComeFirst() throws {
    try home.write(Self.mixed(rows: 3000), to: "t.csv")
    let read = try keep()
    let names: Set = ["word", "price", "time"]
    let part = try load { $0.isWanted = { names.contains($0) } }
    #expect(part.table.fields.map(\.name) == ["price", "word", "time"])
    #expect(part.report.offsetDatetimes == 3000 && part.report.columnCount == 13)
    let rest = try #require(part.rest)
    let joined = try rest.joined(to: part.table, threads: 2, interrupt: Interrupt(), progress: nil)
    #expect(areAlike(joined.table, read.table))
    #expect(joined.report.columns.count == 10 && joined.report.offsetDatetimes == 0)
    #expect(joined.report.columns.contains { $0.obstacle?.cell == "unknown" })
  }

  @Test func anotherWayOfReadingIsAnotherSnapshot() throws {
    try home.write(Self.mixed(rows: 50), to: "t.csv")
    _ = try keep()
    let typed = try load { $0.types = [("id", .text)] }
    #expect(folder.wants(typed) && typed.table.fields[0].type == .text)
    #expect(try !folder.wants(load()))
    // Lists of words that read alike when they are joined.
    #expect(folder.keep(try load { $0.missing = ["a", "b"] }, interrupt: Interrupt()))
    #expect(try folder.wants(load { $0.missing = ["a", "b", ""] }))
    #expect(try folder.wants(load { $0.missing = ["ab"] }))
    var other = SnapshotFolder(path: folder.path, program: "2")
    (other.leastFileByteCount, other.leastSeconds) = (0, -1)
    #expect(try other.wants(load { $0.snapshots = other }))
  }

  // MARK: - Another version of the file

  /// Every way to write a file of as many bytes, with its time of writing as it was.
  @Test(arguments: ["in place", "in the middle", "renamed", "anew", "appended", "shortened"])
  func aChangedFileIsNeverAnsweredFromAnOldSnapshot(way: String) throws {
    // Long enough for its middle to be in neither of the ends that are looked at.
    let rows = 60_000
    func text(_ changed: Int?) -> String {
      "k,v\n" + (0..<rows).map { $0 == changed ? "\($0 % 10),9\n" : "\($0 % 10),1\n" }.joined()
    }
    let path = home.path + "/t.csv"
    try home.write(text(nil), to: "t.csv")
    let read = try keep()
    #expect(try !folder.wants(load()))
    var before = stat()
    try #require(stat(path, &before) == 0)
    switch way {
    case "in place", "in the middle":
      let file = open(path, O_WRONLY)
      pwrite(file, "9", 1, off_t(6 + 4 * (way == "in place" ? 0 : rows / 2)))
      close(file)
    case "renamed":
      try home.write(text(rows / 2), to: "other.csv")
      rename(home.path + "/other.csv", path)
    case "anew": try home.write(text(rows / 2), to: "t.csv")
    case "appended":
      let file = open(path, O_WRONLY | O_APPEND)
      write(file, "1,9\n", 4)
      close(file)
    default: truncate(path, off_t(Int(before.st_size) - 4))
    }
    var times = [before.st_atim, before.st_mtim]
    utimensat(AT_FDCWD, path, &times, 0)
    let now = try load()
    #expect(folder.wants(now))
    #expect(!areAlike(now, read))
    #expect(areAlike(now, try load { $0.snapshots = nil }))
    // What was useless is gone, and the new version is kept in its place.
    #expect(Self.names(folder.path).isEmpty)
    #expect(folder.keep(now, interrupt: Interrupt()))
    #expect(try !folder.wants(load()))
  }

  @Test func whatIsWrittenBetweenReadingAndKeepingIsNotKept() throws {
    try home.write("k\n1\n", to: "t.csv")
    let read = try load()
    try home.write("k\n2\n", to: "t.csv")
    // Kept as what it was read from, and so never found.
    _ = folder.keep(read, interrupt: Interrupt())
    let now = try load()
    #expect(folder.wants(now) && now.table.columns[0][0] == .integer(2))
  }

  @Test func aFileThatWasJustWrittenIsNotKept() throws {
    try home.write("k\n1\n", to: "t.csv")
    let strict = SnapshotFolder(path: folder.path, program: "1")
    #expect(strict.leastSeconds == 60 && strict.leastFileByteCount == 64_000_000)
    var patient = strict
    patient.leastFileByteCount = 0
    #expect(try !patient.wants(load { $0.snapshots = patient }))
    #expect(try !strict.wants(load { $0.snapshots = strict }))
  }

  // MARK: - Damage

  private func bytes(_ path: String) throws -> [UInt8] { try #require(ProgramRun.bytes(ofFile: path)) }

  private func put(_ bytes: [UInt8], at path: String) throws {
    unlink(path)
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    try #require(file >= 0)
    defer { close(file) }
    #expect(write(file, bytes, bytes.count) == bytes.count)
  }

  @Test func flippedBitsAreFoundWhereverTheyAre() throws {
    try home.write(Self.mixed(rows: 400), to: "t.csv")
    let expected = words(try keep())
    let path = try snapshotPath
    let whole = try bytes(path)
    var random = SeededGenerator(seed: 5)
    var found = 0
    let place = Array(stride(from: 0, to: 64, by: 1)) + (0..<600).map { _ in Int(random.next() % UInt64(whole.count)) }
    for place in place {
      var damaged = whole
      damaged[place] ^= 1 << UInt8(random.next() % 8)
      try put(damaged, at: path)
      let loaded = try load()
      #expect(words(loaded) == expected, "byte \(place)")
      // Between the parts are bytes that nothing reads.
      if folder.wants(loaded) {
        found += 1
        #expect(access(path, F_OK) != 0)
      }
    }
    #expect(found > 150)
  }

  @Test func shortenedAndForeignFilesAreNoSnapshots() throws {
    try home.write(Self.mixed(rows: 400), to: "t.csv")
    let expected = words(try keep())
    let path = try snapshotPath
    let whole = try bytes(path)
    for count in [0, 1, 39, 40, 41, 4096] + stride(from: 0, to: whole.count, by: 3001) {
      try put(Array(whole.prefix(count)), at: path)
      let loaded = try load()
      #expect(folder.wants(loaded) && words(loaded) == expected, "\(count) bytes")
    }
    var random = SeededGenerator(seed: 6)
    for count in 0..<200 {
      let garbage =
        Array(whole.prefix(count % 3 == 0 ? 40 : 16)) + (0..<count * 9).map { _ in UInt8(random.next() % 256) }
      try put(garbage, at: path)
      #expect(try folder.wants(load()))
    }
    try put(whole + [0], at: path)
    #expect(try folder.wants(load()))
  }

  @Test func damageThatIsFoundLaterIsMendedFromTheFile() throws {
    try home.write(Self.mixed(rows: 400), to: "t.csv")
    let read = try keep()
    let path = try snapshotPath
    for changesFile in [false, true] {
      if !changesFile { _ = try keep(renewing: ()) }
      let part = try load { $0.isWanted = { $0 == "id" } }
      let rest = try #require(part.rest)
      let file = open(path, O_WRONLY)
      // All parts but the first.
      for offset in stride(from: 8192, to: Int(lseek(file, 0, SEEK_END)), by: 64) {
        pwrite(file, "?", 1, off_t(offset))
      }
      close(file)
      if changesFile {
        try home.write(Self.mixed(rows: 401), to: "t.csv")
        #expect(throws: LoadError.outdated(file: home.path + "/t.csv")) {
          try rest.joined(to: part.table, threads: 1, interrupt: Interrupt(), progress: nil)
        }
      } else {
        let joined = try rest.joined(to: part.table, threads: 1, interrupt: Interrupt(), progress: nil)
        #expect(areAlike(joined.table, read.table))
        #expect(access(path, F_OK) != 0)
        #expect(folder.keep(read, interrupt: Interrupt()))
      }
    }
  }

  private func keep(renewing: Void) throws -> LoadedTable {
    for name in Self.names(folder.path) { unlink(folder.path + "/" + name) }
    return try keep()
  }

  // MARK: - Whose it is

  @Test func onlyThePersonsOwnFilesAreRead() throws {
    try home.write(Self.mixed(rows: 10), to: "t.csv")
    _ = try keep()
    let path = try snapshotPath
    var status = stat()
    try #require(stat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    try #require(stat(folder.path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o700)

    chmod(path, 0o644)
    #expect(try folder.wants(load()))
    chmod(path, 0o600)
    #expect(try !folder.wants(load()))
    if geteuid() == 0 {
      chown(path, 1234, 1234)
      #expect(try folder.wants(load()))
      #expect(access(path, F_OK) == 0)
      chown(path, 0, 0)
    }
    rename(path, home.path + "/elsewhere")
    symlink(home.path + "/elsewhere", path)
    #expect(try folder.wants(load()))
    // Another takes the place of the link, not of what it leads to.
    #expect(folder.keep(try load(), interrupt: Interrupt()))
    #expect(try !folder.wants(load()))
    chmod(folder.path, 0o777)
    let loaded = try load()
    #expect(folder.wants(loaded) && !folder.keep(loaded, interrupt: Interrupt()))
  }

  @Test func whatCannotBeWrittenLeavesNothing() throws {
    try home.write(Self.mixed(rows: 10), to: "t.csv")
    let loaded = try load()
    let interrupt = Interrupt()
    interrupt.raise()
    #expect(!folder.keep(loaded, interrupt: interrupt))
    #expect(Self.names(folder.path).isEmpty)
    try home.write("a file", to: "file")
    let nowhere = SnapshotFolder(path: home.path + "/file/tally", program: "1")
    #expect(!nowhere.keep(loaded, interrupt: Interrupt()))
  }

  @Test func theOldestMakeRoom() throws {
    var small = folder
    small.mostByteCount = 40_000
    func size() -> Int {
      Self.names(folder.path).reduce(0) { total, name in
        var status = stat()
        stat(folder.path + "/" + name, &status)
        return total + Int(status.st_size)
      }
    }
    var newest = ""
    for number in 0..<12 {
      newest = "t\(number).csv"
      try home.write("a\n\(number)\n", to: newest)
      #expect(small.keep(try load(newest), interrupt: Interrupt()))
      #expect(size() <= small.mostByteCount)
      // Older than the next one.
      for name in Self.names(folder.path) {
        var status = stat()
        stat(folder.path + "/" + name, &status)
        setAge(of: folder.path + "/" + name, seconds: time(nil) - status.st_mtim.tv_sec + 10)
      }
    }
    #expect(try !folder.wants(load(newest)))
    #expect(try folder.wants(load("t0.csv")))
    try home.write(Self.mixed(rows: 2000), to: "large.csv")
    #expect(!small.keep(try load("large.csv"), interrupt: Interrupt()))

    // What a killed program left is removed once it is old.
    let draft = folder.path + "/0.columns.1.part"
    try put([1], at: draft)
    _ = try keep("t0.csv")
    #expect(access(draft, F_OK) == 0)
    setAge(of: draft, seconds: 7200)
    _ = try keep("t1.csv")
    #expect(access(draft, F_OK) != 0)
  }

  private func setAge(of path: String, seconds: Int) {
    let then = timespec(tv_sec: time(nil) - seconds, tv_nsec: 0)
    utimensat(AT_FDCWD, path, [then, then], 0)
  }
}
