/// Tells by the first bytes of a text without a name whether it is JSON, and in which form.
struct JSONBeginning {
  private let bytes: UnsafeBufferPointer<UInt8>

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Nil for a text that is no JSON: `{` without a key, and `[` without an object, array or end, begin cells.
  var reader: FileReader? {
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    guard let first = blankless(from: hasMark ? 3 : 0), let second = blankless(from: first + 1) else { return nil }
    switch (bytes[first], bytes[second]) {
    case (UInt8(ascii: "["), UInt8(ascii: "{")), (UInt8(ascii: "["), UInt8(ascii: "[")),
      (UInt8(ascii: "["), UInt8(ascii: "]")):
      return .json
    case (UInt8(ascii: "{"), UInt8(ascii: "\"")), (UInt8(ascii: "{"), UInt8(ascii: "}")):
      return isOneLine(from: first) ? .ndjson : .json
    default: return nil
    }
  }

  private func blankless(from start: Int) -> Int? {
    bytes.indices.dropFirst(start).first { ![0x20, 0x09, 0x0A, 0x0D].contains(bytes[$0]) }
  }

  /// Whether an object ends on its line with another behind it, or holds no array where it is alone.
  private func isOneLine(from start: Int) -> Bool {
    var depth = 0
    var isText = false
    var isEscaped = false
    var holdsArray = false
    for place in bytes.indices.dropFirst(start) {
      let byte = bytes[place]
      if byte == 0x0A { return false }
      if isText {
        isText = isEscaped || byte != UInt8(ascii: "\"")
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isText = true
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "["):
        depth += 1
        holdsArray = holdsArray || depth == 2
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
      if depth == 0 { return blankless(from: place + 1) != nil || !holdsArray }
    }
    return false
  }
}
