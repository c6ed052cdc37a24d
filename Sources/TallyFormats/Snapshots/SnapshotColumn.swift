import TallyData

/// How one column lies in a snapshot: all that is known of it but its values.
struct SnapshotColumn: Sendable {
  /// The forms of ``ColumnStorage``.
  enum Form: UInt64, Sendable {
    case int8, int16, int32, int64, double, codes8, codes16, codes32, arena
  }

  /// Rows and bytes of one segment of an arena; of a dictionary, words and bytes.
  struct Texts: Sendable {
    var count: Int
    var byteCount: Int
  }

  let field: Field
  let report: LoadReport.ColumnReport
  let form: Form
  let scale: Int
  let missingCount: Int
  /// Of a dictionary, one; of an arena, its segments.
  let texts: [Texts]

  init(_ column: Column, _ field: Field, _ report: LoadReport.ColumnReport) {
    (self.field, self.report) = (field, report)
    (scale, missingCount) = (column.scale, column.missingCount)
    form = Form(column.storage)
    if case .arena(let arena) = column.storage {
      texts = arena.segments.map { Texts(count: $0.rowCount, byteCount: $0.bytes.count) }
    } else {
      texts = column.dictionary.map { [Texts(count: $0.count, byteCount: $0.bytes.count)] } ?? []
    }
  }

  /// The bytes of its parts in a snapshot, in their order; nil where the numbers belong together nowhere.
  func partSizes(rowCount: Int) -> [Int]? {
    let offsets = texts.flatMap { [($0.count + 1) * 4, $0.byteCount] }
    if form == .arena {
      return texts.reduce(0, { $0 + $1.count }) == rowCount ? offsets : nil
    }
    guard texts.count == (form.isCoded ? 1 : 0) else { return nil }
    return [rowCount * form.width] + offsets
  }

  // MARK: - In bytes

  func write(to bytes: inout ByteWriter) {
    bytes.put(field.name)
    bytes.put(field.type.rawValue)
    bytes.put(field.isIndicator)
    bytes.put(form.rawValue)
    for number in [scale, missingCount, report.offsetDatetimes] { bytes.put(number) }
    bytes.put(texts) { texts, bytes in
      bytes.put(texts.count)
      bytes.put(texts.byteCount)
    }
    bytes.put(report.missingSpellings) { spelling, bytes in
      bytes.put(spelling.text)
      bytes.put(spelling.count)
    }
    bytes.put(report.obstacle.map { [$0] } ?? []) { obstacle, bytes in
      bytes.put(obstacle.wouldBe.rawValue)
      bytes.put(obstacle.cell)
      bytes.put(obstacle.line)
      bytes.put(obstacle.count)
    }
  }

  init(_ bytes: inout ByteReader) throws(ByteReader.Damage) {
    let name = try bytes.text()
    let type = try Self.type(&bytes)
    field = Field(name, type, isIndicator: try bytes.truth())
    guard let form = Form(rawValue: try bytes.word()) else { throw ByteReader.Damage() }
    self.form = form
    scale = try bytes.count()
    guard Column.powersOfTen.indices.contains(scale) else { throw ByteReader.Damage() }
    missingCount = try bytes.count()
    var report = LoadReport.ColumnReport(name: name, type: type)
    report.offsetDatetimes = try bytes.integer()
    texts = try bytes.list { (bytes) throws(ByteReader.Damage) in
      Texts(count: try bytes.count(), byteCount: try bytes.count())
    }
    report.missingSpellings = try bytes.list { (bytes) throws(ByteReader.Damage) in
      (text: try bytes.text(), count: try bytes.integer())
    }
    let obstacles = try bytes.list { (bytes) throws(ByteReader.Damage) in
      let (wouldBe, cell) = (try Self.type(&bytes), try bytes.text())
      return LoadReport.ColumnReport.Obstacle(
        wouldBe: wouldBe, line: try bytes.integer(), cell: cell, count: try bytes.integer())
    }
    report.obstacle = obstacles.first
    self.report = report
  }

  private static func type(_ bytes: inout ByteReader) throws(ByteReader.Damage) -> DataType {
    guard let type = DataType(rawValue: try bytes.text()) else { throw ByteReader.Damage() }
    return type
  }
}

extension SnapshotColumn.Form {
  init(_ storage: ColumnStorage) {
    self =
      switch storage {
      case .int8: .int8
      case .int16: .int16
      case .int32: .int32
      case .int64: .int64
      case .double: .double
      case .codes8: .codes8
      case .codes16: .codes16
      case .codes32: .codes32
      case .arena: .arena
      }
  }

  var isCoded: Bool {
    switch self {
    case .codes8, .codes16, .codes32: true
    case .int8, .int16, .int32, .int64, .double, .arena: false
    }
  }

  /// Bytes of a value.
  var width: Int {
    switch self {
    case .int8, .codes8: 1
    case .int16, .codes16: 2
    case .int32, .codes32: 4
    case .int64, .double: 8
    case .arena: 0
    }
  }
}
