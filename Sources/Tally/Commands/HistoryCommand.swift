import TallyFormats
import TallyText

extension Command {
  static let history = Command(
    "history", summary: "Lists the statements that were run, oldest first.", signature: "history",
    examples: ["history"]
  ) { session, turn throws(Stop) in
    try session.writeText(session.history.map { $0 + "\n" }.joined(), turn)
  }
}
