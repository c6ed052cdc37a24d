import TallyData
import TallyPlan
import TallySyntax
import TallyText

/// What may come next at a place of a statement.
///
///     count where sex = "f▮        "female" 1,204
package enum Completion {
  /// How many values of a column are offered.
  static let valueLimit = 1000

  /// `cursor` is in UTF-8 bytes; `lastAnswer` is what a leading `|` goes on with.
  package static func candidates(
    text: String, cursor: Int, catalog: Catalog, lastAnswer: Table? = nil, settings: Settings
  ) -> CompletionResult {
    let source = SourceText(String(decoding: Array(text.utf8.prefix(max(cursor, 0))), as: UTF8.self))
    func context(of word: CompletionWord) -> CompletionContext {
      let statement = StatementBeginning(source, before: word.range.lowerBound)
      return CompletionContext(
        source: source, statement: statement, catalog: catalog, lastAnswer: lastAnswer, settings: settings)
    }
    let path = CompletionWord(pathAtEndOf: source).flatMap { context(of: $0).takesFile ? $0 : nil }
    guard let word = path ?? CompletionWord(endOf: source) else { return .none(at: source.bytes.count) }
    return CompletionResult(range: word.range, candidates: word.matching(context(of: word).candidates(for: word)))
  }
}

/// The word that ends at the cursor, maybe empty.
struct CompletionWord {
  enum Form {
    case plain
    /// After a quote.
    case text
    /// After a backtick.
    case name
  }

  let range: SourceRange
  let form: Form
  /// What was typed of it, without its quote, in lower case.
  let typed: String

  /// Nil where nothing is completed: in a comment, right after a closed text or a number.
  init?(endOf source: SourceText) {
    let end = source.bytes.count
    guard let last = Lexer.tokens(of: source).last, last.range.upperBound == end else {
      self.init(end..<end, .plain, "")
      return
    }
    let text = source[last.range]
    switch last.kind {
    case .word: self.init(last.range, .plain, text.lowercased())
    case .openText: self.init(last.range, .text, String(text.dropFirst()).lowercased())
    case .openName: self.init(last.range, .name, String(text.dropFirst()).lowercased())
    case .symbol, .newline: self.init(end..<end, .plain, "")
    case .comment, .text, .quotedName, .integer, .number, .date, .datetime, .month, .quarter, .parameter, .command,
      .mixedNumber, .unknown:
      return nil
    }
  }

  /// All since the last blank, as the beginning of a file's name that has no quotes yet; nil where it has some.
  init?(pathAtEndOf source: SourceText) {
    let end = source.bytes.count
    let start = source.bytes.lastIndex { $0 <= UInt8(ascii: " ") }.map { $0 + 1 } ?? 0
    let typed = source[start..<end].lowercased()
    let isWithinOther = Lexer.tokens(of: source).last.map { $0.kind == .comment || $0.kind == .openText } ?? false
    if isWithinOther || typed.contains(where: { "\"'`".contains($0) }) { return nil }
    self.init(start..<end, .plain, typed)
  }

  private init(_ range: SourceRange, _ form: Form, _ typed: String) {
    self.range = range
    self.form = form
    self.typed = typed
  }

  /// The candidates that begin as typed, in either case; if none does, those that hold its letters.
  func matching(_ candidates: [CompletionResult.Candidate]) -> [CompletionResult.Candidate] {
    let fitting = candidates.filter { candidate in
      switch form {
      case .plain: true
      case .text: candidate.text.first == "\""
      case .name: candidate.isName
      }
    }
    let named = form == .name ? fitting.map(\.inBackticks) : fitting
    if typed.isEmpty { return named }
    let beginning = named.filter { $0.key.hasPrefix(typed) }
    if !beginning.isEmpty || typed.utf8.count < 2 { return beginning }
    let others = CompletionFit.allCases.map { fit in named.filter { CompletionFit(of: typed, in: $0.key) == fit } }
    return others.flatMap { $0 }
  }
}

/// How typed letters stand in a candidate that does not begin with them, the likeliest first.
private enum CompletionFit: CaseIterable {
  /// One of its words begins so: `group` in `age_group`.
  case word
  case within
  /// All are there, in the order typed: `agp` in `age_group`.
  case scattered

  /// Nil: not all letters are there.
  init?(of typed: String, in key: String) {
    var rest = typed[...]
    for character in key where character == rest.first { rest.removeFirst() }
    guard rest.isEmpty else { return nil }
    let words = key.split { !$0.isLetter && !$0.isNumber }
    self = words.contains { $0.hasPrefix(typed) } ? .word : key.contains(typed) ? .within : .scattered
  }
}

extension CompletionResult.Candidate {
  /// What typed letters are compared with.
  fileprivate var key: String {
    let bare = text.first == "\"" || text.first == "`" ? text.dropFirst() : text[...]
    return bare.lowercased()
  }

  fileprivate var inBackticks: CompletionResult.Candidate {
    text.first == "`" ? self : CompletionResult.Candidate("`\(text)`", detail: detail)
  }
}

/// The tokens of a statement up to the word at the cursor, comments and line breaks aside.
struct StatementBeginning {
  let tokens: [Token]
  private let source: SourceText

  init(_ source: SourceText, before end: Int) {
    self.source = source
    let head = SourceText(source[0..<end])
    let all = Lexer.tokens(of: head)
    var start = StatementRanges.split(head).last?.lowerBound ?? 0
    // A line break or semicolon after a whole statement begins another.
    let last = all.last { $0.kind != .newline && $0.kind != .comment }
    let breaksAfter = all.contains { $0.kind == .newline && $0.range.lowerBound >= last?.range.upperBound ?? 0 }
    let isWhole = last?.kind == .symbol(.semicolon) || (breaksAfter && !StatementRanges.isOpen(head.text))
    if isWhole { start = end }
    tokens = all.filter { $0.range.lowerBound >= start && $0.kind != .newline && $0.kind != .comment }
  }

  /// A word in lower case; nil for every other token, and past the ends.
  func word(_ index: Int) -> String? {
    guard tokens.indices.contains(index), tokens[index].kind == .word else { return nil }
    return source[tokens[index].range].lowercased()
  }

  func text(_ index: Int) -> String { source[tokens[index].range] }
}
