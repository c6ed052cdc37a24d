import CKernels
import TallyData

/// A pass over the rows of a frame that count.
struct Sweep: Sendable {
  let rowCount: Int
  let mask: Bitmap?
  let workers: Workers

  /// What a kernel gathered for each slot of a grouping.
  func run<Kernel: GroupKernel>(_ kernel: Kernel, over grouping: Grouping) throws(RunError) -> Buffer<Kernel.Slot> {
    let result = SlotParts<Kernel.Slot>()
    try gather([Gatherer(kernel, filling: result)], over: grouping)
    return result.slots
  }

  /// What a kernel gathered in each part of the rows.
  func parts<Kernel: GroupKernel>(
    _ kernel: Kernel, over grouping: Grouping
  ) throws(RunError) -> [Buffer<Kernel.Slot>] {
    let result = SlotParts<Kernel.Slot>()
    try gatherParts([Gatherer(kernel, filling: result)], over: grouping)
    return result.parts
  }

  /// How the rows are cut for a grouping: into few parts where each needs many slots.
  func rowParts(for grouping: Grouping) -> RowParts {
    let limit =
      switch grouping.slotCount {
      case ...4096: 64
      case ...65_536: 8
      default: 2
      }
    return RowParts(rowCount: rowCount, limit: limit)
  }

  /// Lets several kernels gather in one pass.
  func gather(_ gatherers: [Gatherer], over grouping: Grouping) throws(RunError) {
    try gatherParts(gatherers, over: grouping)
    guard rowParts(for: grouping).count > 1 else { return }
    let span = 1 << 14
    try workers.forEach((grouping.slotCount + span - 1) / span) { task in
      for gatherer in gatherers { gatherer.merge(task * span..<min((task + 1) * span, grouping.slotCount)) }
    }
  }

  private func gatherParts(_ gatherers: [Gatherer], over grouping: Grouping) throws(RunError) {
    let parts = rowParts(for: grouping)
    for gatherer in gatherers { try gatherer.allocate(parts.count, grouping.slotCount) }
    let sweep = self
    try workers.forEach(parts.count) { part in
      for gatherer in gatherers { gatherer.begin(part, 0..<grouping.slotCount) }
      if grouping.isWhole {
        sweep.addWhole(gatherers, parts, part)
      } else {
        sweep.addGroups(gatherers, parts, part, grouping)
      }
    }
  }

  private func addGroups(_ gatherers: [Gatherer], _ parts: RowParts, _ part: Int, _ grouping: Grouping) {
    forEachBlock(of: part, parts, grouping) { rows in
      for gatherer in gatherers { gatherer.addGroups(rows, part) }
    }
  }

  /// Calls `body` with the rows that count of each block of a part, and their groups.
  @inline(__always)
  func forEachBlock(of part: Int, _ parts: RowParts, _ grouping: Grouping, _ body: (GroupedRows) -> Void) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: RowParts.blockSize) { slots in
      withUnsafeTemporaryAllocation(of: UInt16.self, capacity: RowParts.blockSize) { places in
        guard let slots = slots.baseAddress, let places = places.baseAddress else { return }
        parts.forEachBlock(of: part, workers.interrupt) { block in
          guard let rows = grouping.rows(block, mask: mask, slots: slots, places: places) else { return }
          body(rows)
        }
      }
    }
  }

  private func addWhole(_ gatherers: [Gatherer], _ parts: RowParts, _ part: Int) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: RowParts.blockSize) { scratch in
      guard let selected = scratch.baseAddress else { return }
      parts.forEachBlock(of: part, workers.interrupt) { rows in
        guard let mask else {
          for gatherer in gatherers { gatherer.addSelected(rows, nil, part) }
          return
        }
        let ones = mask.ones(in: rows)
        if ones == 0 { return }
        if ones == rows.count {
          for gatherer in gatherers { gatherer.addSelected(rows, nil, part) }
          return
        }
        mask.spread(rows, into: selected)
        for gatherer in gatherers { gatherer.addSelected(rows, selected, part) }
      }
    }
  }
}

extension Bitmap {
  /// Writes 1 or 0 for each row of a block that starts at a multiple of 64.
  func spread(_ rows: Range<Int>, into marks: UnsafeMutablePointer<UInt8>) {
    words.withUnsafeBufferPointer { words in
      guard let base = words.baseAddress else { return }
      tally_spread(base + rows.lowerBound / 64, rows.count, marks)
    }
  }
}
