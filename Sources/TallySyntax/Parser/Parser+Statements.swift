import TallyText

extension Parser {
  /// One statement.
  ///
  ///     statement = query | continuation | let | param | load | use | tables | columns | why | rows | translate
  ///               | explain | last_answer | run | set | help | history | save_history | quit ;
  mutating func statement() throws(SyntaxError) -> StatementSyntax {
    guard let first = current else { throw SyntaxError(.expected("a step", after: nil), at: range) }
    let kind = try statementKind(first)
    if current != nil { throw leftover() }
    return StatementSyntax(kind, range: range(from: first.range.lowerBound))
  }

  private mutating func statementKind(_ first: Token) throws(SyntaxError) -> StatementSyntax.Kind {
    if isAt("save", "history") { return .saveHistory(try saveHistory()) }
    if isAt(.pipe) || isAt("save") { return .continuation(try continuation()) }
    if first.kind == .command { return try command(first) }
    switch word() {
    case "let": return try letStatement()
    case "param": return try param()
    case "load": return .load(try load())
    case "use": return try use()
    case "tables" where next?.kind != .symbol(.open): return tables()
    case "columns" where next?.kind != .symbol(.open): return try columns()
    case "why": return why()
    case "rows" where next?.kind != .symbol(.open): return try rows()
    case "as": return try translate()
    case "explain": return try explain()
    case "last" where next == nil: return lastAnswer()
    case "run": return try run()
    case "set": return try set()
    case "help": return help()
    case "history": return try history()
    case "quit", "exit": return quit()
    default: return .query(try query())
    }
  }

  /// Steps that go on from the last answer.
  ///
  ///     continuation = ( save | "|" , step ) , { "|" , step } ;
  private mutating func continuation() throws(SyntaxError) -> [StepSyntax] {
    var steps: [StepSyntax] = []
    if !isAt(.pipe) { steps.append(try step()) }
    return try piped(steps)
  }

  /// A question: steps joined by `|`.
  ///
  ///     query = ( from | step ) , { "|" , step } ;
  mutating func query() throws(SyntaxError) -> QuerySyntax {
    let first = isAt("from") && symbol(ahead: 1) != .open ? try from() : try step()
    return QuerySyntax(steps: try piped([first]))
  }

  private mutating func piped(_ first: [StepSyntax]) throws(SyntaxError) -> [StepSyntax] {
    var steps = first
    while isAt(.pipe) {
      position += 1
      if isAtStepEnd { throw emptyStep() }
      steps.append(try step())
    }
    if current != nil { throw leftover() }
    return steps
  }

  /// A name for an expression, or for a query that says which table it reads.
  ///
  ///     let = "let" , name , "=" , ( named_query | expression ) ;
  ///     named_query = from , { "|" , step } ;
  private mutating func letStatement() throws(SyntaxError) -> StatementSyntax.Kind {
    position += 1
    let name = try name("a name")
    try expect(.equal)
    if isAt("from"), let second = next?.kind, second == .word || second == .quotedName || second == .text {
      return .letQuery(name, try query())
    }
    if isAt("where") { throw SyntaxError(.namedQueryNeedsFrom, at: place) }
    let expression = try expression()
    if current != nil, !isAt(.close), lexicalFault == nil { throw letLeftover() }
    return .letExpression(name, expression)
  }

  /// A script's parameter and the value it has unless another is given.
  ///
  ///     param = "param" , name , "=" , expression ;
  private mutating func param() throws(SyntaxError) -> StatementSyntax.Kind {
    position += 1
    if let token = current, token.kind == .parameter {
      let bare = String(source[token.range].unicodeScalars.dropFirst())
      throw SyntaxError(
        .expected("the parameter's name, without `$`", after: "param"), at: token.range,
        fixes: [Fix(replacing: token.range, with: bare)])
    }
    let name = try name("a name")
    try expect(.equal)
    return .param(name, try expression())
  }

  /// Makes a table the current one.
  ///
  ///     use = "use" , name ;
  private mutating func use() throws(SyntaxError) -> StatementSyntax.Kind {
    position += 1
    return .use(try name("a table"))
  }

  /// The tables that are loaded.
  ///
  ///     tables = "tables" ;
  private mutating func tables() -> StatementSyntax.Kind { alone(.tables) }

  /// How each condition of the last answer narrowed the rows.
  ///
  ///     why = "why" ;
  private mutating func why() -> StatementSyntax.Kind { alone(.why) }

  /// The whole last answer again.
  ///
  ///     last_answer = "last" ;
  private mutating func lastAnswer() -> StatementSyntax.Kind { alone(.last) }

  /// The statements typed so far, or one of them.
  ///
  ///     history = "history" , [ INTEGER ] ;
  private mutating func history() throws(SyntaxError) -> StatementSyntax.Kind {
    position += 1
    guard let token = current else { return .history(number: nil) }
    guard token.kind == .integer, let number = Int(source[token.range].replacing("_", with: "")) else {
      throw expected("the number of a statement")
    }
    position += 1
    return .history(number: number)
  }

  /// The statements of the session as a script.
  ///
  ///     save_history = "save" , "history" , text , [ "replace" ] ;
  private mutating func saveHistory() throws(SyntaxError) -> SaveSyntax {
    position += 2
    let path = try text("a file's name in quotes")
    return SaveSyntax(path: path, replaces: take("replace"), spreadsheets: nil)
  }

  /// Ends the session.
  ///
  ///     quit = "quit" | "exit" | COMMAND ;
  private mutating func quit() -> StatementSyntax.Kind { alone(.quit) }

  private mutating func alone(_ kind: StatementSyntax.Kind) -> StatementSyntax.Kind {
    position += 1
    return kind
  }

  /// `\q` and `.quit`, as SQLite's and PostgreSQL's prompts have them.
  private mutating func command(_ token: Token) throws(SyntaxError) -> StatementSyntax.Kind {
    let name = String(source[token.range].unicodeScalars.dropFirst()).lowercased()
    if ["q", "quit", "exit"].contains(name) { return quit() }
    if let foreign = ForeignWord.matching(name, in: .command) {
      let fix = Fix(replacing: range, with: foreign.spelling)
      throw SyntaxError(.foreign(source[token.range], foreign.spelling), at: token.range, fixes: [fix])
    }
    throw SyntaxError(.unknownMark(source[token.range]), at: token.range)
  }

  /// A table's columns.
  ///
  ///     columns = "columns" , [ name ] ;
  private mutating func columns() throws(SyntaxError) -> StatementSyntax.Kind {
    position += 1
    return .columns(current == nil ? nil : try name("a table"))
  }

  /// The rows behind the last answer.
  ///
  ///     rows = "rows" , [ where ] ;
  private mutating func rows() throws(SyntaxError) -> StatementSyntax.Kind {
    position += 1
    if let fault = rowsWithoutWhere() { throw fault }
    return .rows(condition: isAt("where") ? try whereClause() : nil)
  }

  /// A question in another language.
  ///
  ///     translate = "as" , ( "sql" , [ "sqlite" | "duckdb" | "postgresql" ] | "dplyr" | "pandas" ) , [ query ] ;
  private mutating func translate() throws(SyntaxError) -> StatementSyntax.Kind {
    position += 1
    let written = [word(), word(ahead: 1)].compactMap { $0 }
    let long = written.joined(separator: " ")
    let target = StatementSyntax.Target(rawValue: long) ?? written.first.flatMap(StatementSyntax.Target.init)
    guard let target else {
      let languages = StatementSyntax.Target.allCases.map(\.rawValue).filter { !$0.contains(" ") }
      throw expected("one of \(languages.map { "`\($0)`" }.joined(separator: ", "))")
    }
    position += target.rawValue.contains(" ") ? 2 : 1
    if target == .sql, let fault = unknownDialect() { throw fault }
    return .translate(target, query: current == nil ? nil : try query())
  }

  /// How a question is read, planned and run.
  ///
  ///     explain = "explain" , [ "tokens" | "syntax" | "plan" | "sql" ] , query ;
  private mutating func explain() throws(SyntaxError) -> StatementSyntax.Kind {
    position += 1
    let stage = word().flatMap(StatementSyntax.Stage.init)
    if stage != nil { position += 1 }
    if current == nil { throw expected("a query") }
    return .explain(stage, try query())
  }

  /// Runs a script in this session.
  ///
  ///     run = "run" , text ;
  private mutating func run() throws(SyntaxError) -> StatementSyntax.Kind {
    position += 1
    return .run(try text("a script's file name in quotes"))
  }

  /// All settings, or one.
  ///
  ///     set = "set" , [ name , [ VALUE | ( INTEGER | NUMBER ) , UNIT ] ] ;
  private mutating func set() throws(SyntaxError) -> StatementSyntax.Kind {
    position += 1
    guard current != nil else { return .set(nil, value: nil) }
    let name = try name("a setting")
    _ = take(.equal)
    if current == nil { return .set(name, value: nil) }
    let isNumber = current?.kind == .integer || current?.kind == .number
    let value = try plainValue("a value")
    guard isNumber, let unit = current, unit.kind == .word, keyword()?.isReserved != true else {
      return .set(name, value: value)
    }
    position += 1
    return .set(
      name,
      value: SettingValueSyntax("\(value.text) \(source[unit.range])", range: value.range.union(unit.range)))
  }

  /// An article of the manual; the rest of the line is its name.
  ///
  ///     help = "help" , [ REST ] ;
  private mutating func help() -> StatementSyntax.Kind {
    position += 1
    guard let first = current else { return .help(nil) }
    position = tokens.count
    return .help(source[range(from: first.range.lowerBound)])
  }
}
