import TallyData
import TallyFormats

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FuzzTarget {
  static let csv = FuzzTarget(
    "csv", summary: "Loads delimited text; what it writes of the table, it reads again.",
    largestCount: 1024,
    seeds: [
      "\u{0}a,b\n1,x\n2,\"y\"\"z\"\n", "\u{3}a;b\r\n1,5;NA\r\n2;\r\n",
      "\u{8}d,t,f\n2023-01-31,2023-01-31T10:00:00Z,yes\n,,no\n",
      "\u{14}x\n00123\n1e5\n.5\n\n9223372036854775808\n", "\u{21}a\tb\n\"1\n2\"\t3\n4\t5\t6\n",
      "(,5\t\"\t\u{e9} ",
    ],
    moreSeeds: [
      // UTF-16, and "a,b\n1,2\n" packed by gzip.
      [
        0x00, 0xFF, 0xFE, 0x61, 0x00, 0x2C, 0x00, 0x62, 0x00, 0x0A, 0x00, 0x31, 0x00, 0x2C, 0x00, 0x3D, 0xD8, 0x00,
        0xDE,
      ],
      [
        0x00, 0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4B, 0xD4, 0x49, 0xE2, 0x32, 0xD4, 0x31,
        0xE2, 0x02, 0x00, 0x7B, 0x07, 0x97, 0x0A, 0x08, 0x00, 0x00, 0x00,
      ],
    ]
  ) { bytes in loadAndReread("csv", bytes) }

  static let json = FuzzTarget(
    "json", summary: "Loads a JSON document; what it writes of the table, it reads again.",
    largestCount: 1024,
    seeds: [
      #"-[{"a": 1, "b": "x\u00e9"}, {"a": null, "c": [1, {"d": true}]}]"#, #"-{"rows": [{"a": 1.5e3}], "n": 1}"#,
      #"-{"a": [1, 2, 3], "b": ["x", null, "z"]}"#,
    ]
  ) { bytes in loadAndReread("json", bytes) }

  static let ndjson = FuzzTarget(
    "ndjson", summary: "Loads a JSON object a line; what it writes of the table, it reads again.",
    largestCount: 1024,
    seeds: [#"-{"a": 1, "b": "2023-01-31"}"# + "\n\n" + #"{"b": "x", "c": false}"# + "\n"]
  ) { bytes in loadAndReread("ndjson", bytes) }

  static let sqlite = FuzzTarget(
    "sqlite", summary: "Loads a file that begins as a SQLite database does.",
    largestCount: 4096, seeds: ["SQLite format 3\u{0}"], moreSeeds: [FuzzDatabase.bytes]
  ) { bytes in
    guard let file = FuzzFile.shared, let reader = FileReader.named("sqlite") else { return }
    file.write(bytes)
    var options = LoadOptions()
    options.memoryLimit = memoryLimit
    _ = try? reader.read(.file(path: file.path), "t", options, Interrupt(), nil)
  }

  private static let memoryLimit = 64 << 20

  /// The first byte chooses the options.
  private static func loadAndReread(_ format: String, _ bytes: UnsafeRawBufferPointer) {
    guard let choice = bytes.first, let reader = FileReader.named(format) else { return }
    var options = LoadOptions()
    options.memoryLimit = memoryLimit
    options.hasHeader = [nil, true, false][Int(choice & 3) % 3]
    options.isRagged = choice & 4 != 0
    options.threads = choice & 8 != 0 ? 2 : 1
    options.chunkByteCount = choice & 16 != 0 ? 16 : nil
    options.encoding = choice & 32 != 0 ? .latin1 : .utf8
    let text = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
    // A NUL makes what is written look like UTF-16, which no reader can tell from it; a packed text may hold one too.
    let mayHoldNUL = text.contains(0) || text.starts(with: [0x1F, 0x8B])
    guard let table = try? reader.read(.memory(text), "t", options, Interrupt(), nil).table else { return }
    for column in table.columns { require(column.count == table.rowCount, "\(column.count) of \(table.rowCount) rows") }
    if !mayHoldNUL { reread(table, by: reader, format) }
  }

  /// Types may be narrower the second time, where quotes hid numbers; what is missing is the same.
  private static func reread(_ table: Table, by reader: FileReader, _ format: String) {
    // A JSON text without rows has no columns.
    if table.fields.isEmpty || (format != "csv" && table.rowCount == 0) { return }
    guard let renderer = Renderer.named(format) else { return }
    var written: [UInt8] = []
    var sink = TextSink(blockSize: 256) { (block) throws(OutputError) in written += block }
    guard (try? renderer.write(Answer(table: table), RenderOptions(), &sink)) != nil, (try? sink.flush()) != nil
    else { return }
    var options = LoadOptions()
    options.hasHeader = true
    options.threads = 1
    let again = written.withUnsafeBytes { try? reader.read(.memory($0), "t", options, Interrupt(), nil).table }
    require(again != nil, "what was written cannot be read")
    guard let again else { return }
    require(again.rowCount == table.rowCount, "\(table.rowCount) rows were written, \(again.rowCount) read")
    require(again.columns.count == table.columns.count, "columns were lost")
    for (old, new) in zip(table.columns, again.columns) {
      for row in 0..<table.rowCount {
        require(old[row].isMissing == new[row].isMissing, "row \(row) was lost or made up")
      }
    }
  }
}

/// The one file of a fuzzing process, for readers that want a path.
private final class FuzzFile: @unchecked Sendable {
  static let shared = try? FuzzFile()

  private let folder: TemporaryFolder
  private let file: Int32
  let path: String

  init() throws {
    folder = try TemporaryFolder(isLasting: true)
    path = folder.path + "/fuzz.sqlite"
    file = open(path, O_RDWR | O_CREAT, 0o600)
  }

  /// In place: a file that is emptied first is put on the disk each time.
  func write(_ bytes: UnsafeRawBufferPointer) {
    guard pwrite(file, bytes.baseAddress, bytes.count, 0) == bytes.count, ftruncate(file, bytes.count) == 0 else {
      fatalError("the file of the fuzzer cannot be written")
    }
  }
}
