import TallyPlan
import TallySyntax
import TallyText

/// What can be said of a statement while it is being typed.
package enum LiveFinding: Sendable {
  case question(LiveQuestion)
  /// In a few words, and where it is.
  case problem(String, SourceRange)
  case nothing
}

/// Why the beginning of a statement is no question.
private struct LiveFault: Error {
  let diagnostic: Diagnostic
  let isUnknownName: Bool
}

extension Session {
  /// Words at the end of a statement that may be unfinished.
  private static let openWords = 8
  private static let problemWords = 5

  /// The question that the beginning of a statement asks of what is loaded, or what is wrong before its last word.
  package func liveFinding(in text: String) -> LiveFinding {
    guard settings.isLive else { return .nothing }
    takeComeTables()
    let source = SourceText(text)
    guard let range = StatementRanges.split(source).last else { return .nothing }
    let tokens = Lexer.tokens(of: source).filter {
      $0.range.lowerBound >= range.lowerBound && $0.kind != .newline && $0.kind != .comment
    }
    for open in 0..<min(tokens.count, Self.openWords) {
      let end = tokens[tokens.count - 1 - open].range.upperBound
      let beginning = SourceText(source[0..<end])
      switch finding(in: range.lowerBound..<end, of: beginning) {
      case .success(let found): return found
      case .failure(let fault):
        // What stands at the end is perhaps not typed to its own; and a beginning may lack what makes it right, but
        // for a name that nothing has.
        guard open == 0 || fault.isUnknownName, let place = fault.diagnostic.range,
          place.upperBound < tokens[tokens.count - 1].range.upperBound
        else { continue }
        return .problem(Self.short(fault.diagnostic.message), place)
      }
    }
    return .nothing
  }

  private func finding(in range: SourceRange, of source: SourceText) -> Result<LiveFinding, LiveFault> {
    let kind: StatementSyntax.Kind
    do throws(SyntaxError) {
      kind = try Parser.statement(in: source, range: range).kind
    } catch {
      return .failure(LiveFault(diagnostic: error.diagnostic, isUnknownName: false))
    }
    let steps: [StepSyntax]
    var isContinuing = false
    switch kind {
    case .query(let query): steps = query.steps
    case .continuation(let written): (steps, isContinuing) = (written, true)
    case .letExpression, .letQuery, .param, .load, .use, .tables, .columns, .why, .rows, .translate, .explain, .last,
      .run, .set, .help, .history, .saveHistory, .quit:
      return .success(.nothing)
    }
    return finding(in: steps, isContinuing: isContinuing, of: source)
  }

  private func finding(
    in written: [StepSyntax], isContinuing: Bool, of source: SourceText
  ) -> Result<LiveFinding, LiveFault> {
    let steps = written.filter { step in
      switch step.kind {
      case .plot, .save, .assert: false
      case .from, .filter, .dropRows, .show, .dropColumns, .rename, .extend, .sort, .first, .last, .sample, .top,
        .distinct, .describe, .summarize, .join, .append, .unpivot:
        true
      }
    }
    let needed = TableNeeds(steps, current: isContinuing ? nil : state.shelf.current, lets: state.lets).names
    let isLoaded = needed.allSatisfy { name, isExact in
      guard let index = state.shelf.index(of: name, isExact: isExact) else { return true }
      if case .loaded = state.shelf.places[index].content { return true }
      return false
    }
    guard isLoaded, !steps.isEmpty, !isContinuing || lastAnswer != nil else { return .success(.nothing) }
    do throws(BindError) {
      let bound = try Binder.bind(
        steps, continuing: isContinuing ? lastAnswer?.table : nil, source: source, catalog: catalog,
        clock: fixedClock ?? .current, values: Binder.runsNothing)
      return .success(.question(LiveQuestion(plan: bound.plan, threads: max(settings.threads - 1, 1))))
    } catch {
      if case .running = error { return .success(.nothing) }
      var isUnknownName = false
      if case .unknownColumn = error { isUnknownName = true }
      return .failure(LiveFault(diagnostic: error.diagnostic, isUnknownName: isUnknownName))
    }
  }

  /// The first words of a message.
  private static func short(_ message: String) -> String {
    let words = message.split(separator: " ")
    return words.prefix(problemWords).joined(separator: " ") + (words.count > problemWords ? " …" : "")
  }
}
