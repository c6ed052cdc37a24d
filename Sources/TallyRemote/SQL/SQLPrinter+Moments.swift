import TallyData
import TallyPlan
import TallySyntax

/// Dates, datetimes and lengths of time.
extension SQLPrinter {
  /// In microseconds, as a whole number: of a length, or since 1970.
  func microseconds(_ expression: BoundExpression) throws(TranslationError) -> PrintedText {
    if let value = expression.constantValue {
      guard let whole = value.integral else { return try literal(.missing, .integer) }
      return try literal(.integer(expression.type == .date ? whole * Microseconds.day : whole), .integer)
    }
    switch expression.kind {
    case .toDatetime(let day): return try microseconds(day)
    case .negative(let operand): return PrintedText("(-\(try microseconds(operand).tight))")
    case .arithmetic(let op, let left, let right) where expression.type == .duration:
      return try microseconds(op, left, right)
    default: return try filled("microseconds/\(expression.type.rawValue)", [sql(expression)])
    }
  }

  private func microseconds(
    _ op: ArithmeticOperator, _ left: BoundExpression, _ right: BoundExpression
  ) throws(TranslationError) -> PrintedText {
    func measure(_ side: BoundExpression) throws(TranslationError) -> PrintedText {
      side.type == .number ? try sql(side) : try microseconds(side)
    }
    let (a, b) = (try measure(left), try measure(right))
    switch op {
    case .add: return PrintedText("\(a.within(.sum)) + \(b.within(.product))", .sum)
    case .subtract: return PrintedText("\(a.within(.sum)) - \(b.within(.product))", .sum)
    case .multiply: return try filled("round/number/1", [PrintedText("\(a.within(.product)) * \(b.tight)", .product)])
    case .divide: return try filled("round/number/1", [quotient(a, by: b, right)])
    case .modulo, .power: throw unable("`\(op.rawValue)` of durations")
    }
  }

  /// A length of time out of others, or out of two moments.
  func duration(
    _ op: ArithmeticOperator, _ left: BoundExpression, _ right: BoundExpression, _ whole: BoundExpression
  ) throws(TranslationError) -> PrintedText {
    guard dialect.hasIntervals, op == .add || op == .subtract else {
      return try moment(of: microseconds(whole), .duration)
    }
    if left.type == .date {
      return PrintedText("\(try filled("days between", [sql(left), sql(right)]).text) * INTERVAL '1 day'", .product)
    }
    return PrintedText("\(try sql(left).within(.sum)) \(op.rawValue) \(try sql(right).within(.product))", .sum)
  }

  /// The value that some microseconds are: a length, a day or an instant.
  func moment(of microseconds: PrintedText, _ type: DataType) throws(TranslationError) -> PrintedText {
    let text = try filled("of microseconds/\(type.rawValue)", [microseconds])
    return dialect.hasIntervals && type != .duration ? try filled("bounded/\(type.rawValue)", [text]) : text
  }

  /// A date or datetime moved by a length of time; outside the calendar it is missing.
  func shifted(
    _ start: BoundExpression, by length: BoundExpression, isBack: Bool
  ) throws(TranslationError) -> PrintedText {
    if start.type == .date, case .duration(let length)? = length.constantValue {
      let days = length / Microseconds.day * (isBack ? -1 : 1)
      let count = days < 0 || dialect.hasIntervals ? "\(days)" : "+\(days)"
      return try bounded(filled("date plus days", [sql(start), PrintedText(count)]), start, days: days)
    }
    if dialect.hasIntervals, start.type == .datetime {
      let moved = PrintedText("(\(try sql(start).within(.sum)) \(isBack ? "-" : "+") \(try sql(length).tight))")
      let days: Int64? =
        if case .duration(let length)? = length.constantValue { length / Microseconds.day } else { nil }
      return try bounded(moved, start, days: days)
    }
    let (from, by) = (try microseconds(start), try microseconds(length))
    return try moment(
      of: PrintedText("\(from.within(.sum)) \(isBack ? "-" : "+") \(by.within(.product))", .sum), start.type)
  }

  /// `date + 3 months`.
  func movedByMonths(_ start: BoundExpression, _ months: BoundExpression) throws(TranslationError) -> PrintedText {
    guard case .integer(let count)? = months.constantValue else { throw unable("a number of months that is computed") }
    func signed(_ number: Int64) -> PrintedText {
      PrintedText(number < 0 || dialect.hasIntervals ? "\(number)" : "+\(number)")
    }
    let isNear = isNear(start, days: count * 31)
    let name = isNear || dialect.hasIntervals ? "add_months" : "add_months anywhere"
    let moved = try filled("\(name)/\(start.type.rawValue)", [sql(start), signed(count), signed(count + 1)])
    return try bounded(moved, start, days: count * 31)
  }

  /// Missing outside the calendar, where a moment moved by some days may lie there.
  private func bounded(
    _ moment: PrintedText, _ start: BoundExpression, days: Int64?
  ) throws(TranslationError) -> PrintedText {
    isNear(start, days: days) ? moment : try filled("bounded/\(start.type.rawValue)", [moment])
  }

  private func isNear(_ start: BoundExpression, days: Int64?) -> Bool {
    guard let days, contents.isInMidCalendar else { return false }
    return abs(days) <= TableContents.longestShift && start.holdsOnly(TableContents.isInMidCalendar)
  }

  /// The days from one date to another, where that is what is asked for.
  func daysBetween(_ expression: BoundExpression) throws(TranslationError) -> PrintedText? {
    guard case .arithmetic(.subtract, let left, let right) = expression.kind, left.type == .date,
      right.type == .date
    else { return nil }
    return try filled("days between", [sql(left), sql(right)])
  }

  /// What aggregates work with: numbers, conditions as 0 and 1, moments and lengths in microseconds.
  func measured(_ expression: BoundExpression) throws(TranslationError) -> PrintedText {
    switch expression.type {
    case .integer, .number, .text: try sql(expression)
    case .boolean: try filled("condition as number", [sql(expression)])
    case .date, .datetime, .duration: try microseconds(expression)
    }
  }
}
