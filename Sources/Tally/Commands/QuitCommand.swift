import TallyFormats
import TallyText

extension Command {
  static let quit = Command(
    "quit", summary: "Ends the session; so do exit and Control-D.", signature: "quit", examples: ["quit"]
  ) { _, turn throws(Stop) in
    if turn.mode == .running { throw .quit }
  }
}
