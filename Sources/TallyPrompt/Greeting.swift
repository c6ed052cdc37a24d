import Tally
import TallySyntax
import TallyText

/// What the prompt says first, in five lines: what is loaded, what to try, and how to leave.
struct Greeting {
  let text: String

  /// `hasKeys`: Tab completes here.
  init(_ session: Session, fileCount: Int, hasKeys: Bool) {
    var first = "tally \(TallyCommand.version)"
    // What files hold was said when they were loaded.
    if fileCount == 0, let table = session.catalog.currentTable {
      first += ", sample \(table.name)"
      if !table.fields.isEmpty { first += " (\(counted(table.rowCount, "row")))" }
    }
    let examples = StepDescription.named("count")?.examples ?? []
    let questions = fileCount == 0 && examples.count > 1 ? Array(examples.prefix(2)) : ["columns", "describe"]
    let keys = hasKeys ? "Tab completes, Control-D leaves" : "quit leaves"
    text = "\(first)\ntry: \(questions[0])\n     \(questions[1])\n     help\n\(keys)\n"
  }
}
