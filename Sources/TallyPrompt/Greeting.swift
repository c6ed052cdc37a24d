import Tally
import TallyText

/// What the prompt says first: what is loaded, what to try, and how to leave.
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
    let keys = hasKeys ? "Tab completes, Control-D leaves" : "quit leaves"
    text = "\(first)\ntry: columns, count, help\n\(keys)\n"
  }
}
