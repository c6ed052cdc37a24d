import TallyData
import TallyText

/// One loop over rows that gathers something about each group.
protocol GroupKernel: Sendable {
  /// What is known of one group.
  associatedtype Slot: BitwiseCopyable & Sendable
  var empty: Slot { get }

  /// Adds each row of a block to the slot of its group.
  func add(_ rows: Range<Int>, groups: UnsafePointer<UInt32>, to slots: UnsafeMutablePointer<Slot>)

  /// Adds the rows of a block where `selected` is 1 and not 0 to the one group there is.
  func add(_ rows: Range<Int>, selected: UnsafePointer<UInt8>, to slot: inout Slot)

  /// Adds what later rows gave.
  func merge(_ later: Slot, into slot: inout Slot)
}

/// A pass over the rows of a frame that count.
struct Sweep: Sendable {
  let rowCount: Int
  let mask: Bitmap?
  let workers: Workers

  /// What a kernel gathered for each slot of a grouping.
  func run<Kernel: GroupKernel>(_ kernel: Kernel, over grouping: Grouping) throws(RunError) -> Buffer<Kernel.Slot> {
    let parts = try parts(kernel, over: grouping)
    guard parts.count > 1 else { return parts[0] }
    let span = 1 << 14
    try workers.forEach((grouping.slotCount + span - 1) / span) { task in
      let target = parts[0].pointer
      for later in parts.dropFirst() {
        let source = later.pointer
        for slot in task * span..<min((task + 1) * span, grouping.slotCount) {
          kernel.merge(source[slot], into: &target[slot])
        }
      }
    }
    return parts[0]
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

  /// What a kernel gathered in each part of the rows; each has one slot more, for the rows that do not count.
  func parts<Kernel: GroupKernel>(
    _ kernel: Kernel, over grouping: Grouping
  ) throws(RunError) -> [Buffer<Kernel.Slot>] {
    let parts = rowParts(for: grouping)
    let length = grouping.slotCount + 1
    try MemoryLimit.check(parts.count * length, MemoryLayout<Kernel.Slot>.stride, for: "the groups")
    let results = (0..<parts.count).map { _ in Buffer<Kernel.Slot>(count: length) }
    let sweep = self
    try workers.forEach(parts.count) { part in
      let slots = results[part].pointer
      slots.initialize(repeating: kernel.empty, count: length)
      if grouping.isWhole {
        sweep.addWhole(kernel, parts, part, to: &slots[0])
      } else {
        sweep.addGroups(kernel, parts, part, grouping, to: slots)
      }
    }
    return results
  }

  private func addGroups<Kernel: GroupKernel>(
    _ kernel: Kernel, _ parts: RowParts, _ part: Int, _ grouping: Grouping, to slots: UnsafeMutablePointer<Kernel.Slot>
  ) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: RowParts.blockSize) { scratch in
      guard let groups = scratch.baseAddress else { return }
      parts.forEachBlock(of: part, workers.interrupt) { rows in
        if grouping.fill(rows, mask: mask, into: groups) { kernel.add(rows, groups: groups, to: slots) }
      }
    }
  }

  private func addWhole<Kernel: GroupKernel>(
    _ kernel: Kernel, _ parts: RowParts, _ part: Int, to slot: inout Kernel.Slot
  ) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: RowParts.blockSize) { scratch in
      guard let selected = scratch.baseAddress else { return }
      selected.initialize(repeating: 1, count: RowParts.blockSize)
      parts.forEachBlock(of: part, workers.interrupt) { rows in
        if let mask {
          guard mask.hasOnes(in: rows) else { return }
          mask.forEachWord(in: rows) { (word, first, count) in
            var row = 0
            while row < count {
              selected[first &+ row] = UInt8(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: row)) & 1
              row &+= 1
            }
          }
        }
        kernel.add(rows, selected: selected, to: &slot)
      }
    }
  }
}
