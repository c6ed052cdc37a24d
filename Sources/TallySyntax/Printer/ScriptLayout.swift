import TallyText

/// A script in canonical layout: a statement a line, long queries a step a line, comments where they stood.
///
///     count by   Sex # all            count by Sex  # all
///     | first 3                         | first 3
///
/// Laying out a layout changes nothing.
package struct ScriptLayout {
  /// A query longer than this is broken before each `|`.
  package static let lineLimit = 100

  private let source: SourceText
  private let comments: [Comment]
  private var lines: [String] = []
  /// The line of the source at which what was laid out last ended; nil: nothing was.
  private var lastLine: Int?
  /// Whether a comment may go on with the last line.
  private var takesTrailing = false
  /// No empty line stands after the last statement: a line that starts with `|` would go on with it.
  private var isJoinable = false

  private struct Comment {
    let range: SourceRange
    let line: Int
    let text: String
  }

  private init(_ source: SourceText) {
    self.source = source
    comments = Lexer.tokens(of: source).filter { $0.kind == .comment }.map { token in
      var text = source[token.range]
      while text.last?.isWhitespace == true { text.removeLast() }
      return Comment(range: token.range, line: source.lineNumber(at: token.range.lowerBound), text: text)
    }
  }

  /// Nil where the laid out script would not read as the same statements and comments: such a one stays as it is.
  package static func text(of source: SourceText) throws(SyntaxError) -> String? {
    var layout = ScriptLayout(source)
    try layout.add(statements: StatementRanges.split(source))
    let text = layout.lines.map { $0 + "\n" }.joined()
    return try Meaning(source) == (try? Meaning(SourceText(text))) ? text : nil
  }

  /// What a script says, however it is laid out.
  private struct Meaning: Equatable {
    let statements: [String]
    let comments: [String]

    init(_ source: SourceText) throws(SyntaxError) {
      var statements: [String] = []
      for range in StatementRanges.split(source) {
        statements.append(SyntaxPrinter.print(try Parser.statement(in: source, range: range)))
      }
      self.statements = statements
      comments = ScriptLayout(source).comments.map(\.text)
    }
  }

  private mutating func add(statements: [SourceRange]) throws(SyntaxError) {
    var rest = comments[...]
    for range in statements {
      while let comment = rest.first, comment.range.lowerBound < range.lowerBound {
        add(comment)
        rest.removeFirst()
      }
      var inside: [Comment] = []
      while let comment = rest.first, comment.range.lowerBound < range.upperBound {
        inside.append(comment)
        rest.removeFirst()
      }
      add(try Parser.statement(in: source, range: range), inside)
    }
    for comment in rest { add(comment) }
  }

  private mutating func add(_ comment: Comment) {
    if takesTrailing, comment.line == lastLine, let last = lines.popLast() {
      lines.append(last + "  " + comment.text)
    } else {
      keepBlank(before: comment.line)
      lines.append(comment.text)
    }
    lastLine = comment.line
    takesTrailing = false
  }

  private mutating func add(_ statement: StatementSyntax, _ inside: [Comment]) {
    let first = source.lineNumber(at: statement.range.lowerBound)
    let whole = SyntaxPrinter.print(statement)
    let steps = statement.steps
    keepBlank(before: first)
    if whole.hasPrefix("|"), isJoinable { addBlank() }
    let isBroken = !inside.isEmpty || whole.unicodeScalars.count > Self.lineLimit || breaksLines(steps)
    if steps.count > 1, isBroken {
      add(broken: steps, whole: whole, inside)
    } else {
      lines += inside.map(\.text) + [whole]
    }
    lastLine = source.lineNumber(at: statement.range.upperBound)
    takesTrailing = true
    isJoinable = true
  }

  /// A step a line; comments before their step, or after it where they stood on its last line.
  private mutating func add(broken steps: [StepSyntax], whole: String, _ inside: [Comment]) {
    let query = SyntaxPrinter.print(QuerySyntax(steps: steps))
    let start = String(whole.dropLast(query.count))
    var rest = inside[...]
    for (place, step) in steps.enumerated() {
      let indent = place == 0 ? "" : "  "
      while let comment = rest.first, comment.range.lowerBound < step.range.upperBound {
        lines.append(indent + comment.text)
        rest.removeFirst()
      }
      var line = (place == 0 ? start : "  | ") + SyntaxPrinter.print(step)
      if let comment = rest.first, comment.line == source.lineNumber(at: step.range.upperBound) {
        line += "  " + comment.text
        rest.removeFirst()
      }
      lines.append(line)
    }
  }

  /// Whether the person broke the query between two steps.
  private func breaksLines(_ steps: [StepSyntax]) -> Bool {
    zip(steps, steps.dropFirst()).contains { step, next in
      source.lineNumber(at: step.range.upperBound) != source.lineNumber(at: next.range.lowerBound)
    }
  }

  /// Of empty lines between two lines of the source, one stays.
  private mutating func keepBlank(before line: Int) {
    if let lastLine, line > lastLine + 1, lines.last != "" { addBlank() }
  }

  private mutating func addBlank() {
    lines.append("")
    isJoinable = false
  }
}

extension StatementSyntax {
  /// The steps of its query; none where it has no query.
  fileprivate var steps: [StepSyntax] {
    switch kind {
    case .query(let query), .letQuery(_, let query), .explain(_, let query): query.steps
    case .continuation(let steps): steps
    case .translate(_, let query): query?.steps ?? []
    case .letExpression, .param, .load, .use, .tables, .columns, .why, .rows, .last, .run, .set, .help, .history,
      .saveHistory, .quit:
      []
    }
  }
}
