import TallyData
import TallyPlan
import TallySyntax
import TallyText

/// For a column that a summary before it dropped: the statement that asks the rows instead of the summary.
///
///     count where elite | count by sex    try: where elite | count by sex
extension Session {
  /// The error's words; with a fix, where the rows before a summary have the column.
  func withEarlierRows(
    _ error: BindError, steps: [StepSyntax], continuing: Table?, _ turn: Turn
  ) -> Diagnostic {
    var diagnostic = error.diagnostic
    guard case .unknownColumn(let name, _, _, _) = error, !name.range.isEmpty else { return diagnostic }
    let earlier = steps.prefix { $0.range.upperBound <= name.range.lowerBound }
    let found =
      earlier.lastIndex(where: \.isSummary).map { withoutSummary(at: $0, of: steps) }
      ?? (continuing == nil ? nil : beforeLastSummary(turn))
    guard let found, resolves(found.applied(to: turn.source, statement: turn.statement.range)) else {
      return diagnostic
    }
    diagnostic.label = "the summary before it has no such column, its rows do"
    diagnostic.fixes = [found]
    return diagnostic
  }

  /// Puts the summary's own condition in its place, or takes the step away.
  private func withoutSummary(at index: Int, of steps: [StepSyntax]) -> Fix? {
    guard case .summarize(let summary) = steps[index].kind, index + 1 < steps.count else { return nil }
    if let condition = summary.condition {
      let step = steps[index].range
      return Fix([
        Fix.Edit(step.lowerBound..<condition.range.lowerBound, "where "),
        Fix.Edit(condition.range.upperBound..<step.upperBound, ""),
      ])
    }
    return Fix(replacing: steps[index].range.lowerBound..<steps[index + 1].range.lowerBound, with: "")
  }

  /// The last question's steps, without its summary, before the `|` that goes on.
  private func beforeLastSummary(_ turn: Turn) -> Fix? {
    guard let question = state.lastQuestion, !question.isContinuation, let last = question.steps.last,
      case .summarize(let summary) = last.kind
    else { return nil }
    var texts = question.steps.dropLast().map { question.source[$0.range] }
    if let condition = summary.condition { texts.append("where " + question.source[condition.range]) }
    let start = turn.statement.range.lowerBound
    if texts.isEmpty { return Fix(replacing: start..<start + 1, with: "") }
    return Fix(replacing: start..<start, with: texts.joined(separator: " | ") + " ")
  }
}

extension StepSyntax {
  var isSummary: Bool { if case .summarize = kind { true } else { false } }
}
