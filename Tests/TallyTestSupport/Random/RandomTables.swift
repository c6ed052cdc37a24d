import TallyData

/// Small tables of all types, with missing values, duplicates and extremes, in every form of storage.
package struct RandomTables: Sendable {
  private var generator: SeededGenerator

  /// Without letters that other engines treat in their own way.
  private let isPlain: Bool
  private let kinds: [RandomColumn]

  package init(seed: UInt64, isPlain: Bool = false, without left: [RandomColumn] = []) {
    kinds = RandomColumn.allCases.filter { !left.contains($0) }
    generator = SeededGenerator(seed: seed)
    self.isPlain = isPlain
  }

  /// Sizes around the ends of words and blocks.
  private static let boundaries = [0, 1, 2, 3, 63, 64, 65, 127, 128, 129]
  private static let blocks = [4_095, 4_096, 4_097, 8_191, 8_192, 8_193, 12_289]

  /// A table of `rowCount` rows, or of a size that is likely to go wrong; `isLarge` allows several blocks.
  package mutating func table(named name: String = "t", rowCount: Int? = nil, isLarge: Bool = false) -> Table {
    let count =
      rowCount
      ?? (isLarge
        ? generator.pick(Self.blocks)
        : generator.chance(in: 4)
          ? generator.pick(Self.boundaries)
          : generator.int(3...40))
    var kinds = kinds.filter { _ in generator.chance(in: 2) }
    if kinds.isEmpty { kinds = [.tiny] }
    var fields: [Field] = []
    var columns: [Column] = []
    for (place, kind) in kinds.shuffled(using: &generator).enumerated() {
      let values = values(kind, count)
      let isIndicator =
        kind.type == .integer && values.allSatisfy { $0.isMissing || $0 == .integer(0) || $0 == .integer(1) }
      let name = place > 0 && generator.chance(in: 12) ? "The \(kind.rawValue)" : kind.rawValue
      fields.append(Field(name, kind.type, isIndicator: isIndicator))
      columns.append(RandomStorage.column(kind.type, values, &generator))
    }
    return Table(name: name, fields: fields, columns: columns, rowCount: count)
  }

  private mutating func values(_ kind: RandomColumn, _ count: Int) -> [Value] {
    let missingShare = generator.pick([0, 0, 0.1, 0.1, 0.5, 1])
    let poolSize = generator.pick([2, 5, 20, count + 1])
    let pool = (0..<poolSize).map { _ in value(kind) }
    return (0..<count).map { _ in
      Double.random(in: 0..<1, using: &generator) < missingShare ? .missing : generator.pick(pool)
    }
  }

  private mutating func value(_ kind: RandomColumn) -> Value {
    while true {
      let value = kind.value(&generator)
      if isPlain, case .text(let text) = value, !text.utf8.allSatisfy({ $0 < 0x80 }) { continue }
      return value
    }
  }
}

extension Table {
  /// The table as CSV for a failure's report, with a line of types and storage forms.
  package var report: String {
    var lines = [fields.map(\.name).joined(separator: ",")]
    lines.append(zip(fields, columns).map { "\($0.type) \($1.form)" }.joined(separator: ","))
    for row in 0..<min(rowCount, 60) {
      lines.append(columns.map { $0[row].report }.joined(separator: ","))
    }
    if rowCount > 60 { lines.append("… \(rowCount) rows") }
    return lines.joined(separator: "\n")
  }
}

extension Column {
  var form: String {
    switch storage {
    case .int8: "int8/\(scale)"
    case .int16: "int16/\(scale)"
    case .int32: "int32/\(scale)"
    case .int64: "int64/\(scale)"
    case .double: "double"
    case .codes8: "codes8"
    case .codes16: "codes16"
    case .codes32: "codes32"
    case .arena: "arena"
    }
  }
}

extension Value {
  /// A cell in a failure's report.
  package var report: String {
    switch self {
    case .missing: ""
    case .integer(let whole): String(whole)
    case .number(let number): String(number)
    case .text(let text): "\"" + text.unicodeScalars.map { $0.escaped(asASCII: true) }.joined() + "\""
    case .boolean(let truth): truth ? "true" : "false"
    case .date(let days): CalendarDate(days: Int(days)).text
    case .datetime(let instant): CalendarText.datetime(instant)
    case .duration(let length): CalendarText.duration(length) + " (\(length))"
    }
  }
}
