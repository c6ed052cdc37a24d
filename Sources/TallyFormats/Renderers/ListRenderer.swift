import TallyText

extension Renderer {
  static let list = Renderer(
    "list", summary: "One field a line, nothing cut, for rows that are wider than the terminal.", isForPeople: true
  ) { answer, options, sink throws(OutputError) in
    if try !answer.writeSentence(to: &sink) {
      let shown = ShownAnswer(answer, options)
      if let text = shown.emptyText { try sink.write(text) } else { try writeList(shown, to: &sink) }
    }
    try answer.writeNotes(options, to: &sink)
  }

  private static func writeList(_ shown: ShownAnswer, to sink: inout TextSink) throws(OutputError) {
    let width = shown.columns.map { DisplayWidth.of($0.name) }.max() ?? 0
    let names = shown.columns.map { $0.name + String(repeating: " ", count: width - DisplayWidth.of($0.name) + 3) }
    for row in 0..<shown.rowCount {
      if row > 0 { try sink.write("\n") }
      if shown.totalCount > 1 { try sink.write("row \(grouped(row + 1))\n") }
      for (column, name) in zip(shown.columns, names) { try sink.write(name + column.text(row) + "\n") }
    }
    if let text = shown.cutText { try sink.write("\n" + text) }
  }
}
