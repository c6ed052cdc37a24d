import TallyTestSupport

/// Makes random sentences of a grammar.
struct SentenceMaker {
  /// A word or mark, and which production told in words it stands for.
  struct Piece: Equatable {
    let text: String
    let kind: String?
  }

  let grammar: Grammar
  private var random: SeededGenerator
  private var depth = 0
  /// How many pieces the sentence has so far.
  private var length = 0
  /// How many levels the shortest sentence of a production takes.
  private let heights: [String: Int]

  init(_ grammar: Grammar, seed: UInt64) {
    self.grammar = grammar
    random = SeededGenerator(seed: seed)
    heights = Self.heights(of: grammar)
  }

  /// What may stand for a production that is told in words.
  private static let samples: [String: [String]] = [
    "NAME": [
      "age", "Sex", "`Body Mass`", "count", "first", "sum", "rows", "year", "total", "été", "x_1", "_y", "month",
      "`where`", "`a``b`", "left", "top", "mean", "名前",
    ],
    "FUNCTION": [
      "abs", "round", "year", "sum", "mean", "first", "last", "count", "left", "coalesce", "now", "previous", "Upper",
      "min", "percentile", "date", "replace",
    ],
    "PARAMETER": ["$year", "$n"],
    "INTEGER": ["0", "5", "42", "1_000", "9223372036854775807"],
    "NUMBER": ["2.5", "1e6", "0.1", "1.5e-7", "12_345.678", "1E+20"],
    "TEXT": ["\"a\"", "'b c'", "\"\"", "\"\\d+ \\\"x\\\"\"", "'#|;'", "“curly”", "\"\\u{1F600}\\n\""],
    "DATE": ["2023-01-31", "2024-02-29", "0001-01-01"],
    "DATETIME": ["2023-01-31T10:30:00", "2023-01-31T10:30", "2023-01-31T23:59:59.25"],
    "MONTH": ["2023-01", "1999-12"],
    "QUARTER": ["2023-Q1", "2023-q4"],
    "VALUE": ["csv", "20", "utf-8", "on", "\"two words\""],
    "UNIT": ["GB", "days"],
    "COMMAND": ["\\q", ".quit"],
    "REST": ["where", "sort by", "how to count"],
  ]

  mutating func statement() -> [Piece] {
    (depth, length) = (0, 0)
    return make(.reference("statement"))
  }

  /// The pieces with spaces of several kinds between, keywords now and then in capitals.
  mutating func text(of pieces: [Piece]) -> String {
    let spaces = [" ", " ", " ", "  ", "\u{A0}", "\t"]
    return pieces.map { piece in
      piece.kind == nil && next(8) == 0 ? piece.text.uppercased() : piece.text
    }.reduce("") { $0.isEmpty ? $1 : $0 + spaces[next(spaces.count)] + $1 }
  }

  mutating func next(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

  private mutating func make(_ part: Grammar.Part) -> [Piece] {
    length += 1
    switch part {
    case .terminal(let text): return [Piece(text: text, kind: nil)]
    case .told: return []
    case .reference(let name): return make(name)
    case .sequence(let parts): return parts.flatMap { make($0) }
    case .choice(let parts): return make(chosen(parts))
    case .optional(let part): return next(isDeep ? 6 : 2) == 0 ? make(part) : []
    case .repeated(let part, let eachOnce): return eachOnce ? eachOnceOf(part) : times(part)
    case .except(let part, let exception):
      while true {
        let pieces = make(part)
        if !matches(exception, pieces[...]).contains(pieces.count) { return pieces }
      }
    }
  }

  private mutating func make(_ name: String) -> [Piece] {
    if let samples = Self.samples[name] { return [Piece(text: samples[next(samples.count)], kind: name)] }
    depth += 1
    defer { depth -= 1 }
    return grammar.productions[name].map { make($0) } ?? []
  }

  private var isDeep: Bool { depth > 14 || length > 100 }

  /// Any of them; the shortest once the sentence is deep.
  private mutating func chosen(_ parts: [Grammar.Part]) -> Grammar.Part {
    if depth > 24 || length > 200, let shortest = parts.min(by: { Self.height($0, heights) < Self.height($1, heights) })
    {
      return shortest
    }
    return parts[next(parts.count)]
  }

  private mutating func times(_ part: Grammar.Part) -> [Piece] {
    var pieces: [Piece] = []
    for _ in 0..<(isDeep ? next(5) / 4 : next(3)) { pieces += make(part) }
    return pieces
  }

  private mutating func eachOnceOf(_ part: Grammar.Part) -> [Piece] {
    guard case .choice(var parts) = part else { return make(part) }
    parts.shuffle(using: &random)
    return parts.prefix(next(parts.count + 1)).flatMap { make($0) }
  }

  /// The ends to which a part may reach into pieces.
  private func matches(_ part: Grammar.Part, _ pieces: ArraySlice<Piece>) -> Set<Int> {
    switch part {
    case .terminal(let text): return pieces.first?.text == text ? [pieces.startIndex + 1] : []
    case .told: return []
    case .reference("OPENED"): return pieces.first?.text == "(" ? [pieces.endIndex] : []
    case .reference(let name):
      if Self.samples[name] != nil { return pieces.first?.kind == name ? [pieces.startIndex + 1] : [] }
      return grammar.productions[name].map { matches($0, pieces) } ?? []
    case .sequence(let parts):
      return parts.reduce([pieces.startIndex]) { ends, part in
        ends.reduce(into: []) { $0.formUnion(matches(part, pieces[$1...])) }
      }
    case .choice(let parts): return parts.reduce(into: []) { $0.formUnion(matches($1, pieces)) }
    case .optional(let part): return matches(part, pieces).union([pieces.startIndex])
    case .repeated, .except: return []
    }
  }

  private static func heights(of grammar: Grammar) -> [String: Int] {
    var heights: [String: Int] = [:]
    for _ in grammar.names {
      for name in grammar.names {
        guard let part = grammar.productions[name] else { continue }
        heights[name] = min(heights[name] ?? 1000, 1 + height(part, heights))
      }
    }
    return heights
  }

  private static func height(_ part: Grammar.Part, _ heights: [String: Int]) -> Int {
    switch part {
    case .terminal, .told, .optional, .repeated: 0
    case .reference(let name): samples[name] != nil ? 0 : heights[name] ?? 1000
    case .sequence(let parts): parts.map { height($0, heights) }.max() ?? 0
    case .choice(let parts): parts.map { height($0, heights) }.min() ?? 0
    case .except(let part, _): height(part, heights)
    }
  }
}
