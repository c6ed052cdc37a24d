/// Where the chunks of a text lie, and where their first rows begin.
final class ChunkLayout: @unchecked Sendable {
  let source: ByteSource
  let dialect: Dialect
  let dataStart: Int
  let textEnd: Int
  let chunkSize: Int
  let chunkCount: Int
  /// Bytes read behind a chunk for its last row.
  let overlap: Int
  /// Where the first row of each chunk begins, and the end of the last row; each is written once, by the thread
  /// that divides the chunk before.
  let starts: UnsafeMutablePointer<Int>

  init(source: ByteSource, dialect: Dialect, dataStart: Int, textEnd: Int, chunkSize: Int?) {
    self.source = source
    self.dialect = dialect
    self.dataStart = dataStart
    self.textEnd = textEnd
    // A chunk holds some hundred rows even of a wide file, for each of its columns costs something.
    self.chunkSize = max(1, chunkSize ?? min(max(1 << 18, dialect.columnCount << 10), 1 << 24))
    chunkCount = max(0, textEnd - dataStart + self.chunkSize - 1) / self.chunkSize
    overlap = min(max(4096, dialect.columnCount * 32), self.chunkSize)
    starts = .allocate(capacity: chunkCount + 1)
    starts.initialize(repeating: textEnd, count: chunkCount + 1)
  }

  deinit { starts.deallocate() }

  func range(_ chunk: Int) -> Range<Int> {
    let start = dataStart + chunk * chunkSize
    return start..<min(start + chunkSize, textEnd)
  }
}
