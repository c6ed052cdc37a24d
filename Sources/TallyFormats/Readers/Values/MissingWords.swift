/// The spellings that are read as missing; the empty cell is the first of them.
struct MissingWords: Sendable {
  /// Beside the empty one.
  let words: [String]
  private let spellings: [[UInt8]]
  /// Bit n: a spelling has n bytes.
  private let lengths: UInt64
  /// The spellings' first bytes, as a set of 256 bits.
  private let firsts: (UInt64, UInt64, UInt64, UInt64)
  /// A spelling reads as a value too, such as −99, so each cell must be looked up before it is parsed.
  let readAsValues: Bool

  init(_ words: [String], dates: DateRule) {
    var different: [String] = []
    for word in words.map(Self.trimmed) where !word.isEmpty && !different.contains(word) { different.append(word) }
    self.words = different
    spellings = different.map { Array($0.utf8) }
    var lengths: UInt64 = 0
    var firsts: [UInt64] = [0, 0, 0, 0]
    for spelling in spellings {
      lengths |= 1 << UInt64(min(spelling.count, 63))
      firsts[Int(spelling[0] >> 6)] |= 1 << UInt64(spelling[0] & 63)
    }
    self.lengths = lengths
    self.firsts = (firsts[0], firsts[1], firsts[2], firsts[3])
    readAsValues = spellings.contains { spelling in
      spelling.withUnsafeBufferPointer { CellRules.kind(of: $0, dates: dates) != .text }
    }
  }

  /// The spelling of a trimmed, unquoted cell: 0 for the empty one, then in the order of `words`; −1 if it is none.
  func index(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard let first = bytes.first else { return 0 }
    guard mayBe(first, bytes.count) else { return -1 }
    for (index, spelling) in spellings.enumerated() where spelling.elementsEqual(bytes) { return index + 1 }
    return -1
  }

  /// Whether a spelling begins with a byte and has a length.
  @inline(__always)
  func mayBe(_ first: UInt8, _ count: Int) -> Bool {
    guard lengths >> UInt64(min(count, 63)) & 1 != 0 else { return false }
    let word =
      switch first >> 6 {
      case 0: firsts.0
      case 1: firsts.1
      case 2: firsts.2
      default: firsts.3
      }
    return word >> UInt64(first & 63) & 1 != 0
  }

  /// The spelling as people see it; the empty one is "".
  func text(_ index: Int) -> String { index == 0 ? "" : words[index - 1] }

  private static func trimmed(_ word: String) -> String {
    func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }
    let bytes = Array(word.utf8)
    let start = bytes.firstIndex { !isBlank($0) } ?? bytes.count
    let end = bytes.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}
