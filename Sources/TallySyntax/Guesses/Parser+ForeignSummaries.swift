import TallyText

/// What is guessed about summaries.
extension Parser {
  /// `avg age`, `n()`, `count *`, `count(*)`, `mode of`.
  func foreignMeasure() -> SyntaxError? {
    guard let word = word() else { return nil }
    if word == "count", let fault = countOfStar() { return fault }
    guard let foreign = ForeignWord.matching(word, in: .aggregate), isForeignAggregate else { return nil }
    return SyntaxError(
      .foreign(source[place], foreign.spelling), at: place, fixes: [Fix(replacing: place, with: foreign.spelling)])
  }

  /// Whether the word here is used as an aggregate: something to aggregate follows.
  private var isForeignAggregate: Bool {
    guard let kind = next?.kind else { return false }
    if kind == .word { return keyword(ahead: 1)?.isReserved != true }
    return [.symbol(.open), .quotedName, .text].contains(kind)
  }

  private func countOfStar() -> SyntaxError? {
    let isCall = symbol(ahead: 1) == .open && symbol(ahead: 2) == .times && symbol(ahead: 3) == .close
    guard isCall || symbol(ahead: 1) == .times, let verb = current else { return nil }
    let last = position + (isCall ? 3 : 1)
    let after = self.token(at: last + 1)?.kind
    guard isCall ? after?.isArithmetic != true : beginsNothing(after) else { return nil }
    let whole = verb.range.union(tokens[last].range)
    return SyntaxError(
      .foreign(source[whole], "count"), at: whole,
      fixes: [Fix(replacing: verb.range.upperBound..<whole.upperBound, with: "")])
  }

  private func beginsNothing(_ kind: Token.Kind?) -> Bool {
    guard let kind else { return true }
    if kind == .word { return keyword(ahead: 2)?.isReserved == true }
    return kind == .symbol(.pipe) || kind == .symbol(.comma)
  }

  /// `count(*)` within a calculation.
  func starAsArgument(_ name: NameSyntax) -> SyntaxError? {
    guard isAt(.times), symbol(ahead: 1) == .close else { return nil }
    return SyntaxError(
      .foreign("\(name.text)(*)", "\(name.text)()"), at: place, fixes: [Fix(replacing: place, with: "")])
  }

  /// The fault of a step that begins with nothing a step begins with.
  func noStep() -> SyntaxError? {
    guard let token = current else { return expected("a step") }
    switch token.kind {
    case .word: return symbol(ahead: 1) == .open || keyword()?.isAggregate == true ? reservedCall() : strangeStep(token)
    case .quotedName: return strangeStep(token)
    case .symbol(.open), .symbol(.minus), .integer, .number, .date, .datetime, .month, .quarter, .parameter:
      return nil
    case .symbol(.times):
      return SyntaxError(.foreign("*", "show"), at: token.range, fixes: [Fix(replacing: token.range, with: "show")])
    case .symbol, .text, .comment, .newline, .command, .openText, .openName, .mixedNumber, .unknown:
      return isAt(.close) ? leftover() : expected("a step")
    }
  }

  private func reservedCall() -> SyntaxError? {
    guard let keyword = keyword(), keyword.isReserved else { return nil }
    return keyword.is(.clause) ? SyntaxError(.clauseAlone(keyword.name), at: place) : nil
  }

  private func strangeStep(_ token: Token) -> SyntaxError? {
    let written = source[token.range]
    let word = word() ?? ""
    if ["by", "across", "within", "when"].contains(word) || isAt("with", "percent") || isAt("weighted", "by") {
      let fixes = word == "by" ? [Fix(replacing: token.range.lowerBound..<token.range.lowerBound, with: "count ")] : []
      return SyntaxError(.clauseAlone(written), at: token.range, fixes: fixes)
    }
    if isAt("true") || isAt("false") { return nil }
    if symbol(ahead: 1) == .equal || foreignEqual { return definition(written) }
    if let fault = arrow(token, written) { return fault }
    let before = token.range.lowerBound..<token.range.lowerBound
    if beginsTest(ahead: 1) || word == "not" {
      return SyntaxError(
        .unknownStep(written, nearest: nil), at: token.range, fixes: [Fix(replacing: before, with: "where ")])
    }
    let verbs = Keyword.all.filter { $0.is(.step) || $0.isAggregate || $0.is(.statement) }.map(\.name)
    if let nearest = Spelling.nearest(to: written, in: verbs) {
      return SyntaxError(
        .unknownStep(written, nearest: nearest), at: token.range, fixes: [Fix(replacing: token.range, with: nearest)])
    }
    let isAlone = next == nil || next?.kind == .symbol(.comma) || next?.kind == .symbol(.pipe)
    return SyntaxError(
      .unknownStep(written, nearest: nil), at: token.range,
      fixes: isAlone ? [Fix(replacing: before, with: "show ")] : [])
  }

  /// `x <- 3`, as R assigns.
  private func arrow(_ token: Token, _ written: String) -> SyntaxError? {
    guard symbol(ahead: 1) == .less, symbol(ahead: 2) == .minus, let less = next,
      let minus = self.token(at: position + 2),
      let value = self.token(at: position + 3), less.range.upperBound == minus.range.lowerBound,
      value.range.lowerBound > minus.range.upperBound
    else { return nil }
    let sign = less.range.union(minus.range)
    let start = token.range.lowerBound
    return SyntaxError(
      .foreign("<-", "="), at: sign,
      fixes: ["let ", "extend "].map { Fix([.init(start..<start, $0), .init(sign, "=")]) })
  }

  private var foreignEqual: Bool { next.map { source[$0.range] == ":=" } ?? false }

  /// Whether a test of the value before begins there: `> 5`, `is missing`, `in 1..3`.
  func beginsTest(ahead count: Int) -> Bool {
    if let symbol = symbol(ahead: count), ComparisonOperator(rawValue: symbol.rawValue) != nil { return true }
    guard let word = word(ahead: count) else { return false }
    if ["is", "in", "between"].contains(word) { return true }
    let isNegated = word == "not"
    let verb = isNegated ? self.word(ahead: count + 1) ?? "" : word
    if isNegated { return ["in", "between", "contains", "starts", "ends", "matches", "like", "ilike"].contains(verb) }
    let after = token(at: position + count + 1)?.kind
    if word == "contains" || word == "matches" { return after == .text }
    if word == "starts" || word == "ends" { return self.word(ahead: count + 1) == "with" }
    return ForeignWord.matching(word, following: self.word(ahead: count + 1), in: .test) != nil && after == .text
  }

  /// `m = mean(age)` as a step: a summary names with `as`, `extend` with `=`.
  private func definition(_ written: String) -> SyntaxError {
    let start = tokens[position].range.lowerBound
    let end = measureEnd(from: position + 2)
    let isSummary =
      Keyword.named(self.word(ahead: 2) ?? "")?.isAggregate == true
      || ForeignWord.matching(self.word(ahead: 2) ?? "", in: .aggregate) != nil
    let extended = Fix(replacing: start..<start, with: "extend ")
    let named = Fix(
      replacing: range(from: start, through: end), with: "\(text(position + 2..<end)) as \(written)")
    return SyntaxError(
      .unknownStep(written, nearest: nil), at: tokens[position].range,
      fixes: isSummary ? [named, extended] : [extended, Fix(replacing: start..<start, with: "where ")])
  }

  /// The index of the token after a measure that begins at an index: a comma, a clause or the step's end.
  private func measureEnd(from index: Int) -> Int {
    var depth = 0
    for place in min(index, tokens.count)..<tokens.count {
      let token = tokens[place]
      if depth == 0, token.kind == .symbol(.close) || endsMeasure(token, at: place) { return place }
      depth += token.depthChange
    }
    return tokens.count
  }

  private func endsMeasure(_ token: Token, at index: Int) -> Bool {
    if [.symbol(.comma), .symbol(.pipe), .unknown].contains(token.kind) { return true }
    guard token.kind == .word else { return false }
    let word = source[token.range].lowercased()
    let following = self.token(at: index + 1).map { source[$0.range].lowercased() }
    switch word {
    case "by", "where", "across", "within", "as", "when": return true
    case "with": return following == "percent"
    case "sort", "weighted": return following == "by"
    default: return ForeignWord.matching(word, following: following, in: .clause) != nil
    }
  }

  /// `mean age, fare` and `mean age, m = sum(x)`.
  func bareColumn(after previous: ItemSyntax?) -> SyntaxError? {
    guard let token = current, let previous, token.kind == .word || token.kind == .quotedName,
      symbol(ahead: 1) != .open, keyword()?.isReserved != true
    else { return nil }
    let written = source[token.range]
    if symbol(ahead: 1) == .equal { return definition(written) }
    guard case .call(let call) = previous.expression.kind else { return expected("an aggregate") }
    let kind = call.countKind.map { " " + $0.rawValue } ?? ""
    let aggregate = call.name.text + kind
    let name = call.name.text.lowercased() == "count" && call.countKind == nil ? "count known" : aggregate
    let before = token.range.lowerBound..<token.range.lowerBound
    return SyntaxError(
      .bareColumn(written, aggregate: "\(name) \(written)"), at: token.range,
      fixes: [Fix(replacing: before, with: name + " ")])
  }

  /// `count age > 5`, `count not elite`, `count if elite`.
  func countedCondition() -> SyntaxError? {
    guard let token = current else { return nil }
    let before = token.range.lowerBound..<token.range.lowerBound
    if isAt("if") {
      return SyntaxError(
        .foreign("count if", "count where"), at: token.range, fixes: [Fix(replacing: token.range, with: "where")])
    }
    if let word = word(), let foreign = ForeignWord.matching(word, in: .counted), beginsArgument(ahead: 1) {
      return SyntaxError(
        .foreign("count \(word)", "count \(foreign.spelling)"), at: token.range,
        fixes: [Fix(replacing: token.range, with: foreign.spelling)])
    }
    let isCondition =
      isAt("not")
      || ((token.kind == .word || token.kind == .quotedName) && keyword()?.isReserved != true
        && beginsTest(ahead: 1))
    guard isCondition else { return nil }
    return SyntaxError(
      .countedCondition, at: token.range,
      fixes: [Fix(replacing: before, with: "where "), Fix(replacing: before, with: "when ")])
  }

  /// `sum of total`.
  func filler(after aggregate: NameSyntax) -> SyntaxError {
    SyntaxError(
      .foreign("\(aggregate.text) of", aggregate.text), at: place,
      fixes: [Fix(replacing: end..<place.upperBound, with: "")])
  }

  /// What stands where an aggregate's column belongs.
  func argumentFault(_ aggregate: NameSyntax) -> SyntaxError {
    if let fault = lexicalFault { return fault }
    guard let token = current else { return SyntaxError(.aggregateNeedsColumn(aggregate.text), at: aggregate.range) }
    if token.kind == .text { return textForName(token) }
    guard token.kind.isConstant || token.kind == .symbol(.minus) || token.kind == .parameter else {
      return SyntaxError(.aggregateNeedsColumn(aggregate.text), at: aggregate.range)
    }
    let calculation = range(from: token.range.lowerBound, through: measureEnd(from: position))
    let fix = Fix(replacing: calculation, with: "(\(source[calculation]))")
    return SyntaxError(.calculationNeedsBrackets(aggregate.text), at: calculation, fixes: [fix])
  }

  /// `mean age / 2`: the mean of a half, or half the mean.
  func calculationWithoutBrackets(_ aggregate: NameSyntax, _ argument: ExpressionSyntax) -> SyntaxError? {
    guard isAt("mod") || current?.kind.isArithmetic == true else { return nil }
    let end = measureEnd(from: position)
    let whole = range(from: argument.range.lowerBound, through: end)
    let gap = aggregate.range.upperBound..<argument.range.upperBound
    return SyntaxError(
      .calculationNeedsBrackets(aggregate.text), at: whole,
      fixes: [
        Fix(replacing: whole, with: "(\(source[whole]))"),
        Fix(replacing: gap, with: "(\(source[argument.range]))"),
      ])
  }

  /// `weighted by a / b`.
  func calculatedWeight(_ weight: ExpressionSyntax) -> SyntaxError? {
    guard isAt("mod") || current?.kind.isArithmetic == true else { return nil }
    let whole = range(from: weight.range.lowerBound, through: measureEnd(from: position))
    return SyntaxError(
      .calculationNeedsBrackets("weighted by"), at: whole,
      fixes: [Fix(replacing: whole, with: "(\(source[whole]))")])
  }

  /// `percent (a) and b`: the brackets hold all that is judged.
  func conditionWithoutBrackets(_ expression: ExpressionSyntax) -> SyntaxError? {
    guard case .call(let call) = expression.kind, Keyword.named(call.name.text)?.is(.conditionAggregate) == true,
      isAt("and") || isAt("or") || beginsTest(ahead: 0)
    else { return nil }
    let whole = range(from: call.name.range.upperBound, through: measureEnd(from: position))
    let inner = source[whole].drop { $0 == " " }
    return SyntaxError(
      .conditionNeedsBrackets(call.name.text), at: place, fixes: [Fix(replacing: whole, with: " (\(inner))")])
  }

  /// `count by sex, mean age`: the aggregate moves before `by`.
  func aggregateAmongKeys(clause: SourceRange, itemsFrom start: Int) -> SyntaxError? {
    guard keyword()?.isAggregate == true, let comma = token(at: position - 1), comma.kind == .symbol(.comma),
      next?.kind == .quotedName || (next?.kind == .word && Keyword.named(self.word(ahead: 1) ?? "") == nil)
    else { return nil }
    let item = range(from: tokens[position].range.lowerBound, through: measureEnd(from: position))
    let before = source.bytes[..<clause.lowerBound].lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? clause.lowerBound
    return SyntaxError(
      .aggregateAmongKeys(source[item]), at: item,
      fixes: [
        Fix([
          .init(before..<before, ", \(source[item])"),
          .init(comma.range.lowerBound..<item.upperBound, ""),
        ])
      ])
  }
}
