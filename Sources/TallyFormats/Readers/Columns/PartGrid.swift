/// The parts of all columns and chunks.
final class PartGrid: @unchecked Sendable {
  let chunkCount: Int
  let columnCount: Int
  private let parts: UnsafeMutablePointer<ColumnPart>

  init(chunks: Int, columns: Int) {
    chunkCount = chunks
    columnCount = columns
    parts = .allocate(capacity: max(1, chunks * columns))
    parts.initialize(repeating: ColumnPart(), count: chunks * columns)
  }

  deinit { parts.deallocate() }

  /// Each part is written by the one thread that has its chunk.
  subscript(chunk: Int, column: Int) -> ColumnPart {
    get { parts[chunk * columnCount + column] }
    set { parts[chunk * columnCount + column] = newValue }
  }
}
