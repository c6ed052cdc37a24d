import TallyData

/// The sum of squared distances of 64-bit numbers from a whole number near each group's mean, exact.
///
/// `centers` has one number for each slot, found by a pass before.
struct WideSquareKernel: GroupKernel {
  let values: Buffer<Int64>
  let centers: Buffer<Int64>

  /// A square has 128 bits, so their halves are added up apart: 2^64 rows fit.
  struct Slot: BitwiseCopyable, Sendable {
    private var high: UInt128 = 0
    private var low: UInt128 = 0

    @inline(__always)
    mutating func add(_ value: Int64, from center: Int64) {
      let isKnown: Int64 = bit(!value.isMissing)
      let (above, below) = (UInt64(bitPattern: value &- center), UInt64(bitPattern: center &- value))
      let distance = (value > center ? above : below) & UInt64(bitPattern: 0 &- isKnown)
      let square = distance.multipliedFullWidth(by: distance)
      high &+= UInt128(square.high)
      low &+= UInt128(square.low)
    }

    mutating func add(_ other: Slot) {
      high &+= other.high
      low &+= other.low
    }

    /// The squared distances of `count` values from their very mean, each `count` times. `rest` is the sum of the plain
    /// distances from the center, at most `count`: its square is lost beside squares that 128 bits do not hold.
    func spread(of count: Int, rest: Int128) -> Double {
      let (carried, isWide) = low.addingReportingOverflow(high << 64)
      let (total, isBeyond) = carried.multipliedReportingOverflow(by: UInt128(count))
      if high >> 64 == 0, !isWide, !isBeyond { return Double(total &- (rest * rest).magnitude) }
      return (Double(high) * 0x1p64 + Double(low)) * Double(count)
    }
  }

  var empty: Slot { Slot() }

  func add(_ rows: GroupedRows, to slots: UnsafeMutablePointer<Slot>) {
    let (values, centers) = (values.pointer + rows.first, centers.pointer)
    rows.forEach { (place, slot) in slots[slot].add(values[place], from: centers[slot]) }
  }

  func add(_ rows: Range<Int>, selected: UnsafePointer<UInt8>?, to slot: inout Slot) {
    let values = values.pointer + rows.lowerBound
    let selected = selected ?? BlockMarks.all
    let center = centers.pointer[0]
    var row = 0
    while row < rows.count {
      slot.add(selected[row] == 0 ? .min : values[row], from: center)
      row &+= 1
    }
  }

  func merge(_ later: Slot, into slot: inout Slot) { slot.add(later) }
}
