import TallyData

/// The squared distances of two columns from their means, and the products of the distances; both are missing in the
/// same rows.
struct CorrelationKernel: GroupKernel {
  let x: Buffer<Double>
  let y: Buffer<Double>
  /// Of each slot, and one for the rows that do not count.
  let means: Buffer<SIMD2<Double>>

  struct Slot: BitwiseCopyable, Sendable {
    var xSquares: Double
    var ySquares: Double
    var products: Double
  }

  var empty: Slot { Slot(xSquares: 0, ySquares: 0, products: 0) }

  func add(_ rows: Range<Int>, groups: UnsafePointer<UInt32>, to slots: UnsafeMutablePointer<Slot>) {
    for row in 0..<rows.count {
      let group = Int(groups[row])
      add(rows.lowerBound &+ row, means.pointer[group], to: &slots[group])
    }
  }

  func add(_ rows: Range<Int>, selected: UnsafePointer<UInt8>, to slot: inout Slot) {
    let mean = means.pointer[0]
    for row in 0..<rows.count where selected[row] != 0 { add(rows.lowerBound &+ row, mean, to: &slot) }
  }

  @inline(__always)
  private func add(_ row: Int, _ mean: SIMD2<Double>, to slot: inout Slot) {
    let isMissing = x.pointer[row].isNaN
    let dx = isMissing ? 0 : x.pointer[row] - mean.x
    let dy = isMissing ? 0 : y.pointer[row] - mean.y
    slot.xSquares += dx * dx
    slot.ySquares += dy * dy
    slot.products += dx * dy
  }

  func merge(_ later: Slot, into slot: inout Slot) {
    slot.xSquares += later.xSquares
    slot.ySquares += later.ySquares
    slot.products += later.products
  }
}
