import CKernels
import TallyTestSupport

/// The loops that gather free texts.
extension BlockLoop {
  /// Over rows of three segments from one seed; every fifth row is missing.
  static func texts() -> [BlockLoop] {
    var random = SeededGenerator(seed: 12)
    let segments = UnsafeMutablePointer<tally_segment>.allocate(capacity: 3)
    for place in 0..<3 {
      (segments + place).initialize(to: segment(firstRow: UInt64(place * rowCount), &random))
    }
    let rows = block { $0 % 5 == 0 ? UInt32.max : UInt32.random(in: 0..<UInt32(3 * rowCount), using: &random) }
    let inOne = block { $0 % 5 == 0 ? UInt32.max : UInt32.random(in: 0..<UInt32(rowCount), using: &random) }
    let (starts, lengths) = (block { _ in UnsafePointer<UInt8>?.none }, block { _ in UInt32(0) })
    let (found, sizes) = (block { _ in UnsafePointer<UInt8>?.none }, block { _ in UInt32(0) })
    let total = tally_find_texts(segments, 3, rows, rowCount, found, sizes).bytes
    let (bytes, ends) = (UnsafeMutablePointer<UInt8>.allocate(capacity: Int(total)), block { _ in UInt32(0) })
    return [
      BlockLoop("find texts") { _ = tally_find_texts(segments, 1, inOne, rowCount, starts, lengths) },
      BlockLoop("find texts of segments") { _ = tally_find_texts(segments, 3, rows, rowCount, starts, lengths) },
      BlockLoop("copy texts") { tally_copy_texts(found, sizes, rowCount, bytes, 0, ends) },
    ]
  }

  /// Texts of 0 to 39 bytes.
  private static func segment(firstRow: UInt64, _ random: inout SeededGenerator) -> tally_segment {
    // Freed with the process.
    let offsets = UnsafeMutablePointer<UInt32>.allocate(capacity: rowCount + 1)
    offsets.initialize(to: 0)
    for row in 0..<rowCount {
      (offsets + row + 1).initialize(to: offsets[row] + UInt32.random(in: 0..<40, using: &random))
    }
    let size = Int(offsets[rowCount])
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: max(size, 1))
    bytes.initialize(repeating: 97, count: size)
    return tally_segment(first_row: firstRow, bytes: UnsafePointer(bytes), offsets: UnsafePointer(offsets))
  }
}
