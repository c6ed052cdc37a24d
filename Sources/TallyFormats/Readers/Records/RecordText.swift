import CKernels
import TallyData

/// The text that the cells of a block of records point into, with free bytes at both ends for kernels.
final class RecordText {
  private var buffer = Buffer<UInt8>(count: 0)
  private(set) var count = 0
  /// Where it begins in the source.
  private(set) var offset = 0

  /// The most bytes of a block: a cell's place and length are narrow.
  static let limit = 1 << 30

  var base: UnsafeMutablePointer<UInt8> { buffer.pointer + ChunkText.padding }

  /// Reads a range of the source in place of what is there.
  func load(_ range: Range<Int>, of source: ByteSource) throws(RowFault) {
    guard range.count < Self.limit else { throw RowFault(kind: .tooLong, offset: range.lowerBound) }
    count = 0
    offset = range.lowerBound
    reserve(range.count)
    do throws(LoadError) { try source.read(at: offset, count: range.count, into: base) } catch {
      throw RowFault(kind: .source(error), offset: offset)
    }
    count = range.count
    (base + count).update(repeating: 0, count: ChunkText.padding)
  }

  /// The first byte that is not UTF-8.
  func checkUTF8() throws(RowFault) {
    if let place = invalidUTF8(from: 0) { throw RowFault(kind: .invalidUTF8(base[place]), offset: offset + place) }
  }

  /// The first byte from `start` on that is not UTF-8.
  func invalidUTF8(from start: Int) -> Int? {
    let place = tally_invalid_utf8(UnsafePointer(base + start), count - start)
    return place < count - start ? start + place : nil
  }

  func removeAll() { count = 0 }

  /// Adds bytes at the end; gives where they begin.
  func append(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    reserve(count + bytes.count)
    let start = count
    if let source = bytes.baseAddress { (base + start).update(from: source, count: bytes.count) }
    count += bytes.count
    return start
  }

  private func reserve(_ newCount: Int) {
    let needed = newCount + 2 * ChunkText.padding
    guard buffer.count < needed else { return }
    let grown = Buffer<UInt8>(count: needed + needed / 2)
    grown.pointer.update(repeating: 0, count: grown.count)
    (grown.pointer + ChunkText.padding).update(from: base, count: count)
    buffer = grown
  }
}
