extension Answer {
  /// Writes the sentence that stands for the whole answer; false where there is none.
  func writeSentence(to sink: inout TextSink) throws(OutputError) -> Bool {
    guard let sentence else { return false }
    try sink.write(visibleLines(sentence))
    return true
  }

  /// Writes the notes that the settings ask for, a line each.
  func writeNotes(_ options: RenderOptions, to sink: inout TextSink) throws(OutputError) {
    for note in notes where options.shows(note) { try sink.write(visibleLines(note.text)) }
  }

  private func visibleLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { VisibleText.of(String($0)) + "\n" }.joined()
  }
}

extension RenderOptions {
  /// Whether the setting `notes` lets a note through.
  package func shows(_ note: Note) -> Bool {
    switch notes {
    case .off: false
    case .brief: note.kind == .account
    case .teach: true
    }
  }
}
