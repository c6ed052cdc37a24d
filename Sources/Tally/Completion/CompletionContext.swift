import TallyData
import TallyFunctions
import TallyPlan
import TallySyntax
import TallyText

/// Where in a statement the cursor stands, and what there is to offer.
struct CompletionContext {
  typealias Candidate = CompletionResult.Candidate

  let source: SourceText
  let statement: StatementBeginning
  let catalog: Catalog
  let lastAnswer: Table?
  let settings: Settings

  func candidates(for word: CompletionWord) -> [Candidate] {
    let count = statement.tokens.count
    if count == 0 { return (steps(isFirst: true) + statements).uniqued(by: \.text) }
    switch statement.word(0) {
    case "set": return setting(count)
    case "load": return count == 1 ? files(word) : words(of: .option, besides: ["sql"])
    case "run": return count == 1 ? files(word) : []
    case "use", "columns": return count == 1 ? tables : []
    case "help": return count == 1 ? helpWords : []
    case "tables", "why", "history", "quit", "exit", "param": return []
    case "let": return definition(word)
    case "explain": return explained(word)
    case "as": return translated(word)
    case "rows": return count == 1 ? [keyword("where")] : step(from: 0, word)
    case "save": return saved(word)
    default: return step(from: 0, word)
    }
  }

  /// Only the name of a file makes sense here.
  var takesFile: Bool {
    let last = statement.tokens.count - 1
    switch statement.word(last) {
    case "load", "run": return last == 0
    case "history": return last == 1 && statement.word(0) == "save"
    case "save": return last == 0 || statement.tokens[last - 1].kind == .symbol(.pipe)
    default: return false
    }
  }

  // MARK: - Statements

  private func saved(_ word: CompletionWord) -> [Candidate] {
    let begin = statement.word(1) == "history" ? 2 : 1
    if statement.tokens.count > begin {
      return begin == 1 ? ["replace", "for spreadsheets"].map(keyword) : [keyword("replace")]
    }
    return (begin == 1 && word.form == .plain ? [Candidate(Command.history.name)] : []) + files(word)
  }

  private func definition(_ word: CompletionWord) -> [Candidate] {
    guard let equal = statement.tokens.firstIndex(where: { $0.kind == .symbol(.equal) }) else { return [] }
    let start = equal + 1
    if statement.tokens.count == start { return operands(scope) + [keyword("from")] }
    return step(from: start, word)
  }

  private func explained(_ word: CompletionWord) -> [Candidate] {
    let stages = StatementSyntax.Stage.allCases.map(\.rawValue)
    if statement.tokens.count == 1 { return stages.map { Candidate($0) } + steps(isFirst: true) }
    return step(from: stages.contains(statement.word(1) ?? "") ? 2 : 1, word)
  }

  private func translated(_ word: CompletionWord) -> [Candidate] {
    let targets = StatementSyntax.Target.allCases.map { $0.rawValue.split(separator: " ").map(String.init) }
    var place = 1
    while place < statement.tokens.count, let next = statement.word(place),
      targets.contains(where: { $0.count >= place && $0[place - 1] == next })
    { place += 1 }
    guard place == statement.tokens.count else { return step(from: place, word) }
    let typed = (1..<place).compactMap { statement.word($0) }
    let next = targets.filter { $0.count > typed.count && Array($0.prefix(typed.count)) == typed }.map {
      $0[typed.count]
    }
    return next.uniqued().map { Candidate($0) } + (typed.isEmpty ? [] : steps(isFirst: true))
  }

  private func setting(_ count: Int) -> [Candidate] {
    if count == 1 { return Setting.all.map { Candidate($0.name, detail: "\($0.value(settings)) · \($0.summary)") } }
    guard count == 2, let name = statement.word(1), let setting = Setting.named(name) else { return [] }
    return setting.choices.map { Candidate($0, detail: $0 == setting.value(settings) ? "now" : "") }
  }

  // MARK: - Steps

  /// Where the steps begin in which the name of a column may stand here.
  private var startOfSteps: Int? {
    switch statement.word(0) {
    case "let": return statement.tokens.firstIndex { $0.kind == .symbol(.equal) }.map { $0 + 1 }
    case "explain":
      let stages = StatementSyntax.Stage.allCases.map(\.rawValue)
      return stages.contains(statement.word(1) ?? "") ? 2 : 1
    case let word: return word.flatMap(Command.named) == nil ? 0 : nil
    }
  }

  /// The columns that a name may mean here; nil where another word is expected, or where they are not known.
  ///
  /// `scopes` has those that were worked out before, by where the pipe before the step is.
  func scopeOfName(_ scopes: inout [Int: CompletionScope?]) -> CompletionScope? {
    guard let start = startOfSteps, let (pipe, first) = lastStep(from: start) else { return nil }
    let place = pipe.map { statement.tokens[$0].range.lowerBound } ?? -1
    let known = scopes[place] ?? knownScope(from: start, to: pipe)
    scopes[place] = known
    guard let scope = known, !scope.fields.isEmpty else { return nil }
    if first >= statement.tokens.count { return pipe == nil && statement.word(0) == "let" ? scope : nil }
    // Of what joins on, a part is the other table's.
    if let head = statement.word(first), JoinSyntax.Kind(rawValue: head) != nil { return nil }
    switch StepPlace(statement, from: first).expects(scope: scope) {
    case .columns, .measured, .operand, .items, .definition, .values: return scope
    case .nothing, .file, .table, .words: return nil
    }
  }

  /// The last pipe since a token, and where the step after it begins.
  private func lastStep(from start: Int) -> (pipe: Int?, first: Int)? {
    let tokens = statement.tokens
    guard start <= tokens.count else { return nil }
    let pipe = tokens.indices.last { $0 >= start && tokens[$0].kind == .symbol(.pipe) }
    return (pipe, pipe.map { $0 + 1 } ?? start)
  }

  /// Within the steps that begin at a token.
  private func step(from start: Int, _ word: CompletionWord) -> [Candidate] {
    guard let (pipe, first) = lastStep(from: start) else { return [] }
    if first >= statement.tokens.count { return steps(isFirst: pipe == nil) }
    let scope = knownScope(from: start, to: pipe) ?? CompletionScope(tableBegun(from: start))
    let place = StepPlace(statement, from: first)
    switch place.expects(scope: scope) {
    case .nothing: return []
    case .file: return files(word)
    case .table: return tables
    case .columns(let words): return words.map(keyword) + columns(scope)
    case .measured(let aggregate): return measured(by: aggregate, scope)
    case .operand: return operands(scope) + (place.takesWindows ? windows : []) + (place.takesAggregates ? calls : [])
    case .items: return aggregates + operands(scope)
    case .definition: return operands(scope) + windows + calls
    case .values(let column): return values(of: column, scope)
    case .words(let words): return words.map(keyword)
    }
  }

  /// The columns that the step after `pipe` sees; nil where the steps before cannot be resolved.
  private func knownScope(from start: Int, to pipe: Int?) -> CompletionScope? {
    guard let pipe else { return CompletionScope(tableBegun(from: start)) }
    if pipe == start { return CompletionScope(lastAnswer) }
    let tokens = statement.tokens
    let range = tokens[start].range.lowerBound..<tokens[pipe - 1].range.upperBound
    return CompletionScope(after: SourceText(source[range]), catalog: catalog, lastAnswer: lastAnswer)
  }

  /// The table that the steps since a token begin with.
  private func tableBegun(from start: Int) -> Table? {
    let name = start + 1 < statement.tokens.count && statement.word(start) == "from" ? statement.text(start + 1) : nil
    return name.flatMap { name in catalog.tables.first { $0.name.lowercased() == name.lowercased() } }
      ?? catalog.currentTable
  }

  private var scope: CompletionScope { CompletionScope(catalog.currentTable) }

  // MARK: - Candidates

  private func keyword(_ words: String) -> Candidate { Candidate(words) }

  private func words(of role: Keyword.Role, besides left: Set<String>) -> [Candidate] {
    Keyword.all(role).map(\.name).filter { !left.contains($0) }.map { Candidate($0) }
  }

  private var statements: [Candidate] { Command.all.map { Candidate($0.name, detail: $0.signature) } }

  private func steps(isFirst: Bool) -> [Candidate] {
    let steps = StepDescription.all.filter { isFirst || $0.name != "from" }
    let summaries = Aggregate.all.filter { aggregate in
      Keyword.named(aggregate.name)?.is(.step) != true
    }
    return
      (summaries.map { Candidate($0.name, detail: $0.signature) }
      + steps.map { Candidate($0.name, detail: $0.signature) }).uniqued(by: \.text)
  }

  private var aggregates: [Candidate] { Aggregate.all.map { Candidate($0.name, detail: $0.signature) } }

  /// Aggregates of all rows, within a calculation.
  private var calls: [Candidate] {
    Aggregate.all.map { Candidate($0.name + ($0.input == .rows ? "()" : "("), detail: $0.signature) }
  }

  private var windows: [Candidate] {
    WindowFunction.all.map { Candidate(Self.called($0.name, $0.signature), detail: $0.signature) }
  }

  /// With the bracket that its arguments stand in.
  private static func called(_ name: String, _ signature: String) -> String {
    name + (signature.hasSuffix("()") ? "()" : "(")
  }

  private var tables: [Candidate] {
    let queries = catalog.lets.filter { if case .query = $0.body { true } else { false } }
    return catalog.tables.map { table in
      let size = table.fields.isEmpty ? "" : counted(table.rowCount, "row")
      return Candidate(spelled(table.name), detail: size, isName: true)
    } + queries.map { Candidate(spelled($0.name), detail: "query", isName: true) }
  }

  private func columns(_ scope: CompletionScope) -> [Candidate] {
    scope.fields.map { Candidate(spelled($0.name), detail: scope.words(about: $0), isName: true) } + named
  }

  private var named: [Candidate] {
    let expressions = catalog.lets.filter { if case .expression = $0.body { true } else { false } }
    return expressions.map { Candidate(spelled($0.name), detail: "let", isName: true) }
  }

  /// The columns that an aggregate takes; all, if it takes none of them.
  private func measured(by aggregate: Aggregate, _ scope: CompletionScope) -> [Candidate] {
    let (fitting, others) = scope.fields.reduce(into: ([Field](), [Field]())) { parts, field in
      if aggregate.result(field.type) == nil { parts.1.append(field) } else { parts.0.append(field) }
    }
    let shown = fitting.isEmpty ? others : fitting
    return shown.map { Candidate(spelled($0.name), detail: scope.words(about: $0), isName: true) } + named
  }

  private func operands(_ scope: CompletionScope) -> [Candidate] {
    let functions = Function.all.map { Candidate(Self.called($0.name, $0.signature), detail: $0.signature) }
    let words = ["not", "if"] + Keyword.all(.constant).map(\.name)
    return columns(scope) + functions + words.map(keyword)
  }

  /// The texts that a column holds, the most frequent first.
  private func values(of name: String, _ scope: CompletionScope) -> [Candidate] {
    guard let column = scope.column(name), column.type == .text else { return [] }
    let counts = column.textCounts().sorted { ($1.count, $0.text) < ($0.count, $1.text) }
    return counts.prefix(Completion.valueLimit).map { Candidate(Self.quoted($0.text), detail: grouped($0.count)) }
  }

  private func files(_ word: CompletionWord) -> [Candidate] {
    FileNames.beginning(with: word.form == .text ? String(source[word.range].dropFirst()) : source[word.range])
  }

  private var helpWords: [Candidate] {
    HelpTopic.all.flatMap { topic in
      [Candidate(topic.name)] + topic.entries.map { Candidate($0.name, detail: $0.summary) }
    }.uniqued(by: \.text)
  }

  private func spelled(_ name: String) -> String { Self.spelled(name) }

  /// A name as it must be typed: in backticks where it would be read as something else.
  static func spelled(_ name: String) -> String {
    let tokens = Lexer.tokens(of: SourceText(name))
    let isWord = tokens.count == 1 && tokens[0].kind == .word && tokens[0].range.count == name.utf8.count
    return isWord && !Keyword.needsBackticks(name) ? name : "`\(name.replacing("`", with: "``"))`"
  }

  /// A text as a literal.
  static func quoted(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case "\n": literal += "\\n"
      case "\t": literal += "\\t"
      case "\r": literal += "\\r"
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }
}

extension Array {
  /// Without the elements whose key came before.
  fileprivate func uniqued<Key: Hashable>(by key: (Element) -> Key) -> [Element] {
    var seen: Set<Key> = []
    return filter { seen.insert(key($0)).inserted }
  }
}

extension Array where Element: Hashable {
  fileprivate func uniqued() -> [Element] { uniqued(by: { $0 }) }
}
