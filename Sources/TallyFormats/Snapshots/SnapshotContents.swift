import TallyData

/// What a snapshot says of itself behind its values: what it is of, what reading it saw, and how its columns lie.
struct SnapshotContents: Sendable {
  /// Values are cut into pieces of this many bytes, each with a checksum of its own, so that threads share them out.
  static let pieceByteCount = 1 << 20
  /// Where the values begin, and what each part of them is aligned to.
  static let alignment = 4096

  let rowCount: Int
  /// Without its columns' reports, which the columns have.
  let report: LoadReport
  let columns: [SnapshotColumn]
  /// Of each piece of each part of each column.
  var checksums: [UInt64] = []

  init(_ loaded: LoadedTable) {
    rowCount = loaded.table.rowCount
    report = loaded.report
    columns = loaded.table.columns.indices.map {
      SnapshotColumn(loaded.table.columns[$0], loaded.table.fields[$0], loaded.report.columns[$0])
    }
  }

  /// Where a part of a column lies in the file, and the number of its first piece.
  struct Part: Sendable {
    let offset: Int
    let byteCount: Int
    let firstPiece: Int

    var pieceCount: Int { (byteCount + pieceByteCount - 1) / pieceByteCount }
    var end: Int { offset + byteCount }
  }

  /// The parts of each column, one after the other; nil where the numbers belong together nowhere.
  var parts: [[Part]]? {
    var (offset, piece) = (Self.alignment, 0)
    var all: [[Part]] = []
    for column in columns {
      guard let sizes = column.partSizes(rowCount: rowCount) else { return nil }
      var parts: [Part] = []
      for size in sizes {
        // No file is as long as that, and no sum of such numbers too large.
        guard offset < 1 << 50 else { return nil }
        let part = Part(offset: offset, byteCount: size, firstPiece: piece)
        offset = (part.end + Self.alignment - 1) / Self.alignment * Self.alignment
        piece += part.pieceCount
        parts.append(part)
      }
      all.append(parts)
    }
    return all
  }

  /// What reading some of the columns would have seen.
  func report(of places: [Int]) -> LoadReport {
    var report = report
    report.columns = places.map { columns[$0].report }
    if places.count < columns.count { report.columnCount = columns.count }
    return report
  }

  // MARK: - In bytes

  func bytes(_ key: SnapshotKey) -> [UInt8] {
    var bytes = ByteWriter()
    key.write(to: &bytes)
    bytes.put(rowCount)
    report.write(to: &bytes)
    bytes.put(columns) { column, bytes in column.write(to: &bytes) }
    bytes.put(checksums) { checksum, bytes in bytes.put(checksum) }
    return bytes.bytes
  }

  /// Nil where the snapshot is of something else.
  init?(_ bytes: [UInt8], of key: SnapshotKey) throws(ByteReader.Damage) {
    var expected = ByteWriter()
    key.write(to: &expected)
    guard bytes.starts(with: expected.bytes) else { return nil }
    var rest = ByteReader(Array(bytes.dropFirst(expected.bytes.count)))
    rowCount = try rest.count()
    report = try LoadReport(&rest)
    columns = try rest.list { (bytes) throws(ByteReader.Damage) in try SnapshotColumn(&bytes) }
    checksums = try rest.list { (bytes) throws(ByteReader.Damage) in try bytes.word() }
    try rest.end()
    guard let parts, parts.reduce(0, { $0 + $1.reduce(0) { $0 + $1.pieceCount } }) == checksums.count else {
      throw ByteReader.Damage()
    }
  }
}

extension LoadReport {
  fileprivate func write(to bytes: inout ByteWriter) {
    for number in [columnCount, delimiter.map { Int($0) }] as [Int?] { bytes.put(number) }
    for number in [rowCount, byteCount, blankLines, shortRows, longRows] { bytes.put(number) }
    for truth in [hasHeader, isHeaderGuessed, hasByteOrderMark, isCompressed] { bytes.put(truth) }
    bytes.put(placeNoun)
    for texts in [explanations, remarks] { bytes.put(texts) { text, bytes in bytes.put(text) } }
  }

  fileprivate init(_ bytes: inout ByteReader) throws(ByteReader.Damage) {
    self.init()
    columnCount = try bytes.optional()
    delimiter = try bytes.optional().map { UInt8(truncatingIfNeeded: $0) }
    rowCount = try bytes.count()
    byteCount = try bytes.count()
    blankLines = try bytes.count()
    shortRows = try bytes.count()
    longRows = try bytes.count()
    hasHeader = try bytes.truth()
    isHeaderGuessed = try bytes.truth()
    hasByteOrderMark = try bytes.truth()
    isCompressed = try bytes.truth()
    placeNoun = try bytes.text()
    explanations = try bytes.list { (bytes) throws(ByteReader.Damage) in try bytes.text() }
    remarks = try bytes.list { (bytes) throws(ByteReader.Damage) in try bytes.text() }
  }
}
