import TallyData

/// A kind of file that can be read into a table.
package struct FileReader: Sendable {
  package typealias Read =
    @Sendable (
      _ source: LoadSource, _ name: String, _ options: LoadOptions, _ interrupt: Interrupt,
      _ progress: (@Sendable (LoadProgress) -> Void)?
    ) throws(LoadError) -> LoadedTable

  package typealias FirstFields =
    @Sendable (_ source: LoadSource, _ options: LoadOptions) throws(LoadError) -> [Field]

  /// `csv`; the word of help and messages.
  package let name: String
  /// One sentence.
  package let summary: String
  /// The ends of file names that mean this kind, without the dot; `.gz` may follow each.
  package let suffixes: [String]
  /// Statements that read such a file.
  package let examples: [String]
  /// The columns as far as the beginning of a file tells; nil for a kind whose beginning tells nothing.
  package let firstFields: FirstFields?
  /// What such a file says is in it alone, and not also in others beside it.
  package let isOneFile: Bool
  package let read: Read

  package init(
    name: String, summary: String, suffixes: [String], examples: [String], firstFields: FirstFields? = nil,
    isOneFile: Bool = true, read: @escaping Read
  ) {
    self.name = name
    self.summary = summary
    self.suffixes = suffixes
    self.examples = examples
    self.firstFields = firstFields
    self.isOneFile = isOneFile
    self.read = read
  }

  /// The reader with a name; nil if there is none.
  package static func named(_ name: String) -> FileReader? {
    all.first { $0.name == name.lowercased() }
  }

  /// The reader of a source: by its first bytes if it has no name or is a database, else by its name.
  package static func `for`(_ source: LoadSource) -> FileReader {
    if case .input(let bytes) = source { return JSONBeginning(bytes.values).reader ?? all[0] }
    guard let path = source.path else { return all[0] }
    return SQLiteFile.isOne(path) ? .sqlite : `for`(path: path)
  }

  /// The reader that a file's name asks for; the first of all where it asks for none.
  package static func `for`(path: String) -> FileReader {
    let suffix = LoadSource.nameParts(path).suffix.lowercased()
    return all.first { $0.suffixes.contains(suffix) } ?? all[0]
  }
}
