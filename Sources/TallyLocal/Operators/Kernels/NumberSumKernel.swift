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

  /// The sum; infinite values make the error meaningless, and the plain sum is right.
  var value: Double { (sum + error).isNaN ? sum : sum + error }
}

/// The sum and number of known doubles.
struct NumberSumKernel: GroupKernel {
  let values: Buffer<Double>

  struct Slot: BitwiseCopyable, Sendable {
    var sum: CompensatedSum
    var known: Int64
  }

  var empty: Slot { Slot(sum: CompensatedSum(), known: 0) }

  func add(_ rows: Range<Int>, groups: UnsafePointer<UInt32>, to slots: UnsafeMutablePointer<Slot>) {
    let values = values.pointer + rows.lowerBound
    var row = 0
    while row < rows.count {
      let slot = slots + Int(groups[row])
      let isMissing = values[row].isNaN
      slot.pointee.sum.add(isMissing ? 0 : values[row])
      slot.pointee.known &+= bit(!isMissing)
      row &+= 1
    }
  }

  /// The block's counting values are put together first, zeros for the others; then four sums run side by side, each
  /// of every fourth row, and are joined in a fixed order.
  func add(_ rows: Range<Int>, selected: UnsafePointer<UInt8>, to slot: inout Slot) {
    let values = values.pointer + rows.lowerBound
    withUnsafeTemporaryAllocation(of: Double.self, capacity: RowParts.blockSize) { scratch in
      guard let counting = scratch.baseAddress else { return }
      var known: Int64 = 0
      var row = 0
      while row < rows.count {
        let isKnown: UInt64 = UInt64(selected[row]) & bit(!values[row].isNaN)
        counting[row] = Double(bitPattern: values[row].bitPattern & (0 &- isKnown))
        known &+= Int64(bitPattern: isKnown)
        row &+= 1
      }
      slot.known &+= known
      while row & 3 != 0 {
        counting[row] = 0
        row &+= 1
      }
      let (sum, error) = Self.sums(counting, row)
      for lane in 0..<4 {
        slot.sum.add(sum[lane])
        slot.sum.add(error[lane])
      }
    }
  }

  /// Of `count` values, a multiple of 4.
  @inline(__always)
  private static func sums(_ values: UnsafePointer<Double>, _ count: Int) -> (SIMD4<Double>, SIMD4<Double>) {
    var (sum, error) = (SIMD4<Double>(repeating: 0), SIMD4<Double>(repeating: 0))
    var row = 0
    while row < count {
      let value = UnsafeRawPointer(values + row).loadUnaligned(as: SIMD4<Double>.self)
      let total = sum + value
      let taken = total - sum
      error += (sum - (total - taken)) + (value - taken)
      sum = total
      row &+= 4
    }
    return (sum, error)
  }

  func merge(_ later: Slot, into slot: inout Slot) {
    slot.sum.add(later.sum)
    slot.known &+= later.known
  }
}
