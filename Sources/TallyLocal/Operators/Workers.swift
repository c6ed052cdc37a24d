import TallyData
import TallyText

/// The threads that may work on a query, and the request to stop that they watch.
struct Workers: Sendable {
  let threads: Int
  let interrupt: Interrupt
  /// What is told how far the work is; nil: nobody asks.
  var progress: QueryProgress?

  /// Calls `body` for each task in `0..<taskCount`; a task that runs for more than a few milliseconds looks at
  /// `interrupt` itself and returns early.
  func forEach(_ taskCount: Int, _ body: @escaping @Sendable (Int) -> Void) throws(RunError) {
    let (interrupt, progress) = (interrupt, progress)
    progress?.begin(taskCount: taskCount)
    Parallel.forEach(taskCount, threads: threads) { task in
      if interrupt.isRaised { return }
      body(task)
      progress?.taskIsDone()
    }
    if interrupt.isRaised { throw .interrupted }
  }
}

/// Rows cut into consecutive ranges of about the same length, on block boundaries.
///
/// How many there are depends on the rows alone, never on the threads: so sums of doubles repeat bit for bit.
struct RowParts: Sendable {
  /// Rows a kernel works on at once; a multiple of 64, so that a block starts at a word of a bitmap.
  static let blockSize = 4096

  let rowCount: Int
  let count: Int
  private let partSize: Int

  init(rowCount: Int, limit: Int = 64) {
    self.rowCount = rowCount
    let wanted = max(1, min(limit, rowCount / (16 * Self.blockSize)))
    let blocks = (rowCount + Self.blockSize - 1) / Self.blockSize
    partSize = max(1, (blocks + wanted - 1) / wanted) * Self.blockSize
    count = max(1, (rowCount + partSize - 1) / partSize)
  }

  subscript(part: Int) -> Range<Int> {
    min(part * partSize, rowCount)..<min((part + 1) * partSize, rowCount)
  }

  /// Calls `body` for each block of a part, until it is told to stop.
  @inline(__always)
  func forEachBlock(of part: Int, _ interrupt: Interrupt, _ body: (Range<Int>) -> Void) {
    let rows = self[part]
    var start = rows.lowerBound
    while start < rows.upperBound {
      if interrupt.isRaised { return }
      let end = min(start + Self.blockSize, rows.upperBound)
      body(start..<end)
      start = end
    }
  }
}

/// A condition as 0 or 1 without a branch, so that loops over it vectorise.
@inline(__always)
func bit<I: FixedWidthInteger>(_ condition: Bool) -> I {
  I(truncatingIfNeeded: unsafeBitCast(condition, to: UInt8.self))
}
