import TallyText

extension Parser {
  /// Aggregates of the rows, or of each group of them.
  ///
  ///     summary = measured , { "," , measured }
  ///             , { where | by | across | share | sort } (* each at most once *) ;
  mutating func summary() throws(SyntaxError) -> SummarySyntax {
    if let fault = noStep() { throw fault }
    let start = start
    var items: [ItemSyntax] = []
    items = try list { (parser) throws(SyntaxError) in
      let item = try parser.measured(after: items.last)
      items.append(item)
      return item
    }
    var clauses = Clauses()
    while let clause = word(), Clauses.words.contains(clause) {
      if clause == "sort" && !isAt("sort", "by") { break }
      if clauses.has(clause) { throw repeated(clause) }
      try read(clause, into: &clauses, itemsFrom: start)
    }
    return SummarySyntax(
      items: items, condition: clauses.condition, by: clauses.by ?? [], across: clauses.across,
      percent: clauses.percent, sortBy: clauses.sortBy ?? [])
  }

  /// The parts of a summary that were read so far.
  private struct Clauses {
    static let words = ["where", "by", "across", "with", "sort"]

    var condition: ExpressionSyntax?
    var by: [ItemSyntax]?
    var across: ItemSyntax?
    var percent: SummarySyntax.Percent?
    var sortBy: [SortKeySyntax]?

    func has(_ word: String) -> Bool {
      switch word {
      case "where": condition != nil
      case "by": by != nil
      case "across": across != nil
      case "with": percent != nil
      default: sortBy != nil
      }
    }
  }

  private mutating func read(_ clause: String, into clauses: inout Clauses, itemsFrom start: Int) throws(SyntaxError) {
    switch clause {
    case "where": clauses.condition = try whereClause()
    case "by": clauses.by = try by(movingAggregatesTo: start)
    case "across": clauses.across = try across()
    case "with": clauses.percent = try share()
    default: clauses.sortBy = try sort()
    }
  }

  /// The groups.
  ///
  ///     by = "by" , keys ;
  ///     keys = key , { "," , key } ;
  mutating func by(movingAggregatesTo start: Int? = nil) throws(SyntaxError) -> [ItemSyntax] {
    let clause = place
    position += 1
    return try list { (parser) throws(SyntaxError) in
      if let start, let fault = parser.aggregateAmongKeys(clause: clause, itemsFrom: start) { throw fault }
      return try parser.key()
    }
  }

  /// What groups, columns or shares are made of.
  ///
  ///     key = ( expression - TEXT ) , [ "as" , name ] ;
  private mutating func key() throws(SyntaxError) -> ItemSyntax { try item() }

  /// A column for each value of a key.
  ///
  ///     across = "across" , key ;
  private mutating func across() throws(SyntaxError) -> ItemSyntax {
    position += 1
    return try key()
  }

  /// The groups whose wholes are 100 %, or within which the largest are found.
  ///
  ///     within = "within" , keys ;
  mutating func within() throws(SyntaxError) -> [ItemSyntax] {
    position += 1
    return try list { (parser) throws(SyntaxError) in try parser.key() }
  }

  /// Percents beside a count or sum.
  ///
  ///     share = "with" , "percent" , [ within ] ;
  private mutating func share() throws(SyntaxError) -> SummarySyntax.Percent {
    let start = start
    position += 1
    try expect("percent")
    return SummarySyntax.Percent(within: isAt("within") ? try within() : [], range: range(from: start))
  }

  /// Shown columns, with commas between.
  ///
  ///     items = item , { "," , item } ;
  mutating func items() throws(SyntaxError) -> [ItemSyntax] {
    try list { (parser) throws(SyntaxError) in try parser.item() }
  }

  /// A shown column.
  ///
  ///     item = ( expression - TEXT ) , [ "as" , name ] | TEXT , "as" , name ;
  private mutating func item() throws(SyntaxError) -> ItemSyntax {
    let start = start
    let expression = try columnExpression(orText: true)
    let name = take("as") ? try name("a name") : nil
    return ItemSyntax(expression, name: name, range: range(from: start))
  }

  /// An aggregate of a summary.
  ///
  ///     measured = ( counting | applied | judged | calculation ) , [ "as" , name ] ;
  private mutating func measured(after previous: ItemSyntax?) throws(SyntaxError) -> ItemSyntax {
    let start = start
    let expression = try measure(after: previous)
    let name = take("as") ? try name("a name") : nil
    return ItemSyntax(expression, name: name, range: range(from: start))
  }

  private mutating func measure(after previous: ItemSyntax?) throws(SyntaxError) -> ExpressionSyntax {
    if let fault = foreignMeasure() { throw fault }
    if symbol(ahead: 1) == .open || keyword()?.isAggregate != true {
      if let fault = bareColumn(after: previous) { throw fault }
      return try calculation()
    }
    if isAt("count") { return try counting() }
    return keyword()?.is(.conditionAggregate) == true ? try judged() : try applied()
  }

  /// How many rows there are, or values of a kind.
  ///
  ///     counting = "count" , [ ( "distinct" | "known" | "missing" ) , argument ] , [ when ] ;
  private mutating func counting() throws(SyntaxError) -> ExpressionSyntax {
    let start = start
    let name = try name("an aggregate")
    if let fault = countedCondition() { throw fault }
    var kind: CallSyntax.CountKind?
    var arguments: [ExpressionSyntax] = []
    if let written = word().flatMap(CallSyntax.CountKind.init), beginsArgument(ahead: 1) {
      kind = written
      position += 1
    }
    if kind != nil || (beginsArgument() && !isForeignClauseNext) { arguments = [try argument(of: name, start: start)] }
    return try prefixed(name, kind, arguments, from: start)
  }

  /// An aggregate of a column.
  ///
  ///     applied = aggregate , argument , [ when ] , [ weighted ] ;
  ///     aggregate = "sum" | "mean" | "median" | "min" | "max" | "mode" | "sd" | "var" | "iqr" | "percentile" | "corr"
  ///               | "first" | "last" ;
  private mutating func applied() throws(SyntaxError) -> ExpressionSyntax {
    let start = start
    let name = try name("an aggregate")
    if isAt("of") { throw filler(after: name) }
    return try prefixed(name, nil, [try argument(of: name, start: start)], from: start)
  }

  /// An aggregate of a whole condition.
  ///
  ///     judged = ( "percent" | "any" | "all" ) , ( condition - OPENED ) , [ when ] , [ weighted ] ;
  private mutating func judged() throws(SyntaxError) -> ExpressionSyntax {
    let start = start
    let name = try name("an aggregate")
    if isAt("of") { throw filler(after: name) }
    return try prefixed(name, nil, [try condition()], from: start)
  }

  private mutating func prefixed(
    _ name: NameSyntax, _ kind: CallSyntax.CountKind?, _ arguments: [ExpressionSyntax], from start: Int
  ) throws(SyntaxError) -> ExpressionSyntax {
    let condition = isAt("when") ? try when() : nil
    let weight = isAt("weighted", "by") ? try weighted() : nil
    let range = range(from: start)
    let call = CallSyntax(
      name: name, countKind: kind, arguments: arguments, isParenthesized: false, when: condition, weight: weight,
      range: range)
    return ExpressionSyntax(.call(call), range: range)
  }

  /// Whether `count` is followed by a part as another language writes it: `per sex`, `limit 10`.
  private var isForeignClauseNext: Bool {
    guard let word = word(), ForeignWord.matching(word, following: self.word(ahead: 1), in: .clause) != nil else {
      return false
    }
    return next?.kind == .integer || (next?.kind == .word && keyword(ahead: 1)?.is(.clause) != true) || isAt(word, "by")
  }

  /// What an aggregate without brackets applies to.
  ///
  ///     argument = call | name ;
  private mutating func argument(of aggregate: NameSyntax, start: Int) throws(SyntaxError) -> ExpressionSyntax {
    guard beginsArgument() else { throw argumentFault(aggregate) }
    let argument = try primary()
    if let fault = calculationWithoutBrackets(aggregate, argument) { throw fault }
    return argument
  }

  /// Whether a column or call begins here, and no other part of the summary.
  func beginsArgument(ahead count: Int = 0) -> Bool {
    guard let token = token(at: position + count) else { return false }
    if token.kind == .quotedName || token.kind == .symbol(.open) { return true }
    guard let word = word(ahead: count), Keyword.named(word)?.isReserved != true else { return false }
    let following = self.word(ahead: count + 1)
    switch word {
    case "sort", "weighted": return following != "by"
    case "with": return following != "percent"
    default: return true
    }
  }

  /// Which rows an aggregate is made of.
  ///
  ///     when = "when" , condition ;
  mutating func when(besides earlier: ExpressionSyntax? = nil) throws(SyntaxError) -> ExpressionSyntax {
    if earlier != nil { throw repeated("when") }
    position += 1
    return try condition()
  }

  /// What each row counts for.
  ///
  ///     weighted = "weighted" , "by" , weight ;
  ///     weight = call | name | bracketed ;
  mutating func weighted(besides earlier: ExpressionSyntax? = nil) throws(SyntaxError) -> ExpressionSyntax {
    if earlier != nil { throw repeated("weighted by") }
    position += 2
    let weight = try primary()
    if let fault = calculatedWeight(weight) { throw fault }
    return weight
  }

  /// A calculation with aggregates, each written as a call.
  ///
  ///     calculation = FUNCTION , "(" , [ arguments ] , ")" , [ when ] , [ weighted ] | term , { operator , signed } ;
  ///     term = [ "-" ] , ( call | constant - TEXT | PARAMETER | bracketed ) ;
  ///     operator = "+" | "-" | "*" | "/" | "mod" | "^" ;
  private mutating func calculation() throws(SyntaxError) -> ExpressionSyntax {
    let start = start
    let expression = try sum()
    if let fault = conditionWithoutBrackets(expression) { throw fault }
    guard case .call(let call) = expression.kind, isAt("when") || isAt("weighted", "by") else { return expression }
    let condition = isAt("when") ? try when(besides: call.when) : call.when
    let weight = isAt("weighted", "by") ? try weighted(besides: call.weight) : call.weight
    let range = range(from: start)
    let whole = CallSyntax(
      name: call.name, countKind: call.countKind, arguments: call.arguments, isParenthesized: true, when: condition,
      weight: weight, range: range)
    return ExpressionSyntax(.call(whole), range: range)
  }
}
