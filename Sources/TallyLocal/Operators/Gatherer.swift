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
  let begin: @Sendable (_ part: Int) -> Void
  let addGroups: @Sendable (_ rows: GroupedRows, _ part: Int) -> Void
  let addSelected: @Sendable (_ rows: Range<Int>, _ selected: UnsafePointer<UInt8>?, _ part: Int) -> Void
  /// Adds some slots of the later parts to those of the first.
  let merge: @Sendable (_ slots: Range<Int>) -> Void
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
    begin = { part in
      let slots = result.parts[part]
      slots.pointer.initialize(repeating: kernel.empty, count: slots.count)
    }
    addGroups = { rows, part in kernel.add(rows, to: result.parts[part].pointer) }
    addSelected = { rows, selected, part in kernel.add(rows, selected: selected, to: &result.parts[part].pointer[0]) }
    merge = { slots in
      let target = result.slots.pointer
      for later in result.parts.dropFirst() {
        let source = later.pointer
        for slot in slots { kernel.merge(source[slot], into: &target[slot]) }
      }
    }
  }
}
