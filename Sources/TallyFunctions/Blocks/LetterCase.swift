import TallyData

/// The Unicode case mappings, each scalar by itself (`ß` in capitals is `SS`).
package enum LetterCase {
  case lower, upper

  /// The text in this case; the view itself where nothing changes.
  package func mapped(_ text: TextView, in memory: BlockMemory) -> TextView {
    let first: UInt8 = self == .lower ? UInt8(ascii: "A") : UInt8(ascii: "a")
    var (bits, changes): (UInt8, UInt8) = (0, 0)
    for byte in text.bytes {
      bits |= byte
      changes |= bit(byte &- first < 26)
    }
    if bits >= 0x80 { return mappedScalars(text, in: memory) }
    if changes == 0 { return text }
    let output = memory.bytes(text.count)
    for (place, byte) in text.bytes.enumerated() {
      let flip: UInt8 = bit(byte &- first < 26)
      output[place] = byte ^ (flip << 5)
    }
    return TextView(base: UnsafePointer(output), count: text.count)
  }

  private func mappedScalars(_ text: TextView, in memory: BlockMemory) -> TextView {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + 8)
    var place = 0
    while place < text.count {
      let (scalar, length) = text.scalar(at: place)
      let mapping = self == .lower ? scalar.properties.lowercaseMapping : scalar.properties.uppercaseMapping
      bytes.append(contentsOf: mapping.utf8)
      place += length
    }
    return TextView(copying: bytes, in: memory)
  }

  package func mapped(_ text: String) -> String {
    text.unicodeScalars.map { self == .lower ? $0.properties.lowercaseMapping : $0.properties.uppercaseMapping }
      .joined()
  }
}
