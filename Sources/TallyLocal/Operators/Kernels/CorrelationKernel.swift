import TallyData

/// The squared distances of two columns from their means, and the products of the distances; both are missing in the
/// same rows.
struct CorrelationKernel: GroupKernel {
  let x: Buffer<Double>
  let y: Buffer<Double>
  /// Of each slot.
  let means: Buffer<SIMD2<Double>>

  struct Slot: BitwiseCopyable, Sendable {
    var xSquares: Double
    var ySquares: Double
    var products: Double
    /// The least and greatest x and y: a column whose values are all equal correlates with nothing, and their
    /// distances from a rounded mean must not be taken for a spread.
    var low: SIMD2<Double>
    var high: SIMD2<Double>

    var varies: Bool { low.x < high.x && low.y < high.y }

    /// The root of both squares' product: of a column beside itself it is exactly the sum of products. Where no double
    /// holds the product, the product of the roots.
    var spread: Double {
      let product = xSquares * ySquares
      return product.isNormal ? product.squareRoot() : xSquares.squareRoot() * ySquares.squareRoot()
    }
  }

  var empty: Slot {
    Slot(
      xSquares: 0, ySquares: 0, products: 0, low: SIMD2(repeating: .infinity), high: SIMD2(repeating: -.infinity))
  }

  func add(_ rows: GroupedRows, to slots: UnsafeMutablePointer<Slot>) {
    rows.forEach { (place, slot) in add(rows.first &+ place, means.pointer[slot], to: &slots[slot]) }
  }

  func add(_ rows: Range<Int>, selected: UnsafePointer<UInt8>?, to slot: inout Slot) {
    let mean = means.pointer[0]
    let selected = selected ?? BlockMarks.all
    for row in 0..<rows.count where selected[row] != 0 { add(rows.lowerBound &+ row, mean, to: &slot) }
  }

  @inline(__always)
  private func add(_ row: Int, _ mean: SIMD2<Double>, to slot: inout Slot) {
    let value = SIMD2(x.pointer[row], y.pointer[row])
    if value.x.isNaN { return }
    let (dx, dy) = (value.x - mean.x, value.y - mean.y)
    slot.low = pointwiseMin(slot.low, value)
    slot.high = pointwiseMax(slot.high, value)
    slot.xSquares += dx * dx
    slot.ySquares += dy * dy
    slot.products += dx * dy
  }

  func merge(_ later: Slot, into slot: inout Slot) {
    slot.xSquares += later.xSquares
    slot.ySquares += later.ySquares
    slot.products += later.products
    slot.low = pointwiseMin(slot.low, later.low)
    slot.high = pointwiseMax(slot.high, later.high)
  }
}
