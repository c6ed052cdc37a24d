import CKernels
import TallyData

/// The first bytes of a text, with its first row whole.
final class HeadText {
  private let buffer: Buffer<UInt8>
  let offset: Int
  let count: Int
  private let isEnd: Bool

  init(_ text: TextSource, textEnd: Int) throws(RowFault) {
    offset = text.start
    var size = 1 << 16
    while true {
      let count = min(size, textEnd - text.start)
      let buffer = Buffer<UInt8>(count: count + 2 * ChunkText.padding)
      buffer.pointer.update(repeating: 0, count: ChunkText.padding)
      (buffer.pointer + ChunkText.padding + count).update(repeating: 0, count: ChunkText.padding)
      do throws(LoadError) {
        try text.bytes.read(at: text.start, count: count, into: buffer.pointer + ChunkText.padding)
      } catch { throw RowFault(kind: .source(error), offset: text.start) }
      let isEnd = text.start + count == textEnd
      if isEnd || Self.hasLineEnd(buffer, count) || size > CSVLimits.rowBytes {
        (self.buffer, self.count, self.isEnd) = (buffer, count, isEnd)
        return
      }
      size *= 2
    }
  }

  /// Whether a row certainly ends in the bytes, whatever the delimiter: a line end outside quotes, followed by more.
  private static func hasLineEnd(_ buffer: Buffer<UInt8>, _ count: Int) -> Bool {
    let text = UnsafePointer(buffer.pointer + ChunkText.padding)
    return FileHead.delimiters.allSatisfy { delimiter in
      var reader = RowReader(text: text, count: count, isEnd: false, dialect: Dialect(delimiter: delimiter))
      var place = 0
      while place < count {
        switch reader.read(at: place) {
        case .blank(let end): place = end
        case .row, .textAfterQuote, .unclosedQuote: return true
        case .needsMore: return false
        }
      }
      return false
    }
  }

  private var text: UnsafeMutablePointer<UInt8> { buffer.pointer + ChunkText.padding }

  func reader(_ dialect: Dialect) -> RowReader {
    RowReader(text: UnsafePointer(text), count: count, isEnd: isEnd, dialect: dialect)
  }

  /// The content of a cell.
  func bytes(of cell: Cell, escapes: Bool) -> [UInt8] {
    var bytes = Array(cell.bytes(in: text))
    guard cell.size & Cell.escaped != 0 else { return bytes }
    var copy = Cell(start: 0, size: cell.size)
    bytes.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { copy.unescape(in: base, escapes: escapes) }
    }
    return Array(bytes.prefix(copy.count))
  }

  func checkUTF8(_ range: Range<Int>) throws(RowFault) {
    let place = tally_invalid_utf8(text + range.lowerBound, range.count)
    guard place < range.count else { return }
    throw RowFault(
      kind: .invalidUTF8(text[range.lowerBound + place]), offset: offset + range.lowerBound + place)
  }
}
