/// A regular expression as it was written.
indirect enum PatternNode: Sendable {
  case scalars(ScalarSet)
  case assertion(PatternAssertion)
  case sequence([PatternNode])
  case choice([PatternNode])
  /// `most` nil: without end.
  case repeated(PatternNode, least: Int, most: Int?)
}

/// What must hold between two scalars.
enum PatternAssertion: Sendable {
  case start, end, wordBoundary, noWordBoundary
}

/// Why a text is no pattern.
package struct PatternError: Error {
  /// Ends the sentence "… is no pattern: ".
  package let reason: String
}

/// A set of Unicode scalars, as ascending ranges that neither meet nor touch.
struct ScalarSet: Sendable, Hashable {
  private(set) var ranges: [ClosedRange<UInt32>]

  init(_ ranges: [ClosedRange<UInt32>]) {
    var merged: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    self.ranges = merged
  }

  init(_ scalar: Unicode.Scalar) { ranges = [scalar.value...scalar.value] }

  func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

  var inverted: ScalarSet {
    var gaps: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= Self.last { gaps.append(next...Self.last) }
    return ScalarSet(gaps)
  }

  func contains(_ value: UInt32) -> Bool { ranges.contains { $0.contains(value) } }

  static let last: UInt32 = 0x10FFFF
  static let digits = ScalarSet([0x30...0x39])
  static let spaces = ScalarSet([0x09...0x0D, 0x20...0x20])
  static let words = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  static let anyButNewline = ScalarSet([0x0A...0x0A]).inverted
}

/// Sets that ignore case: two scalars are alike if their small letters are.
extension ScalarSet {
  /// Every scalar that is alike one of the set.
  var ignoringCase: ScalarSet {
    var added: [ClosedRange<UInt32>] = []
    for range in ranges {
      let cased = range.clamped(to: Self.cased)
      guard range.overlaps(Self.cased) else { continue }
      for value in cased {
        guard let scalar = Unicode.Scalar(value), scalar.properties.isCased else { continue }
        added += Self.alike(scalar).map { $0.value...$0.value }
      }
    }
    return ScalarSet(ranges + added)
  }

  /// From `A` to the last letter that has a case.
  private static let cased: ClosedRange<UInt32> = 0x41...0x1E943

  private static func alike(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    func single(_ text: String) -> [Unicode.Scalar] {
      text.unicodeScalars.count == 1 ? Array(text.unicodeScalars) : []
    }
    let lower = scalar.properties.lowercaseMapping
    let smalls = single(lower)
    let candidates = [scalar] + smalls + smalls.flatMap { single($0.properties.uppercaseMapping) } + signs
    return candidates.filter { $0.properties.lowercaseMapping == lower }
  }

  /// Capitals that are not the capital of their small letter: ohm, kelvin and ångström signs, theta, sharp s.
  private static let signs: [Unicode.Scalar] = ["\u{2126}", "\u{212A}", "\u{212B}", "\u{3F4}", "\u{1E9E}"]
}
