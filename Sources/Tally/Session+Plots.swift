import TallyData
import TallyFormats
import TallyPlan
import TallySyntax
import TallyText

extension Session {
  /// Answers the steps before a last `plot`, and draws the answer; a machine format gets the rows that would be drawn.
  func draw(
    _ plot: PlotSyntax, at range: SourceRange, of steps: [StepSyntax], isContinuing: Bool, _ turn: Turn
  ) throws(Stop) {
    var answer: Answer
    if isContinuing, steps.isEmpty {
      let table = try tableToContinue(turn)
      answer = state.lastAnswer ?? Answer(table: table)
    } else {
      answer = try answerToDraw(steps, isContinuing: isContinuing, turn)
    }
    state.lastAnswer = answer
    if !steps.isEmpty || isContinuing { answer.table.name = Self.lastAnswerName }
    if !plot.items.isEmpty { answer = try chosen(plot.items, of: answer, turn) }
    let picture: Plot
    do throws(PlotError) {
      picture = try Plot(plot.kind?.picture, of: answer.table)
    } catch {
      throw .failed(error.diagnostic(at: range))
    }
    guard turn.mode == .running else { return }
    guard answer.table.rowCount > 0, drawsAnswers else {
      let (whole, plan) = (state.lastAnswer, state.lastAnswerPlan)
      try write(answer, turn)
      (state.lastAnswer, state.lastAnswerPlan) = (whole, plan)
      return
    }
    try write(picture, of: answer, at: range, turn)
  }

  /// The answer of the steps, which becomes the last question; without rows while nothing runs.
  private func answerToDraw(_ steps: [StepSyntax], isContinuing: Bool, _ turn: Turn) throws(Stop) -> Answer {
    let bound = try bind(steps, continuing: isContinuing ? try tableToContinue(turn) : nil, turn)
    let answer: Answer
    if turn.mode == .running {
      answer = try compose(bound, turn)
    } else {
      answer = Answer(table: Table(name: Self.lastAnswerName, fields: bound.plan.output, rows: []))
    }
    let question = self.question(bound.plan, of: steps, isContinuing: isContinuing, turn)
    state.lastQuestion = question
    state.lastAnswerPlan = question.wholePlan
    return answer
  }

  /// The columns that `plot` names, of an answer.
  private func chosen(_ items: [ItemSyntax], of answer: Answer, _ turn: Turn) throws(Stop) -> Answer {
    let table = answer.table
    let range = items.dropFirst().reduce(items[0].range) { $0.union($1.range) }
    let show = StepSyntax(.show(items, condition: nil), range: range)
    let bound = try bind([show], continuing: table, turn)
    var chosen = answer
    chosen.table =
      turn.mode == .running
      ? try execute(bound.plan, turn.output).table : Table(name: table.name, fields: bound.plan.output, rows: [])
    chosen.accountFields = []
    chosen.accountColumns = []
    return chosen
  }

  /// A format that was asked for and is no table gets the data.
  private var drawsAnswers: Bool { settings.format == nil || settings.format == Renderer.table.name }

  private func write(_ picture: Plot, of answer: Answer, at range: SourceRange, _ turn: Turn) throws(Stop) {
    let output = turn.output
    var options = PlotOptions()
    options.width = output.width ?? options.width
    options.glyphs = output.showsUnicode ? .unicode : .ascii
    options.rowLimit = settings.rows
    options.digits = settings.digits
    let drawing: PlotDrawing
    do throws(PlotError) {
      drawing = try picture.drawing(options)
    } catch {
      throw .failed(error.diagnostic(at: range))
    }
    state.lastFormat = nil
    try writeText(drawing.lines.map { $0 + "\n" }.joined(), turn)
    var account = Answer(table: answer.table, notes: drawing.notes.map { Note($0) })
    account.notesInSentence = answer.sentence.map { [Note($0)] } ?? []
    account.notes += answer.notes
    writeNotes(of: account, to: output)
  }
}

extension PlotSyntax.Kind {
  var picture: PlotKind {
    switch self {
    case .bar: .bar
    case .line: .line
    case .scatter: .scatter
    case .histogram: .histogram
    case .box: .box
    }
  }
}
