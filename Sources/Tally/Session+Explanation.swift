import TallyData
import TallyFormats
import TallyLocal
import TallyPlan
import TallySyntax
import TallyText

extension Session {
  /// How each step of a question narrowed the rows, from the loaded table on.
  func funnel(of question: Question, _ output: any SessionOutput) throws(Stop) -> Answer {
    let plan = question.wholePlan ?? question.plan
    let lines = try watched(output) { progress throws(RunError) in
      try LocalEngine.funnel(plan, interrupt: interrupt, threads: settings.threads, progress: progress)
    }
    return FunnelAnswer(lines, sourceRows: plan.source.rowCount).answer
  }

  /// Shows the rows a question's answer was made from, or those of them that a condition keeps.
  func writeRows(behind question: Question, where condition: ExpressionSyntax?, _ turn: Turn) throws(Stop) {
    let plan = question.wholePlan ?? question.plan
    var rows = try rowsBehind(plan, turn)
    rows.name = plan.source.name
    guard let condition else { return try write(Answer(table: rows, notes: Self.notes(of: plan)), turn) }
    let steps = [StepSyntax(.filter(condition), range: condition.range)]
    let bound = try bind(steps, continuing: rows, turn)
    guard turn.mode == .running else { return }
    try write(try compose(bound, turn), turn)
  }

  /// Where steps after a summary left some of its rows out, the rows behind those are shown too.
  private static func notes(of plan: LogicalPlan) -> [Note] {
    guard let first = plan.nodes.firstIndex(where: { $0.step.givesOtherRows }) else { return [] }
    let summary = plan.nodes[first]
    let isNarrowed = plan.nodes[first...].contains { node in
      switch node.step {
      case .filter, .first, .last, .sample, .top, .join: true
      case .project, .extend, .sort, .distinct, .describe, .summarize, .window, .pivot, .unpivot, .append, .assert:
        false
      }
    }
    return isNarrowed ? [Note("these are the rows behind all of `\(summary.text)`; `rows where …` picks some")] : []
  }

  private func rowsBehind(_ plan: LogicalPlan, _ turn: Turn) throws(Stop) -> Table {
    guard turn.mode == .running else {
      let summary = plan.nodes.firstIndex { $0.step.givesOtherRows } ?? plan.nodes.count
      let fields = summary == 0 ? plan.source.fields : plan.nodes[summary - 1].output
      return Table(name: plan.source.name, fields: fields, rows: [])
    }
    return try watched(turn.output) { progress throws(RunError) in
      try LocalEngine.rowsBehind(plan, interrupt: interrupt, threads: settings.threads, progress: progress)
    }
  }
}
