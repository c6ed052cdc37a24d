import TallyData
import TallySyntax
import TallyText

extension BindError {
  /// The words of errors about values and their types.
  var valueDiagnostic: Diagnostic {
    switch self {
    case .notArithmetic(let op, let type, let text, let range):
      Diagnostic("`\(op)` needs numbers", at: range, label: "\(text) is \(type.described)")
    case .dateAndNumber(let number, let range):
      Diagnostic(
        "a date moves by a duration", at: range, label: "\(number) says not of what",
        fixes: [Fix(replacing: range, with: "\(number) days")])
    case .branchesDiffer(let left, let right, let range):
      Diagnostic(
        "both values of `if` have one type", at: range,
        label: "one is \(left.described), the other \(right.described)")
    case .mismatch(let mismatch): mismatch.diagnostic
    case .missingInList(let operand, let range):
      Diagnostic(
        "nothing is ever equal to missing", at: range, label: "\(operand) is missing asks for it")
    case .textTestNeedsText(let test, let text, let type, let range, let isOperand):
      Diagnostic(
        "`\(test)` looks into text", at: range, label: "\(text) is \(type.described)",
        fixes: [Fix(replacing: range, with: isOperand ? "text(\(text))" : "\"\(text)\"")])
    case .ignoringCaseNeedsText(let type, let range):
      Diagnostic("`ignoring case` goes with text", at: range, label: "this is \(type.described)")
    case .differenceAsRange(let low, let high, let range):
      Diagnostic(
        "a range is written with two points", at: range, label: "this is the difference of two numbers",
        fixes: [Fix(replacing: range, with: "\(low)..\(high)")])
    case .emptyRange(let low, let high, let lowRange, let highRange):
      Diagnostic(
        "nothing lies between \(low) and \(high)", at: lowRange.union(highRange), label: "the smaller end comes first",
        fixes: [Fix([Fix.Edit(lowRange, high), Fix.Edit(highRange, low)])])
    case .periodAsValue(let text, let range):
      Diagnostic(
        "\(text) is a span of days, not one value", at: range,
        label: "it goes with `=`, `in`, `<` and the like; spaces make a difference of numbers")
    case .periodNeedsDate(let period, let type, let range):
      Diagnostic("\(period) is compared with dates", at: range, label: "this is \(type.described)")
    case .calendarDurationAsValue(let text, let range):
      Diagnostic(
        "\(text) has no fixed length", at: range, label: "months, quarters and years only move a date: date + \(text)")
    case .durationTooLong(let range):
      Diagnostic("this duration is longer than 290,000 years", at: range)
    case .noTable, .fromNotFirst, .unknownTable, .ambiguousTable, .unknownColumn, .ambiguousColumn, .bareWord,
      .unknownFunction, .wrongArguments, .aggregateClauseInFunction, .wrongAggregateArguments, .aggregateTakes,
      .countOfColumn, .percentageOutOfRange, .percentNeedsOneCount, .notACondition, .duplicateName, .noColumnsLeft,
      .letLoop, .letsTooMany, .insideLet, .notYet, .plotNotLast, .misplacedAggregate, .misplacedWindow, .rankNeedsOrder,
      .rowCountNeeded,
      .columnOutsideAggregate, .unknownUnit, .noWeight, .withinNoKey, .tooManyAcross, .joinKeysDiffer,
      .appendTypesDiffer,
      .unpivotTypesDiffer, .unknownParameter, .wholeNumberNeeded, .placeAsKey, .constantNeeded, .running:
      diagnostic
    }
  }
}

extension ComparisonMismatch {
  var diagnostic: Diagnostic {
    Diagnostic(
      "\(column) is \(columnType.described) and is never compared with \(otherType.described)", at: otherRange,
      label: "\(other) is \(otherType.described)", fixes: fixes)
  }

  private var fixes: [Fix] {
    switch (columnType, constant) {
    case (.boolean, .text(let word)?): booleanFixes(word.lowercased())
    case (.boolean, .integer(let number)?): booleanFixes(String(number))
    case (.text, _?): [Fix(replacing: otherRange, with: "\"\(other)\"")]
    case (.date, .integer(let year)?), (.datetime, .integer(let year)?):
      (1...9999).contains(year) ? [yearFix] : []
    case (.integer, .text(let text)?), (.number, .text(let text)?), (.date, .text(let text)?),
      (.datetime, .text(let text)?):
      reads(text) ? [Fix(replacing: otherRange, with: text)] : []
    default: []
    }
  }

  /// `date in 2012` means `year(date) = 2012`.
  private var yearFix: Fix {
    isLoneMember
      ? Fix(replacing: range, with: "year(\(column)) = \(other)")
      : Fix(replacing: columnRange, with: "year(\(column))")
  }

  /// `elite = "yes"` means `elite`.
  private func booleanFixes(_ word: String) -> [Fix] {
    let isTrue = ["yes", "true", "y", "t", "1"].contains(word)
    guard isTrue || ["no", "false", "n", "f", "0"].contains(word),
      comparison == .equal || comparison == .notEqual
    else { return [] }
    let holds = isTrue == (comparison == .equal)
    return [Fix(replacing: range, with: holds ? column : "not \(column)")]
  }

  /// Whether the quotes alone keep a text from being the column's type.
  private func reads(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      switch columnType {
      case .date: CalendarText.parseDate(bytes) != nil
      case .datetime: CalendarText.parseDatetime(bytes) != nil
      case .integer, .number: Double(String(decoding: bytes, as: UTF8.self)) != nil
      case .text, .boolean, .duration: false
      }
    }
  }
}
