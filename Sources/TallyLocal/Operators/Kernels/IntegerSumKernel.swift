import CKernels
import TallyData

/// The sum and number of known whole numbers of at most 32 bits: exact, in any order of the rows.
struct IntegerSumKernel<V: NarrowWhole>: CountingKernel {
  let values: Buffer<V>

  struct Slot: BitwiseCopyable, Sendable {
    /// 2^32 rows of 32 bits fit.
    var sum: Int64
    var counts = SlotCounts()
    var known: Int64 { counts.known }
  }

  var empty: Slot { Slot(sum: 0) }

  func add(_ rows: GroupedRows, to slots: UnsafeMutablePointer<Slot>) {
    let values = values.pointer + rows.first
    rows.forEach { (place, slot) in
      let slot = slots + slot
      let isKnown: UInt64 = bit(!values[place].isMissing)
      slot.pointee.sum &+= Int64(truncatingIfNeeded: values[place]) & (0 &- Int64(bitPattern: isKnown))
      slot.pointee.counts.add(isKnown: isKnown)
    }
  }

  func rows(of slot: Slot) -> UInt32 { slot.counts.rows }

  func add(_ rows: Range<Int>, selected: UnsafePointer<UInt8>?, to slot: inout Slot) {
    var sums = tally_sums()
    V.addSums(values.pointer + rows.lowerBound, rows.count, selected, to: &sums)
    slot.sum &+= sums.sum
    slot.counts.add(known: sums.known)
  }

  func merge(_ later: Slot, into slot: inout Slot) {
    slot.sum &+= later.sum
    slot.counts.add(later.counts)
  }
}

/// The sum and number of known 64-bit numbers, exact.
struct WideSumKernel: CountingKernel {
  let values: Buffer<Int64>

  struct Slot: BitwiseCopyable, Sendable {
    var sum: Int128
    var counts = SlotCounts()
    var known: Int64 { counts.known }
  }

  var empty: Slot { Slot(sum: 0) }

  func add(_ rows: GroupedRows, to slots: UnsafeMutablePointer<Slot>) {
    let values = values.pointer + rows.first
    rows.forEach { (place, slot) in
      let slot = slots + slot
      let isKnown: UInt64 = bit(!values[place].isMissing)
      slot.pointee.sum &+= Int128(values[place] & (0 &- Int64(bitPattern: isKnown)))
      slot.pointee.counts.add(isKnown: isKnown)
    }
  }

  func rows(of slot: Slot) -> UInt32 { slot.counts.rows }

  func add(_ rows: Range<Int>, selected: UnsafePointer<UInt8>?, to slot: inout Slot) {
    var total = tally_wide_sum()
    tally_sum_64(values.pointer + rows.lowerBound, rows.count, selected, &total)
    slot.sum &+= Int128(total.high) << 32 &+ Int128(total.low)
    slot.counts.add(known: total.known)
  }

  func merge(_ later: Slot, into slot: inout Slot) {
    slot.sum &+= later.sum
    slot.counts.add(later.counts)
  }
}

/// The sums of known whole numbers of at most 32 bits and of their squares, exact.
struct SquareKernel<V: NarrowWhole>: CountingKernel {
  let values: Buffer<V>

  struct Slot: BitwiseCopyable, Sendable {
    var squares: Int128
    var sum: Int64
    var counts = SlotCounts()
    var known: Int64 { counts.known }
  }

  var empty: Slot { Slot(squares: 0, sum: 0) }

  func add(_ rows: GroupedRows, to slots: UnsafeMutablePointer<Slot>) {
    let values = values.pointer + rows.first
    rows.forEach { (place, slot) in
      let slot = slots + slot
      let isKnown: UInt64 = bit(!values[place].isMissing)
      let value = Int64(truncatingIfNeeded: values[place]) & (0 &- Int64(bitPattern: isKnown))
      slot.pointee.squares &+= Int128(value &* value)
      slot.pointee.sum &+= value
      slot.pointee.counts.add(isKnown: isKnown)
    }
  }

  func rows(of slot: Slot) -> UInt32 { slot.counts.rows }

  func add(_ rows: Range<Int>, selected: UnsafePointer<UInt8>?, to slot: inout Slot) {
    let squares = V.squares(values.pointer + rows.lowerBound, rows.count, selected)
    slot.squares &+= Int128(squares.high) << 32 &+ Int128(squares.low)
    slot.sum &+= squares.sum
    slot.counts.add(known: squares.known)
  }

  func merge(_ later: Slot, into slot: inout Slot) {
    slot.squares &+= later.squares
    slot.sum &+= later.sum
    slot.counts.add(later.counts)
  }
}
