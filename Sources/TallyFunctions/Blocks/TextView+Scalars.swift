import TallyData

/// Texts taken apart by their Unicode scalars, in place.
extension TextView {
  package init(copying bytes: some Collection<UInt8>, in memory: BlockMemory) {
    let output = memory.bytes(bytes.count)
    var place = 0
    for byte in bytes {
      output[place] = byte
      place += 1
    }
    self.init(base: UnsafePointer(output), count: place)
  }

  init(copying text: String, in memory: BlockMemory) { self.init(copying: text.utf8, in: memory) }

  /// The part between two places in bytes.
  func part(_ start: Int, _ end: Int) -> TextView { TextView(base: base.map { $0 + start }, count: end - start) }

  /// The scalar that begins at a byte, and its length; a byte that begins none is U+FFFD of one byte.
  package func scalar(at place: Int) -> (scalar: Unicode.Scalar, length: Int) {
    let bytes = bytes
    let first = UInt32(bytes[place])
    if first < 0x80 { return (Unicode.Scalar(UInt8(first)), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first < 0xF5, place + length <= bytes.count else { return ("\u{FFFD}", 1) }
    var value = first & (0xFF >> UInt32(length + 1))
    for offset in 1..<length {
      let next = UInt32(bytes[place + offset])
      guard next & 0xC0 == 0x80 else { return ("\u{FFFD}", 1) }
      value = value << 6 | (next & 0x3F)
    }
    guard let scalar = Unicode.Scalar(value) else { return ("\u{FFFD}", 1) }
    return (scalar, length)
  }

  /// Every byte but the continuing ones begins a scalar.
  var scalarCount: Int {
    var total = 0
    for byte in bytes { total &+= bit(byte & 0xC0 != 0x80) }
    return total
  }

  /// Where the scalar with index `index` begins, searched from `start`; nil if the text is shorter.
  private func place(ofScalar index: Int, from start: Int = 0) -> Int? {
    var place = start
    var left = index
    let bytes = bytes
    while left > 0 {
      if place >= bytes.count { return nil }
      place += 1
      while place < bytes.count, bytes[place] & 0xC0 == 0x80 { place += 1 }
      left -= 1
    }
    return place
  }

  func prefix(scalars wanted: Int) -> TextView {
    if wanted <= 0 { return part(0, 0) }
    if wanted >= count { return self }
    return part(0, place(ofScalar: wanted) ?? count)
  }

  func suffix(scalars wanted: Int) -> TextView {
    if wanted <= 0 { return part(count, count) }
    if wanted >= count { return self }
    var place = count
    var left = wanted
    while place > 0, left > 0 {
      place -= 1
      left -= bit(bytes[place] & 0xC0 != 0x80)
    }
    return part(place, count)
  }

  /// `count` scalars from the one numbered `from`, counted from 1; missing if it has fewer.
  func slice(from: Int, count wanted: Int) -> TextView {
    guard from <= count, let start = place(ofScalar: from - 1), start < count else { return .missing }
    if wanted >= count - start { return part(start, count) }
    return part(start, place(ofScalar: wanted, from: start) ?? count)
  }

  /// Without the white space (as Unicode has it) at both ends.
  package var trimmed: TextView {
    var start = 0
    while start < count {
      let (scalar, length) = scalar(at: start)
      guard scalar.isSpace else { break }
      start += length
    }
    var end = count
    while end > start {
      var place = end - 1
      while place > start, bytes[place] & 0xC0 == 0x80 { place -= 1 }
      guard scalar(at: place).scalar.isSpace else { break }
      end = place
    }
    return part(start, end)
  }
}

extension Unicode.Scalar {
  @inline(__always)
  fileprivate var isSpace: Bool {
    value < 0x80 ? value == 0x20 || value &- 9 < 5 : properties.isWhitespace
  }
}
