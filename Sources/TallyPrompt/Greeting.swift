import Tally
import TallyText

/// What the prompt says first: what is loaded, what to try, and how to leave.
struct Greeting {
  let text: String

  /// `hasKeys`: Tab completes here.
  init(_ session: Session, fileCount: Int, hasKeys: Bool) {
    let catalog = session.catalog
    var lines: [String] = []
    if fileCount == 0, let table = catalog.currentTable {
      let size = table.fields.isEmpty ? "" : ": \(counted(table.rowCount, "row")), \(counted(table.fields.count, "column"))"
      lines.append("tally \(TallyCommand.version), with the built-in sample \(table.name)\(size)")
    } else {
      lines.append("tally \(TallyCommand.version)")
    }
    let keys = hasKeys ? "Tab completes, Control-D leaves" : "quit leaves"
    lines.append("try: columns · count · help      \(keys)")
    text = lines.map { $0 + "\n" }.joined()
  }
}
