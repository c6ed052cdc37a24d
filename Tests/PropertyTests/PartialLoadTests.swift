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

/// Files of which some columns are read first and the others later.
@Suite struct PartialLoadTests {
  private func write(_ text: String, to path: String) throws {
    let bytes = Array(text.utf8)
    let file = try #require(fopen(path, "w"))
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  private func withFile(_ name: String, _ text: String, _ body: (String) throws -> Void) throws {
    let path = "/tmp/tally-partial-\(getpid())-\(name).csv"
    try write(text, to: path)
    defer { unlink(path) }
    try body(path)
  }

  private func options(for seed: UInt64, _ file: NastyCSV) -> LoadOptions {
    var options = LoadOptions()
    options.delimiter = file.delimiter.asciiValue
    options.hasHeader = true
    options.isRagged = file.isRagged
    options.chunkByteCount = [7, 50, 100, 333, nil][Int(seed % 5)]
    options.threads = Int(seed % 3) + 1
    return options
  }

  /// Values, types, forms and what was said, in one text.
  private func described(_ table: Table, _ columns: [LoadReport.ColumnReport]) -> [String] {
    table.fields.indices.map { place in
      let column = table.columns[place]
      let values = (0..<table.rowCount).map { "\(column[$0])" }
      return "\(table.fields[place]) \(form(column)) \(column.scale) \(column.missingCount) \(columns[place]) \(values)"
    }
  }

  private func form(_ column: Column) -> String {
    switch column.storage {
    case .int8: "int8"
    case .int16: "int16"
    case .int32: "int32"
    case .int64: "int64"
    case .double: "double"
    case .codes8, .codes16, .codes32: "codes of \(column.dictionary?.count ?? 0)"
    case .arena: "arena"
    }
  }

  @Test(arguments: 0..<10) func whatIsReadInTwoWaysIsWhatIsReadInOne(block: UInt64) throws {
    for seed in block * 25..<(block + 1) * 25 {
      let file = NastyCSV(seed: seed)
      try withFile("\(seed)", file.text) { path in
        var options = options(for: seed, file)
        let whole = Result { () throws(LoadError) in try FileLoader.load(.file(path: path), options: options) }
        options.isWanted = { ($0.utf8.last ?? 0) % 3 == UInt8(seed % 3) }
        let part = Result { () throws(LoadError) in try FileLoader.load(.file(path: path), options: options) }
        switch (whole, part) {
        case (.failure(let expected), .failure(let error)): #expect(error == expected, "seed \(seed)")
        case (.success(let expected), .success(let loaded)):
          try compare(loaded, expected, threads: options.threads, "seed \(seed)")
        default: Issue.record("seed \(seed): \(whole) \(part)")
        }
      }
    }
  }

  private func compare(_ loaded: LoadedTable, _ expected: LoadedTable, threads: Int, _ words: Comment) throws {
    let all = described(expected.table, expected.report.columns)
    let first = described(loaded.table, loaded.report.columns)
    #expect(first.allSatisfy { all.contains($0) }, words)
    #expect(loaded.table.rowCount == expected.table.rowCount, words)
    #expect(loaded.report.columnCount == expected.table.fields.count, words)
    #expect(loaded.report.blankLines == expected.report.blankLines, words)
    guard let rest = loaded.rest else {
      #expect(first == all, words)
      return
    }
    let joined = try rest.joined(to: loaded.table, threads: threads, interrupt: Interrupt(), progress: nil)
    let reports = loaded.report.columns + joined.report.columns
    let inOrder = joined.table.fields.compactMap { field in reports.first { $0.name == field.name } }
    #expect(described(joined.table, inOrder) == all, words)
  }

  private func someColumns(_ path: String) throws -> (LoadedTable, UnreadColumns) {
    var options = LoadOptions()
    options.isWanted = { $0 == "b" }
    let loaded = try FileLoader.load(.file(path: path), options: options)
    #expect(loaded.table.fields.map(\.name) == ["b"])
    return (loaded, try #require(loaded.rest))
  }

  @Test func whoeverWritesToTheFileEndsIt() throws {
    try withFile("changed", "a,b\n1,2\n3,4\n") { path in
      let (loaded, rest) = try someColumns(path)
      var before = stat()
      try #require(stat(path, &before) == 0)
      // As many bytes, and the times set back.
      let file = open(path, O_WRONLY)
      pwrite(file, "9", 1, 4)
      var times = [before.st_atim, before.st_mtim]
      futimens(file, &times)
      close(file)
      #expect(throws: LoadError.outdated(file: path)) {
        try rest.joined(to: loaded.table, threads: 1, interrupt: Interrupt(), progress: nil)
      }
    }
  }

  @Test func aRaggedRowIsFoundWhereverItIs() throws {
    try withFile("ragged", "a,b\n1,2\n3\n") { path in
      #expect(throws: LoadError.ragged(.init(file: path, line: 3, byteOffset: 8), expected: 2, actual: 1)) {
        try someColumns(path)
      }
    }
  }

  @Test func namedTypesHoldOfColumnsThatNobodyAskedFor() throws {
    try withFile("typed", "a,b\n1,2\nx,4\n") { path in
      var options = LoadOptions()
      options.isWanted = { $0 == "b" }
      options.types = [("a", .integer)]
      #expect(throws: LoadError.self) { try FileLoader.load(.file(path: path), options: options) }
    }
  }
}

extension Result where Failure == LoadError {
  fileprivate init(_ body: () throws(LoadError) -> Success) {
    do throws(LoadError) { self = .success(try body()) } catch { self = .failure(error) }
  }
}
