/// Free text: the bytes of each row one after the other, in segments of consecutive rows.
///
/// A segment holds at most 2 GiB of text, so an offset fits 31 bits; the offset's top bit says that the
/// row that ends there is missing.
package struct TextArena: Sendable {
  package struct Segment: Sendable {
    /// The number of rows before it.
    package let firstRow: Int
    package let bytes: Buffer<UInt8>
    /// One more than it has rows.
    package let offsets: Buffer<UInt32>

    package init(firstRow: Int, bytes: Buffer<UInt8>, offsets: Buffer<UInt32>) {
      self.firstRow = firstRow
      self.bytes = bytes
      self.offsets = offsets
    }

    package var rowCount: Int { offsets.count - 1 }

    /// The text of a row counted from the segment's first.
    @inline(__always)
    package func view(_ row: Int) -> TextView {
      let start = Int(offsets.pointer[row] & ~TextArena.missingFlag)
      let end = offsets.pointer[row + 1]
      if end & TextArena.missingFlag != 0 { return .missing }
      return TextView(base: UnsafePointer(bytes.pointer + start), count: Int(end) - start)
    }
  }

  @inlinable @inline(__always)
  package static var missingFlag: UInt32 { 1 << 31 }

  package let segments: [Segment]
  package let count: Int

  package init(segments: [Segment]) {
    self.segments = segments
    count = segments.reduce(0) { $0 + $1.rowCount }
  }

  /// The text of one row.
  package func view(_ row: Int) -> TextView {
    precondition(row >= 0 && row < count)
    let segment = segments[segmentIndex(of: row)]
    return segment.view(row - segment.firstRow)
  }

  /// The index of the segment that holds `row`.
  package func segmentIndex(of row: Int) -> Int {
    var low = 0
    var high = segments.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if segments[middle].firstRow <= row { low = middle } else { high = middle }
    }
    return low
  }

  /// Writes the texts of `rows` to `target`, one after the other.
  package func copyViews(_ rows: Range<Int>, to target: UnsafeMutablePointer<TextView>) {
    guard !rows.isEmpty else { return }
    precondition(rows.lowerBound >= 0 && rows.upperBound <= count)
    var index = segmentIndex(of: rows.lowerBound)
    var row = rows.lowerBound
    while row < rows.upperBound {
      let segment = segments[index]
      let end = min(rows.upperBound, segment.firstRow + segment.rowCount)
      while row < end {
        target[row - rows.lowerBound] = segment.view(row - segment.firstRow)
        row += 1
      }
      index += 1
    }
  }
}
