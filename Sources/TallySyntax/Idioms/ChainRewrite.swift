import TallyText

/// Turns the methods of pandas, one after another on a table, into steps.
///
///     titanic.groupby('class')['age'].mean()     →     from titanic | mean(age) by class
struct ChainRewrite {
  let parser: Parser
  /// The table; nil where it is whichever is current.
  let table: String?
  var steps: [String] = []
  /// Of `groupby`, until something is worked out for each group.
  var keys = ""
  /// The column that was picked last.
  var column = ""
  /// `isna()` was asked of it.
  var asksMissing = false
  /// A statement of its own, which no steps can follow.
  var statement: String?
  private var index = 1

  /// Names that stand for whatever table is current.
  static let anyTable = ["df", "data", "dat", "tbl", "d"]
  /// Names of libraries.
  private static let libraries = ["pd", "pl", "np"]

  /// The steps that a statement is; nil where it is no such chain.
  static func text(_ parser: Parser) -> String? {
    guard let first = parser.token(at: 0), first.kind == .word, parser.tokens.count > 2 else { return nil }
    let name = parser.source[first.range]
    var chain = ChainRewrite(parser: parser, table: anyTable.contains(name) ? nil : name)
    guard Keyword.named(name)?.isReserved != true, !libraries.contains(name), chain.isAt(".") || chain.isAt("["),
      chain.touchesLast
    else {
      return nil
    }
    while chain.index < parser.tokens.count {
      guard chain.takeLink() else { return nil }
    }
    return chain.finished
  }

  private init(parser: Parser, table: String?) {
    self.parser = parser
    self.table = table
  }

  private var finished: String? {
    if let statement { return steps.isEmpty ? statement : nil }
    var all = table.map { ["from \($0)"] } ?? []
    all += steps
    if !column.isEmpty { all.append(asksMissing ? "where \(column) is missing" : "show \(column)") }
    if !keys.isEmpty { all.append("count by \(keys)") }
    return all.isEmpty || (asksMissing && column.isEmpty) ? nil : all.joined(separator: " | ")
  }

  // MARK: - Links

  func text(_ index: Int) -> String { parser.token(at: index).map { parser.source[$0.range] } ?? "" }

  private func isAt(_ text: String) -> Bool { self.text(index) == text }

  private var touchesLast: Bool {
    guard let token = parser.token(at: index) else { return false }
    return parser.tokens[index - 1].range.upperBound == token.range.lowerBound
  }

  private mutating func takeLink() -> Bool {
    if isAt("[") { return takeIndex() }
    // A point before a word is read with it after some marks.
    let isJoined = text(index).hasPrefix(".") && text(index).count > 1
    guard isAt(".") || isJoined else { return false }
    let name = isJoined ? String(text(index).dropFirst()) : text(index + 1)
    index += isJoined ? 1 : 2
    guard isAt("("), let close = parser.closing(of: index) else { return take(attribute: name) }
    let arguments = index + 1..<close
    index = close + 1
    return take(method: name, ChainArguments(parser, arguments, of: self))
  }

  private mutating func take(attribute name: String) -> Bool {
    switch name {
    case "str", "dt", "loc", "iloc", "plot": break
    case "shape", "size": steps.append("count")
    case "columns", "dtypes": statement = columnsStatement
    case "T", "index", "values": return false
    default: column = NameSyntax.written(name)
    }
    return true
  }

  /// `columns`, of the table.
  var columnsStatement: String { table.map { "columns \($0)" } ?? "columns" }

  /// `['age']`, `[['name', 'age']]`, `[df.age > 5]`, `[0:5]`.
  private mutating func takeIndex() -> Bool {
    guard let close = closingBracket(of: index) else { return false }
    let inner = index + 1..<close
    index = close + 1
    // A comma before the end, and names with a dollar sign, are R's.
    guard let last = inner.last, text(last) != ",", !inner.contains(where: { parser.tokens[$0].kind == .parameter })
    else { return false }
    let arguments = ChainArguments(parser, inner, of: self)
    if text(inner.lowerBound) == "[", let names = arguments.names {
      steps.append("show \(names)")
    } else if inner.count == 1, parser.tokens[inner.lowerBound].kind == .text {
      return takeColumn(NameSyntax.written(TextEscapes.decoded(text(inner.lowerBound))))
    } else if inner.count == 1, text(inner.lowerBound) == "0" {
      steps.append("first 1")
    } else if let last = inner.last, parser.tokens[last].kind == .integer, inner.contains(where: { text($0) == ":" }) {
      steps.append("first \(text(last))")
    } else {
      steps.append("where \(arguments.cleaned)")
    }
    return true
  }

  /// A column, or one that is set: `df['x'] = …`.
  private mutating func takeColumn(_ name: String) -> Bool {
    guard isAt("=") else {
      column = name
      return true
    }
    let value = index + 1..<parser.tokens.count
    if value.isEmpty { return false }
    index = parser.tokens.count
    steps.append("extend \(name) = \(ChainArguments(parser, value, of: self).cleaned)")
    return true
  }

  private func closingBracket(of open: Int) -> Int? { ChainArguments.closing(of: open, parser) }
}
