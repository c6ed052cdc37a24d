import TallyData

extension Groups {
  /// The index of each row's group; `UInt32.max` for a row that does not count.
  func indices(_ sweep: Sweep) throws(RunError) -> Buffer<UInt32> {
    let result = Buffer<UInt32>(count: sweep.rowCount)
    let grouping = try grouping
    let ofSlot = Buffer<UInt32>(count: grouping.roomCount)
    ofSlot.pointer.initialize(repeating: .max, count: ofSlot.count)
    for group in 0..<count { ofSlot.pointer[slot(group)] = UInt32(truncatingIfNeeded: group) }
    let parts = RowParts(rowCount: sweep.rowCount)
    try sweep.workers.forEach(parts.count) { part in
      parts.forEachBlock(of: part, sweep.workers.interrupt) { rows in
        let target = result.pointer + rows.lowerBound
        guard grouping.fill(rows, mask: sweep.mask, into: target) else {
          target.update(repeating: .max, count: rows.count)
          return
        }
        let places = ofSlot.pointer
        var row = 0
        while row < rows.count {
          target[row] = places[Int(target[row])]
          row &+= 1
        }
      }
    }
    return result
  }
}
