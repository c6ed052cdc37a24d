import TallyText

/// What stands where a step or statement should have ended.
extension Parser {
  func leftover() -> SyntaxError {
    if let fault = lexicalFault ?? foreignClause() { return fault }
    guard let token = current else { return expected("a step") }
    let written = source[token.range]
    if isAt(.close) {
      return SyntaxError(.strayBracket, at: token.range, fixes: [Fix(replacing: token.range, with: "")])
    }
    if isAt(.comma) {
      let isLast = next == nil || symbol(ahead: 1) == .pipe
      return SyntaxError(
        isLast ? .trailingComma : .nothingFollows("`,`"), at: token.range,
        fixes: isLast ? [Fix(replacing: token.range, with: "")] : [])
    }
    if let fault = stepWithoutPipe(token, written) { return fault }
    let name = "`\(written)`"
    guard token.kind == .word || token.kind == .quotedName, keyword()?.is(.clause) != true,
      let before = self.token(at: position - 1),
      before.kind == .word || before.kind == .quotedName || before.kind == .symbol(.close)
    else { return SyntaxError(.nothingFollows(name), at: token.range) }
    return SyntaxError(
      .nothingFollows(name), at: token.range, fixes: [Fix(replacing: end..<end, with: ",")])
  }

  /// A step after a step, or a part that this step does not have.
  private func stepWithoutPipe(_ token: Token, _ written: String) -> SyntaxError? {
    guard token.kind == .word, let keyword = keyword() else { return nil }
    let before = token.range.lowerBound..<token.range.lowerBound
    let fix = Fix(replacing: before, with: "| ")
    if keyword.is(.step) || keyword.isAggregate {
      return SyntaxError(.stepsNeedPipe(written), at: token.range, fixes: [fix])
    }
    guard keyword.is(.clause), keyword.isReserved || isAt("with", "percent") || isAt("weighted", "by") else {
      return nil
    }
    return SyntaxError(.clauseElsewhere(written), at: token.range, fixes: regrouped(token).map { [$0] } ?? [])
  }

  /// `where elite by sex` counts; `first 5 by age` sorts before.
  private func regrouped(_ token: Token) -> Fix? {
    guard isAt("by") || isAt("across") else { return nil }
    let start = stepStart(before: position)
    let verb = source[tokens[start].range].lowercased()
    if isAt("by"), verb == "first" || verb == "last" {
      let last = stepEnd(from: position)
      return Fix(
        replacing: range(from: tokens[start].range.lowerBound, through: last),
        with: "sort \(text(position..<last)) | \(text(start..<position))")
    }
    guard verb == "where" || verb == "drop" else { return nil }
    return Fix(replacing: token.range.lowerBound..<token.range.lowerBound, with: "| count ")
  }

  /// A part that was already read; `by a by b` and `where a where b` have an obvious sense.
  func repeated(_ word: String) -> SyntaxError {
    let range = place
    let joined = word == "by" ? "," : word == "where" ? " and" : nil
    let fixes = joined.map { [Fix(replacing: end..<range.upperBound, with: $0)] } ?? []
    return SyntaxError(.repeated(word), at: range, fixes: fixes)
  }

  /// `group by`, `order by`, `limit`, `over` within a step.
  func foreignClause() -> SyntaxError? {
    guard let word = word(), let token = current else { return nil }
    guard let foreign = ForeignWord.matching(word, following: self.word(ahead: 1), in: .clause) else {
      return foreignStepWithoutPipe(word, token)
    }
    let words = token.range.union(tokens[position + foreign.wordCount - 1].range)
    switch foreign.rewrite {
    case .newStep:
      let last = stepEnd(from: position)
      let rest = columnsOfAggregates(position + foreign.wordCount..<last)
      return SyntaxError(
        .foreign(source[words], "| \(foreign.spelling)"), at: words,
        fixes: [
          Fix(replacing: range(from: words.lowerBound, through: last), with: "| \(foreign.spelling) \(rest)")
        ])
    case .window:
      return SyntaxError(
        .foreign(source[words], foreign.spelling), at: words, fixes: window().map { [$0] } ?? [])
    case .spelling, .rowCount, .keys, .removal, .grouping, .selection, .pattern, .missingTest, .conditional,
      .caseWhen, .distinctCount:
      return SyntaxError(
        .foreign(source[words], foreign.spelling), at: words, fixes: [Fix(replacing: words, with: foreign.spelling)])
    }
  }

  /// `where a > 5 arrange b`: the `|` first, its own fault then.
  private func foreignStepWithoutPipe(_ word: String, _ token: Token) -> SyntaxError? {
    guard ForeignWord.matching(word, following: self.word(ahead: 1), in: .step) != nil else { return nil }
    let before = token.range.lowerBound..<token.range.lowerBound
    return SyntaxError(
      .stepsNeedPipe(source[token.range]), at: token.range, fixes: [Fix(replacing: before, with: "| ")])
  }

  /// `sum(x) over (partition by g order by t)` as `extend running_sum_x = running_sum(x) by g sort by t`.
  private func window() -> Fix? {
    guard symbol(ahead: 1) == .open, let close = closing(of: position + 1) else { return nil }
    let first = stepStart(before: position)
    let start = source[tokens[first].range].lowercased() == "show" ? first + 1 : first
    var keys: Range<Int>?
    var order: Range<Int>?
    var index = position + 2
    while index < close {
      let word = source[tokens[index].range].lowercased()
      let from = index + 2
      var last = from
      while last < close, !["partition", "order"].contains(source[tokens[last].range].lowercased()) { last += 1 }
      if word == "partition" { keys = from..<last }
      if word == "order" { order = from..<last }
      index = max(last, index + 1)
    }
    let call = text(start..<position)
    let isRunning = order != nil && ["sum", "mean", "min", "max"].contains { call.lowercased().hasPrefix($0) }
    let value = isRunning ? "running_" + call : call
    let name = value.unicodeScalars.split { !$0.continuesWord }.map(String.init).joined(separator: "_")
    let parts = [keys.map { "by \(text($0))" }, order.map { "sort by \(text($0))" }].compactMap { $0 }
    return Fix(
      replacing: tokens[first].range.lowerBound..<tokens[close].range.upperBound,
      with: (["extend \(name) = \(value)"] + parts).joined(separator: " "))
  }

  /// The index where the step at an index begins.
  private func stepStart(before index: Int) -> Int {
    var start = index
    while start > 0, tokens[start - 1].kind != .symbol(.pipe) { start -= 1 }
    return start
  }

  /// `rows elite`.
  func rowsWithoutWhere() -> SyntaxError? {
    guard let token = current, token.kind == .word || token.kind == .quotedName, !isAt("where") else { return nil }
    let fix = Fix(replacing: token.range.lowerBound..<token.range.lowerBound, with: "where ")
    return SyntaxError(.expected("`where`", after: "rows"), at: token.range, fixes: [fix])
  }

  /// `as sql mysql`.
  func unknownDialect() -> SyntaxError? {
    guard let word = word(), Keyword.named(word) == nil, next == nil || keyword(ahead: 1)?.is(.step) == true,
      ForeignWord.matching(word, in: .step) == nil
    else { return nil }
    let dialects = StatementSyntax.Target.allCases.map(\.rawValue).filter { $0.hasPrefix("sql ") }.map {
      $0.dropFirst(4)
    }
    let listed = dialects.map { "`\($0)`" }.joined(separator: ", ")
    let nearest = Spelling.nearest(to: word, in: dialects.map(String.init))
    return SyntaxError(
      .expected("one of \(listed), or a query", after: "sql"), at: place,
      fixes: nearest.map { [Fix(replacing: place, with: $0)] } ?? [])
  }

  /// What follows the value of a `let`.
  func letLeftover() -> SyntaxError {
    isAt(.pipe) || keyword()?.is(.clause) == true ? SyntaxError(.namedQueryNeedsFrom, at: place) : leftover()
  }

  /// `missing "NA", delimiter ";"`: the comma would go on with the texts.
  func commaBeforeOption() -> SyntaxError? {
    guard let comma = token(at: position - 1), comma.kind == .symbol(.comma), let word = word(),
      Self.loadOptions.contains(word), next?.kind != .word || word == "with" || word == "without" || word == "as"
    else { return nil }
    return commaBetweenOptions(comma.range)
  }

  private func commaBetweenOptions(_ comma: SourceRange) -> SyntaxError {
    SyntaxError(.nothingFollows("`,`"), at: comma, fixes: [Fix(replacing: comma, with: "")])
  }

  /// What stands where an option of `load` belongs.
  func loadLeftover() -> SyntaxError {
    if let fault = lexicalFault { return fault }
    if isAt(.comma), self.word(ahead: 1).map(Self.loadOptions.contains) == true { return commaBetweenOptions(place) }
    let nearest = word().flatMap { Spelling.nearest(to: $0, in: Self.loadOptions + ["header"]) }
    let options = Self.loadOptions.map { "`\($0)`" }.joined(separator: ", ")
    if isAt(.pipe) { return SyntaxError(.nothingFollows("`|`"), at: place) }
    return SyntaxError(
      .expected("one of \(options)", after: previousText), at: place,
      fixes: nearest.map { [Fix(replacing: place, with: $0 == "header" ? "with header" : $0)] } ?? [])
  }
}
