/// Sizes of memory as people write them: `4 GB`, `500MB`, `1.5 gb`.
enum MemorySize {
  private static let units: [(name: String, bytes: Int)] = [
    ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000),
  ]

  /// Nil where the text is no size with a unit, or one that no machine has.
  static func bytes(of text: String) -> Int? {
    let text = text.uppercased()
    guard let unit = units.first(where: { text.hasSuffix($0.name) }) else { return nil }
    let digits = text.dropLast(unit.name.count).filter { $0 != " " }
    guard digits.utf8.allSatisfy({ $0 &- 48 < 10 || $0 == UInt8(ascii: ".") }), let number = Double(digits),
      number < 1_000_000
    else { return nil }
    return Int(number * Double(unit.bytes))
  }

  /// In the largest unit that it is a whole number of.
  static func text(_ bytes: Int) -> String {
    for unit in units where bytes >= unit.bytes && bytes % unit.bytes == 0 {
      return "\(bytes / unit.bytes) \(unit.name)"
    }
    return "\(bytes / 1_000_000) MB"
  }
}
