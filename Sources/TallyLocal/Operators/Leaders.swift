import TallyData

/// The rows with the smallest keys so far; of equal keys the earlier rows.
struct Leaders {
  let wanted: Int
  /// In the order of the rows until they are cut.
  private var rows: [KeyedRow] = []
  /// Keys from here on come too late, once enough rows are kept.
  private var floor: UInt64?

  init(wanted: Int) {
    self.wanted = wanted
    rows.reserveCapacity(2 * wanted + 64)
  }

  mutating func take(_ block: Range<Int>, _ codes: UnsafePointer<UInt64>, _ sweep: Sweep) {
    if let floor {
      var least = UInt64.max
      var row = 0
      while row < block.count {
        least = min(least, codes[row])
        row &+= 1
      }
      if least >= floor { return }
    }
    sweep.forEachRow(of: block) { row in
      if let floor, codes[row] >= floor { return }
      rows.append(KeyedRow(key: codes[row], row: UInt32(truncatingIfNeeded: block.lowerBound &+ row)))
      if rows.count >= 2 * wanted + 64 { cut() }
    }
  }

  /// Keeps the best; rows of equal keys are in their order.
  private mutating func cut() {
    rows.sort { ($0.key, $0.row) < ($1.key, $1.row) }
    if rows.count > wanted { rows.removeLast(rows.count - wanted) }
    if rows.count == wanted { floor = rows[wanted - 1].key }
  }

  mutating func finish() -> [KeyedRow] {
    cut()
    return rows
  }
}
