import TallyData

/// Counts the missing cells of some columns in the rows that a condition cannot judge, while these are at hand.
struct MissingTally: Sendable {
  private let columns: [Column]

  init(columns: [Column]) { self.columns = columns }

  var isEmpty: Bool { columns.isEmpty }

  /// Adds the numbers of one block, `open` having the bits of its unknown rows, to those found before, if any.
  func add(_ block: Block, open: UnsafePointer<UInt64>, to counts: inout [Int]) {
    if counts.isEmpty { counts = columns.map { _ in 0 } }
    for place in columns.indices { counts[place] += columns[place].storage.missingCount(in: block.rows, among: open) }
  }
}

extension ColumnStorage {
  /// Missing cells of a block in the rows whose bit is set.
  fileprivate func missingCount(in rows: Range<Int>, among open: UnsafePointer<UInt64>) -> Int {
    func count<V: StoredValue>(_ values: Buffer<V>) -> Int {
      V.countMissing(values.pointer + rows.lowerBound, rows.count, among: open)
    }
    switch self {
    case .int8(let values): return count(values)
    case .int16(let values): return count(values)
    case .int32(let values): return count(values)
    case .int64(let values): return count(values)
    case .double(let values): return count(values)
    case .codes8(let codes, _): return count(codes)
    case .codes16(let codes, _): return count(codes)
    case .codes32(let codes, _): return count(codes)
    case .arena(let arena):
      var total = 0
      for (place, row) in rows.enumerated() where open[place / 64] >> UInt64(place % 64) & 1 != 0 {
        total += arena.view(row).isMissing ? 1 : 0
      }
      return total
    }
  }
}
