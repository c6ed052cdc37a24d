/// The grammar of `Grammar/tally.ebnf`, or of the productions in some comments, as a tree.
struct Grammar {
  /// A part of a production.
  indirect enum Part: Equatable {
    /// A word or mark in quotes.
    case terminal(String)
    /// Another production.
    case reference(String)
    /// What is told in words: `? digits ?`.
    case told(String)
    case sequence([Part])
    case choice([Part])
    case optional(Part)
    case repeated(Part, eachOnce: Bool)
    case except(Part, Part)
  }

  private(set) var productions: [String: Part] = [:]
  private(set) var names: [String] = []

  init(_ text: String) throws {
    var reader = Reader(text)
    while let (name, part) = try reader.production() {
      if productions.updateValue(part, forKey: name) != nil { throw Fault("\(name) is defined twice") }
      names.append(name)
    }
  }

  /// Every word or mark in quotes.
  var terminals: Set<String> {
    var found: Set<String> = []
    for part in productions.values { part.forEach { if case .terminal(let text) = $0 { found.insert(text) } } }
    return found
  }

  /// Every production that is used.
  var references: Set<String> {
    var found: Set<String> = []
    for part in productions.values { part.forEach { if case .reference(let name) = $0 { found.insert(name) } } }
    return found
  }

  struct Fault: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }
}

extension Grammar.Part {
  /// Visits the part and all within it.
  func forEach(_ visit: (Grammar.Part) -> Void) {
    visit(self)
    switch self {
    case .terminal, .reference, .told: break
    case .sequence(let parts), .choice(let parts): for part in parts { part.forEach(visit) }
    case .optional(let part), .repeated(let part, _): part.forEach(visit)
    case .except(let part, let exception):
      part.forEach(visit)
      exception.forEach(visit)
    }
  }
}

/// Reads ISO EBNF: `,` joins, `|` chooses, `[ ]`, `{ }`, `( )`, `-` excepts, `? ?`, `(* *)`.
private struct Reader {
  private var rest: Substring

  init(_ text: String) { rest = text[...] }

  mutating func production() throws -> (String, Grammar.Part)? {
    skipSpace()
    if rest.isEmpty { return nil }
    let name = word()
    if name.isEmpty { throw Grammar.Fault("a name belongs before \(rest.prefix(20))") }
    try expect("=")
    let part = try choice()
    try expect(";")
    return (name, part)
  }

  private mutating func choice() throws -> Grammar.Part {
    var parts = [try sequence()]
    while take("|") { parts.append(try sequence()) }
    return parts.count == 1 ? parts[0] : .choice(parts)
  }

  private mutating func sequence() throws -> Grammar.Part {
    var parts = [try exception()]
    while take(",") { parts.append(try exception()) }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func exception() throws -> Grammar.Part {
    let part = try atom()
    return take("-") ? .except(part, try atom()) : part
  }

  private mutating func atom() throws -> Grammar.Part {
    if take("\"") { return .terminal(String(try upTo("\""))) }
    if take("?") { return .told(try upTo("?").split(separator: " ").joined(separator: " ")) }
    if take("(") { return try closed(choice(), by: ")") }
    if take("[") { return .optional(try closed(choice(), by: "]")) }
    if take("{") {
      let part = try closed(choice(), by: "}")
      let mark = "(* each at most once *)"
      let eachOnce = rest.drop(while: \.isWhitespace).hasPrefix(mark)
      return .repeated(part, eachOnce: eachOnce)
    }
    skipSpace()
    let name = word()
    if name.isEmpty { throw Grammar.Fault("a part belongs before \(rest.prefix(20))") }
    return .reference(name)
  }

  private mutating func closed(_ part: Grammar.Part, by closer: String) throws -> Grammar.Part {
    try expect(closer)
    return part
  }

  private mutating func upTo(_ closer: Character) throws -> Substring {
    guard let end = rest.firstIndex(of: closer) else { throw Grammar.Fault("\(closer) is missing") }
    defer { rest = rest[rest.index(after: end)...] }
    return rest[..<end]
  }

  private mutating func word() -> String {
    let word = rest.prefix { $0.isLetter || $0 == "_" }
    rest = rest.dropFirst(word.count)
    return String(word)
  }

  private mutating func take(_ mark: String) -> Bool {
    skipSpace()
    guard rest.hasPrefix(mark) else { return false }
    rest = rest.dropFirst(mark.count)
    return true
  }

  private mutating func expect(_ mark: String) throws {
    if !take(mark) { throw Grammar.Fault("\(mark) belongs before \(rest.prefix(40))") }
  }

  private mutating func skipSpace() {
    while true {
      rest = rest.drop(while: \.isWhitespace)
      guard rest.hasPrefix("(*") else { return }
      guard let end = rest.firstRange(of: "*)") else {
        rest = ""
        return
      }
      rest = rest[end.upperBound...]
    }
  }
}
