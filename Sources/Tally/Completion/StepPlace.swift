import TallyData
import TallyFunctions
import TallySyntax

/// The tokens of one step up to the word at the cursor, and what may follow them.
struct StepPlace {
  enum Expectation {
    case nothing
    case file
    case table
    /// Columns, and a few words.
    case columns([String])
    /// The columns that an aggregate takes.
    case measured(Aggregate)
    /// Columns, functions and constants.
    case operand
    /// Aggregates too.
    case items
    /// And window functions.
    case definition
    /// The texts of a column.
    case values(String)
    case words([String])
  }

  private let tokens: ArraySlice<Token>
  private let statement: StatementBeginning

  /// The step begins at token `first` of a statement, and has at least one.
  init(_ statement: StatementBeginning, from first: Int) {
    self.statement = statement
    tokens = statement.tokens[first...]
  }

  private var first: Int { tokens.startIndex }
  private var last: Int { tokens.endIndex - 1 }
  private var count: Int { tokens.count }
  private func word(_ index: Int) -> String? { index < first ? nil : statement.word(index) }
  private func symbol(_ index: Int) -> Symbol? {
    if index >= first, case .symbol(let symbol) = tokens[index].kind { symbol } else { nil }
  }

  func expects(scope: CompletionScope) -> Expectation {
    guard let head = word(first) else { return afterOperand(scope) }
    if let fixed = fixedPlace(head) { return fixed }
    if let word = word(last) {
      return afterWord(word, head: head, scope) ?? afterOperand(scope)
    }
    if let symbol = symbol(last) {
      return afterSymbol(symbol, head: head, scope)
    }
    return afterOperand(scope)
  }

  /// A calculation over all rows may stand here: `where age > mean(age)`.
  var takesAggregates: Bool {
    guard let head = word(first), openBracket.flatMap({ word($0 - 1) }).flatMap(Aggregate.named) == nil else {
      return false
    }
    let clause = clause(before: tokens.endIndex)
    switch head {
    case "where", "drop", "show", "assert", "extend": return clause == head || (head == "drop" && clause == "where")
    case "sort", "top", "bottom": return clause == "by"
    default: return false
    }
  }

  /// A value worked out from the rows around may stand here: `extend change = x - previous(x)`.
  var takesWindows: Bool { takesAggregates && word(first) == "extend" }

  // MARK: - Steps of a fixed form

  private func fixedPlace(_ head: String) -> Expectation? {
    let ended = word(last)
    switch head {
    case "from", "append": return count == 1 ? .table : .nothing
    case "save": return count == 1 ? .file : .words(["replace", "for", "spreadsheets"])
    case "sample": return count == 2 ? .words(["seed"]) : .nothing
    case "top" where count < 3, "bottom" where count < 3: return count == 1 ? .nothing : .words(["by"])
    case "plot" where count == 1: return .columns(PlotSyntax.Kind.allCases.map(\.rawValue))
    case "rename":
      if count == 1 || symbol(last) == .comma { return .columns([]) }
      return ended == "to" ? .nothing : word(last - 1) == "to" ? .nothing : .words(["to"])
    case "unpivot":
      if holds("as") { return .nothing }
      return count == 1 || symbol(last) == .comma ? .columns([]) : .words(["as"])
    default:
      guard let kind = JoinSyntax.Kind(rawValue: head) else { return nil }
      return joinPlace(namesTableAt: kind == .lookup ? 1 : 2)
    }
  }

  private func joinPlace(namesTableAt place: Int) -> Expectation {
    if count < place { return .words(["join"]) }
    if count == place { return .table }
    if count == place + 1 { return .words(["on"]) }
    if word(last) == "on" || symbol(last) == .comma || symbol(last) == .equal { return .columns([]) }
    return .words(["many to many"])
  }

  // MARK: - After a word

  /// Nil where the word is a name or value.
  private func afterWord(_ word: String, head: String, _ scope: CompletionScope) -> Expectation? {
    if last == first || beginsItem(last, head: head) {
      if let after = afterBeginning(word) { return after }
    }
    switch word {
    case "as", "to", "seed": return .nothing
    case "with" where ["starts", "ends"].contains(self.word(last - 1)): return value(of: last - 2, scope)
    case "with": return .words(["percent"])
    case "sort", "weighted": return .words(["by"])
    case "starts", "ends": return .words(["with"])
    case "is": return .words(["missing", "not missing"])
    case "ignoring": return .words(["case"])
    case "not" where self.word(last - 1) == "is": return .words(["missing"])
    case "not" where endsOperand(last - 1):
      return .words(["in"] + TextTestSyntax.Test.allCases.map(\.rawValue))
    case "contains", "matches": return value(of: last - 1, scope)
    case "in": return field(at: last - 1, scope)?.type == .text ? .words(["("]) : .operand
    case "distinct", "known", "missing": return self.word(last - 1) == "count" ? .columns([]) : nil
    case "by", "across", "within", "where", "when", "and", "or", "not", "between", "if", "then", "else", "mod":
      return .operand
    default: return nil
    }
  }

  /// After the first word of a step, or of one of the items of a summary; nil where that is no such word.
  private func afterBeginning(_ word: String) -> Expectation? {
    switch word {
    case "count": return .words(CallSyntax.CountKind.allCases.map(\.rawValue) + clauses(of: "count"))
    case "where", "assert", "show": return .operand
    case "extend": return .columns([])
    case "sort": return .words(["by"])
    default: break
    }
    if let step = StepDescription.named(word), step.takesColumns {
      return .columns(StepDescription.secondWords(after: word) + clauses(of: word))
    }
    guard let aggregate = Aggregate.named(word) else { return nil }
    switch aggregate.input {
    case .condition: return .operand
    case .rows, .value, .valueAndPercentage, .pair: return .measured(aggregate)
    }
  }

  /// Whether a token begins an item of a summary: it follows the comma after another item.
  private func beginsItem(_ index: Int, head: String) -> Bool {
    symbol(index - 1) == .comma && Keyword.named(head)?.isAggregate == true && clause(before: index) == head
      && depth(at: index) == 0
  }

  // MARK: - After a symbol

  private func afterSymbol(_ symbol: Symbol, head: String, _ scope: CompletionScope) -> Expectation {
    switch symbol {
    case .close: return afterOperand(scope)
    case .equal where head == "extend": return .definition
    case .equal, .notEqual: return value(of: last - 1, scope)
    case .open:
      if word(last - 1) == "in" { return value(of: word(last - 2) == "not" ? last - 3 : last - 2, scope) }
      if let aggregate = word(last - 1).flatMap(Aggregate.named), aggregate.input != .condition {
        return .measured(aggregate)
      }
      return .operand
    case .comma: return afterComma(head: head, scope)
    case .pipe, .semicolon, .less, .lessOrEqual, .greater, .greaterOrEqual, .plus, .minus, .times, .divide, .power,
      .range:
      return .operand
    }
  }

  private func afterComma(head: String, _ scope: CompletionScope) -> Expectation {
    if let open = openBracket {
      if word(open - 1) == "in" { return value(of: word(open - 2) == "not" ? open - 3 : open - 2, scope) }
      return .operand
    }
    guard clause(before: last) == head else { return .operand }
    if Keyword.named(head)?.isAggregate == true { return .items }
    return head == "extend" || StepDescription.named(head)?.takesColumns == true ? .columns([]) : .operand
  }

  // MARK: - After a value

  private func afterOperand(_ scope: CompletionScope) -> Expectation {
    guard let head = word(first) else { return .nothing }
    let clauses = clauses(of: head)
    guard isInCondition else { return .words(clauses) }
    if let field = field(at: last, scope), !isCompared {
      return .words(tests(of: field.type) + ["and", "or"] + clauses)
    }
    let isText = tokens[last].kind == .text
    return .words((isText ? ["ignoring case"] : []) + ["and", "or"] + clauses)
  }

  private func tests(of type: DataType) -> [String] {
    let comparisons = ComparisonOperator.allCases.map(\.rawValue)
    let missing = ["is missing", "is not missing"]
    switch type {
    case .boolean: return missing
    case .text:
      let equality = [ComparisonOperator.equal, .notEqual].map(\.rawValue)
      return equality + ["in"] + TextTestSyntax.Test.allCases.map(\.rawValue) + missing
    case .integer, .number, .date, .datetime, .duration: return comparisons + ["in", "between"] + missing
    }
  }

  /// The clauses that may still follow in a step.
  private func clauses(of head: String) -> [String] {
    let all = StepDescription.clauses(after: head)
    let once: Set<String> = ["where", "by", "across", "with percent", "sort by", "within"]
    return all.filter { !once.contains($0) || !holds($0) }
  }

  private func holds(_ clause: String) -> Bool {
    let words = clause.split(separator: " ").map(String.init)
    return tokens.indices.dropFirst().contains { index in
      guard word(index) == words[0] else { return false }
      if words.count > 1 { return index < last && word(index + 1) == words[1] }
      return clause != "by" || !["sort", "weighted"].contains(word(index - 1))
    }
  }

  // MARK: - What stands where

  /// The texts of the column at a token, or any operand.
  private func value(of index: Int, _ scope: CompletionScope) -> Expectation {
    guard let field = field(at: index, scope) else { return .operand }
    switch field.type {
    case .text: return .values(field.name)
    case .boolean: return .words(Keyword.all(.constant).map(\.name))
    case .integer, .number, .date, .datetime, .duration: return .operand
    }
  }

  private func field(at index: Int, _ scope: CompletionScope) -> Field? {
    guard index >= first else { return nil }
    switch tokens[index].kind {
    case .word: return scope.field(statement.text(index))
    case .quotedName: return scope.field(String(statement.text(index).dropFirst().dropLast()))
    case .integer, .number, .text, .date, .datetime, .month, .quarter, .parameter, .symbol, .comment, .newline,
      .command, .openText, .openName, .mixedNumber, .unknown:
      return nil
    }
  }

  private func endsOperand(_ index: Int) -> Bool {
    if index < first { return false }
    if let word = word(index) { return Keyword.named(word)?.isReserved != true }
    return symbol(index) == .close || symbol(index) == nil
  }

  /// The last word before a token that begins a clause, or the step.
  private func clause(before index: Int) -> String? {
    let places = (first..<index).reversed()
    let found = places.first { place in
      guard depth(at: place) == 0, let word = word(place) else { return false }
      return place == first || ["where", "by", "across", "within", "when"].contains(word)
    }
    return found.flatMap(word)
  }

  private var isInCondition: Bool {
    guard let clause = clause(before: tokens.endIndex) else { return false }
    return ["where", "when", "assert"].contains(clause) || Aggregate.named(clause)?.input == .condition
  }

  /// Whether the value before the cursor is already compared with something.
  private var isCompared: Bool {
    for index in tokens.indices.dropFirst().reversed() where index < last {
      if let word = word(index) {
        if ["and", "or", "not", "where", "when", "if", "then", "else"].contains(word) { return false }
        if ["in", "between", "contains", "matches", "with", "is"].contains(word) { return true }
      }
      if let symbol = symbol(index), ComparisonOperator(rawValue: symbol.rawValue) != nil { return true }
    }
    return false
  }

  /// How many brackets are open before a token.
  private func depth(at index: Int) -> Int {
    (first..<index).reduce(0) { depth, place in
      symbol(place) == .open ? depth + 1 : symbol(place) == .close ? max(depth - 1, 0) : depth
    }
  }

  /// The innermost bracket that is open at the cursor.
  private var openBracket: Int? {
    var closed = 0
    for index in tokens.indices.reversed() {
      if symbol(index) == .close { closed += 1 }
      if symbol(index) == .open {
        if closed == 0 { return index }
        closed -= 1
      }
    }
    return nil
  }
}
