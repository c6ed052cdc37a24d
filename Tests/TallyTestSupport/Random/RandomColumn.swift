import TallyData

/// The kinds of columns a random table has, each with the values that go wrong most easily.
package enum RandomColumn: String, CaseIterable, Sendable {
  case indicator, tiny, small, wide, huge, extreme
  case tenths, cents, ratio, wild
  case word, many, free, digits
  case flag, day, farDay, instant, farInstant, span

  package var type: DataType {
    switch self {
    case .indicator, .tiny, .small, .wide, .huge, .extreme: .integer
    case .tenths, .cents, .ratio, .wild: .number
    case .word, .many, .free, .digits: .text
    case .flag: .boolean
    case .day, .farDay: .date
    case .instant, .farInstant: .datetime
    case .span: .duration
    }
  }

  static let words = [
    "", "a", "A", "ab", "Ab", "abc", "b", "ba", "a b", " a ", "z", "é", "e\u{301}", "É", "ß", "SS", "σ", "Σ", "日本",
    "🙂", "%", "_", "it's", "a\"b", "back\\slash", "naïve", "aab", "a.b", "x;y;z", ";", "female", "male",
  ]
  static let digitTexts = [
    "1", "0", "-7", "2.5", "1e3", ".5", "5.", "+5", "1,000", "abc", "", " 12 ", "2013-01-05", "2013/02/30", "true",
    "no", "Yes", "Infinity", "NaN", "0x10", "9223372036854775807", "-9223372036854775808", "007", "1e400",
  ]
  static let extremes: [Int64] = [.max, .max - 1, -.max, -.max + 1, 1 << 53, (1 << 53) + 1, -(1 << 53) - 1, 0, 1, -1]

  /// A known value.
  package func value(_ generator: inout SeededGenerator) -> Value {
    switch self {
    case .indicator: .integer(generator.int64(0...1))
    case .tiny: .integer(generator.int64(-5...12))
    case .small: .integer(generator.int64(-300...300))
    case .wide: .integer(generator.int64(-2_000_000...2_000_000))
    case .huge: .integer(generator.int64(-4_000_000_000_000...4_000_000_000_000))
    case .extreme: .integer(generator.pick(Self.extremes))
    case .tenths: .number(Double(generator.int(-400...400)) / 10)
    case .cents: .number(Double(generator.int(-99_999...999_999)) / 100)
    case .ratio: .number(Double(generator.int(-4_000...4_000)) / 64)
    case .wild: .number(Self.wildNumber(&generator))
    case .word: .text(generator.pick(Self.words))
    case .many: .text("w\(generator.int(0...700))")
    case .free: .text((0..<generator.int(0...4)).map { _ in generator.pick(Self.words) }.joined())
    case .digits: .text(generator.pick(Self.digitTexts))
    case .flag: .boolean(generator.chance(in: 2))
    case .day: .date(generator.int64(19_300...19_800))
    case .farDay: .date(Self.farDay(&generator))
    case .instant: .datetime(generator.int64(19_300...19_420) * Microseconds.day + Self.time(&generator))
    case .farInstant: .datetime(Self.farDay(&generator) * Microseconds.day + Self.time(&generator))
    case .span: .duration(Self.span(&generator))
    }
  }

  private static func wildNumber(_ generator: inout SeededGenerator) -> Double {
    switch generator.int(0...5) {
    case 0:
      generator.pick([0, -0.0, 1e300, -1e300, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1, 1e15, 0x1p53])
    case 1, 2: Double(generator.int(-50...50))
    case 3: Double.random(in: -1...1, using: &generator)
    default: Double.random(in: -1e6...1e6, using: &generator)
    }
  }

  private static func farDay(_ generator: inout SeededGenerator) -> Int64 {
    switch generator.int(0...3) {
    case 0: generator.pick([-719_162, 2_932_896, -1, 0, 1, 19_723, 19_782, 11_016, -25_508])
    case 1: generator.int64(-719_162...2_932_896)
    default: generator.int64(-400...400)
    }
  }

  private static func time(_ generator: inout SeededGenerator) -> Int64 {
    switch generator.int(0...3) {
    case 0: 0
    case 1: generator.int64(0...23) * Microseconds.hour
    case 2: generator.int64(0...86_399) * Microseconds.second
    default: generator.int64(0...86_399_999_999)
    }
  }

  private static func span(_ generator: inout SeededGenerator) -> Int64 {
    switch generator.int(0...3) {
    case 0: generator.int64(-5...40) * Microseconds.day
    case 1: generator.int64(-90...90) * Microseconds.minute
    case 2: generator.int64(-3_000...3_000) * Microseconds.second
    default: generator.int64(-90_000_000...90_000_000)
    }
  }
}
