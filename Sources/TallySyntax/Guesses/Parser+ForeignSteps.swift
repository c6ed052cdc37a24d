import TallyText

/// Steps that other languages have, and steps that lack a word.
extension Parser {
  /// The fault of a step that begins with another language's word.
  func foreignStep() -> SyntaxError? {
    if let fault = lexicalFault { return fault }
    guard let word = word() else { return nil }
    let following = self.word(ahead: 1)
    guard let foreign = ForeignWord.matching(word, following: following, in: .step), isWhole(foreign) else {
      return foreignMeasure()
    }
    let written = text(position..<position + foreign.wordCount)
    let range = tokens[position].range.union(tokens[position + foreign.wordCount - 1].range)
    if foreign.rewrite == .removal {
      return SyntaxError(.needlessWord(written), at: range, fixes: [withoutWord(foreign)])
    }
    return SyntaxError(.foreign(written, foreign.spelling), at: range, fixes: fixes(of: foreign, at: range))
  }

  /// `show tables` and `describe table t` are foreign as a whole; `show tables, x` shows columns.
  private func isWhole(_ foreign: ForeignWord) -> Bool {
    guard foreign.wordCount == 2, keyword()?.is(.step) == true, keyword(ahead: 1)?.isReserved != true else {
      return true
    }
    let after = token(at: position + 2)
    return foreign.spelling == "tables" ? after == nil : after?.kind == .word && keyword(ahead: 2)?.isReserved != true
  }

  private func fixes(of foreign: ForeignWord, at range: SourceRange) -> [Fix] {
    switch foreign.rewrite {
    case .rowCount: [withRowCount(foreign, at: range)]
    case .selection: [SelectRewrite(self)?.fix ?? respelled(foreign, foreign.spelling, at: range)]
    case .grouping: [grouped(foreign)]
    case .spelling, .keys, .removal, .pattern, .missingTest, .conditional, .caseWhen, .distinctCount, .newStep,
      .window:
      [respelled(foreign, foreign.spelling, at: range)]
    }
  }

  /// The word in Tally's spelling; a step that looked like a call loses its brackets.
  private func respelled(_ foreign: ForeignWord, _ spelling: String, at range: SourceRange) -> Fix {
    guard let edits = withoutBrackets(after: foreign) else { return Fix(replacing: range, with: spelling) }
    let open = position + foreign.wordCount
    let touches = tokens[open].range.lowerBound == range.upperBound && token(at: open + 1)?.kind != .symbol(.close)
    return Fix([.init(range, spelling + (touches ? " " : ""))] + edits)
  }

  /// Removes the brackets around all that follows the word.
  private func withoutBrackets(after foreign: ForeignWord) -> [Fix.Edit]? {
    let open = position + foreign.wordCount
    guard token(at: open)?.kind == .symbol(.open), let close = closing(of: open) else { return nil }
    let after = token(at: close + 1)
    let isWhole =
      after == nil || after?.kind == .symbol(.pipe) || after?.kind == .word || after.map(isForeignPipe) == true
    guard isWhole else { return nil }
    return [.init(tokens[open].range, ""), .init(tokens[close].range, "")]
  }

  private func withRowCount(_ foreign: ForeignWord, at range: SourceRange) -> Fix {
    let next = token(at: position + foreign.wordCount)
    let needsCount = next == nil || next?.kind == .symbol(.pipe) || next?.kind == .unknown
    return respelled(foreign, foreign.spelling + (needsCount ? " 10" : ""), at: range)
  }

  private func withoutWord(_ foreign: ForeignWord) -> Fix {
    let word = tokens[position].range
    guard let next = token(at: position + foreign.wordCount) else { return Fix(replacing: word, with: "count") }
    let gap = Fix.Edit(word.lowerBound..<next.range.lowerBound, "")
    return Fix([gap] + (withoutBrackets(after: foreign) ?? []))
  }

  /// `group by sex | count` as `count by sex`.
  private func grouped(_ foreign: ForeignWord) -> Fix {
    let end = stepEnd(from: position)
    var keys = position + foreign.wordCount..<end
    if token(at: keys.lowerBound)?.kind == .symbol(.open), closing(of: keys.lowerBound) == end - 1 {
      keys = keys.lowerBound + 1..<max(keys.lowerBound + 1, end - 1)
    }
    let start = tokens[position].range.lowerBound
    guard end < tokens.count else {
      return Fix(replacing: range(from: start, through: end), with: "count by \(text(keys))")
    }
    let last = stepEnd(from: end + 1)
    return Fix(
      replacing: range(from: start, through: last), with: "\(text(end + 1..<last)) by \(text(keys))")
  }

  /// From a place to the end of the token before an index.
  func range(from start: Int, through index: Int) -> SourceRange {
    start..<max(start, token(at: index - 1)?.range.upperBound ?? start)
  }

  /// `show *`, `distinct *`: all columns need no sign.
  func starForAll() -> SyntaxError? {
    guard isAt(.times) else { return nil }
    let verb = previousText ?? "show"
    return SyntaxError(
      .foreign("\(verb) *", verb), at: place, fixes: [Fix(replacing: end..<place.upperBound, with: "")])
  }

  /// `where when`, `where where`.
  func repeatedWord() -> SyntaxError {
    let again = token(at: position - 1)?.range ?? place
    return SyntaxError(.repeated(source[again].lowercased()), at: again, fixes: [Fix(replacing: again, with: "")])
  }

  /// `rename a = b` and `rename a as b`.
  func renameFault(_ from: NameSyntax) -> SyntaxError {
    guard isAt(.equal) || isAt("as") || isAt(.comma) else { return expected("`to`") }
    var fixes = [Fix(replacing: end..<place.upperBound, with: " to")]
    if isAt(.equal), let other = next, other.kind == .word || other.kind == .quotedName {
      // In R the new name comes first.
      let turned = "\(source[other.range]) to \(source[from.range])"
      fixes.append(Fix(replacing: from.range.lowerBound..<other.range.upperBound, with: turned))
    }
    return SyntaxError(.expected("`to`", after: source[from.range]), at: place, fixes: fixes)
  }

  /// `extend x + 1`, `extend x`: no name is given; `extend x + 1 as y` has it last.
  func definitionFault(_ name: NameSyntax) -> SyntaxError {
    if let fault = lexicalFault { return fault }
    let start = name.range.lowerBound
    let last = stepEnd(from: position)
    var depth = 0
    for index in position..<last {
      if tokens[index].kind == .symbol(.open) { depth += 1 }
      if tokens[index].kind == .symbol(.close) { depth -= 1 }
      guard depth == 0, source[tokens[index].range].lowercased() == "as", index + 1 < last else { continue }
      let value = source[start..<tokens[index - 1].range.upperBound]
      let whole = start..<tokens[index + 1].range.upperBound
      let fix = Fix(replacing: whole, with: "\(source[tokens[index + 1].range]) = \(value)")
      return SyntaxError(.expected("`=`", after: source[name.range]), at: place, fixes: [fix])
    }
    return expected("`=`")
  }

  func sortWithoutBy() -> SyntaxError {
    guard let token = current, lexicalFault == nil, token.kind != .symbol(.pipe) else { return expected("`by`") }
    let fix = Fix(replacing: token.range.lowerBound..<token.range.lowerBound, with: "by ")
    return SyntaxError(.expected("`by`", after: previousText), at: token.range, fixes: [fix])
  }

  /// `sort by desc age`, `sort by desc(age)`.
  func directionFirst() -> SyntaxError? {
    guard let word = word() else { return nil }
    let foreign = ForeignWord.matching(word, in: .direction)
    let direction = foreign?.spelling ?? word
    guard direction == "desc" || direction == "asc", let after = next, let verb = current else { return nil }
    if after.kind == .symbol(.open), let close = closing(of: position + 1) {
      let whole = verb.range.union(tokens[close].range)
      let key = text(position + 2..<close)
      return SyntaxError(
        .foreign(source[whole], "\(key) \(direction)"), at: whole,
        fixes: [Fix(replacing: whole, with: "\(key) \(direction)")])
    }
    guard after.kind == .quotedName || (after.kind == .word && keyword(ahead: 1)?.is(.connective) != true),
      keyword(ahead: 1)?.isReserved != true, !["asc", "desc"].contains(source[after.range].lowercased()),
      ForeignWord.matching(source[after.range].lowercased(), in: .direction) == nil
    else { return nil }
    let whole = verb.range.union(after.range)
    let spelling = "\(source[after.range]) \(direction)"
    return SyntaxError(
      .foreign(source[whole], spelling), at: whole, fixes: [Fix(replacing: whole, with: spelling)])
  }

  /// `sort by age descending`.
  func foreignDirection() -> SyntaxError? {
    guard let word = word(), let foreign = ForeignWord.matching(word, in: .direction) else { return nil }
    return SyntaxError(
      .foreign(source[place], foreign.spelling), at: place, fixes: [Fix(replacing: place, with: foreign.spelling)])
  }

  /// `top fare`, `top by fare`.
  func topWithoutCount() -> SyntaxError? {
    guard let token = current, token.kind == .word || token.kind == .quotedName else { return nil }
    let fix = Fix(replacing: token.range.lowerBound..<token.range.lowerBound, with: "10 ")
    return SyntaxError(.expected("how many rows", after: previousText), at: token.range, fixes: [fix])
  }

  /// `first` alone.
  func withoutRowCount() -> SyntaxError {
    var fault = expected("how many rows")
    fault.fixes = [Fix(replacing: end..<end, with: " 10")]
    return fault
  }

  /// `plot pie motive`.
  func unknownPlot() -> SyntaxError? {
    guard next?.kind == .word, keyword(ahead: 1) == nil, let word = word(), keyword()?.isReserved != true else {
      return nil
    }
    let kinds = PlotSyntax.Kind.allCases.map(\.rawValue)
    let listed = kinds.map { "`\($0)`" }.joined(separator: ", ")
    let nearest = Spelling.nearest(to: word, in: kinds)
    return SyntaxError(
      .expected("one of \(listed), or a column", after: previousText), at: place,
      fixes: nearest.map { [Fix(replacing: place, with: $0)] } ?? [])
  }

  /// `top 5 fare`.
  func topWithoutBy() -> SyntaxError { sortWithoutBy() }

  func directionOfTop(_ verb: Token?) -> SyntaxError? {
    guard isAt("desc") || isAt("asc"), let verb else { return nil }
    let gone = Fix.Edit(end..<place.upperBound, "")
    let wants = isAt("desc") ? "top" : "bottom"
    return SyntaxError(.directionOfTop, at: place, fixes: [Fix([.init(verb.range, wants), gone])])
  }

  /// `distinct count age`; `distinct count(distinct age)` is a sentence.
  func distinctCount() -> SyntaxError? {
    guard isAt("count"), let verb = token(at: position - 1), next?.kind == .word, keyword(ahead: 1)?.isReserved != true
    else { return nil }
    let words = verb.range.union(place)
    return SyntaxError(
      .foreign(source[words], "count distinct"), at: words, fixes: [Fix(replacing: words, with: "count distinct")])
  }

  /// `left outer join`.
  func outerJoin() -> SyntaxError? {
    guard isAt("outer") else { return nil }
    let fix = Fix(replacing: end..<place.upperBound, with: "")
    return SyntaxError(.foreign("outer join", "join"), at: place, fixes: [fix])
  }

  func joinWithoutOn() -> SyntaxError {
    guard let word = word(), ForeignWord.matching(word, in: .clause)?.spelling == "on" else { return expected("`on`") }
    var edits = [Fix.Edit(place, "on")]
    if symbol(ahead: 1) == .open, let close = closing(of: position + 1) {
      if next?.range.lowerBound == place.upperBound { edits[0] = .init(place, "on ") }
      edits += [.init(tokens[position + 1].range, ""), .init(tokens[close].range, "")]
    }
    return SyntaxError(.foreign(source[place], "on"), at: place, fixes: [Fix(edits)])
  }
}
