import TallyData
import TallyFormats
import TallyLocal
import TallyPlan
import TallyText

extension Command {
  static let rows = Command(
    "rows", summary: "Shows the rows behind the last answer, or those of them that a condition keeps.",
    signature: "rows [where C]", examples: ["count where elite; rows", "count by year; rows where elite"]
  ) { session, turn throws(Stop) in
    guard case .rows(let condition) = turn.statement.kind else { return }
    guard let question = session.state.lastQuestion else {
      throw .failed(SessionError.nothingAnswered(what: "`rows`", turn.statement.range).diagnostic)
    }
    try session.writeRows(behind: question, where: condition, turn)
  }
}
