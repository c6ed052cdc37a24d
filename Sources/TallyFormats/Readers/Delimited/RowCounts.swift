import Synchronization

/// Rows and lines that the chunks held.
final class RowCounts: @unchecked Sendable {
  let chunkCount: Int
  /// Each is written by the one thread that has its chunk.
  let rows: UnsafeMutablePointer<Int>
  private let blank = Atomic<Int>(0)
  private let short = Atomic<Int>(0)
  private let long = Atomic<Int>(0)

  init(chunks: Int) {
    chunkCount = chunks
    rows = .allocate(capacity: max(1, chunks))
    rows.initialize(repeating: 0, count: chunks)
  }

  deinit { rows.deallocate() }

  func add(blank: Int, short: Int, long: Int) {
    if blank > 0 { self.blank.wrappingAdd(blank, ordering: .relaxed) }
    if short > 0 { self.short.wrappingAdd(short, ordering: .relaxed) }
    if long > 0 { self.long.wrappingAdd(long, ordering: .relaxed) }
  }

  var blankLines: Int { blank.load(ordering: .relaxed) }
  var shortRows: Int { short.load(ordering: .relaxed) }
  var longRows: Int { long.load(ordering: .relaxed) }

  /// The rows before each chunk, and before the end.
  var firstRows: [Int] {
    var total = 0
    return [0]
      + (0..<chunkCount).map { chunk in
        total += rows[chunk]
        return total
      }
  }
}
