import TallyData
import TallyFormats
import TallyLocal
import TallyPlan
import TallySyntax
import TallyText

extension Session {
  /// Binds, runs and writes a query, or saves it.
  func answer(_ written: [StepSyntax], isContinuing: Bool, _ turn: Turn) throws(Stop) {
    if let last = written.last, case .plot(let plot) = last.kind {
      return try draw(plot, at: last.range, of: written.dropLast(), isContinuing: isContinuing, turn)
    }
    let (steps, save) = Self.splitSave(written)
    if steps.isEmpty, let save {
      let table = try tableToContinue(turn)
      return try self.save(state.lastAnswer ?? Answer(table: table), as: save, turn)
    }
    let bound = try bind(steps, continuing: isContinuing ? try tableToContinue(turn) : nil, turn)
    let question = self.question(bound.plan, of: steps, isContinuing: isContinuing, turn)
    if turn.mode == .running {
      let answer = try compose(question, bound, turn)
      state.lastQuestion = question
      if let save { try self.save(answer, as: save, turn) } else { try write(answer, turn) }
      state.lastAnswerPlan = question.wholePlan
    } else {
      let answer = Answer(table: Table(name: Self.lastAnswerName, fields: bound.plan.output, rows: []))
      state.lastAnswer = answer
      state.lastAnswerPlan = question.wholePlan
      state.lastQuestion = question
      if let save { try self.save(answer, as: save, turn) }
    }
  }

  /// The last question as typed, and its plan from loaded tables on; nil where it goes on with no query's answer.
  package var lastAsked: (text: String, plan: LogicalPlan)? {
    guard let question = state.lastQuestion, let plan = question.wholePlan else { return nil }
    return (question.source.text, plan)
  }

  /// What was asked, with the plan from loaded tables on where it goes on with the last answer.
  func question(_ plan: LogicalPlan, of steps: [StepSyntax], isContinuing: Bool, _ turn: Turn) -> Question {
    let whole =
      isContinuing
      ? state.lastAnswerPlan.map { LogicalPlan(source: $0.source, nodes: $0.nodes + plan.nodes) } : plan
    return Question(plan: plan, wholePlan: whole, steps: steps, isContinuation: isContinuing, source: turn.source)
  }

  /// Where an assertion fails, `why` and `rows` tell of the question that has it.
  private func compose(_ question: Question, _ bound: BoundQuery, _ turn: Turn) throws(Stop) -> Answer {
    do throws(Stop) {
      return try compose(bound, turn)
    } catch {
      if case .assertionFailed = error { state.lastQuestion = question }
      throw error
    }
  }

  /// Runs a plan and says what came of it.
  func compose(_ bound: BoundQuery, _ turn: Turn) throws(Stop) -> Answer {
    let result = try execute(bound.plan, turn.output)
    return AnswerComposer(
      bound: bound, result: result, turn: turn, unheldFixes: unheldFixes(bound.remarks, turn), digits: settings.digits
    ).answer
  }

  /// What messages call the table that a leading `|` goes on with.
  static let lastAnswerName = "the last answer"

  /// The table that a leading `|` goes on with.
  func tableToContinue(_ turn: Turn) throws(Stop) -> Table {
    guard var table = state.lastAnswer?.table else {
      let range = turn.statement.range
      let word = turn.source[range].prefix { $0 != " " && $0 != "\n" }
      let place = range.lowerBound..<range.lowerBound + word.utf8.count
      throw .failed(SessionError.nothingAnswered(what: "`\(word)`", place).diagnostic)
    }
    table.name = Self.lastAnswerName
    return table
  }

  /// The query of a statement, resolved; nil for a statement that is none.
  func bindQuery(_ turn: Turn) throws(Stop) -> BoundQuery? {
    switch turn.statement.kind {
    case .query(let query): try bind(query.steps, continuing: nil, turn)
    case .continuation(let steps): try bind(steps, continuing: try tableToContinue(turn), turn)
    case .letExpression, .letQuery, .param, .load, .use, .tables, .columns, .why, .rows, .translate, .explain, .last,
      .run, .set, .help, .history, .saveHistory, .quit:
      nil
    }
  }

  /// Resolves a query over the tables, or over `continuing`; where it `isOpen`, another query will pick its columns.
  func bind(
    _ steps: [StepSyntax], continuing: Table?, isOpen: Bool = false, _ turn: Turn
  ) throws(Stop) -> BoundQuery {
    try loadTables(of: steps, startsAtCurrent: continuing == nil, isOpen: isOpen || continuing != nil, turn)
    do throws(BindError) {
      let bound = try Binder.bind(
        steps, continuing: continuing, source: turn.source, catalog: catalog, clock: turn.clock,
        findsSettled: turn.mode == .checking, values: runWhileBinding)
      findings += turn.mode == .checking ? bound.remarks.findings(in: turn.statement.range) : []
      return bound
    } catch {
      if case .running(let failure) = error, let failure = failure as? RunError { throw stop(failure) }
      // What is wrong is said in view of every column.
      if try fillPartlyRead(at: turn.statement.range, to: turn.output) {
        return try bind(steps, continuing: continuing, isOpen: isOpen, turn)
      }
      throw .failed(asIdiom(withEarlierRows(error, steps: steps, continuing: continuing, turn), error, turn))
    }
  }

  /// What reads and does not resolve may be said as another tool says it: `plot pie`, `show all`.
  private func asIdiom(_ diagnostic: Diagnostic, _ error: BindError, _ turn: Turn) -> Diagnostic {
    guard let range = diagnostic.range,
      let idiom = IdiomMatch.find(in: turn.source, statement: turn.statement.range, at: range)
    else { return diagnostic }
    // `count age` could mean two things, and is answered with both.
    if case .countOfColumn = error, !idiom.idiom.pattern.hasPrefix("count(") { return diagnostic }
    let other = idiom.diagnostic(insteadOf: diagnostic)
    // A fix that is only tried is followed, not checked.
    if turn.mode == .trying { return other.fixes.isEmpty ? diagnostic : other }
    let isMended = !runningFixes(of: other, statement: turn.statement.range, source: turn.source).isEmpty
    return isMended || other.fixes.isEmpty ? other : diagnostic
  }

  /// The answer of a plan that decides which columns a step has.
  private func runWhileBinding(_ plan: LogicalPlan) -> Binder.RunResult {
    do throws(RunError) {
      return .table(try LocalEngine.run(plan, interrupt: interrupt, threads: settings.threads).table)
    } catch {
      return .failure(error)
    }
  }

  /// Runs a plan.
  func execute(_ plan: LogicalPlan, _ output: any SessionOutput) throws(Stop) -> QueryResult {
    try watched(output) { progress throws(RunError) in
      try LocalEngine.run(plan, interrupt: interrupt, threads: settings.threads, progress: progress)
    }
  }

  /// Lets the engine work; what takes long says on the output how far it is.
  func watched<Result>(
    _ output: any SessionOutput, _ work: (QueryProgress) throws(RunError) -> Result
  ) throws(Stop) -> Result {
    let line = ProgressLine(output, patience: .seconds(1))
    progress = line
    defer { output.showProgress(nil) }
    do throws(RunError) {
      return try work(QueryProgress { step, share in line.show(Self.shortened(step), part: share) })
    } catch {
      throw stop(error)
    }
  }

  /// A step's text, as much of it as a line has room for beside how far it is.
  private static func shortened(_ text: String) -> String {
    let limit = 40
    return text.count > limit ? text.prefix(limit - 1) + "…" : text
  }

  /// Statements that compare with texts the columns hold.
  private func unheldFixes(_ remarks: BindRemarks, _ turn: Turn) -> [String] {
    let edits = remarks.unheldTexts.compactMap(\.fix).flatMap(\.edits)
    if edits.isEmpty { return [] }
    let diagnostic = Diagnostic("", fixes: [Fix(edits)])
    return runningFixes(of: diagnostic, statement: turn.statement.range, source: turn.source).map(\.text)
  }

  func stop(_ error: RunError) -> Stop {
    switch error {
    case .interrupted: .interrupted
    case .assertionFailed: .assertionFailed(error.diagnostic)
    case .integerOverflow, .lookupKeyRepeats, .keyRepeatsOnBothSides, .negativeWeight, .invalidPattern, .tooLarge:
      .failed(error.diagnostic)
    }
  }

  /// Writes an answer in the format that is set; it becomes the one that a leading `|` goes on with.
  func write(_ answer: Answer, showsAllRows: Bool = false, _ turn: Turn) throws(Stop) {
    state.lastAnswer = answer
    state.lastAnswerPlan = nil
    guard turn.mode == .running else { return }
    writtenRowCount = answer.table.rowCount
    let output = turn.output
    if settings.format == nil, !output.isTerminal, answer.isSingleValue { return try writeValue(answer, turn) }
    let renderer = self.renderer(for: output)
    var options = RenderOptions()
    options.width = output.isTerminal ? output.width : nil
    options.rowLimit = output.isTerminal && !showsAllRows ? settings.rows : nil
    options.digits = settings.digits
    options.usesColor = usesColor(output)
    options.notes = settings.notes
    var sink = output.sink(for: renderer)
    do throws(OutputError) {
      if state.lastFormat == renderer.name { try sink.write(renderer.separator) }
      state.lastFormat = renderer.name
      try renderer.write(answer, options, &sink)
      try sink.flush()
    } catch {
      throw Stop(error, at: nil)
    }
    if !renderer.isForPeople { writeNotes(of: answer, to: output) }
  }

  /// Where no format was asked for, a program that reads one value gets it without a header.
  private func writeValue(_ answer: Answer, _ turn: Turn) throws(Stop) {
    state.lastFormat = nil
    try writeText(ValueText.machine(answer.table.columns[0][0]) + "\n", turn)
    writeNotes(of: answer, to: turn.output)
  }

  /// Writes text that is no answer: help, the history.
  func writeText(_ text: String, _ turn: Turn) throws(Stop) {
    guard turn.mode == .running else { return }
    var sink = turn.output.sink()
    do throws(OutputError) {
      try sink.write(text)
      try sink.flush()
    } catch {
      throw Stop(error, at: nil)
    }
  }

  private func renderer(for output: any SessionOutput) -> Renderer {
    let name = settings.format ?? (output.isTerminal ? "table" : "csv")
    return Renderer.named(name) ?? Renderer.all[0]
  }

  /// Says again what stands below the last statement's answer, where a pager has taken that from the screen.
  package func repeatNotes(to output: any SessionOutput) {
    guard writtenRowCount != nil, let answer = lastAnswer, renderer(for: output).isForPeople else { return }
    var options = RenderOptions()
    options.notes = settings.notes
    for note in answer.notes where options.shows(note) { output.writeLine(note.text) }
  }

  /// The notes of an answer in a machine format, which carries the data alone.
  func writeNotes(of answer: Answer, to output: any SessionOutput) {
    var options = RenderOptions()
    options.notes = settings.notes
    for note in answer.notesInSentence + answer.notes where options.shows(note) {
      output.writeLine(note.text)
    }
  }
}
