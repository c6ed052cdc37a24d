import TallyText

extension Renderer {
  static let plain = Renderer(
    "plain", summary: "Sentences that a screen reader can follow, one a row.", isForPeople: true
  ) { answer, options, sink throws(OutputError) in
    if try !answer.writeSentence(to: &sink) {
      let shown = ShownAnswer(answer, options)
      if let text = shown.emptyText { try sink.write(text) } else { try writeSentences(shown, to: &sink) }
    }
    try answer.writeNotes(options, to: &sink)
  }

  private static func writeSentences(_ shown: ShownAnswer, to sink: inout TextSink) throws(OutputError) {
    let names = shown.columns.map(\.name).joined(separator: ", ")
    try sink.write("\(counted(shown.totalCount, "row")) of \(counted(shown.columns.count, "column")): \(names)\n")
    for row in 0..<shown.rowCount {
      let cells = shown.columns.map { "\($0.name) \($0.text(row))" }.joined(separator: "; ")
      try sink.write("row \(grouped(row + 1)): \(cells)\n")
    }
    if let text = shown.cutText { try sink.write(text) }
  }
}
