import TallyData
import TallyPlan

/// Counts the missing cells of a column among some rows.
///
/// It reads only cells of these rows: the rows that a condition cannot judge are few among many.
struct MissingCount: StorageVisitor {
  let rows: Bitmap
  let workers: Workers

  func callAsFunction(_ column: Column) throws(RunError) -> Int {
    return try column.presence(workers).storage.visit(self)
  }

  func visit<V: StoredValue>(_ values: Buffer<V>) throws(RunError) -> Int {
    let parts = RowParts(rowCount: rows.count)
    let counts = Buffer<Int>(count: parts.count)
    let (rows, interrupt) = (rows, workers.interrupt)
    try workers.forEach(parts.count) { part in
      var total = 0
      parts.forEachBlock(of: part, interrupt) { block in
        let values = values.pointer + block.lowerBound
        rows.forEachWord(in: block) { (word, first, count) in
          total &+=
            word.nonzeroBitCount > 16
            ? Self.dense(values + first, word, count) : Self.sparse(values + first, word)
        }
      }
      counts.pointer[part] = total
    }
    return counts.values.reduce(0, +)
  }

  @inline(__always)
  private static func sparse<V: StoredValue>(_ values: UnsafeMutablePointer<V>, _ word: UInt64) -> Int {
    var (rest, total) = (word, 0)
    while rest != 0 {
      total &+= bit(values[rest.trailingZeroBitCount].isMissing)
      rest &= rest &- 1
    }
    return total
  }

  @inline(__always)
  private static func dense<V: StoredValue>(_ values: UnsafeMutablePointer<V>, _ word: UInt64, _ count: Int) -> Int {
    var (row, total) = (0, 0)
    while row < count {
      total &+= bit(values[row].isMissing) & Int(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: row))
      row &+= 1
    }
    return total
  }
}

extension BoundExpression {
  /// Whether the result is missing, or unknown, only where a column that is read is missing.
  var isKnownOfKnown: Bool {
    switch kind {
    case .column, .isMissing: true
    case .constant(let value): !value.isMissing && value.double?.isNaN != true
    case .comparison, .membership, .not, .and, .or, .indicator, .toNumber: parts.allSatisfy(\.isKnownOfKnown)
    case .textTest: !mayLose && parts.allSatisfy(\.isKnownOfKnown)
    case .call, .arithmetic, .negative, .toDatetime, .conditional: false
    }
  }
}
