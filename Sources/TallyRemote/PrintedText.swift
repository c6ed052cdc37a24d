/// A piece of a text for another engine with how tightly its outermost operator binds, so that parentheses stand only where they must.
struct PrintedText: Equatable, Sendable {
  enum Level: Int, Comparable, Sendable {
    case atom, product, sum, comparison, negation, conjunction, disjunction

    static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  let text: String
  let level: Level

  init(_ text: String, _ level: Level = .atom) {
    self.text = text
    self.level = level
  }

  /// The text where operators of `most` and tighter may stand bare.
  func within(_ most: Level) -> String { level <= most ? text : "(\(text))" }

  /// The text as an operand of the tightest operators.
  var tight: String { within(.atom) }
}
