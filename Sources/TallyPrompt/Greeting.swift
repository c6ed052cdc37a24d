import Tally
import TallyFormats
import TallyText

/// What the prompt says first, in five lines: what is loaded, what to ask of it, and how to go on.
struct Greeting {
  let text: String

  /// `hasKeys`: Tab completes here.
  init(_ session: Session, fileCount: Int, hasKeys: Bool) {
    var lines: [String] = []
    // What files hold was said when they were loaded.
    if fileCount == 0 { lines.append("tally \(TallyCommand.version)" + Self.sample(of: session)) }
    for (place, question) in session.firstQuestions.enumerated() {
      lines.append((place == 0 ? "try: " : "     ") + question)
    }
    lines.append(hasKeys ? "help explains, Tab completes, Control-D leaves" : "help explains, quit leaves")
    // Questions name columns, which may be named anything.
    text = lines.map { VisibleText.of($0) + "\n" }.joined()
  }

  private static func sample(of session: Session) -> String {
    guard let table = session.catalog.currentTable else { return "" }
    let size = table.fields.isEmpty ? "" : " (\(counted(table.rowCount, "row")))"
    return ", sample \(table.name)\(size)"
  }
}
