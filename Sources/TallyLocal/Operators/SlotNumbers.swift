import CKernels
import TallyData

/// The numbers of the keys of a join's right side, by slots: codes are the digits of a slot, the first key's the highest.
/// A code that the right does not have, missing's too, is the last of its digit, and such slots have number 0.
struct SlotNumbers: Sendable {
  let codes: [JoinCode]
  /// Of each slot; the last has number 0.
  let numbers: Buffer<UInt32>
  /// Of each row of the right.
  let ofRows: Buffer<UInt32>
  /// How many keys there are.
  let count: Int

  /// Slots that are worth their memory.
  private static func slotLimit(rowCount: Int) -> Int { max(1 << 16, min(1 << 28, 8 * rowCount)) }

  /// Nil where the codes lie too far apart.
  init?(_ codes: [JoinCode], rightCount: Int, _ workers: Workers) throws(RunError) {
    let limit = Self.slotLimit(rowCount: rightCount)
    var slotCount = 1
    for code in codes {
      guard code.hasSlots, code.last < limit / slotCount else { return nil }
      slotCount *= Int(code.last) + 1
    }
    try MemoryLimit.check(slotCount, MemoryLayout<UInt32>.stride, for: "the keys of the join")
    self.codes = codes
    let (numbers, ofRows) = (Buffer<UInt32>(repeating: 0, count: slotCount), Buffer<UInt32>(count: rightCount))
    let block = Buffer<UInt32>(count: RowParts.blockSize)
    let (slots, known) = (block.pointer, numbers.pointer)
    var (count, start) = (UInt32(0), 0)
    while start < rightCount {
      if workers.interrupt.isRaised { throw .interrupted }
      let rows = start..<min(start + RowParts.blockSize, rightCount)
      Self.fill(codes, .right, rows, into: slots)
      let target = ofRows.pointer + start
      for row in 0..<rows.count {
        let slot = Int(slots[row])
        if known[slot] == 0, Self.isKey(slot, codes) {
          count += 1
          known[slot] = count
        }
        target[row] = known[slot]
      }
      start = rows.upperBound
    }
    (self.numbers, self.ofRows, self.count) = (numbers, ofRows, Int(count))
  }

  /// Whether no digit of a slot is the last, which stands for no code.
  private static func isKey(_ slot: Int, _ codes: [JoinCode]) -> Bool {
    var rest = slot
    for code in codes.reversed() {
      let width = Int(code.last) + 1
      if rest % width == width - 1 { return false }
      rest /= width
    }
    return true
  }

  /// Writes the slots of a block.
  func fill(_ side: JoinSide, _ rows: Range<Int>, into slots: UnsafeMutablePointer<UInt32>) {
    Self.fill(codes, side, rows, into: slots)
  }

  private static func fill(
    _ codes: [JoinCode], _ side: JoinSide, _ rows: Range<Int>, into slots: UnsafeMutablePointer<UInt32>
  ) {
    for (place, code) in codes.enumerated() {
      let last = UInt32(truncatingIfNeeded: code.last)
      code.cells(side).addSlots(rows, last: last, factor: place == 0 ? 0 : last + 1, to: slots)
    }
  }
}
