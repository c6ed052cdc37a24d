import CKernels
import TallyData

/// A sum of doubles together with what rounding took from it.
///
/// Each addition's exact error (Knuth's two-sum) is added up beside the sum, so a sum of n values is about as exact as
/// if it had been made in twice the precision.
struct CompensatedSum: BitwiseCopyable, Sendable {
  private(set) var sum = 0.0
  private(set) var error = 0.0

  @inline(__always)
  mutating func add(_ value: Double) {
    let total = sum + value
    let taken = total - sum
    error += (sum - (total - taken)) + (value - taken)
    sum = total
  }

  mutating func add(_ other: CompensatedSum) {
    add(other.sum)
    error += other.error
  }

  mutating func add(_ sums: tally_lane_sums) {
    withUnsafeBytes(of: sums) { bytes in
      let lanes = tally_lanes
      for lane in 0..<lanes {
        add(bytes.load(fromByteOffset: 8 * lane, as: Double.self))
        add(bytes.load(fromByteOffset: 8 * (lanes + lane), as: Double.self))
      }
    }
  }

  /// The sum; infinite values make the error meaningless, and the plain sum is right.
  var value: Double { (sum + error).isNaN ? sum : sum + error }
}

/// The sum and number of known doubles.
struct NumberSumKernel: CountingKernel {
  let values: Buffer<Double>

  struct Slot: BitwiseCopyable, Sendable {
    var sum: CompensatedSum
    var counts = SlotCounts()
    var known: Int64 { counts.known }
  }

  var empty: Slot { Slot(sum: CompensatedSum()) }

  func add(_ rows: GroupedRows, to slots: UnsafeMutablePointer<Slot>) {
    let values = values.pointer + rows.first
    rows.forEach { (place, slot) in
      let slot = slots + slot
      let isMissing = values[place].isNaN
      slot.pointee.sum.add(isMissing ? 0 : values[place])
      slot.pointee.counts.add(isKnown: bit(!isMissing))
    }
  }

  func rows(of slot: Slot) -> UInt32 { slot.counts.rows }

  /// The sums that run side by side are joined in a fixed order.
  func add(_ rows: Range<Int>, selected: UnsafePointer<UInt8>?, to slot: inout Slot) {
    var sums = tally_lane_sums()
    tally_sum_double(values.pointer + rows.lowerBound, rows.count, selected, &sums)
    slot.sum.add(sums)
    slot.counts.add(known: sums.known)
  }

  func merge(_ later: Slot, into slot: inout Slot) {
    slot.sum.add(later.sum)
    slot.counts.add(later.counts)
  }
}
