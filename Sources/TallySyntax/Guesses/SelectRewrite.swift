import TallyText

/// Turns a `select` of SQL into steps.
///
///     select sex, count(*) from t where age > 5 group by sex order by count(*) desc limit 3
///     from t | where age > 5 | count by sex | sort by count desc | first 3
struct SelectRewrite {
  private let parser: Parser
  private let start: Int
  private var parts: [String: Range<Int>] = [:]

  private static let clauses = ["select", "from", "where", "group", "having", "order", "limit", "offset"]

  /// Nil where the parser is not at a `select` with a list.
  init?(_ parser: Parser) {
    self.parser = parser
    start = parser.position
    let end = parser.stepEnd(from: start)
    var name = "select"
    var first = start + 1
    var depth = 0
    for index in start + 1..<max(start + 1, end) {
      if parser.tokens[index].kind == .symbol(.open) { depth += 1 }
      if parser.tokens[index].kind == .symbol(.close) { depth -= 1 }
      let word = parser.source[parser.tokens[index].range].lowercased()
      guard depth == 0, parser.tokens[index].kind == .word, Self.clauses.contains(word) else { continue }
      parts[name] = min(first, index)..<index
      name = word
      first = index + (word == "group" || word == "order" ? 2 : 1)
    }
    parts[name] = first..<max(first, end)
    guard let list = parts["select"], !list.isEmpty, list.upperBound <= parser.tokens.count else { return nil }
  }

  var fix: Fix {
    let last = parser.stepEnd(from: start)
    let range = parser.range(from: parser.tokens[start].range.lowerBound, through: last)
    return Fix(replacing: range, with: steps.joined(separator: " | "))
  }

  private var steps: [String] {
    var steps: [String] = []
    if let table { steps.append("from \(table)") }
    if let condition = text("where") { steps.append("where \(condition)") }
    let order = parts["order"].map { "sort by \(sortKeys($0))" }
    if isAggregated {
      steps.append(summary)
      if let having = parts["having"] { steps.append("where \(named(having))") }
      if let order { steps.append(order) }
    } else {
      if let order { steps.append(order) }
      steps.append(shown)
    }
    if let offset = text("offset") {
      steps += ["extend row = row_number()", "where row > \(offset)", "drop row"]
    }
    if let count = text("limit") { steps.append("first \(count)") }
    return steps
  }

  private func text(_ clause: String) -> String? {
    parts[clause].map { text($0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The source of some tokens, columns without the short name of their table.
  private func text(_ indices: Range<Int>) -> String { Self.plain(parser.text(indices), without: alias) }

  /// `t`, of `from titanic t` and `from titanic as t`.
  private var alias: String? {
    guard let from = parts["from"], from.count == 2 || from.count == 3 else { return nil }
    let words = from.map { parser.source[parser.tokens[$0].range] }
    guard parser.tokens[from.upperBound - 1].kind == .word, from.count == 2 || words[1].lowercased() == "as" else {
      return nil
    }
    return words[words.count - 1]
  }

  private var table: String? {
    guard alias != nil, let from = parts["from"] else { return text("from") }
    return parser.source[parser.tokens[from.lowerBound].range]
  }

  private static func plain(_ text: String, without alias: String?) -> String {
    guard let alias else { return text }
    let source = SourceText(text)
    let tokens = Lexer.tokens(of: source)
    var plain = ""
    var place = 0
    for (index, token) in tokens.enumerated() where index + 1 < tokens.count {
      guard source[token.range] == alias, source[tokens[index + 1].range] == "." else { continue }
      plain += source[place..<token.range.lowerBound]
      place = tokens[index + 1].range.upperBound
    }
    return plain + source[place..<source.bytes.count]
  }

  /// The keys of `group by`; a number means the column at that place.
  private var keys: String? {
    guard let group = parts["group"] else { return nil }
    return parser.split(group).map { key in
      guard key.count == 1, parser.tokens[key.lowerBound].kind == .integer, let place = Int(text(key)),
        columns.indices.contains(place - 1)
      else { return text(key) }
      return text(columns[place - 1])
    }.joined(separator: ", ")
  }

  /// The keys of `order by`; a number means the column at that place.
  private func sortKeys(_ order: Range<Int>) -> String {
    parser.split(order).map { key in
      guard let first = key.first, parser.tokens[first].kind == .integer, let place = Int(text(first..<first + 1)),
        columns.indices.contains(place - 1)
      else { return named(key) }
      let direction = text(first + 1..<key.upperBound)
      return result(of: columns[place - 1]) + (direction.isEmpty ? "" : " \(direction)")
    }.joined(separator: ", ")
  }

  /// What a column of the list is called in the answer: its own name where it has one.
  private func result(of column: Range<Int>) -> String {
    name(of: column) ?? named(column)
  }

  /// `n`, of `count(*) as n` and `count(*) n`.
  private func name(of column: Range<Int>) -> String? {
    guard column.count > 1, let last = parser.token(at: column.upperBound - 1), last.kind == .word,
      let before = parser.token(at: column.upperBound - 2)
    else { return nil }
    let word = parser.source[before.range].lowercased()
    let isWord = word == "as" || (word != "distinct" && Keyword.named(word)?.isReserved != true)
    let isEnded = before.kind == .word ? isWord : [.symbol(.close), .integer, .number, .text].contains(before.kind)
    return isEnded ? parser.source[last.range] : nil
  }

  /// A column of the list, with `as` before its name.
  private func item(_ column: Range<Int>) -> String {
    name(of: column).map { text(valueOf(column)) + " as " + $0 } ?? text(column)
  }

  private var columns: [Range<Int>] { parts["select"].map { parser.split($0) } ?? [] }

  private var isAggregated: Bool { parts["group"] != nil || columns.contains(where: hasAggregate) }

  private func hasAggregate(_ indices: Range<Int>) -> Bool {
    indices.contains { parser.aggregate(at: $0) != nil }
  }

  private var summary: String {
    let measures = columns.filter(hasAggregate).map { item($0) }
    if measures.isEmpty { return "distinct \(keys ?? "")" }
    return measures.joined(separator: ", ") + (keys.map { " by \($0)" } ?? "")
  }

  private var shown: String {
    guard let list = parts["select"] else { return "show" }
    let isDistinct = parser.source[parser.tokens[list.lowerBound].range].lowercased() == "distinct"
    let columns = isDistinct ? list.dropFirst() : list
    let verb = isDistinct ? "distinct" : "show"
    let isAll = columns.count == 1 && parser.tokens[columns.lowerBound].kind == .symbol(.times)
    return isAll ? verb : "\(verb) \(parser.split(columns).map(item).joined(separator: ", "))"
  }

  /// The source of some tokens over the answer: an aggregate is the column that holds it.
  private func named(_ indices: Range<Int>) -> String {
    guard isAggregated else { return text(indices) }
    let names = columns.compactMap { column in
      name(of: column).map { (parser.columnsOfAggregates(valueOf(column)), $0) }
    }
    let text = parser.columnsOfAggregates(indices) { written in names.first { $0.0 == written }?.1 ?? written }
    return Self.plain(text, without: alias)
  }

  /// A column of the list without its name.
  private func valueOf(_ column: Range<Int>) -> Range<Int> {
    guard name(of: column) != nil else { return column }
    let isSaid = parser.source[parser.tokens[column.upperBound - 2].range].lowercased() == "as"
    return column.lowerBound..<column.upperBound - (isSaid ? 2 : 1)
  }
}

extension Parser {
  /// Tally's name of the aggregate that is called at an index.
  fileprivate func aggregate(at index: Int) -> String? {
    guard let token = token(at: index), token.kind == .word, self.token(at: index + 1)?.kind == .symbol(.open) else {
      return nil
    }
    let word = source[token.range].lowercased()
    if Keyword.named(word)?.isAggregate == true { return word }
    return ForeignWord.matching(word, in: .aggregate)?.spelling
  }

  /// The text of tokens, with each aggregate that is called replaced by the column a summary makes of it.
  ///
  /// `renamed` says what a column is called that a summary would give the name it gets.
  func columnsOfAggregates(
    _ indices: Range<Int>, renamed: (String) -> String = { $0 }
  ) -> String {
    var text = ""
    var index = indices.lowerBound
    while index < indices.upperBound {
      let token = tokens[index]
      var piece = source[token.range]
      let gap = text.isEmpty || token.range.lowerBound == tokens[index - 1].range.upperBound ? "" : " "
      if let aggregate = aggregate(at: index), let close = closing(of: index + 1) {
        let argument = self.text(index + 2..<close)
        piece = renamed(
          argument == "*" || argument.isEmpty ? aggregate : NameSyntax.written("\(aggregate)_\(argument)"))
        index = close
      }
      text += gap + piece
      index += 1
    }
    return text
  }
}
