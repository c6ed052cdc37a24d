import TallyData
import TallyFormats
import TallyLocal
import TallyPlan
import TallyText

extension Command {
  static let why = Command(
    "why", summary: "Shows how each condition and step of the last question narrowed the rows.", signature: "why",
    examples: ["count where year = 2023 and elite; why"]
  ) { session, turn throws(Stop) in
    guard turn.mode == .running else { return }
    guard let question = session.state.lastQuestion else {
      throw .failed(SessionError.nothingAnswered(what: "`why`", turn.statement.range).diagnostic)
    }
    try session.write(try session.funnel(of: question, turn.output), turn)
  }
}
