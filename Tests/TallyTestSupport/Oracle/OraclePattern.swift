/// A regular expression, matched by trying everything: literals, `.`, classes, `\d \w \s`, `^ $`, groups, `|` and
/// the counts `* + ? {m,n}`.
struct OraclePattern {
  indirect enum Node {
    case scalar(Unicode.Scalar)
    case any
    case oneOf([(Unicode.Scalar, Unicode.Scalar)], isNegated: Bool)
    case start, end
    case boundary(isNegated: Bool)
    case sequence([Node])
    case choice([Node])
    case repeated(Node, Int, Int)
  }

  private let root: Node
  private let ignoringCase: Bool

  /// Nil where the text is no pattern.
  init?(_ text: String, ignoringCase: Bool) {
    var reading = Reading(scalars: OracleText.scalars(text))
    guard let node = reading.choice(), reading.place == reading.scalars.count else { return nil }
    root = node
    self.ignoringCase = ignoringCase
  }

  /// Whether the pattern matches anywhere.
  func isFound(in text: [Unicode.Scalar]) -> Bool {
    (0...text.count).contains { start in match(root, text, start) { _ in true } }
  }

  /// Tries a node at a place; `rest` says whether what follows matches from where it ended.
  private func match(_ node: Node, _ text: [Unicode.Scalar], _ place: Int, _ rest: (Int) -> Bool) -> Bool {
    func one(_ fits: (Unicode.Scalar) -> Bool) -> Bool {
      place < text.count && fits(text[place]) && rest(place + 1)
    }
    switch node {
    case .scalar(let wanted): return one { isSame($0, wanted) }
    case .any: return one { $0 != "\n" }
    case .oneOf(let ranges, let isNegated):
      return one { scalar in
        let variants = ignoringCase ? Self.variants(scalar) : [scalar]
        return ranges.contains { range in variants.contains { range.0 <= $0 && $0 <= range.1 } } != isNegated
      }
    case .start: return place == 0 && rest(place)
    case .end: return place == text.count && rest(place)
    case .boundary(let isNegated):
      let before = place > 0 && Self.isWord(text[place - 1])
      let after = place < text.count && Self.isWord(text[place])
      return (before != after) != isNegated && rest(place)
    case .sequence(let nodes):
      guard let first = nodes.first else { return rest(place) }
      return match(first, text, place) { match(.sequence(Array(nodes.dropFirst())), text, $0, rest) }
    case .choice(let nodes): return nodes.contains { match($0, text, place, rest) }
    case .repeated(let inner, let least, let most):
      if least == 0 && rest(place) { return true }
      guard most > 0 else { return false }
      return match(inner, text, place) { end in
        if end == place && least == 0 { return false }
        return match(.repeated(inner, max(least - 1, 0), most - 1), text, end, rest)
      }
    }
  }

  private func isSame(_ a: Unicode.Scalar, _ b: Unicode.Scalar) -> Bool {
    a == b || (ignoringCase && a.properties.lowercaseMapping == b.properties.lowercaseMapping)
  }

  private static func variants(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    let properties = scalar.properties
    let mapped = [properties.lowercaseMapping, properties.uppercaseMapping].map(OracleText.scalars)
    // A letter whose capital is two letters matches neither of them.
    return [scalar] + mapped.filter { $0.count == 1 }.flatMap { $0 }
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}

extension OraclePattern {
  /// Reads a pattern from left to right.
  private struct Reading {
    let scalars: [Unicode.Scalar]
    var place = 0

    private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
      guard next == scalar else { return false }
      place += 1
      return true
    }

    mutating func choice() -> Node? {
      var nodes: [Node] = []
      repeat {
        guard let node = sequence() else { return nil }
        nodes.append(node)
      } while take("|")
      return nodes.count == 1 ? nodes[0] : .choice(nodes)
    }

    private mutating func sequence() -> Node? {
      var nodes: [Node] = []
      while let scalar = next, scalar != "|", scalar != ")" {
        guard let node = atom(), let repeated = counted(node) else { return nil }
        nodes.append(repeated)
      }
      return .sequence(nodes)
    }

    private mutating func counted(_ node: Node) -> Node? {
      if take("*") { return .repeated(node, 0, .max) }
      if take("+") { return .repeated(node, 1, .max) }
      if take("?") { return .repeated(node, 0, 1) }
      guard take("{") else { return node }
      guard let least = number() else { return nil }
      let most = take(",") ? (next == "}" ? Int.max : number()) : least
      guard take("}"), let most, least <= most else { return nil }
      return .repeated(node, least, most)
    }

    private mutating func number() -> Int? {
      var digits = ""
      while let scalar = next, ("0"..."9").contains(scalar) {
        digits.unicodeScalars.append(scalar)
        place += 1
      }
      return Int(digits)
    }

    private mutating func atom() -> Node? {
      guard let scalar = next else { return nil }
      place += 1
      switch scalar {
      case "(":
        if take("?"), !take(":") { return nil }
        guard let node = choice(), take(")") else { return nil }
        return node
      case "[": return bracket()
      case ".": return .any
      case "^": return .start
      case "$": return .end
      case "\\": return escape()
      case "*", "+", "?", "{": return nil
      default: return .scalar(scalar)
      }
    }

    private static let digits: [(Unicode.Scalar, Unicode.Scalar)] = [("0", "9")]
    private static let spaces: [(Unicode.Scalar, Unicode.Scalar)] = [("\t", "\r"), (" ", " ")]
    private static let words: [(Unicode.Scalar, Unicode.Scalar)] = [("0", "9"), ("A", "Z"), ("_", "_"), ("a", "z")]

    private mutating func escape() -> Node? {
      guard let scalar = next else { return nil }
      place += 1
      switch scalar {
      case "d", "D": return .oneOf(Self.digits, isNegated: scalar == "D")
      case "s", "S": return .oneOf(Self.spaces, isNegated: scalar == "S")
      case "w", "W": return .oneOf(Self.words, isNegated: scalar == "W")
      case "b", "B": return .boundary(isNegated: scalar == "B")
      default: return .scalar(scalar)
      }
    }

    private mutating func bracket() -> Node? {
      let isNegated = take("^")
      var ranges: [(Unicode.Scalar, Unicode.Scalar)] = []
      repeat {
        guard let low = next else { return nil }
        place += 1
        if take("-") {
          if next == "]" {
            ranges += [(low, low), ("-", "-")]
          } else if let high = next {
            place += 1
            ranges.append((low, high))
          }
        } else {
          ranges.append((low, low))
        }
      } while !take("]")
      return .oneOf(ranges, isNegated: isNegated)
    }
  }
}
