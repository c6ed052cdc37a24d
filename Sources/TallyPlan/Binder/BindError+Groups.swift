import TallyData
import TallySyntax
import TallyText

extension BindError {
  /// The words of errors about groups, windows, other tables and parameters.
  var groupDiagnostic: Diagnostic {
    switch self {
    case .misplacedAggregate(let name, let range):
      Diagnostic(
        "`\(name)` looks at many rows and cannot stand here", at: range,
        label: "an `extend` before it can name the value")
    case .misplacedWindow(let name, let range):
      Diagnostic("`\(name)` stands in `extend`", at: range, label: "extend name = \(name)(…) sort by …")
    case .rankNeedsOrder(let range):
      Diagnostic("`rank()` needs an order", at: range, label: "`sort by` at the end of `extend` gives it")
    case .rowCountNeeded(let name, let text, let range):
      Diagnostic("`\(name)` needs a whole number of rows, 1 or more", at: range, label: "\(text) is none")
    case .columnOutsideAggregate(let name, let type, let range):
      Diagnostic(
        "`\(name)` has a value for each row; a summary needs one for each group", at: range,
        label:
          "\(type.isNumeric ? "sum(\(name)), mean(\(name))" : "first(\(name)), mode(\(name))") and the like give one",
        fixes: [Fix(replacing: range, with: "\(type.isNumeric ? "sum" : "first")(\(quotedName(name)))")])
    case .unknownUnit(let text, let nearest, let range):
      Diagnostic(
        "a date is rounded down to a unit of time", at: range,
        label: "\(text) is none of \(Self.list(DurationUnit.singulars))",
        fixes: nearest.map { [Fix(replacing: range, with: $0)] } ?? [])
    case .noWeight(let name, let range):
      Diagnostic("`weighted by` goes with `mean`, `percent` and `sum`", at: range, label: "`\(name)` takes no weight")
    case .withinNoKey(let text, let keys, let range):
      Diagnostic(
        "`within` names a key of the summary", at: range,
        label: keys.isEmpty ? "it has none: `by \(text)` makes it one" : "\(text) is none of \(Self.list(keys))")
    case .tooManyAcross(let name, let count, let range):
      Diagnostic(
        "`across` makes at most \(PlanPivot.valueLimit) columns", at: range,
        label: "\(name) has \(grouped(count)) different values")
    case .joinKeysDiffer(let left, let right, let table, let range):
      Diagnostic(
        "the keys differ in type and are never equal", at: range,
        label: "\(left.name) is \(left.type.described), \(right.name) of \(table) \(right.type.described)",
        notes: ["load \"file.csv\" types \(quotedName(right.name)) \(left.type.rawValue) reads it as the other's type"])
    case .appendTypesDiffer(let upper, let lower, let table, let range):
      Diagnostic(
        "`\(upper.name)` has two types", at: range,
        label: "here it is \(upper.type.described), in \(table) \(lower.type.described)")
    case .unpivotTypesDiffer(let first, let second, let range):
      Diagnostic(
        "one column holds one type", at: range,
        label: "\(first.name) is \(first.type.described), \(second.name) \(second.type.described)")
    case .unknownParameter(let name, let nearest):
      Diagnostic(
        "there is no parameter `$\(name.text)`", at: name.range,
        label: nearest.map { "the nearest is `$\($0)`" } ?? "param \(name.text) = … gives it a value")
    case .wholeNumberNeeded(let parameter, let range):
      Diagnostic("a number of rows is a whole number", at: range, label: "$\(parameter) is none")
    case .placeAsKey(let text, let column, let range):
      Diagnostic(
        "\(text) is the same in every row and sorts nothing", at: range, label: "a column is meant by its name",
        fixes: column.map { [Fix(replacing: range, with: NameSyntax.written($0))] } ?? [])
    case .constantNeeded(let text, let range):
      Diagnostic("a parameter's value is a constant", at: range, label: "\(text) depends on data")
    case .running(let failure): failure.diagnostic
    case .noTable, .fromNotFirst, .unknownTable, .ambiguousTable, .unknownColumn, .ambiguousColumn, .bareWord,
      .unknownFunction, .wrongArguments, .aggregateClauseInFunction, .wrongAggregateArguments, .aggregateTakes,
      .countOfColumn, .percentageOutOfRange, .percentNeedsOneCount, .notACondition, .duplicateName, .noColumnsLeft,
      .letLoop, .letsTooMany, .insideLet, .notYet, .plotNotLast, .notArithmetic, .dateAndNumber, .branchesDiffer,
      .mismatch,
      .missingInList,
      .textTestNeedsText, .ignoringCaseNeedsText, .differenceAsRange, .emptyRange, .periodAsValue, .periodNeedsDate,
      .calendarDurationAsValue, .durationTooLong:
      diagnostic
    }
  }
}
