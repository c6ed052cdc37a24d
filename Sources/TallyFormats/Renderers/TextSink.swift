/// Where text goes, gathered into blocks: a file, a terminal, a string in tests.
package struct TextSink {
  private var buffer: [UInt8] = []
  private let blockSize: Int
  /// Writes all of a block or throws.
  private let writeBlock: (UnsafeRawBufferPointer) throws(OutputError) -> Void

  package init(blockSize: Int = 1 << 16, _ writeBlock: @escaping (UnsafeRawBufferPointer) throws(OutputError) -> Void) {
    self.blockSize = blockSize
    self.writeBlock = writeBlock
    buffer.reserveCapacity(blockSize + 4096)
  }

  package mutating func write(_ text: String) throws(OutputError) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= blockSize { try flush() }
  }

  package mutating func write(bytes: UnsafeBufferPointer<UInt8>) throws(OutputError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= blockSize { try flush() }
  }

  package mutating func write(byte: UInt8) throws(OutputError) {
    buffer.append(byte)
    if buffer.count >= blockSize { try flush() }
  }

  /// Hands on what was gathered; the owner calls it last.
  package mutating func flush() throws(OutputError) {
    if buffer.isEmpty { return }
    let block = buffer
    buffer.removeAll(keepingCapacity: true)
    var failure: OutputError?
    block.withUnsafeBytes { bytes in
      do throws(OutputError) { try writeBlock(bytes) } catch { failure = error }
    }
    if let failure { throw failure }
  }
}

/// Why output could not be written.
package enum OutputError: Error, Sendable, Equatable {
  /// The reader at the other end went away: nothing to say, nobody to say it to.
  case closed
  /// The system's words: `No space left on device`.
  case failed(String)
  case interrupted
}
