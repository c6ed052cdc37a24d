import TallyText

extension SyntaxError: DiagnosticConvertible {
  package var diagnostic: Diagnostic {
    let (message, label) = words
    return Diagnostic(message, at: range, label: label, notes: notes, fixes: fixes)
  }

  /// The message, and what stands after the carets.
  private var words: (String, String) {
    switch fault {
    case .expected(let what, let after):
      (after.map { "after `\($0)` comes \(what)" } ?? "here belongs \(what)", "")
    case .foreign(let written, let spelling): ("`\(written)` is written `\(spelling)`", "")
    case .idiom(let sentence): (sentence, "")
    case .needlessWord(let word): ("`\(word)` is not needed", "an aggregate begins its step itself")
    case .unknownStep(let word, let nearest):
      ("`\(word)` begins no step", nearest.map { "the nearest is `\($0)`" } ?? "help steps lists what does")
    case .clauseAlone(let word):
      ("a line that goes on a statement starts with `|`", "`\(word)` belongs to the step it follows, on its line")
    case .clauseElsewhere(let word): ("`\(word)` does not belong to this step", "")
    case .stepsNeedPipe(let word): ("steps are joined by `|`", "`\(word)` begins another step")
    case .emptyStep: ("after `|` comes a step", "")
    case .fromNotFirst: ("`from` stands only at the beginning of a query", "a query reads one table")
    case .namedQueryNeedsFrom: ("a query with a name begins with `from`", "which table does it read")
    case .repeated(let word): ("`\(word)` was already written", "each part of a step stands once")
    case .trailingComma: ("nothing follows the comma", "")
    case .nothingFollows(let text): ("\(text) belongs to nothing before it", "")

    case .reservedName(let word):
      ("`\(word)` is a word of the language", "a column of that name stands in backticks")
    case .textForName(let text): ("a name stands without quotes", "\(text) is text, the same for every row")
    case .textNeedsQuotes: ("text stands in quotes", "")
    case .fileForTable(let text): ("`from` takes a table that is loaded", "`load` reads \(text)")
    case .unclosedText: ("the text has no closing quote", "")
    case .unclosedName: ("the name has no closing backtick", "")
    case .unclosedBracket: ("the bracket is not closed", "")
    case .strayBracket: ("the bracket closes none", "")
    case .unknownMark(let mark): ("`\(mark)` has no meaning here", "")
    case .dottedName: ("a name with a point stands in backticks", "columns are not prefixed with their table")
    case .mixedNumber(let text):
      ("\(text) is no number", "a name that begins with a digit stands in backticks")

    case .wholeNumberTooLarge: ("whole numbers go up to \(Int64.max)", "with a point it is a number")
    case .numberTooLarge: ("numbers go up to 1.8e308", "")
    case .noSuchMonth(let text): ("\(text) is no month", "months go from 01 to 12; spaces make a minus")
    case .noSuchDay(let text, let count): ("\(text) is no day", "that month has \(count) days")
    case .noSuchTime(let text): ("\(text) is no time", "a time is written 2023-01-31T10:30:00")
    case .noSuchQuarter(let text): ("\(text) is no quarter", "quarters go from Q1 to Q4")
    case .fractionOfUnit(let text): ("a duration counts whole units", "\(text) in a smaller unit is whole")
    case .percentSign: ("`%` is no part of a number", "`percent` gives 0 to 100, the `mean` of a condition 0 to 1")
    case .clockNeedsT: ("a date and its time are joined by `T`", "")
    case .nestedTooDeep: ("brackets lie more than \(Parser.nestingLimit) deep in one another", "")
    case .tooLarge: ("a calculation holds at most \(Parser.sizeLimit) operators", "`extend` can name its parts")

    case .mixedAndOr: ("`and` mixed with `or` needs parentheses", "this could be read in two ways")
    case .comparisonWithoutSubject: ("the comparison has no left side", "what is compared is written again")
    case .valueForCondition(let text):
      ("`and` and `or` join conditions", "\(text) is a value; `in` compares with several")
    case .comparedWithMissing(let isNegated):
      ("nothing equals `missing`", isNegated ? "`is not missing` asks for what is known" : "`is missing` asks for it")
    case .chainTurns(let first, let second):
      ("a chain of comparisons goes one way", "`\(second.rawValue)` does not go on from `\(first.rawValue)`")
    case .ifNeedsElse: ("`if` needs its `else`", "")

    case .bareColumn(let name, let aggregate):
      ("`\(name)` has no aggregate", "each column of a summary has its own, such as `\(aggregate)`")
    case .countedCondition: ("a counted condition follows `where` or `when`", "")
    case .aggregateAmongKeys(let name): ("the aggregates stand before `by`", "`\(name)` is no group")
    case .aggregateNeedsColumn(let name): ("`\(name)` needs a column", "")
    case .calculationNeedsBrackets(let name):
      ("a calculation after `\(name)` stands in brackets", "the aggregate of it, or with it")
    case .conditionNeedsBrackets(let name):
      ("`\(name)` applies only to the bracket", "the whole condition goes into brackets")
    case .aggregateNeedsBrackets(let name): ("within a calculation `\(name)` takes brackets", "")
    case .directionOfTop: ("`top` takes the largest, `bottom` the smallest", "")
    }
  }

  private var notes: [String] {
    guard case .mixedAndOr(let readings) = fault else { return [] }
    return readings.map(\.text)
  }
}
