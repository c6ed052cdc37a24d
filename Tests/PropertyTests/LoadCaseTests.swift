import Synchronization
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

/// One small file for each rule of reading.
@Suite struct LoadCaseTests {
  private func load(_ bytes: [UInt8], _ change: (inout LoadOptions) -> Void = { _ in }) throws(LoadError) -> LoadedTable
  {
    var options = LoadOptions()
    options.threads = 2
    change(&options)
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 1)
    defer { memory.deallocate() }
    memory.copyBytes(from: bytes)
    return try FileLoader.load(
      .memory(UnsafeRawBufferPointer(rebasing: memory[..<bytes.count])), named: "t", options: options)
  }

  private func load(_ text: String, _ change: (inout LoadOptions) -> Void = { _ in }) throws(LoadError) -> LoadedTable {
    try load(Array(text.utf8), change)
  }

  private func failure(_ bytes: [UInt8], _ change: (inout LoadOptions) -> Void = { _ in }) -> LoadError? {
    do throws(LoadError) {
      _ = try load(bytes, change)
      return nil
    } catch { return error }
  }

  private func values(_ loaded: LoadedTable, _ column: Int) -> [Value] {
    (0..<loaded.table.rowCount).map { loaded.table.columns[column][$0] }
  }

  private func types(_ loaded: LoadedTable) -> [DataType] { loaded.table.fields.map(\.type) }

  // MARK: - Sizes

  @Test func emptyFilesAreRefused() {
    for text in ["", "\n", "\r\n\r\n", "\u{FEFF}"] {
      #expect(failure(Array(text.utf8)) == .empty(file: "the built-in sample"))
    }
  }

  @Test func headerAloneIsATableWithoutRows() throws {
    let loaded = try load("a,b\n")
    #expect(loaded.table.rowCount == 0)
    #expect(loaded.table.fields.map(\.name) == ["a", "b"])
    #expect(types(loaded) == [.text, .text])
    #expect(loaded.table.columns.allSatisfy { $0.count == 0 })
  }

  @Test func oneCellIsANameOrAValue() throws {
    #expect(try load("a").table.rowCount == 0)
    let number = try load("7")
    #expect(values(number, 0) == [.integer(7)])
    #expect(number.table.fields[0].name == "column1")
    #expect(!number.report.hasHeader && number.report.isHeaderGuessed)
  }

  @Test func wideFilesLoad() throws {
    let names = (0..<12_000).map { "c\($0)" }.joined(separator: ",")
    let cells = (0..<12_000).map { "\($0)" }.joined(separator: ",")
    let loaded = try load("\(names)\n\(cells)\n\(cells)\n")
    #expect(loaded.table.columns.count == 12_000)
    #expect(values(loaded, 11_999) == [.integer(11_999), .integer(11_999)])
  }

  @Test func longLinesLoad() throws {
    let long = String(repeating: "long, \"\"quoted\"\" ", count: 60_000)
    let loaded = try load("a,b\n1,\"\(long)\"\n2,x\n") { $0.chunkByteCount = 1000 }
    #expect(loaded.table.rowCount == 2)
    #expect(values(loaded, 1)[0] == .text(String(repeating: "long, \"quoted\" ", count: 60_000)))
  }

  // MARK: - Types

  @Test func oneLateCellDecides() throws {
    let rows = (0..<5000).map { "\($0)" }
    for (last, type) in [("5000", DataType.integer), ("1.5", .number), ("x", .text), ("007", .text), ("+5", .text)] {
      let loaded = try load((["n"] + rows + [last]).joined(separator: "\n")) { $0.chunkByteCount = 512 }
      #expect(types(loaded) == [type])
      #expect(loaded.table.rowCount == 5001)
      if type == .text { #expect(values(loaded, 0)[4999] == .text("4999")) }
    }
  }

  @Test func obstacleNamesTheFirstLine() throws {
    let loaded = try load("price\n1.50\n2\n\n\"n.a.\"\n3\nn.a.\n7\n") { $0.chunkByteCount = 4 }
    let obstacle = loaded.report.columns[0].obstacle
    #expect(obstacle?.wouldBe == .number)
    #expect(obstacle?.line == 5)
    #expect(obstacle?.cell == "n.a.")
    #expect(obstacle?.count == 2)
    #expect(try load("a\nx\ny\n1\n").report.columns[0].obstacle == nil)
  }

  @Test func wholeNumbersPast64BitsStayText() throws {
    #expect(types(try load("id\n9223372036854775807\n")) == [.integer])
    #expect(types(try load("id\n9223372036854775808\n")) == [.text])
    #expect(types(try load("id\n-9223372036854775808\n")) == [.text])
    let forced = try load("id\n9223372036854775808\n") { $0.types = [("id", .number)] }
    #expect(values(forced, 0) == [.number(9_223_372_036_854_775_808)])
  }

  @Test func moneyIsHeldExactly() throws {
    let loaded = try load("fare\n0.10\n-2.5\n\n7\n")
    let column = loaded.table.columns[0]
    #expect(column.scale == 2)
    #expect(values(loaded, 0) == [.number(0.1), .number(-2.5), .missing, .number(7)])
    guard case .int16 = column.storage else {
      Issue.record("\(column.storage)")
      return
    }
  }

  @Test func onlyZeroAndOneIndicate() throws {
    let loaded = try load("a,b,c\n1,2,1\n0,0,\n1,1,0\n")
    #expect(loaded.table.fields.map(\.isIndicator) == [true, false, true])
  }

  @Test func namedTypesHold() throws {
    let text = "code,year,flag,day\n007,2020,1,2020-01-01\n012,,0,\n"
    let plain = try load(text)
    #expect(types(plain) == [.text, .integer, .integer, .date])
    let named = try load(text) {
      $0.types = [("CODE", .integer), ("year", .text), ("flag", .boolean), ("day", .datetime)]
    }
    #expect(types(named) == [.integer, .text, .boolean, .datetime])
    #expect(values(named, 0) == [.integer(7), .integer(12)])
    #expect(values(named, 1) == [.text("2020"), .missing])
    #expect(values(named, 2) == [.boolean(true), .boolean(false)])
    #expect(values(named, 3)[1] == .missing)
  }

  @Test func cellsThatDoNotFitTheNamedTypeAreTold() {
    let text = Array("a,b\n1,x\n\"two\nlines\",y\n3,z\n".utf8)
    let error = failure(text) { $0.types = [("a", .integer)] }
    #expect(
      error
        == .misfit(
          .init(file: "the built-in sample", line: 3, byteOffset: 9), column: "a", cell: "two\nlines", type: .integer))
    #expect(
      failure(text) { $0.types = [("c", .integer)] }
        == .unknownColumn(file: "the built-in sample", name: "c", columns: ["a", "b"]))
    let mixed = Array("a\nyes\ntrue\n".utf8)
    for size in [1, 1000] {
      let error = failure(mixed) {
        $0.types = [("a", .boolean)]
        $0.chunkByteCount = size
        $0.threads = 1
      }
      guard case .misfit(let place, _, "true", .boolean) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(place.line == 3)
    }
  }

  @Test func datesInTheNamedOrder() throws {
    let text = "d,t\n31/01/2023,1.2.2023 10:30\n5/2/2023,2023-02-05T01:00:00\n"
    #expect(types(try load(text)) == [.text, .text])
    let loaded = try load(text) { $0.dates = .dayFirst }
    #expect(types(loaded) == [.date, .datetime])
    #expect(values(loaded, 0) == [.date(19_388), .date(19_393)])
    #expect(values(loaded, 1)[0] == .datetime(19_389 * Microseconds.day + 630 * Microseconds.minute))
    #expect(types(try load(text) { $0.dates = .monthFirst })[0] == .text)
  }

  @Test func offsetsBecomeUTC() throws {
    let loaded = try load("t\n2020-01-01T00:00:00+09:00\n2020-01-01 00:00\n2020-01-01T00:00:00Z\n2020-01-02\n")
    #expect(types(loaded) == [.datetime])
    #expect(loaded.report.offsetDatetimes == 2)
    #expect(values(loaded, 0)[0] == .datetime(18_262 * Microseconds.day - 9 * Microseconds.hour))
  }

  @Test func durationsAreReadWhereNamed() throws {
    let loaded = try load("d\nP1DT2H\n-PT0.5S\nPT90M\n") { $0.types = [("d", .duration)] }
    #expect(values(loaded, 0) == [.duration(93_600_000_000), .duration(-500_000), .duration(5_400_000_000)])
  }

  // MARK: - Missing

  @Test func theListOfMissingIsReplaced() throws {
    let loaded = try load("a,b\n1,NA\n-99,x\n,-99\n\"-99\",-\n") { $0.missing = ["-99", "-"] }
    #expect(types(loaded) == [.integer, .text])
    #expect(values(loaded, 0) == [.integer(1), .missing, .missing, .integer(-99)])
    #expect(values(loaded, 1) == [.text("NA"), .text("x"), .missing, .missing])
    let spellings = loaded.report.columns[0].missingSpellings
    #expect(spellings.map(\.text) == ["", "-99"] && spellings.map(\.count) == [1, 1])
  }

  @Test func quotedCellsAreNeverMissing() throws {
    let loaded = try load("a,b\n\"\",\"NA\"\n,NA\n")
    #expect(values(loaded, 0) == [.text(""), .missing])
    #expect(values(loaded, 1) == [.text("NA"), .missing])
  }

  @Test func blankLinesOfOneColumnAreMissing() throws {
    let loaded = try load("a\n1\n\n3\n\n\n")
    #expect(values(loaded, 0) == [.integer(1), .missing, .integer(3)])
    #expect(loaded.report.blankLines == 2)
  }

  // MARK: - Heads

  @Test func headersAreFoundOrGuessed() throws {
    let cases: [(String, Bool)] = [
      ("a,b\n1,2\n", true), ("1,2\n3,4\n", false), ("No,Name\n1,x\n", true), ("x,2020-01-01\ny,2020-01-02\n", false),
      ("country,1990,2000\nCuba,1.5,2\n", true), ("town,2019\nBonn,2020\nKiel,2021\n", false),
      ("school,2013-14,2014-15\nA,5,6\n", true), ("15:30,x\n16:30,y\n", false), ("a,,c\n1,2,3\n", true),
    ]
    for (text, hasHeader) in cases { #expect(try load(text).report.hasHeader == hasHeader, "\(text)") }
    #expect(try load("a,b\nc,d\n") { $0.hasHeader = false }.table.rowCount == 2)
  }

  @Test func delimitersAreFound() throws {
    let cases: [(String, Character)] = [
      ("a;b;c\n1,5;2,5;3\n", ";"), ("a\tb, c\n1\t2\n", "\t"), ("a|b\n1|2\n", "|"), ("\"a;b\",c\n1,2\n", ","),
      ("1,5;2\n3;4\n5;6\n", ";"), ("a\n1\n", ","),
    ]
    for (text, delimiter) in cases {
      #expect(try load(text).report.delimiter == delimiter.asciiValue, "\(text)")
    }
  }

  @Test func namesAreTrimmedAndDifferent() throws {
    let loaded = try load(" a ,,a,\"b\"\"c\",a_2\n1,2,3,4,5\n")
    #expect(loaded.table.fields.map(\.name) == ["a", "column2", "a_3", "b\"c", "a_2"])
  }

  // MARK: - Bytes

  @Test func invalidUTF8NamesLineAndByte() {
    let bytes = Array("a,b\n1,x\n2,".utf8) + [0xE9, 0x0A]
    let place = LoadError.Place(file: "the built-in sample", line: 3, byteOffset: 10)
    #expect(failure(bytes) == .invalidUTF8(place, byte: 0xE9))
    #expect(failure(bytes)?.addedOptions == ["encoding latin1"])
    for bad in [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x80]] as [[UInt8]] {
      #expect(failure(Array("a\n".utf8) + bad + Array("\n".utf8)) != nil)
    }
    #expect(failure(Array("Gr".utf8) + [0xFC] + Array("n\n1\n".utf8)) != nil)
  }

  @Test func otherEncodingsAreRead() throws {
    let latin = try load(Array("a\nn".utf8) + [0xE9, 0x80, 0x0A]) { $0.encoding = .latin1 }
    #expect(values(latin, 0) == [.text("né€")])
    let text = "a,b\nü,𝄞\n"
    for isBig in [true, false] {
      for hasMark in [true, false] {
        let units = (hasMark ? [0xFEFF] : []) + Array(text.utf16)
        let bytes = units.flatMap { unit in
          isBig ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
        let loaded = try load(bytes)
        #expect(values(loaded, 1) == [.text("𝄞")])
        #expect(loaded.report.remarks.count == 1)
      }
    }
    #expect(failure([0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00, 0x00, 0xDC, 0x61, 0x00]) != nil)
  }

  @Test func zeroBytesAreText() throws {
    let loaded = try load(Array("a,b\n1,x".utf8) + [0] + Array("y\n".utf8))
    #expect(values(loaded, 1) == [.text("x\0y")])
  }

  @Test func filesOfOtherKindsAreNamed() {
    let error = failure(Array("SQLite format 3\0".utf8) + Array(repeating: 0, count: 100))
    #expect(error == .otherFormat(file: "the built-in sample", what: "a SQLite database"))
  }

  // MARK: - Limits

  @Test func tablesLargerThanMemoryAreRefused() {
    let text = Array(("a\n" + String(repeating: "123456789012\n", count: 500_000)).utf8)
    guard case .tooLarge(_, let needed, 1_000_000) = failure(text, { $0.memoryLimit = 1_000_000 }) else {
      Issue.record("it was not refused")
      return
    }
    #expect(needed > 4_000_000)
  }

  @Test func interruptsStopALoad() {
    let interrupt = Interrupt()
    interrupt.raise()
    let text: StaticString = "a\n1\n"
    #expect(throws: LoadError.interrupted(file: "the built-in sample")) {
      try FileLoader.load(.memory(UnsafeRawBufferPointer(start: text.utf8Start, count: 4)), interrupt: interrupt)
    }
  }

  // MARK: - Text

  /// The text of row `row`: every fifth missing, some quoted.
  private func word(_ row: Int) -> String? { row % 5 == 3 ? nil : row % 7 == 0 ? "say \"\(row)\"" : "word \(row)" }

  private func written(_ word: String?) -> String {
    guard let word else { return "NA" }
    return "\"" + word.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  @Test(arguments: [1, 2, 3]) func textThatHardlyRepeatsIsFree(threads: Int) throws {
    // The first rows repeat ten words, so that some parts are codes and some are free.
    for repeated in [0, 300] {
      let words = (0..<30_000).map { $0 < repeated ? "w\($0 % 10)" : word($0) }
      let loaded = try load("a,b\n" + words.map { "1,\(written($0))\n" }.joined()) {
        $0.chunkByteCount = 10_000
        $0.threads = threads
      }
      let column = loaded.table.columns[1]
      guard case .arena = column.storage else {
        Issue.record("\(column.storage)")
        return
      }
      #expect(values(loaded, 1) == words.map { $0.map { .text($0) } ?? .missing })
      #expect(column.missingCount == words.count { $0 == nil })
    }
  }

  @Test func dictionariesAreSorted() throws {
    let words = (0..<20_000).map { "w\($0 * 7919 % 3000)" } + ["b", "a", "ab", "a\0", "zebra crossing at night", "é"]
    let loaded = try load("a,b\n" + words.map { "1,\($0)\n" }.joined()) { $0.chunkByteCount = 5000 }
    let dictionary = try #require(loaded.table.columns[1].dictionary)
    #expect(dictionary.count == Set(words).count)
    #expect((1..<dictionary.count).allSatisfy { dictionary.view($0 - 1).bytes.isBefore(dictionary.view($0).bytes) })
    #expect(values(loaded, 1) == words.map { .text($0) })
  }

  // MARK: - Files

  private func withFile(_ name: String, _ bytes: [UInt8], _ body: (String) throws -> Void) throws {
    let path = "/tmp/tally-load-\(getpid())-\(name)"
    let file = try #require(fopen(path, "w"))
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    defer { unlink(path) }
    try body(path)
  }

  @Test func filesThatCannotBeReadAreTold() {
    let cases: [(String, LoadError)] = [
      ("/nowhere/x.csv", .absent(file: "/nowhere/x.csv")), ("/tmp", .directory(file: "/tmp")),
    ]
    for (path, expected) in cases {
      #expect(throws: expected) { try FileLoader.load(.file(path: path)) }
    }
  }

  /// `a,b` and `1,2`, a member each.
  private static let gzip: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0x4b, 0xd4, 0x49, 0xe2, 0x02, 0x00, 0xc5, 0x10,
    0x97, 0x24, 0x04, 0x00, 0x00, 0x00, 0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0x33, 0xd4,
    0x31, 0xe2, 0x02, 0x00, 0x33, 0x42, 0x21, 0x55, 0x04, 0x00, 0x00, 0x00,
  ]

  @Test func compressedFilesLoad() throws {
    try withFile("one.csv.gz", Self.gzip) { path in
      let loaded = try FileLoader.load(.file(path: path))
      #expect(loaded.table.rowCount == 1 && loaded.report.isCompressed)
      #expect(loaded.table.name == "tally-load-\(getpid())-one")
    }
    try withFile("cut.csv.gz", Array(Self.gzip.dropLast(6))) { path in
      #expect(throws: LoadError.truncatedGzip(file: path)) { try FileLoader.load(.file(path: path)) }
    }
    var damaged = Self.gzip
    damaged[12] ^= 0xFF
    try withFile("bad.csv.gz", damaged) { path in
      #expect(throws: LoadError.damagedGzip(file: path)) { try FileLoader.load(.file(path: path)) }
    }
    try withFile("tail.csv.gz", Self.gzip + [1, 2, 3]) { path in
      #expect(throws: LoadError.self) { try FileLoader.load(.file(path: path)) }
    }
  }

  @Test func pipesAreReadToTheirEnd() throws {
    let path = "/tmp/tally-load-\(getpid())-pipe"
    try #require(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    let text = Array("a,b\n1,2\n".utf8)
    let loaded = Mutex<LoadedTable?>(nil)
    Parallel.forEach(2, threads: 2) { task in
      if task == 0 {
        let writer = open(path, O_WRONLY)
        write(writer, text, text.count)
        close(writer)
      } else {
        let result = try? FileLoader.load(.file(path: path), named: "piped")
        loaded.withLock { $0 = result }
      }
    }
    let result = try #require(loaded.withLock { $0 })
    #expect(result.table.rowCount == 1)
    #expect(result.report.byteCount == text.count)
  }

  @Test func filesThatShrinkAreTold() throws {
    let text = Array(("a\n" + String(repeating: "12345678\n", count: 200_000)).utf8)
    try withFile("shrinks.csv", text) { path in
      var options = LoadOptions()
      options.chunkByteCount = 256
      options.threads = 1
      // Raised when the file was cut; a load of less than 100 ms ends before anybody is told of it.
      let isCut = Interrupt()
      do throws(LoadError) {
        _ = try FileLoader.load(.file(path: path), options: options) { _ in
          truncate(path, 1000)
          isCut.raise()
        }
        #expect(!isCut.isRaised)
      } catch { #expect(isCut.isRaised && error == .changed(file: path)) }
    }
  }

  @Test func namesComeFromTheFile() throws {
    try withFile("x.tsv", Array("a b\tc\n1,2\t3\n".utf8)) { path in
      let loaded = try FileLoader.load(.file(path: path))
      #expect(loaded.table.fields.map(\.name) == ["a b", "c"])
      #expect(loaded.table.name == "tally-load-\(getpid())-x")
    }
    #expect(LoadSource.standardInput.tableName == "input")
    #expect(LoadSource.file(path: "a/trips.2024.csv.gz").tableName == "trips.2024")
    #expect(LoadSource.file(path: ".csv").tableName == ".csv")
    #expect(FileReader.for(path: "X.TSV.GZ").name == "tsv")
    #expect(FileReader.for(path: "data").name == "csv")
  }
}
