import TallyData

/// The UTF-8 text of a source: unpacked, recoded, and without its byte order mark.
struct TextSource: Sendable {
  let bytes: ByteSource
  /// The first byte that is text.
  let start: Int
  let hasByteOrderMark: Bool
  let isCompressed: Bool
  /// Nobody named the encoding; it was seen to be UTF-16.
  let isFoundUTF16: Bool
  /// Bytes of the source as it was found.
  let byteCount: Int

  init(_ source: LoadSource, options: LoadOptions, interrupt: Interrupt) throws(LoadError) {
    let found = try ByteSource.open(source, options, interrupt: interrupt)
    var bytes = found
    byteCount = bytes.count
    isCompressed = try bytes.bytes(0..<2) == GzipInput.magic
    if isCompressed {
      bytes = try GzipInput.unpacked(bytes, memoryLimit: options.allowance(), interrupt: interrupt)
    }
    let head = try bytes.bytes(0..<64)
    isFoundUTF16 = options.encoding == .utf8 && TextRecoding.looksLikeUTF16(head)
    if isFoundUTF16 || options.encoding == .utf16 {
      bytes = try TextRecoding.utf16(bytes, memoryLimit: options.allowance(), interrupt: interrupt)
    } else if let what = Self.otherFormat(head) {
      throw .otherFormat(file: bytes.name, what: what)
    } else if options.encoding == .latin1 {
      bytes = try TextRecoding.latin1(bytes, memoryLimit: options.allowance(), interrupt: interrupt)
    }
    // What is held in memory has been read to its end.
    if bytes !== found { try found.confirmUnchanged() }
    hasByteOrderMark = try bytes.bytes(0..<3) == [0xEF, 0xBB, 0xBF]
    start = hasByteOrderMark ? 3 : 0
    self.bytes = bytes
  }

  /// Bytes that the table may take beside the text.
  func memoryLimit(_ options: LoadOptions) -> Int {
    // What the system has free takes longer to find out than a small text takes to read.
    if options.memoryLimit == nil, bytes.count < Self.smallCount { return .max }
    return options.allowance() - bytes.residentByteCount
  }

  private static let smallCount = 1 << 20

  /// What a file is that people try to load as text.
  private static func otherFormat(_ head: [UInt8]) -> String? {
    let magics: [(String, String)] = [
      ("SQLite format 3\0", SQLiteFile.described), ("PAR1", "a Parquet file"), ("ARROW1", "an Arrow file"),
      ("PK\u{3}\u{4}", "a zip archive or an Excel workbook"), ("%PDF-", "a PDF document"),
      ("BZh", "compressed with bzip2"), ("7z\u{BC}\u{AF}", "a 7z archive"),
    ]
    if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return "compressed with zstd" }
    if head.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A]) { return "compressed with xz" }
    return magics.first { head.starts(with: $0.0.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }) }?.1
  }
}
