import TallyData

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
