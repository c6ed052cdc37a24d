import TallyText

extension Command {
  static let last = Command(
    "last", summary: "Shows the whole last answer again, however many rows it has.", signature: "last",
    examples: ["count by year; last"]
  ) { session, turn throws(Stop) in
    guard turn.mode == .running else { return }
    guard let answer = session.state.lastAnswer else {
      throw .failed(SessionError.nothingAnswered(what: "`last`", turn.statement.range).diagnostic)
    }
    let plan = session.state.lastAnswerPlan
    try session.write(answer, showsAllRows: true, turn)
    session.state.lastAnswerPlan = plan
  }
}
