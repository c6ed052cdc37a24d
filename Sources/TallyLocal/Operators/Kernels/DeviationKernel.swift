import CKernels
import TallyData

/// A stored number, not scaled.
protocol Measurable: CodedValue {
  var double: Double { get }
  /// The value of a whole number; 0 for a double.
  var whole: Int64 { get }
}

extension Double: Measurable {
  @inline(__always) var double: Double { self }
  @inline(__always) var whole: Int64 { 0 }
}

extension Int64: Measurable {
  @inline(__always) var double: Double { Double(self) }
  @inline(__always) var whole: Int64 { Int64(self) }
}

extension Int32: Measurable {
  @inline(__always) var double: Double { Double(self) }
  @inline(__always) var whole: Int64 { Int64(self) }
}

extension Int16: Measurable {
  @inline(__always) var double: Double { Double(self) }
  @inline(__always) var whole: Int64 { Int64(self) }
}

extension Int8: Measurable {
  @inline(__always) var double: Double { Double(self) }
  @inline(__always) var whole: Int64 { Int64(self) }
}

/// The sum of squared distances from each group's mean, which a pass before found.
///
/// The plain distances are added up too: what they leave of zero is the mean's rounding, and is taken off.
struct DeviationKernel: GroupKernel {
  let values: Buffer<Double>
  /// One for each slot.
  let means: Buffer<Double>

  struct Slot: BitwiseCopyable, Sendable {
    var squares: CompensatedSum
    var distances: Double
  }

  var empty: Slot { Slot(squares: CompensatedSum(), distances: 0) }

  func add(_ rows: GroupedRows, to slots: UnsafeMutablePointer<Slot>) {
    let (values, means) = (values.pointer + rows.first, means.pointer)
    rows.forEach { (place, slot) in
      let distance = values[place].isNaN ? 0 : values[place] - means[slot]
      slots[slot].squares.add(distance * distance)
      slots[slot].distances += distance
    }
  }

  /// Lanes side by side are joined in a fixed order.
  func add(_ rows: Range<Int>, selected: UnsafePointer<UInt8>?, to slot: inout Slot) {
    let values = values.pointer + rows.lowerBound
    withUnsafeTemporaryAllocation(of: Double.self, capacity: tally_lanes) { distances in
      guard let start = distances.baseAddress else { return }
      var sums = tally_lane_sums()
      tally_deviations_double(values, rows.count, selected, means.pointer[0], &sums, start)
      slot.squares.add(sums)
      for lane in 0..<tally_lanes { slot.distances += distances[lane] }
    }
  }

  func merge(_ later: Slot, into slot: inout Slot) {
    slot.squares.add(later.squares)
    slot.distances += later.distances
  }
}
