import TallyData

/// Where the rows of a JSON text lie.
struct JSONLayout: Sendable {
  enum Form: Sendable {
    case lines, elements
    /// An object of arrays, in one chunk.
    case columns
  }

  var form: Form
  var source: ByteSource
  /// Stretches that are read each at once; none begins or ends within a row.
  var chunks: [Range<Int>]
  var explanations: [String] = []
  /// The brackets that are never closed, told where no row has another fault.
  var unclosed: Int?
  /// What follows the end of the array, told likewise.
  var textBehind: Int?

  static let chunkSize = 1 << 19

  /// Chunks of lines.
  static func lines(_ text: JSONText, _ options: LoadOptions) throws(LoadError) -> JSONLayout {
    try lines(text.text.bytes, from: text.text.start, options)
  }

  static func lines(_ source: ByteSource, from start: Int, _ options: LoadOptions) throws(LoadError) -> JSONLayout {
    let size = options.chunkByteCount ?? chunkSize
    var layout = JSONLayout(form: .lines, source: source, chunks: [])
    var place = start
    while place < source.count {
      let end = try lineEnd(from: min(place + size, source.count), in: source)
      layout.chunks.append(place..<end)
      place = end
    }
    return layout
  }

  /// Behind the first line break from `place` on.
  private static func lineEnd(from place: Int, in source: ByteSource) throws(LoadError) -> Int {
    var place = place
    while place < source.count {
      let block = try source.bytes(place..<place + 4096)
      if let found = block.firstIndex(of: UInt8(ascii: "\n")) { return place + found + 1 }
      place += block.count
    }
    return source.count
  }

  /// Chunks of the elements of an array whose bracket stands before `start`; gives where the array ends too.
  static func elements(
    _ scanner: JSONScanner, from start: Int, source: ByteSource, _ options: LoadOptions
  ) -> (layout: JSONLayout, end: Int) {
    let size = options.chunkByteCount ?? chunkSize
    var layout = JSONLayout(form: .elements, source: source, chunks: [])
    var scanner = scanner
    var (depth, chunkStart) = (0, start)
    scanner.place = start
    search: while scanner.place < scanner.end {
      switch scanner.byte {
      case UInt8(ascii: "\""): scanner.skipAnyText()
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { break search }
        depth -= 1
      case UInt8(ascii: ",") where depth == 0 && scanner.place + 1 - chunkStart >= size:
        layout.chunks.append(chunkStart..<scanner.place + 1)
        chunkStart = scanner.place + 1
      default: break
      }
      scanner.place += 1
    }
    let end = min(scanner.place, scanner.end)
    // What is left holds an element, or shows a comma too many where the one before it ends.
    let isBlank = (chunkStart..<end).allSatisfy { scanner.base[$0] <= 0x20 }
    if isBlank, let last = layout.chunks.popLast() { chunkStart = last.lowerBound }
    layout.chunks.append(chunkStart..<end)
    if scanner.place >= scanner.end { layout.unclosed = start - 1 }
    return (layout, end)
  }
}

extension JSONScanner {
  /// Goes to the last byte of the text at hand, whatever is in it.
  mutating func skipAnyText() {
    place += 1
    while place < end {
      findEnd()
      if base[place] == UInt8(ascii: "\"") { return }
      place += base[place] == UInt8(ascii: "\\") ? 2 : 1
    }
  }
}
