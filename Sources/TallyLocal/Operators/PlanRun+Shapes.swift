import TallyData
import TallyPlan

/// Steps that turn rows into columns and columns into rows.
extension PlanRun {
  mutating func pivot(_ pivot: PlanPivot) throws(RunError) {
    frame = try frame.compacted(workers)
    let keys = Array(frame.columns.prefix(pivot.keyCount))
    let isEmpty = frame.rowCount == 0
    let groups = keys.isEmpty || isEmpty ? Groups(wholeOf: frame.rowCount) : try Groups(keys: keys, sweep: sweep)
    let count = isEmpty ? 0 : groups.count
    let cells = try cells(pivot, try groups.indices(sweep), count)
    var columns: [Column] = []
    for (place, key) in keys.enumerated() {
      columns.append(isEmpty ? key : try groups.key(place, of: key, workers))
    }
    for (place, isZero) in pivot.isZeroWithoutRows.enumerated() {
      let values = frame.columns[pivot.keyCount + 1 + place]
      for rows in cells {
        let column = try values.gathered(rows, workers)
        columns.append(isZero ? column.zeroed(where: rows) : column)
      }
    }
    frame = Frame(columns: columns, physicalCount: count)
  }

  /// For each value of the key that becomes columns, the summary's row of each row of the answer.
  private func cells(_ pivot: PlanPivot, _ targets: Buffer<UInt32>, _ count: Int) throws(RunError) -> [Buffer<UInt32>] {
    try MemoryLimit.check(pivot.values.count * max(count, 1), 4, for: "the columns")
    let cells = pivot.values.map { _ in Buffer<UInt32>(repeating: .max, count: count) }
    var places: [Value: Int] = [:]
    for (place, value) in pivot.values.enumerated() { places[value] = place }
    let key = frame.columns[pivot.keyCount]
    for row in 0..<frame.rowCount {
      guard let place = places[key[row]] else { continue }
      cells[place].pointer[Int(targets.pointer[row])] = UInt32(truncatingIfNeeded: row)
    }
    return cells
  }

  mutating func unpivot(_ unpivot: PlanUnpivot) throws(RunError) {
    frame = try frame.compacted(workers)
    let (rowCount, width) = (frame.rowCount, unpivot.columns.count)
    let total = rowCount.multipliedReportingOverflow(by: width)
    guard !total.overflow, total.partialValue <= MemoryLimit.rows else {
      throw .tooLarge(what: "the rows", bytes: .max, range: 0..<0)
    }
    try MemoryLimit.check(total.partialValue, 24, for: "the rows")
    let repeated = Buffer<UInt32>(count: total.partialValue)
    let turned = Buffer<UInt32>(count: total.partialValue)
    let names = Buffer<UInt32>(count: total.partialValue)
    let sorted = unpivot.names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    let codes = unpivot.names.map { UInt32(truncatingIfNeeded: (sorted.firstIndex(of: $0) ?? 0) + 1) }
    for row in 0..<rowCount {
      if row & 0xFFF == 0, workers.interrupt.isRaised { throw .interrupted }
      for column in 0..<width {
        let target = row * width + column
        repeated.pointer[target] = UInt32(truncatingIfNeeded: row)
        turned.pointer[target] = UInt32(truncatingIfNeeded: column * rowCount + row)
        names.pointer[target] = codes[column]
      }
    }
    var columns: [Column] = []
    for index in unpivot.kept { columns.append(try frame.columns[index].gathered(repeated, workers)) }
    columns.append(Column(codes: names, dictionary: TextDictionary(sortedWords: sorted)))
    let all = try Column.concatenated(
      unpivot.columns.map { frame.columns[$0] }, type: unpivot.valueType, workers)
    columns.append(try all.gathered(turned, workers))
    frame = Frame(columns: columns, physicalCount: total.partialValue)
  }
}

extension Column {
  /// The column with 0 in place of the cells that had no row.
  fileprivate func zeroed(where rows: Buffer<UInt32>) -> Column {
    guard rows.values.contains(.max) else { return self }
    if type == .number {
      return Column(numbers: rows.values.enumerated().map { $1 == .max ? 0 : self[$0].double ?? .nan })
    }
    return Column(type: type, integrals: rows.values.enumerated().map { $1 == .max ? 0 : self[$0].integral ?? .min })
  }
}
