import TallyData

/// What one kernel gathered of each slot, in each part of the rows.
final class SlotParts<Slot: BitwiseCopyable & Sendable>: @unchecked Sendable {
  /// Set before threads fill them.
  fileprivate(set) var parts: [Buffer<Slot>] = []

  /// What all parts gathered, once these are merged.
  var slots: Buffer<Slot> { parts[0] }
}

/// A kernel at work over the parts of some rows; several share a pass.
///
/// Each part is filled by one thread, and merged after all are. It is made of closures, not a protocol's methods: a
/// closure made where the kernel's type is known is compiled for that type.
struct Gatherer: Sendable {
  /// Makes room for the slots of each part.
  let allocate: @Sendable (_ parts: Int, _ slots: Int) throws(RunError) -> Void
  /// Readies some slots of a part.
  let begin: @Sendable (_ part: Int, _ slots: Range<Int>) -> Void
  let addGroups: @Sendable (_ rows: GroupedRows, _ part: Int) -> Void
  let addSelected: @Sendable (_ rows: Range<Int>, _ selected: UnsafePointer<UInt8>?, _ part: Int) -> Void
  /// Adds some slots of the later parts to those of the first.
  let merge: @Sendable (_ slots: Range<Int>) -> Void
  /// Puts the slots of all parts together, `count` of them: `ranks` has for each slot of each part the number of the
  /// slot, from 1, that it is added to.
  let regroup: @Sendable (_ ranks: [Buffer<UInt32>], _ count: Int, Workers) throws(RunError) -> Void
  /// The `SlotParts` that it fills.
  let result: AnyObject & Sendable
  /// Bytes of a slot.
  let slotSize: Int
  /// How many rows each of the first slots has, once parts are merged; nil: the kernel does not count them.
  private(set) var rowCounts: (@Sendable (_ slotCount: Int) -> Buffer<UInt32>)?

  init<Kernel: CountingKernel>(counting kernel: Kernel) {
    let result = SlotParts<Kernel.Slot>()
    self.init(kernel, filling: result)
    rowCounts = { count in
      let slots = result.slots.pointer
      return Buffer(count: count) { kernel.rows(of: slots[$0]) }
    }
  }

  init<Kernel: GroupKernel>(_ kernel: Kernel, filling result: SlotParts<Kernel.Slot> = SlotParts()) {
    self.result = result
    slotSize = MemoryLayout<Kernel.Slot>.stride
    allocate = { (count, slots) throws(RunError) in
      try MemoryLimit.check(count * slots, MemoryLayout<Kernel.Slot>.stride, for: "the groups")
      result.parts = (0..<count).map { _ in Buffer<Kernel.Slot>(count: slots) }
    }
    begin = { part, slots in
      (result.parts[part].pointer + slots.lowerBound).initialize(repeating: kernel.empty, count: slots.count)
    }
    addGroups = { rows, part in kernel.add(rows, to: result.parts[part].pointer) }
    addSelected = { rows, selected, part in kernel.add(rows, selected: selected, to: &result.parts[part].pointer[0]) }
    regroup = { (ranks, count, workers) throws(RunError) in
      let (parts, target) = (result.parts, Buffer<Kernel.Slot>(count: count))
      let span = max(1 << 12, (count + 15) / 16)
      try workers.forEach((count + span - 1) / span) { task in
        let slots = task * span..<min((task + 1) * span, count)
        let total = target.pointer
        (total + slots.lowerBound).initialize(repeating: kernel.empty, count: slots.count)
        for (part, ranks) in zip(parts, ranks) {
          let (source, ranks, rankCount) = (part.pointer, ranks.pointer, ranks.count)
          for number in 1..<max(1, rankCount) {
            let slot = Int(ranks[number]) &- 1
            if slots.contains(slot) { kernel.merge(source[number], into: &total[slot]) }
          }
        }
      }
      result.parts = [target]
    }
    merge = { slots in
      let target = result.slots.pointer
      for later in result.parts.dropFirst() {
        let source = later.pointer
        for slot in slots { kernel.merge(source[slot], into: &target[slot]) }
      }
    }
  }
}
