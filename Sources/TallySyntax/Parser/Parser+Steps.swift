import TallyText

extension Parser {
  /// One step of a query.
  ///
  ///     step = filter | drop | show | rename | extend | sort | first | last | sample | top | distinct | describe
  ///          | summary | join | append | unpivot | assert | plot | save ;
  mutating func step() throws(SyntaxError) -> StepSyntax {
    let start = start
    if let fault = foreignStep() { throw fault }
    let kind = try stepKind()
    return StepSyntax(kind, range: range(from: start))
  }

  private mutating func stepKind() throws(SyntaxError) -> StepSyntax.Kind {
    let isCall = symbol(ahead: 1) == .open
    switch word() {
    case "where": return .filter(try filter())
    case "drop": return try drop()
    case "show": return try show()
    case "rename": return try rename()
    case "extend": return try extend()
    case "sort" where !isCall: return .sort(try sort())
    case "first" where isRowCountNext: return try first()
    case "last" where isRowCountNext: return try last()
    case "sample" where !isCall: return try sample()
    case "top" where !isCall, "bottom" where !isCall: return .top(try top())
    case "distinct": return try distinct()
    case "describe": return try describe()
    case "left" where isCall: return .summarize(try summary())
    case "lookup", "inner", "left", "full", "semi", "anti": return .join(try join())
    case "append": return try append()
    case "unpivot": return try unpivot()
    case "assert": return .assert(try assert())
    case "plot": return .plot(try plot())
    case "save": return try save()
    case "from" where !isCall: throw SyntaxError(.fromNotFirst, at: place)
    default: return .summarize(try summary())
    }
  }

  /// Whether `first` or `last` is the step that keeps rows, and not the aggregate.
  private var isRowCountNext: Bool {
    guard let kind = next?.kind else { return true }
    return [.integer, .parameter, .number, .symbol(.minus), .symbol(.pipe)].contains(kind)
  }

  /// Starts from a table or named query.
  ///
  ///     from = "from" , name ;
  mutating func from() throws(SyntaxError) -> StepSyntax {
    let start = start
    position += 1
    if let token = current, token.kind == .text { throw fileForTable(token) }
    return StepSyntax(.from(try name("a table")), range: range(from: start))
  }

  /// Keeps the rows for which a condition is true.
  ///
  ///     filter = where ;
  private mutating func filter() throws(SyntaxError) -> ExpressionSyntax { try whereClause() }

  /// The condition of a step, or of the rows that go into one.
  ///
  ///     where = "where" , condition ;
  mutating func whereClause() throws(SyntaxError) -> ExpressionSyntax {
    position += 1
    if take("when") || take("where") { throw repeatedWord() }
    return try condition()
  }

  /// Drops columns, or the rows for which a condition is true.
  ///
  ///     drop = "drop" , ( where | names ) ;
  private mutating func drop() throws(SyntaxError) -> StepSyntax.Kind {
    position += 1
    return isAt("where") ? .dropRows(try whereClause()) : .dropColumns(try names("a column"))
  }

  /// Shows some columns, in an order.
  ///
  ///     show = "show" , [ items ] , [ where ] ;
  private mutating func show() throws(SyntaxError) -> StepSyntax.Kind {
    position += 1
    if let fault = starForAll() { throw fault }
    let items = isAtStepEnd || isAt("where") ? [] : try items()
    return .show(items, condition: isAt("where") ? try whereClause() : nil)
  }

  /// Gives columns other names.
  ///
  ///     rename = "rename" , renaming , { "," , renaming } ;
  ///     renaming = name , "to" , name ;
  private mutating func rename() throws(SyntaxError) -> StepSyntax.Kind {
    position += 1
    return .rename(
      try list { (parser) throws(SyntaxError) in
        let from = try parser.name("a column")
        if !parser.take("to") { throw parser.renameFault(from) }
        return RenameSyntax(from: from, to: try parser.name("the new name"))
      })
  }

  /// Adds or replaces columns.
  ///
  ///     extend = "extend" , definition , { "," , definition } , { by | sort } (* each at most once *) ;
  ///     definition = name , "=" , expression ;
  private mutating func extend() throws(SyntaxError) -> StepSyntax.Kind {
    position += 1
    let definitions = try list { (parser) throws(SyntaxError) in
      let name = try parser.name("the name of a new column")
      if !parser.take(.equal) { throw parser.definitionFault(name) }
      return DefinitionSyntax(name: name, expression: try parser.expression())
    }
    var keys: [ItemSyntax]?
    var order: [SortKeySyntax]?
    while isAt("by") || isAt("sort") {
      if isAt("by") ? keys != nil : order != nil { throw repeated(word() ?? "") }
      if isAt("by") { keys = try by() } else { order = try sort() }
    }
    return .extend(definitions, by: keys ?? [], sortBy: order ?? [])
  }

  /// The order of rows, or of a window or summary.
  ///
  ///     sort = "sort" , "by" , sort_key , { "," , sort_key } ;
  mutating func sort() throws(SyntaxError) -> [SortKeySyntax] {
    position += 1
    if !take("by") { throw sortWithoutBy() }
    return try list { (parser) throws(SyntaxError) in try parser.sortKey() }
  }

  /// What rows are ordered by.
  ///
  ///     sort_key = ( expression - TEXT ) , [ "asc" | "desc" ] ;
  private mutating func sortKey() throws(SyntaxError) -> SortKeySyntax {
    if let fault = directionFirst() { throw fault }
    let key = try columnExpression()
    if let fault = foreignDirection() { throw fault }
    let isDescending = isAt("desc")
    let hasDirection = take("asc") || take("desc")
    return SortKeySyntax(key, isDescending: isDescending, hasDirection: hasDirection)
  }

  /// Keeps the first rows.
  ///
  ///     first = "first" , row_count ;
  private mutating func first() throws(SyntaxError) -> StepSyntax.Kind {
    position += 1
    return .first(try rowCount())
  }

  /// Keeps the last rows.
  ///
  ///     last = "last" , row_count ;
  private mutating func last() throws(SyntaxError) -> StepSyntax.Kind {
    position += 1
    return .last(try rowCount())
  }

  /// Picks rows at random, the same ones from the same seed.
  ///
  ///     sample = "sample" , row_count , [ "seed" , INTEGER ] ;
  private mutating func sample() throws(SyntaxError) -> StepSyntax.Kind {
    position += 1
    let count = try rowCount()
    guard take("seed") else { return .sample(count, seed: nil) }
    guard let token = current, token.kind == .integer else { throw expected("a whole number") }
    position += 1
    return .sample(count, seed: try wholeNumber(token))
  }

  /// The rows with the largest or smallest values, in each group.
  ///
  ///     top = ( "top" | "bottom" ) , row_count , "by" , top_key , { "," , top_key } , [ within ] ;
  ///     top_key = expression - TEXT ;
  private mutating func top() throws(SyntaxError) -> TopSyntax {
    let verb = current
    position += 1
    if let fault = topWithoutCount() { throw fault }
    let count = try rowCount()
    if !take("by") { throw topWithoutBy() }
    let keys = try list { (parser) throws(SyntaxError) in
      let key = try parser.columnExpression()
      if let fault = parser.directionOfTop(verb) { throw fault }
      return SortKeySyntax(key, isDescending: false, hasDirection: false)
    }
    let isBottom = verb.map { source[$0.range].lowercased() == "bottom" } ?? false
    return TopSyntax(isBottom: isBottom, count: count, keys: keys, within: isAt("within") ? try within() : [])
  }

  /// The different combinations of columns.
  ///
  ///     distinct = "distinct" , [ items ] , [ where ] ;
  private mutating func distinct() throws(SyntaxError) -> StepSyntax.Kind {
    position += 1
    if let fault = distinctCount() ?? starForAll() { throw fault }
    let items = isAtStepEnd || isAt("where") ? [] : try items()
    return .distinct(items, condition: isAt("where") ? try whereClause() : nil)
  }

  /// A row about each column.
  ///
  ///     describe = "describe" , [ names ] , { by | where } (* each at most once *) ;
  private mutating func describe() throws(SyntaxError) -> StepSyntax.Kind {
    position += 1
    if let fault = starForAll() { throw fault }
    let names = isAtStepEnd || isAt("where") || isAt("by") ? [] : try names("a column")
    var keys: [ItemSyntax]?
    var condition: ExpressionSyntax?
    while isAt("by") || isAt("where") {
      if isAt("by") ? keys != nil : condition != nil { throw repeated(word() ?? "") }
      if isAt("by") { keys = try by() } else { condition = try whereClause() }
    }
    return .describe(names, by: keys ?? [], condition: condition)
  }

  /// Fails the statement if a condition is false for any row.
  ///
  ///     assert = "assert" , condition ;
  private mutating func assert() throws(SyntaxError) -> ExpressionSyntax {
    position += 1
    return try condition()
  }

  /// Puts the rows of another table below.
  ///
  ///     append = "append" , name ;
  private mutating func append() throws(SyntaxError) -> StepSyntax.Kind {
    position += 1
    return .append(try name("a table"))
  }

  /// Wide to long: a row for each cell of some columns.
  ///
  ///     unpivot = "unpivot" , names , [ "as" , name , [ "," , name ] ] ;
  private mutating func unpivot() throws(SyntaxError) -> StepSyntax.Kind {
    position += 1
    let columns = try names("a column")
    guard take("as") else { return .unpivot(columns, name: nil, value: nil) }
    let name = try name("a name")
    return .unpivot(columns, name: name, value: take(.comma) ? try self.name("a name") : nil)
  }

  /// Draws the answer.
  ///
  ///     plot = "plot" , [ "bar" | "line" | "scatter" | "histogram" | "box" ] , [ items ] ;
  private mutating func plot() throws(SyntaxError) -> PlotSyntax {
    position += 1
    let kind = symbol(ahead: 1) == .comma ? nil : word().flatMap(PlotSyntax.Kind.init)
    if kind != nil { position += 1 } else if let fault = unknownPlot() { throw fault }
    return PlotSyntax(kind: kind, items: isAtStepEnd ? [] : try items())
  }

  /// Writes the answer to a file.
  ///
  ///     save = "save" , text , [ "replace" ] , [ "for" , "spreadsheets" ] ;
  private mutating func save() throws(SyntaxError) -> StepSyntax.Kind {
    position += 1
    let path = try text("a file's name in quotes")
    let replaces = take("replace")
    let start = self.start
    guard take("for") else { return .save(SaveSyntax(path: path, replaces: replaces, spreadsheets: nil)) }
    try expect("spreadsheets")
    return .save(SaveSyntax(path: path, replaces: replaces, spreadsheets: range(from: start)))
  }
}
