/// Reads a regular expression from left to right.
///
///     pattern  = branch { "|" branch }
///     branch   = { atom [ "*" | "+" | "?" | "{" m [ "," [ n ] ] "}" ] [ "?" ] }
///     atom     = "(" [ "?:" | "?i:" ] pattern ")" | "(?i)" | "[" … "]" | "." | "^" | "$" | "\" … | scalar
struct PatternParser {
  private let scalars: [Unicode.Scalar]
  private var place = 0
  private var ignoringCase: Bool
  private var depth = 0

  private static let repeatLimit = 1000
  private static let depthLimit = 100

  static func parse(_ text: String, ignoringCase: Bool) throws(PatternError) -> PatternNode {
    var parser = PatternParser(scalars: Array(text.unicodeScalars), ignoringCase: ignoringCase)
    let node = try parser.choice()
    if parser.next == ")" { throw PatternError(reason: "`)` closes nothing") }
    return node
  }

  private init(scalars: [Unicode.Scalar], ignoringCase: Bool) {
    self.scalars = scalars
    self.ignoringCase = ignoringCase
  }

  private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

  private mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard scalars[place...].starts(with: wanted) else { return false }
    place += wanted.count
    return true
  }

  private mutating func choice() throws(PatternError) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.depthLimit { throw PatternError(reason: "its groups are nested too deep") }
    // `(?i)` holds to the end of its group.
    let outer = ignoringCase
    defer { ignoringCase = outer }
    var branches = [try branch()]
    while take("|") { branches.append(try branch()) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func branch() throws(PatternError) -> PatternNode {
    var parts: [PatternNode] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      if take("(?i)") {
        ignoringCase = true
      } else {
        let part = try atom()
        parts.append(try repeated(part))
      }
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func repeated(_ atom: PatternNode) throws(PatternError) -> PatternNode {
    let node: PatternNode
    if take("*") {
      node = .repeated(atom, least: 0, most: nil)
    } else if take("+") {
      node = .repeated(atom, least: 1, most: nil)
    } else if take("?") {
      node = .repeated(atom, least: 0, most: 1)
    } else if let (least, most) = try counts() {
      node = .repeated(atom, least: least, most: most)
    } else {
      return atom
    }
    // Whether as much or as little as possible is taken changes nothing for a search.
    _ = take("?")
    if let scalar = next, "*+?".unicodeScalars.contains(scalar) {
      throw PatternError(reason: "`\(scalar)` follows another count")
    }
    return node
  }

  /// `{2}`, `{2,}`, `{2,5}`; nil where the brace stands for itself.
  private mutating func counts() throws(PatternError) -> (Int, Int?)? {
    let start = place
    guard take("{"), let least = number() else {
      place = start
      return nil
    }
    var most: Int? = least
    if take(",") { most = next == "}" ? nil : number() ?? -1 }
    guard take("}"), most != -1 else {
      place = start
      return nil
    }
    if least > Self.repeatLimit || most ?? 0 > Self.repeatLimit {
      throw PatternError(reason: "a count is above \(Self.repeatLimit)")
    }
    if let most, least > most { throw PatternError(reason: "`{\(least),\(most)}` has its smaller count last") }
    return (least, most)
  }

  private mutating func number() -> Int? {
    var digits = ""
    while let scalar = next, ("0"..."9").contains(scalar), digits.utf8.count < 9 {
      digits.unicodeScalars.append(scalar)
      place += 1
    }
    return Int(digits)
  }

  private mutating func atom() throws(PatternError) -> PatternNode {
    guard let scalar = next else { throw PatternError(reason: "it ends too early") }
    switch scalar {
    case "(": return try group()
    case "[":
      place += 1
      return .scalars(try bracket())
    case "*", "+", "?": throw PatternError(reason: "`\(scalar)` has nothing to repeat")
    default: break
    }
    place += 1
    switch scalar {
    case ".": return .scalars(.anyButNewline)
    case "^": return .assertion(.start)
    case "$": return .assertion(.end)
    case "\\": return try escape()
    default: return .scalars(cased(ScalarSet(scalar)))
    }
  }

  private func cased(_ set: ScalarSet) -> ScalarSet { ignoringCase ? set.ignoringCase : set }

  private mutating func group() throws(PatternError) -> PatternNode {
    let outer = ignoringCase
    defer { ignoringCase = outer }
    if take("(?i:") {
      ignoringCase = true
    } else if take("(?:") {
    } else if take("(?") {
      throw PatternError(reason: "of the groups that begin with `(?` only `(?:…)`, `(?i:…)` and `(?i)` are known")
    } else {
      place += 1
    }
    let node = try choice()
    guard take(")") else { throw PatternError(reason: "`(` is not closed") }
    return node
  }

  private mutating func escape() throws(PatternError) -> PatternNode {
    guard let scalar = next else { throw PatternError(reason: "it ends in a backslash") }
    switch scalar {
    case "b", "B", "A", "z":
      place += 1
      switch scalar {
      case "b": return .assertion(.wordBoundary)
      case "B": return .assertion(.noWordBoundary)
      case "A": return .assertion(.start)
      default: return .assertion(.end)
      }
    default: return .scalars(cased(try escapedSet()))
    }
  }

  /// What follows a backslash, in brackets or not.
  private mutating func escapedSet() throws(PatternError) -> ScalarSet {
    guard let scalar = next else { throw PatternError(reason: "it ends in a backslash") }
    place += 1
    switch scalar {
    case "d": return .digits
    case "D": return ScalarSet.digits.inverted
    case "s": return .spaces
    case "S": return ScalarSet.spaces.inverted
    case "w": return .words
    case "W": return ScalarSet.words.inverted
    case "n": return ScalarSet("\n")
    case "r": return ScalarSet("\r")
    case "t": return ScalarSet("\t")
    case "f": return ScalarSet("\u{0C}")
    case "v": return ScalarSet("\u{0B}")
    case "x": return ScalarSet(try hexadecimal(2, "x"))
    case "u": return ScalarSet(try hexadecimal(4, "u"))
    case "0"..."9": throw PatternError(reason: "`\\\(scalar)`, what a group matched, cannot be referred to")
    case "a"..."z", "A"..."Z": throw PatternError(reason: "`\\\(scalar)` is not known")
    default: return ScalarSet(scalar)
    }
  }

  /// `\x41`, `\x{1F600}`, `\u00E9`.
  private mutating func hexadecimal(_ width: Int, _ letter: String) throws(PatternError) -> Unicode.Scalar {
    let isBraced = take("{")
    var digits = ""
    while let scalar = next, scalar.properties.isASCIIHexDigit, digits.utf8.count < (isBraced ? 6 : width) {
      digits.unicodeScalars.append(scalar)
      place += 1
    }
    guard isBraced ? take("}") : digits.utf8.count == width, let value = UInt32(digits, radix: 16),
      let scalar = Unicode.Scalar(value)
    else { throw PatternError(reason: "`\\\(letter)` wants the number of a character, as in `\\x41`") }
    return scalar
  }
}

/// Sets in brackets.
extension PatternParser {
  private mutating func bracket() throws(PatternError) -> ScalarSet {
    let isNegated = take("^")
    var set = ScalarSet([])
    var isFirst = true
    while isFirst || !take("]") {
      guard next != nil else { throw PatternError(reason: "`[` is not closed") }
      set = set.union(try bracketItem())
      isFirst = false
    }
    set = cased(set)
    return isNegated ? set.inverted : set
  }

  /// `a`, `a-z`, `\d`, `[:alpha:]`.
  private mutating func bracketItem() throws(PatternError) -> ScalarSet {
    if next == "[", let named = try namedSet() { return named }
    let low = try bracketScalar()
    guard case .scalar(let first) = low else { return low.set }
    // A minus before the closing bracket stands for itself.
    guard next == "-", place + 1 < scalars.count, scalars[place + 1] != "]" else { return low.set }
    place += 1
    guard case .scalar(let last) = try bracketScalar(), first.value <= last.value else {
      throw PatternError(reason: "a range in `[…]` does not run from a smaller to a larger character")
    }
    return ScalarSet([first.value...last.value])
  }

  private enum BracketItem {
    case scalar(Unicode.Scalar)
    case set(ScalarSet)

    var set: ScalarSet {
      switch self {
      case .scalar(let scalar): ScalarSet(scalar)
      case .set(let set): set
      }
    }
  }

  private mutating func bracketScalar() throws(PatternError) -> BracketItem {
    guard let scalar = next else { throw PatternError(reason: "`[` is not closed") }
    place += 1
    guard scalar == "\\" else { return .scalar(scalar) }
    if take("b") { return .scalar("\u{08}") }
    let set = try escapedSet()
    if let only = set.ranges.first, set.ranges.count == 1, only.count == 1,
      let scalar = Unicode.Scalar(only.lowerBound)
    {
      return .scalar(scalar)
    }
    return .set(set)
  }

  /// The named sets, of ASCII.
  private static let named: [(name: String, set: ScalarSet)] = [
    ("alpha", ScalarSet([0x41...0x5A, 0x61...0x7A])), ("digit", .digits),
    ("alnum", ScalarSet([0x30...0x39, 0x41...0x5A, 0x61...0x7A])), ("space", .spaces),
    ("upper", ScalarSet([0x41...0x5A])), ("lower", ScalarSet([0x61...0x7A])),
    ("punct", ScalarSet([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E])),
    ("xdigit", ScalarSet([0x30...0x39, 0x41...0x46, 0x61...0x66])), ("word", .words),
  ]

  private mutating func namedSet() throws(PatternError) -> ScalarSet? {
    guard take("[:") else { return nil }
    for (name, set) in Self.named where take(name + ":]") { return set }
    throw PatternError(reason: "`[:` wants one of \(Self.named.map(\.name).joined(separator: ", ")), and `:]`")
  }
}
