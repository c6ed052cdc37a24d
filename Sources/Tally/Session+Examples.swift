extension Session {
  /// Questions that can be asked of what is loaded, from the tables of the language; there are such for the sample alone.
  package var examples: [String] {
    guard options.offersSample, !state.hasHostTables, state.shelf.current == TableShelf.sample.current else {
      return []
    }
    return Self.sampleExamples
  }

  private static let sampleExamples = HelpTopic.all.flatMap { $0.entries.flatMap(\.examples) }
}
