import TallyText

/// A way to write that other tools know and Tally does not, and the same in Tally.
///
///     tabstat X, by(W)     →     mean X by W
///
/// In the pattern a single capital letter stands for a part, which the replacement repeats:
///
/// * `G`: an aggregate; `X`, `Y`, `K`: a name; in quotes, after its table (`t.x`, `t$x`) too
/// * `W`: names with commas, spaces, quotes or brackets between
/// * `T`: a word that begins no step
/// * `D`: a name after a point, `P`: after a dollar sign; repeated without it
/// * `N`: a whole number; `F`: a number from 0 to 1, repeated as a percentage
/// * `S`: a text; `U`: the same, repeated without quotes
/// * `O`: a comparison in quotes, `">18"`, repeated without them
/// * `V`: one name or constant
/// * `A`, `B`, `C`: anything without a comma of its own; `L`: with commas
/// * `R`: anything, pipes too, or nothing
///
/// What is written with an idiom fails to read or resolve; only then is it looked for.
package struct Idiom: Sendable {
  package enum Scope: Sendable {
    /// The pattern is a whole step.
    case step
    /// It is all of a statement.
    case statement
    /// It stands anywhere in a step.
    case part
  }

  package let pattern: String
  package let replacement: String
  package let scope: Scope
  /// What to say; nil: `X is written Y`; empty: what the fault says by itself.
  package let note: String?
  /// A line that is written so, over the table of the tests.
  package let example: String
  let parts: [IdiomPattern.Part]
  /// The words and marks of the pattern.
  let words: [String]
  /// Whether the fault's own fixes come first.
  package private(set) var yields = false

  init(
    _ pattern: String, _ replacement: String, _ example: String, _ scope: Scope = .step, note: String? = nil
  ) {
    self.pattern = pattern
    self.replacement = replacement
    self.example = example
    self.scope = scope
    self.note = note
    parts = IdiomPattern.parts(of: pattern)
    words = parts.compactMap { if case .literal(let word) = $0 { word } else { nil } }
  }

  var yielding: Idiom {
    var idiom = self
    idiom.yields = true
    return idiom
  }
}

/// An idiom found in a statement.
package struct IdiomMatch {
  package let idiom: Idiom
  package let range: SourceRange
  /// What takes its place.
  package let text: String
  /// The words that give it away.
  package let written: String

  package var fix: Fix { Fix(replacing: range, with: text) }

  func error(insteadOf error: SyntaxError, fix: Fix?) -> SyntaxError {
    let fixes = fix.map { [$0] } ?? []
    if idiom.yields, !error.fixes.isEmpty {
      return SyntaxError(error.fault, at: error.range, fixes: error.fixes + fixes)
    }
    if idiom.note == "" { return SyntaxError(error.fault, at: error.range, fixes: fixes + error.fixes) }
    // Where all of the statement is written anew, the words say what it came to.
    let whole = fix?.edits.first.map { $0.range == range ? $0.replacement : text } ?? text
    return SyntaxError(fault(whole), at: range, fixes: fixes)
  }

  private func fault(_ text: String) -> SyntaxFault {
    if let note = idiom.note { return .idiom(note) }
    return .foreign(written, text.count <= 60 ? text : text.prefix(57) + "…")
  }

  /// The same of a statement that reads and does not resolve.
  package func diagnostic(insteadOf diagnostic: Diagnostic) -> Diagnostic {
    var diagnostic = diagnostic
    if idiom.yields, !diagnostic.fixes.isEmpty {
      diagnostic.fixes.append(fix)
      return diagnostic
    }
    if idiom.note != "" { diagnostic = SyntaxError(fault(text), at: range).diagnostic }
    diagnostic.fixes = text.isEmpty ? [] : [fix]
    return diagnostic
  }

  /// The first idiom of the step, or of the statement, that stands at a place.
  package static func find(in source: SourceText, statement: SourceRange, at place: SourceRange) -> IdiomMatch? {
    let parser = Parser(source: source, range: statement)
    let tokens = parser.tokens
    guard !tokens.isEmpty, tokens.count <= Self.tokenLimit else { return nil }
    var start = 0
    while true {
      let end = parser.stepEnd(from: start)
      let last = tokens[min(end, tokens.count - 1)].range.upperBound
      if end >= tokens.count || place.lowerBound <= last {
        return find(parser, step: start..<max(start, end))
      }
      start = end + 1
      if start >= tokens.count { return nil }
    }
  }

  /// Longer statements are no idioms.
  private static let tokenLimit = 400

  private static func find(_ parser: Parser, step: Range<Int>) -> IdiomMatch? {
    if step.lowerBound == 0, let text = ChainRewrite.text(parser) {
      return IdiomMatch(idiom: .chain, range: parser.range, text: text, written: "")
    }
    let words = IdiomPattern.words(parser)
    for idiom in candidates(words) {
      switch idiom.scope {
      case .step: if let match = match(idiom, parser, step) { return match }
      case .statement:
        if step.lowerBound == 0, let match = match(idiom, parser, 0..<parser.tokens.count) { return match }
      case .part:
        for start in step {
          if let match = match(idiom, parser, start..<step.upperBound, isWhole: false) { return match }
        }
      }
    }
    return nil
  }

  /// By the first of their words; under nothing those without words.
  private static let places = Dictionary(grouping: Idiom.all.indices) { Idiom.all[$0].words.first ?? "" }

  /// Those whose words all stand in a statement, in their order.
  private static func candidates(_ words: Set<String>) -> [Idiom] {
    let found = words.flatMap { places[$0] ?? [] } + (places[""] ?? [])
    return found.sorted().map { Idiom.all[$0] }.filter { $0.words.allSatisfy(words.contains) }
  }

  private static func match(
    _ idiom: Idiom, _ parser: Parser, _ tokens: Range<Int>, isWhole: Bool = true
  ) -> IdiomMatch? {
    guard let first = parser.token(at: tokens.lowerBound), !tokens.isEmpty else { return nil }
    var pattern = IdiomPattern(parser: parser, end: tokens.upperBound, isWhole: isWhole)
    guard let end = pattern.end(of: idiom.parts[...], from: tokens.lowerBound), end > tokens.lowerBound else {
      return nil
    }
    let range = first.range.lowerBound..<parser.tokens[end - 1].range.upperBound
    let whole = parser.source[range]
    let beginning = parser.text(tokens.lowerBound..<min(tokens.lowerBound + (first.kind == .word ? 1 : 2), end))
    let written = whole.count <= 30 ? whole : beginning
    return IdiomMatch(
      idiom: idiom, range: range, text: pattern.rendered(idiom.replacement), written: written)
  }
}
