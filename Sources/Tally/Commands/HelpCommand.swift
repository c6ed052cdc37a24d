import TallyFormats
import TallyText

extension Command {
  static let help = Command(
    "help", summary: "Shows what can be typed, or what a word means.", signature: "help [WORD]",
    examples: ["help", "help count", "help functions"]
  ) { session, turn throws(Stop) in
    guard case .help(let word) = turn.statement.kind else { return }
    if let keys = word == nil ? nil : session.keyTopic?(), word?.lowercased() == keys.name {
      return try session.writeText(HelpText(listing: keys).text, turn)
    }
    let style = MessageStyle(usesColor: session.usesColor(turn.output))
    guard let text = HelpText(on: word, width: turn.output.width, style: style) else {
      throw .failed(HelpText.unknown(word ?? "", at: turn.statement.range))
    }
    session.helpExamples = turn.mode == .running && session.isAtPrompt ? session.runnable(text.examples) : []
    let keys = word == nil && session.isAtPrompt ? session.keyTopic?() : nil
    try session.writeText(text.text + (keys.map { "help \($0.name) lists the keys of the prompt.\n" } ?? ""), turn)
  }
}
