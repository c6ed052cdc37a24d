import TallyData

/// The rows that count in the order of some columns: stable, missing last.
struct RowOrder: Sendable {
  let columns: [Column]
  let isDescending: [Bool]
  let sweep: Sweep
  /// How many rows count.
  let count: Int

  /// All rows, in order.
  func rows() throws(RunError) -> Buffer<UInt32> {
    try RowKeys(sweep: sweep).sortedRows(by: codes())
  }

  private func codes() throws(RunError) -> [KeyCode] {
    var codes: [KeyCode] = []
    for (column, isDescending) in zip(columns, isDescending) {
      codes.append(try KeyCode(column, sweep: sweep, isDescending: isDescending))
    }
    return codes
  }

  /// The first rows, and how many of the rest equal the last of them.
  struct First: Sendable {
    let rows: Buffer<UInt32>
    let cutTies: Int
  }

  /// The first `wanted` rows; few of them are found without sorting all.
  func firstRows(_ wanted: Int, countingTies: Bool = false) throws(RunError) -> First {
    if wanted == 0 || count == 0 { return First(rows: Buffer(count: 0), cutTies: 0) }
    let isFew = wanted <= 1 << 14 && wanted < count / 8
    if isFew, columns.count == 1, let first = try firstValues(wanted) { return first }
    let keys = try RowKeys(sweep: sweep).packed(codes())
    let sorted = isFew ? try leading(wanted, keys) : try RowKeys(sweep: sweep).sortedRows(by: keys)
    if wanted >= count { return First(rows: sorted, cutTies: 0) }
    let rows = Buffer(count: wanted) { sorted.pointer[$0] }
    return First(rows: rows, cutTies: countingTies ? try ties(rows, keys) : 0)
  }

  /// By one column; nil where fewer than wanted are known.
  private func firstValues(_ wanted: Int) throws(RunError) -> First? {
    let finder = FirstValues(wanted: wanted, isDescending: isDescending[0], sweep: sweep)
    // Free text is ranked; everything else is compared as it is stored.
    if case .arena = columns[0].storage { return try KeyCode(columns[0], sweep: sweep).storage.visit(finder) }
    return try columns[0].storage.visit(finder)
  }

  /// Each part keeps its best rows; the best of them all are the answer.
  private func leading(_ wanted: Int, _ keys: [KeyCode]) throws(RunError) -> Buffer<UInt32> {
    let parts = RowParts(rowCount: sweep.rowCount, limit: 8)
    let found = (0..<parts.count).map { _ in Buffer<KeyedRow>(count: wanted) }
    let counts = Buffer<Int>(count: parts.count)
    let sweep = sweep
    try sweep.workers.forEach(parts.count) { part in
      var best = Leaders(wanted: wanted)
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: RowParts.blockSize) { scratch in
        guard let codes = scratch.baseAddress else { return }
        parts.forEachBlock(of: part, sweep.workers.interrupt) { rows in
          RowKeys.fill(keys, rows, into: codes)
          best.take(rows, codes, sweep)
        }
      }
      let rows = best.finish()
      counts.pointer[part] = rows.count
      for (place, row) in rows.enumerated() { found[part].pointer[place] = row }
    }
    let all = found.enumerated().flatMap { part, rows in rows.values.prefix(counts.pointer[part]) }
    let sorted = try RadixSort(lowestBit: 0, bits: 64, workers: sweep.workers).sort(Buffer(all))
    return Buffer(sorted.values.prefix(wanted).map(\.row))
  }

  /// How many of the other rows have the key of the last row.
  private func ties(_ rows: Buffer<UInt32>, _ keys: [KeyCode]) throws(RunError) -> Int {
    let last = Int(rows[rows.count - 1])
    func key(of row: Int) -> UInt64 {
      var code: UInt64 = 0
      RowKeys.fill(keys, row..<row + 1, into: &code)
      return code
    }
    let wanted = key(of: last)
    let kept = rows.values.count { key(of: Int($0)) == wanted }
    let parts = RowParts(rowCount: sweep.rowCount)
    let counts = Buffer<Int>(count: parts.count)
    let sweep = sweep
    try sweep.workers.forEach(parts.count) { part in
      var equal = 0
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: RowParts.blockSize) { scratch in
        guard let codes = scratch.baseAddress else { return }
        parts.forEachBlock(of: part, sweep.workers.interrupt) { rows in
          RowKeys.fill(keys, rows, into: codes)
          sweep.forEachRow(of: rows) { equal &+= bit(codes[$0] == wanted) }
        }
      }
      counts.pointer[part] = equal
    }
    return counts.values.reduce(0, +) - kept
  }
}
