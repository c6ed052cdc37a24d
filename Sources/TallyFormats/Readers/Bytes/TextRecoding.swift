import TallyData

/// Turns text of another encoding into UTF-8.
enum TextRecoding {
  /// Latin-1, read as everybody writes it: bytes 0x80 to 0x9F are those of Windows-1252.
  static func latin1(_ source: ByteSource, memoryLimit: Int, interrupt: Interrupt) throws(LoadError) -> ByteSource {
    let table = (0..<256).map { byte in Array(String(Character(latin1Scalar(UInt8(byte)))).utf8) }
    var output = GrowingBytes(name: source.name, limit: memoryLimit)
    try forEachBlock(of: source, interrupt) { (block, _) throws(LoadError) in
      let room = try output.reserve(block.count * 3)
      var place = 0
      for byte in block {
        if byte < 0x80 {
          room[place] = byte
          place += 1
          continue
        }
        for unit in table[Int(byte)] {
          room[place] = unit
          place += 1
        }
      }
      output.count += place
    }
    return ByteSource(name: source.name, owning: output.finished())
  }

  /// UTF-16 in the byte order that its mark or its zero bytes tell.
  static func utf16(_ source: ByteSource, memoryLimit: Int, interrupt: Interrupt) throws(LoadError) -> ByteSource {
    let isBigEndian = isBigEndian(try source.bytes(0..<64))
    var output = GrowingBytes(name: source.name, limit: memoryLimit)
    var high: UInt32 = 0
    var line = 1
    try forEachBlock(of: source, interrupt) { (block, offset) throws(LoadError) in
      guard block.count % 2 == 0 else {
        throw .invalidUTF16(.init(file: source.name, line: line, byteOffset: source.count - 1))
      }
      let room = try output.reserve(block.count * 2)
      var place = 0
      for pair in stride(from: 0, to: block.count, by: 2) {
        let (first, second) = (UInt32(block[pair]), UInt32(block[pair + 1]))
        let unit = isBigEndian ? first << 8 | second : second << 8 | first
        var scalar = unit
        let isLow = unit & 0xFC00 == 0xDC00
        guard isLow == (high != 0) else {
          throw .invalidUTF16(.init(file: source.name, line: line, byteOffset: offset + pair))
        }
        if unit & 0xFC00 == 0xD800 {
          high = unit
          continue
        }
        if isLow {
          scalar = 0x10000 + (high & 0x3FF) << 10 + unit & 0x3FF
          high = 0
        }
        if scalar == 10 { line += 1 }
        place += write(scalar, to: room, at: place)
      }
      output.count += place
    }
    guard high == 0 else {
      throw .invalidUTF16(.init(file: source.name, line: line, byteOffset: source.count - 2))
    }
    return ByteSource(name: source.name, owning: output.finished())
  }

  /// Whether the beginning of a file is UTF-16: its mark, or ASCII with a zero byte beside each character.
  static func looksLikeUTF16(_ head: [UInt8]) -> Bool {
    if head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0xFF, 0xFE]) { return true }
    guard head.count >= 4 else { return false }
    let pairs = head.count / 2
    let evenZeros = (0..<pairs).count { head[2 * $0] == 0 }
    let oddZeros = (0..<pairs).count { head[2 * $0 + 1] == 0 }
    return (evenZeros * 2 > pairs && oddZeros == 0) || (oddZeros * 2 > pairs && evenZeros == 0)
  }

  private static func isBigEndian(_ head: [UInt8]) -> Bool {
    if head.starts(with: [0xFE, 0xFF]) { return true }
    if head.starts(with: [0xFF, 0xFE]) { return false }
    return head.first == 0
  }

  private static func forEachBlock(
    of source: ByteSource, _ interrupt: Interrupt,
    _ body: (UnsafeBufferPointer<UInt8>, _ offset: Int) throws(LoadError) -> Void
  ) throws(LoadError) {
    let block = Buffer<UInt8>(count: 1 << 18)
    var offset = 0
    while offset < source.count {
      if interrupt.isRaised { throw .interrupted(file: source.name) }
      let count = min(block.count, source.count - offset)
      try source.read(at: offset, count: count, into: block.pointer)
      try body(UnsafeBufferPointer(start: block.pointer, count: count), offset)
      offset += count
    }
  }

  private static func write(_ scalar: UInt32, to target: UnsafeMutableBufferPointer<UInt8>, at place: Int) -> Int {
    func unit(_ prefix: UInt32, _ shift: UInt32) -> UInt8 {
      UInt8(truncatingIfNeeded: prefix | scalar >> shift & (prefix == 0x80 ? 0x3F : 0xFF))
    }
    if scalar < 0x80 {
      target[place] = UInt8(scalar)
      return 1
    }
    if scalar < 0x800 {
      target[place] = unit(0xC0, 6)
      target[place + 1] = unit(0x80, 0)
      return 2
    }
    if scalar < 0x10000 {
      target[place] = unit(0xE0, 12)
      target[place + 1] = unit(0x80, 6)
      target[place + 2] = unit(0x80, 0)
      return 3
    }
    target[place] = unit(0xF0, 18)
    target[place + 1] = unit(0x80, 12)
    target[place + 2] = unit(0x80, 6)
    target[place + 3] = unit(0x80, 0)
    return 4
  }

  private static func latin1Scalar(_ byte: UInt8) -> Unicode.Scalar {
    guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
    return Unicode.Scalar(windowsScalars[Int(byte) - 0x80]) ?? Unicode.Scalar(byte)
  }

  /// 0x80 to 0x9F of Windows-1252; the five it leaves free are the control characters of Latin-1.
  private static let windowsScalars: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
    0x017E, 0x0178,
  ]
}
