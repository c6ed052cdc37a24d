import TallyData

extension Groups {
  /// The index of each row's group; `UInt32.max` for a row that does not count.
  func indices(_ sweep: Sweep) throws(RunError) -> Buffer<UInt32> {
    let result = Buffer<UInt32>(count: sweep.rowCount)
    let grouping = try grouping
    let ofSlot = Buffer<UInt32>(count: grouping.slotCount + 1)
    ofSlot.pointer.initialize(repeating: .max, count: ofSlot.count)
    for (index, slot) in slots.values.enumerated() { ofSlot.pointer[Int(slot)] = UInt32(truncatingIfNeeded: index) }
    let parts = RowParts(rowCount: sweep.rowCount)
    try sweep.workers.forEach(parts.count) { part in
      parts.forEachBlock(of: part, sweep.workers.interrupt) { rows in
        let target = result.pointer + rows.lowerBound
        guard grouping.fill(rows, mask: sweep.mask, into: target) else {
          target.update(repeating: .max, count: rows.count)
          return
        }
        var row = 0
        while row < rows.count {
          target[row] = ofSlot.pointer[Int(target[row])]
          row &+= 1
        }
      }
    }
    return result
  }
}
