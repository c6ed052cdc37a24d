import TallyData
import TallySyntax
import TallyText

extension BindError: DiagnosticConvertible {
  package var diagnostic: Diagnostic {
    switch self {
    case .noTable(let range):
      Diagnostic("no table is loaded", at: range, notes: ["load \"file.csv\" reads one"])
    case .fromNotFirst(let range):
      Diagnostic("`from` stands only at the beginning of a query", at: range, label: "a query reads one table")
    case .unknownTable(let name, let nearest, let tables): Self.unknownTable(name, nearest, tables)
    case .ambiguousTable(let name, let candidates):
      Diagnostic(
        "`\(name.text)` could be any of \(Self.list(candidates))", at: name.range,
        fixes: candidates.prefix(2).map { Fix(replacing: name.range, with: quotedName($0)) })
    case .unknownColumn(let name, let table, let nearest, let columns):
      Self.unknownColumn(name, table, nearest, columns)
    case .ambiguousColumn(let name, let candidates):
      Diagnostic(
        "`\(name.text)` could be any of \(Self.list(candidates))", at: name.range,
        label: "the names differ only in case or punctuation",
        fixes: candidates.prefix(2).map { Fix(replacing: name.range, with: "`\($0)`") })
    case .bareWord(let name, let value, let column, let count):
      Diagnostic(
        "text stands in quotes", at: name.range,
        label: count.map { "\(column) has \"\(value)\" in \(counted($0, "row"))" } ?? "no column has this name",
        fixes: [Fix(replacing: name.range, with: "\"\(value)\"")])
    case .unknownFunction(let name, let nearest, let column): Self.unknownFunction(name, nearest, column)
    case .wrongArguments(let function, let signature, let types, let range):
      Diagnostic(
        "`\(function)` does not take \(types.isEmpty ? "no values" : types.map(\.described).joined(separator: ", "))",
        at: range, label: "it is written \(signature)")
    case .aggregateClauseInFunction(let function, let range):
      Diagnostic(
        "`when` and `weighted by` go with aggregates", at: range, label: "`\(function)` gives a value for each row")
    case .wrongAggregateArguments(let aggregate, let signature, let range):
      Diagnostic("`\(aggregate)` is written \(signature)", at: range)
    case .aggregateTakes(let aggregate, let takes, let text, let type, let callRange, let range):
      Self.aggregateTakes(aggregate, takes, text, type, callRange, range)
    case .countOfColumn(let text, let range):
      Diagnostic(
        "`count` counts rows", at: range, label: "known values, or different ones, are named",
        fixes: [
          Fix(replacing: range, with: "known \(text)"), Fix(replacing: range, with: "distinct \(text)"),
        ])
    case .percentageOutOfRange(let text, let range):
      Diagnostic("a percentile lies between 0 and 100", at: range, label: "\(text) does not, or is no number")
    case .percentNeedsOneCount(let range):
      Diagnostic("`with percent` goes with exactly one `count` or `sum`", at: range)
    case .notACondition(let text, let type, let range): Self.notACondition(text, type, range)
    case .notArithmetic, .dateAndNumber, .branchesDiffer, .mismatch, .missingInList, .textTestNeedsText,
      .ignoringCaseNeedsText, .differenceAsRange, .emptyRange, .periodAsValue, .periodNeedsDate,
      .calendarDurationAsValue,
      .durationTooLong:
      valueDiagnostic
    case .misplacedAggregate, .misplacedWindow, .rankNeedsOrder, .rowCountNeeded, .columnOutsideAggregate, .unknownUnit,
      .noWeight,
      .withinNoKey, .tooManyAcross, .joinKeysDiffer, .appendTypesDiffer, .unpivotTypesDiffer, .unknownParameter,
      .wholeNumberNeeded, .placeAsKey, .constantNeeded, .running:
      groupDiagnostic
    case .duplicateName(let name, let range):
      Diagnostic("two columns would be named `\(name)`", at: range, label: "`as` gives one of them another name")
    case .noColumnsLeft(let range): Diagnostic("this drops every column", at: range)
    case .letLoop(let name, let range): Diagnostic("`\(name)` is defined by itself", at: range)
    case .letsTooMany(let name, let range):
      Diagnostic(
        "`\(name)` stands for too much", at: range,
        label: "a query uses at most \(grouped(LetExpansion.countLimit)) names of `let`, "
          + "one within the other at most \(LetExpansion.depthLimit)",
        notes: ["`extend` works a value out once, and what comes after it uses the column"])
    case .insideLet(let name, let range, let inner):
      Diagnostic(inner.message, at: range, label: "in what `\(name)` stands for", notes: inner.notes)
    case .plotNotLast(let range):
      Diagnostic("`plot` ends a query", at: range, label: "it draws the answer and gives no rows")
    case .notYet(let what, let range): Diagnostic("\(what) does not run in this version", at: range)
    }
  }

  private static func unknownTable(_ name: NameSyntax, _ nearest: String?, _ tables: [String]) -> Diagnostic {
    Diagnostic(
      "there is no table `\(name.text)`", at: name.range,
      label: nearest.map { "the nearest is `\($0)`" }
        ?? (tables.isEmpty ? "none is loaded" : "there is \(list(tables))"),
      notes: ["load \"\(name.text).csv\" reads a file"],
      fixes: nearest.map { [Fix(replacing: name.range, with: quotedName($0))] } ?? [])
  }

  private static func unknownColumn(
    _ name: NameSyntax, _ table: String, _ nearest: String?, _ columns: [String]
  ) -> Diagnostic {
    let whose = table.isEmpty ? "there is" : "\(table) has"
    return Diagnostic(
      "\(whose) no column `\(name.text)`", at: name.range,
      label: nearest.map { "the nearest is `\($0)`" } ?? "it has \(list(columns))",
      fixes: nearest.map { [Fix(replacing: name.range, with: quotedName($0))] } ?? [])
  }

  private static func unknownFunction(_ name: NameSyntax, _ nearest: String?, _ column: String?) -> Diagnostic {
    if let column {
      return Diagnostic("`\(column)` is a column, not a function", at: name.range)
    }
    return Diagnostic(
      "there is no function `\(name.text)`", at: name.range,
      label: nearest.map { "the nearest is `\($0)`" } ?? "help functions lists them",
      fixes: nearest.map { [Fix(replacing: name.range, with: $0)] } ?? [])
  }

  private static func aggregateTakes(
    _ aggregate: String, _ takes: String, _ text: String, _ type: DataType, _ callRange: SourceRange,
    _ range: SourceRange
  ) -> Diagnostic {
    let isSumOfBoolean = aggregate == "sum" && type == .boolean
    return Diagnostic(
      "`\(aggregate)` takes \(takes)", at: range, label: "\(text) is \(type.described)",
      fixes: isSumOfBoolean ? [Fix(replacing: callRange, with: "count when \(text)")] : [])
  }

  private static func notACondition(_ text: String, _ type: DataType, _ range: SourceRange) -> Diagnostic {
    let fixes: [String] =
      switch type {
      case .integer, .number: ["\(text) != 0", "\(text) is not missing"]
      case .text, .date, .datetime, .duration, .boolean: ["\(text) is not missing"]
      }
    return Diagnostic(
      "a condition is true or false", at: range, label: "\(text) is \(type.described)",
      fixes: fixes.map { Fix(replacing: range, with: $0) })
  }

  /// `a, b and c`, at most twelve.
  static func list(_ names: [String]) -> String {
    let shown = names.prefix(12)
    if names.count > shown.count { return shown.joined(separator: ", ") + " and \(names.count - shown.count) more" }
    guard let last = shown.last, shown.count > 1 else { return shown.first ?? "none" }
    return shown.dropLast().joined(separator: ", ") + " and " + last
  }
}

/// A name as it must be typed: in backticks where it is no plain word.
package func quotedName(_ name: String) -> String { NameSyntax.written(name) }

extension DataType {
  /// With its article, as a sentence uses it.
  package var described: String {
    switch self {
    case .integer: "a whole number"
    case .number: "a number"
    case .text: "text"
    case .boolean: "true or false"
    case .date: "a date"
    case .datetime: "a datetime"
    case .duration: "a duration"
    }
  }
}
