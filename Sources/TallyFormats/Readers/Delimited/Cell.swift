/// Where one cell lies in a block of text, without its quotes.
struct Cell: BitwiseCopyable {
  /// From the beginning of the block.
  var start: UInt32
  /// Its length in the low 30 bits.
  var size: UInt32

  /// It stood in quotes, so it is never a spelling of missing. Such a cell fails every test of a small length.
  static let quoted: UInt32 = 1 << 31
  /// It holds quotes written twice or after a backslash.
  static let escaped: UInt32 = 1 << 30
  static let lengthMask: UInt32 = (1 << 30) - 1

  static let empty = Cell(start: 0, size: 0)

  @inline(__always) var count: Int { Int(size & Cell.lengthMask) }
  @inline(__always) var isQuoted: Bool { size & Cell.quoted != 0 }

  @inline(__always)
  func bytes(in text: UnsafePointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: text + Int(start), count: count)
  }

  /// The cell without spaces and tabs at its ends, as numbers, dates, booleans and missing spellings are read.
  func trimmed(in text: UnsafePointer<UInt8>) -> Cell {
    var (first, last) = (Int(start), Int(start) + count)
    while first < last, isBlank(text[first]) { first += 1 }
    while first < last, isBlank(text[last - 1]) { last -= 1 }
    return Cell(start: UInt32(first), size: UInt32(last - first) | size & ~Cell.lengthMask)
  }

  @inline(__always)
  private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  /// Turns quotes written twice (with `escapes`: characters after a backslash) into what they mean, in place.
  mutating func unescape(in text: UnsafeMutablePointer<UInt8>, escapes: Bool) {
    let base = text + Int(start)
    let count = count
    var (from, to) = (0, 0)
    while from < count {
      let byte = base[from]
      let next = from + 1 < count ? base[from + 1] : 0
      let isQuote = byte == UInt8(ascii: "\"") && next == byte
      let isBackslash = escapes && byte == UInt8(ascii: "\\")
      if isQuote || (isBackslash && (next == UInt8(ascii: "\"") || next == byte)) { from += 1 }
      base[to] = base[from]
      from += 1
      to += 1
    }
    size = UInt32(to) | Cell.quoted
  }
}
