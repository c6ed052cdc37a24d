import TallyData

/// What a statement gives: typed columns, and the account of the rows it speaks of.
package struct Answer: Sendable {
  /// The data: all that the machine formats write.
  package var table: Table
  /// Columns of the account, shown to people right of the data (`of`, `missing`); as long as the table.
  package var accountFields: [Field]
  package var accountColumns: [Column]
  /// The whole answer as a sentence, where one says it better than a table of one row:
  /// `10 of 3,866 arrivals (0.3 %)`. People's formats print it in place of the table.
  package var sentence: String?
  /// What else must be known to trust the answer, one sentence each; people read them below the answer,
  /// the machine formats leave them to standard error.
  package var notes: [Note]
  /// What the sentence says already and the data alone do not: for the machine formats.
  package var notesInSentence: [Note] = []

  package init(
    table: Table, accountFields: [Field] = [], accountColumns: [Column] = [], sentence: String? = nil,
    notes: [Note] = []
  ) {
    self.table = table
    self.accountFields = accountFields
    self.accountColumns = accountColumns
    self.sentence = sentence
    self.notes = notes
  }

  /// The answer is one value: one row of one column.
  package var isSingleValue: Bool { table.rowCount == 1 && table.fields.count == 1 }
}

/// A sentence of the account.
package struct Note: Sendable, Equatable {
  package enum Kind: Sendable {
    /// What changes how the answer must be read: rows that could not be judged, missing values, a cut tie.
    case account
    /// What a learner wants to know and others do not; shown with `set notes teach`.
    case lesson
  }

  package let kind: Kind
  package let text: String

  package init(_ text: String, kind: Kind = .account) {
    self.text = text
    self.kind = kind
  }
}
