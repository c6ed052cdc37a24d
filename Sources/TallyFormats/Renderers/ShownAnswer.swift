import TallyData
import TallyText

/// An answer as people's formats show it: columns of text, and as many rows as the settings allow.
struct ShownAnswer {
  let columns: [ShownColumn]
  let rowCount: Int
  let totalCount: Int

  init(_ answer: Answer, _ options: RenderOptions) {
    totalCount = answer.table.rowCount
    rowCount = min(totalCount, max(options.rowLimit ?? totalCount, 0))
    let rows = 0..<rowCount
    let data = zip(answer.table.fields, answer.table.columns).map { field, column in
      ShownColumn(field, column, rows: rows, digits: options.digits, isAccount: false)
    }
    let account = zip(answer.accountFields, answer.accountColumns).map { field, column in
      ShownColumn(field, column, rows: rows, digits: options.digits, isAccount: true)
    }
    columns = data + account
  }

  /// The sentence that stands for an answer without rows or columns.
  var emptyText: String? {
    if columns.isEmpty { return counted(totalCount, "row") + ", no columns\n" }
    return totalCount == 0 ? "no rows\n" : nil
  }

  /// The sentence below a cut answer; nil if every row is shown.
  var cutText: String? {
    if rowCount == totalCount { return nil }
    let some = "\(grouped(rowCount)) of \(counted(totalCount, "row"))"
    // A hundred rows are still read; more than that are asked for by their number.
    if rowCount < 100 && totalCount > 100 { return some + ": `set rows 100` shows more, `last` prints all\n" }
    return some + ": `set rows \(totalCount)` or `last` shows all\n"
  }
}

/// A column of text for people.
struct ShownColumn {
  let name: String
  let isAccount: Bool
  /// Numbers stand on the right.
  let isRightAligned: Bool
  private let column: Column
  private let format: NumberFormat

  /// Chooses one number format for the values of `rows`.
  init(_ field: Field, _ column: Column, rows: Range<Int>, digits: Int?, isAccount: Bool) {
    name = VisibleText.of(field.name)
    self.isAccount = isAccount
    self.column = column
    var survey = NumberSurvey()
    switch column.type {
    case .integer:
      for row in rows { if case .integer(let value) = column[row] { survey.add(value) } }
      format = survey.integerFormat
      isRightAligned = true
    case .number:
      for row in rows { if case .number(let value) = column[row] { survey.add(value) } }
      format = survey.numberFormat(digits: digits)
      isRightAligned = true
    case .duration:
      format = survey.integerFormat
      isRightAligned = true
    case .text, .boolean, .date, .datetime:
      format = survey.integerFormat
      isRightAligned = false
    }
  }

  func text(_ row: Int) -> String { ValueText.people(column[row], format: format) }

  func isMissing(_ row: Int) -> Bool { column[row].isMissing }
}

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
