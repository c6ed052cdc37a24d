/// Makes new inputs of a fuzz target from its seeds, the same from the same seed: for where no fuzzer watches what runs.
package struct InputMutator {
  private var random: SeededGenerator
  private let seeds: [[UInt8]]

  package init(_ target: FuzzTarget, seed: UInt64) {
    random = SeededGenerator(seed: seed)
    seeds = target.seeds
  }

  package mutating func input() -> [UInt8] {
    var bytes = random.pick(seeds)
    for _ in 0..<random.int(1...8) { change(&bytes) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let place = random.int(0...bytes.count)
    let end = min(bytes.count, place + random.int(0...12))
    switch random.int(0...6) {
    case 0: bytes.removeSubrange(place..<end)
    case 1: bytes.insert(contentsOf: bytes[place..<end], at: random.int(0...bytes.count))
    case 2: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
    case 3: if place < bytes.count { bytes[place] ^= 1 << UInt8(random.int(0...7)) }
    case 4:
      let other = random.pick(seeds)
      let start = random.int(0...other.count)
      bytes.insert(contentsOf: other[start..<min(other.count, start + random.int(1...40))], at: place)
    case 5: bytes.insert(contentsOf: random.pick(Self.pieces).utf8, at: place)
    default: bytes.replaceSubrange(place..<end, with: random.pick(Self.pieces).utf8)
    }
  }

  /// What means something to many readers.
  static let pieces = [
    "\"", "\"\"", "\n", "\r\n", ",", ";", "|", " ", "\0", "\u{FEFF}", "é", "😀", "(", ")", "[", "{", "}", ":",
    "9223372036854775808",
    "1e999", "-0", "0001-01-01", "9999-12-31", "NA", "null", "\\", "\\u", "*", "+?", "{9,}", " where ", " by ", " and ",
    " or ", "missing", "0x", "'", "`", "#",
  ]
}
