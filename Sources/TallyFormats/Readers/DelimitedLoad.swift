import TallyData

/// One load of a file of rows and columns.
struct DelimitedLoad {
  let source: LoadSource
  let options: LoadOptions
  let interrupt: Interrupt
  let progress: (@Sendable (LoadProgress) -> Void)?

  init(
    _ source: LoadSource, options: LoadOptions, interrupt: Interrupt, progress: (@Sendable (LoadProgress) -> Void)?
  ) {
    self.source = source
    self.options = options
    self.interrupt = interrupt
    self.progress = progress
  }

  func table(named name: String) throws(LoadError) -> LoadedTable {
    throw .unreadable(file: source.displayName, reason: "the reader is not complete")
  }
}
