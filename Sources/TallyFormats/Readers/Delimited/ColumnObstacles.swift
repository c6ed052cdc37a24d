import TallyData

/// Finds what kept columns from a narrower type than text.
struct ColumnObstacles {
  let rules: CellRules
  /// The cells are texts that can be nothing but dates.
  var areTexts = false

  /// A column's obstacle, and the row it is in.
  struct Found {
    var wouldBe: DataType
    var row: Int
    var cell: String
    var count: Int
  }

  /// Nil unless more than half of the known cells are of one narrower type.
  func find(_ column: Column) -> Found? {
    switch column.storage {
    case .codes8(let codes, let dictionary): find(codes.values, dictionary)
    case .codes16(let codes, let dictionary): find(codes.values, dictionary)
    case .codes32(let codes, let dictionary): find(codes.values, dictionary)
    case .arena(let arena): find(arena)
    case .int8, .int16, .int32, .int64, .double: nil
    }
  }

  private func find<Code: FixedWidthInteger & UnsignedInteger>(
    _ codes: UnsafeBufferPointer<Code>, _ dictionary: TextDictionary
  ) -> Found? {
    guard dictionary.count > 0 else { return nil }
    let kinds = (0..<dictionary.count).map { kind(dictionary.view($0).bytes) }
    // Nothing to find in a column without one such word; most are.
    guard kinds.contains(where: { $0 != .text }) else { return nil }
    var wordCounts = [Int](repeating: 0, count: dictionary.count + 1)
    for code in codes { wordCounts[Int(code)] += 1 }
    var tally = KindTally()
    for (word, kind) in kinds.enumerated() { tally.add(kind, wordCounts[word + 1]) }
    guard let family = tally.majority else { return nil }
    guard let row = codes.firstIndex(where: { $0 > 0 && !family.contains(kinds[Int($0) - 1]) }) else { return nil }
    return Found(
      wouldBe: tally.type(of: family), row: row, cell: dictionary[Int(codes[row]) - 1],
      count: tally.known - tally.count(family))
  }

  private func find(_ arena: TextArena) -> Found? {
    guard tally(arena, rows: 0..<min(arena.count, 1000)).tally.majority != nil else { return nil }
    let all = tally(arena, rows: 0..<arena.count)
    guard let family = all.tally.majority else { return nil }
    let row = (0..<arena.count).first { row in
      let view = arena.view(row)
      return !view.isMissing && !family.contains(kind(view.bytes))
    }
    guard let row else { return nil }
    return Found(
      wouldBe: all.tally.type(of: family), row: row, cell: arena.view(row).string ?? "",
      count: all.tally.known - all.tally.count(family))
  }

  private func tally(_ arena: TextArena, rows: Range<Int>) -> (tally: KindTally, rows: Range<Int>) {
    var tally = KindTally()
    for row in rows {
      let view = arena.view(row)
      if !view.isMissing { tally.add(kind(view.bytes), 1) }
    }
    return (tally, rows)
  }

  private func kind(_ bytes: UnsafeBufferPointer<UInt8>) -> CellKind {
    guard let base = bytes.baseAddress, bytes.count <= Int(Cell.lengthMask) else { return .text }
    let cell = Cell(start: 0, size: UInt32(bytes.count)).trimmed(in: base)
    return areTexts ? rules.kind(ofText: cell.bytes(in: base)) : rules.kind(of: cell.bytes(in: base))
  }
}

/// How many cells of a text column are of each narrower kind.
private struct KindTally {
  private var counts: [Int] = CellKind.allCases.map { _ in 0 }
  private(set) var known = 0

  private static let families: [[CellKind]] = [[.integer, .number], [.date, .datetime], [.truth], [.agreement]]

  mutating func add(_ kind: CellKind, _ count: Int) {
    counts[Int(kind.rawValue)] += count
    known += count
  }

  func count(_ family: [CellKind]) -> Int { family.reduce(0) { $0 + counts[Int($1.rawValue)] } }

  /// The kinds that join to a narrower type and make more than half.
  var majority: [CellKind]? { Self.families.first { 2 * count($0) > known } }

  /// The narrowest type that holds the cells of a family.
  func type(of family: [CellKind]) -> DataType {
    family.reduce(CellKind.missing) { counts[Int($1.rawValue)] > 0 ? $0.joined(with: $1) : $0 }.type
  }
}
