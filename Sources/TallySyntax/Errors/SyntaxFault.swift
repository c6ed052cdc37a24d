import TallyText

/// What is wrong with a statement as written.
package enum SyntaxFault: Sendable {
  /// Something else belongs here: `a condition`, after `where`.
  case expected(String, after: String?)
  /// What another language writes, and Tally's spelling of it.
  case foreign(String, String)
  /// What another tool does otherwise, in a sentence.
  case idiom(String)
  /// `summarise mean(age)`: the word that is needless.
  case needlessWord(String)
  case unknownStep(String, nearest: String?)
  /// `by sex` on a line of its own.
  case clauseAlone(String)
  /// `by` in a step that has none.
  case clauseElsewhere(String)
  /// Two steps without `|`; the word that begins the second.
  case stepsNeedPipe(String)
  case emptyStep
  case fromNotFirst
  case namedQueryNeedsFrom
  case repeated(String)
  case trailingComma
  /// A value after a value, or after a statement that is whole.
  case nothingFollows(String)

  case reservedName(String)
  /// `mean "age"`.
  case textForName(String)
  case textNeedsQuotes
  /// `from "f.csv"`.
  case fileForTable(String)

  case unclosedText
  case unclosedName
  case unclosedBracket
  case strayBracket
  case unknownMark(String)
  /// `t.x`: a table's column, or a name that needs backticks.
  case dottedName(String)
  /// `30days`.
  case mixedNumber(String)

  case wholeNumberTooLarge
  case numberTooLarge
  case noSuchMonth(String)
  case noSuchDay(String, dayCount: Int)
  case noSuchTime(String)
  case noSuchQuarter(String)
  /// `1.5 hours`.
  case fractionOfUnit(String)
  /// `20%`.
  case percentSign
  /// `2023-01-31 10:30`.
  case clockNeedsT
  case nestedTooDeep
  case tooLarge

  /// `a and b or c`, and the ways to read it.
  case mixedAndOr([ConditionReading])
  /// `age > 5 and < 10`.
  case comparisonWithoutSubject
  /// `sex = "male" or "female"`.
  case valueForCondition(String)
  /// `= missing`, `!= missing`.
  case comparedWithMissing(isNegated: Bool)
  case chainTurns(ComparisonOperator, ComparisonOperator)
  case ifNeedsElse

  /// `mean age, fare`: the column, and the aggregate before it.
  case bareColumn(String, aggregate: String)
  /// `count age > 5`.
  case countedCondition
  /// `count age by sex, mean fare`: the aggregate after `by`.
  case aggregateAmongKeys(String)
  case aggregateNeedsColumn(String)
  /// `mean age / 2`.
  case calculationNeedsBrackets(String)
  /// `percent (a) and b`.
  case conditionNeedsBrackets(String)
  /// `where age > mean age`.
  case aggregateNeedsBrackets(String)
  /// `top 5 by age desc`.
  case directionOfTop
}
