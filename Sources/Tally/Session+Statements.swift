import TallyData
import TallyFormats
import TallyPlan
import TallySyntax
import TallyText

extension Session {
  func run(_ source: SourceText, to output: any SessionOutput, mode: Turn.Mode, depth: Int) -> RunOutcome {
    // Checking finds what is wrong with every statement.
    var last = RunOutcome.done
    for range in StatementRanges.split(source) {
      let started = ContinuousClock.now
      let outcome =
        depth == 0 && mode == .running && source.name == nil
        ? runRemembered(range, of: source, to: output)
        : runStatement(range, of: source, to: output, mode: mode, depth: depth)
      if mode == .running, settings.isTiming { output.writeMessage(Self.timingText(since: started)) }
      if case .failed = outcome, mode == .checking {
        last = outcome
      } else if outcome != .done {
        return outcome
      }
    }
    return last
  }

  /// Runs a statement that a person typed, and keeps it with what came of it.
  private func runRemembered(_ range: SourceRange, of source: SourceText, to output: any SessionOutput) -> RunOutcome {
    let place = history.count
    history.append(PastStatement(source[range], time: now))
    writtenRowCount = nil
    let recording = RecordingOutput(output)
    let outcome = runStatement(range, of: source, to: recording, mode: .running, depth: 0)
    history[place].rowCount = writtenRowCount
    if outcome == .done, Self.belongsInScript(source[range]) { history[place].output = recording.text }
    return outcome
  }

  /// Help and the history itself are no part of what a session found.
  private static func belongsInScript(_ statement: String) -> Bool {
    let statement = SourceText(statement)
    let words = Lexer.tokens(of: statement).prefix(2).map { statement[$0.range].lowercased() }
    return !["help", "history"].contains(words.first) && words != ["save", "history"]
  }

  /// `stopped after 3.1 s at 42 % of sort by note`.
  private var stopText: String {
    let tenths = max(1, Int((statementStart.duration(to: .now).inSeconds * 10).rounded()))
    return "stopped after \(tenths / 10).\(tenths % 10) s\(progress?.place ?? "")"
  }

  /// `12.3 ms`.
  private static func timingText(since started: ContinuousClock.Instant) -> String {
    let elapsed = started.duration(to: .now).components
    let tenths = elapsed.seconds * 10_000 + (elapsed.attoseconds + 50_000_000_000_000) / 100_000_000_000_000
    return "\(grouped(Int(tenths / 10))).\(tenths % 10) ms\n"
  }

  private func runStatement(
    _ range: SourceRange, of source: SourceText, to output: any SessionOutput, mode: Turn.Mode, depth: Int
  ) -> RunOutcome {
    (statementStart, progress) = (.now, nil)
    do throws(Stop) {
      let statement = try read(range, of: source)
      try perform(
        Turn(
          statement: statement, source: source, output: output, clock: fixedClock ?? .current, mode: mode, depth: depth)
      )
      return reportFindings(range, of: source, to: output)
    } catch {
      return outcome(of: error, statement: range, source: source, to: output)
    }
  }

  /// Writes what checking found in a statement, which then counts as failed.
  private func reportFindings(_ range: SourceRange, of source: SourceText, to output: any SessionOutput) -> RunOutcome {
    defer { findings = [] }
    for finding in findings { _ = report(finding, statement: range, of: source, to: output) }
    return findings.isEmpty ? .done : .failed(fixes: [])
  }

  /// Writes what is to be said about a stop.
  func outcome(
    of stop: Stop, statement: SourceRange, source: SourceText, to output: any SessionOutput
  ) -> RunOutcome {
    switch stop {
    case .failed(let diagnostic):
      return .failed(fixes: report(diagnostic, statement: statement, of: source, to: output))
    case .assertionFailed(let diagnostic):
      _ = report(diagnostic, statement: statement, of: source, to: output)
      return .assertionFailed
    case .interrupted:
      output.writeLine(stopText + (source.name == nil ? "; nothing changed" : ""))
      return .interrupted
    case .outputClosed: return .outputClosed
    case .quit: return .quit
    case .ended(let outcome): return outcome
    }
  }

  func read(_ range: SourceRange, of source: SourceText) throws(Stop) -> StatementSyntax {
    do throws(SyntaxError) {
      return try Parser.statement(in: source, range: range)
    } catch {
      var diagnostic = error.diagnostic
      if case .mixedAndOr(let readings) = error.fault {
        let kept = readings.compactMap { keptRows(by: $0, statement: range, at: error.range.lowerBound, source) }
        if kept.count == readings.count {
          diagnostic.notes = zip(readings, kept).map { "\($0.text) keeps \($1)" }
          for (place, count) in zip(diagnostic.fixes.indices, kept) { diagnostic.fixes[place].detail = count }
        }
      }
      if case .unknownStep(let word, .some) = error.fault, let column = column(named: word) {
        diagnostic = Self.columnAsStep(column, at: error.range)
      }
      throw .failed(diagnostic)
    }
  }

  private func column(named word: String) -> Field? {
    loadCurrentTable()
    guard let fields = catalog.currentTable?.fields,
      case .found(let place) = NameMatching.match(word, in: fields.map(\.name))
    else { return nil }
    return fields[place]
  }

  /// A column where a step belongs, whatever step is spelled like it.
  private static func columnAsStep(_ column: Field, at range: SourceRange) -> Diagnostic {
    let verbs = column.type == .text || column.type == .boolean ? ["count by", "show"] : ["describe", "show"]
    let start = range.lowerBound..<range.lowerBound
    return Diagnostic(
      "`\(column.name)` is a column, and begins no step", at: range, label: "a step says what to do with it",
      fixes: verbs.map { Fix(replacing: start, with: "\($0) ") })
  }

  /// Does what one statement says.
  private func perform(_ turn: Turn) throws(Stop) {
    switch turn.statement.kind {
    case .query(let query): try answer(query.steps, isContinuing: false, turn)
    case .continuation(let steps): try answer(steps, isContinuing: true, turn)
    case .letExpression, .letQuery, .param, .load, .use, .tables, .columns, .why, .rows, .translate, .explain, .last,
      .run, .set, .help, .history, .saveHistory, .quit:
      try Command.of(turn.statement.kind)?.run(self, turn)
    }
  }

  /// Writes an error with the fixes that run; gives those fixes back as whole statements.
  private func report(
    _ diagnostic: Diagnostic, statement: SourceRange, of source: SourceText, to output: any SessionOutput
  ) -> [OfferedStatement] {
    let fixes = runningFixes(of: diagnostic, statement: statement, source: source)
    output.writeMessage(
      DiagnosticText(
        diagnostic, source: source, fixes: fixes.map(\.text), width: output.width, usesColor: usesColor(output)
      ).text)
    return fixes
  }

  /// Whether colours may be used on what a person reads.
  func usesColor(_ output: any SessionOutput) -> Bool {
    switch settings.color {
    case .auto: output.usesColor
    case .on: true
    case .off: false
    }
  }
}
