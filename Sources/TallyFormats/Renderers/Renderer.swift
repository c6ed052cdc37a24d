import TallyData

/// A way to write answers: `csv`, `table`.
package struct Renderer: Sendable {
  package let name: String
  /// One sentence.
  package let summary: String
  /// For people: the sentence, the account and the notes go with the data. Else the data alone.
  package let isForPeople: Bool
  /// What stands between two answers in one stream.
  package let separator: String
  /// The ends of file names that mean this format, without the dot.
  package let suffixes: [String]
  /// A spreadsheet that opens it may take a text for a formula and run it.
  package let holdsFormulas: Bool
  /// How a terminal is shown what would steer it, where the format is not for people.
  package let visibleStyle: VisibleText.Style
  package let write: @Sendable (Answer, RenderOptions, inout TextSink) throws(OutputError) -> Void

  package init(
    _ name: String, summary: String, isForPeople: Bool, separator: String = "", suffixes: [String] = [],
    holdsFormulas: Bool = false, visibleStyle: VisibleText.Style = .pictures,
    write: @escaping @Sendable (Answer, RenderOptions, inout TextSink) throws(OutputError) -> Void
  ) {
    self.name = name
    self.summary = summary
    self.isForPeople = isForPeople
    self.separator = separator
    self.suffixes = suffixes
    self.holdsFormulas = holdsFormulas
    self.visibleStyle = visibleStyle
    self.write = write
  }
}

/// What a person set, and what the terminal can show.
package struct RenderOptions: Sendable {
  package enum Notes: String, CaseIterable, Sendable {
    case off, brief, teach
  }

  /// Columns of the terminal; nil: as wide as it gets.
  package var width: Int?
  /// Rows that a table for people shows at most; nil: all.
  package var rowLimit: Int?
  /// Digits after the point in tables for people; nil: chosen for each column.
  package var digits: Int?
  package var usesColor = false
  /// Texts that a spreadsheet would run as formulas are written so that it does not.
  package var isForSpreadsheets = false
  package var notes = Notes.brief

  package init() {}
}
