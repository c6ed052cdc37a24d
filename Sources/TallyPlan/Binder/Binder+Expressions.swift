import TallyData
import TallyFunctions
import TallySyntax
import TallyText

extension Binder {
  /// Binds an expression; conditions are boolean values.
  mutating func value(_ syntax: ExpressionSyntax) throws(BindError) -> BoundExpression {
    let range = syntax.range
    switch syntax.kind {
    case .literal(let literal): return try self.literal(literal, range: range)
    case .name(let name): return try resolve(name)
    case .parameter(let name):
      let value = try parameter(name)
      return BoundExpression(.constant(value), type: value.type ?? .text, range: range)
    case .call(let call): return try self.call(call)
    case .parenthesized(let inner): return try value(inner)
    case .negative(let operand): return try negative(try value(operand), syntax: operand, range: range)
    case .arithmetic(let op, let left, let right): return try arithmetic(op, left, right, range: range)
    case .comparison(let first, let links, let ignoringCase):
      return try comparison(first, links, ignoringCase: ignoringCase, range: range)
    case .membership(let membership): return try self.membership(membership, range: range)
    case .textTest(let test): return try textTest(test, range: range)
    case .missingTest(let operand, let isNegated):
      let test = BoundExpression(.isMissing(try value(operand)), type: .boolean, range: range)
      return isNegated ? negated(test) : test
    case .not(let operand): return BoundExpression(.not(try condition(operand)), type: .boolean, range: range)
    case .and(let operands): return BoundExpression(.and(try conditions(operands)), type: .boolean, range: range)
    case .or(let operands): return BoundExpression(.or(try conditions(operands)), type: .boolean, range: range)
    case .conditional(let condition, let value, let otherwise):
      return try conditional(condition, value, otherwise, range: range)
    }
  }

  /// Binds what must be a condition; a column of 0 and 1 is one.
  mutating func condition(_ syntax: ExpressionSyntax) throws(BindError) -> BoundExpression {
    let bound = try value(syntax)
    if bound.type == .boolean { return bound }
    if isIndicator(bound) { return BoundExpression(.indicator(bound), type: .boolean, range: bound.range) }
    if bound.isMissingConstant { return bound.retyped(.boolean) }
    throw .notACondition(text: text(of: syntax.range), type: bound.type, range: syntax.range)
  }

  private mutating func conditions(_ operands: [ExpressionSyntax]) throws(BindError) -> [BoundExpression] {
    var bound: [BoundExpression] = []
    for operand in operands { bound.append(try condition(operand)) }
    return bound
  }

  func negated(_ condition: BoundExpression) -> BoundExpression {
    BoundExpression(.not(condition), type: .boolean, range: condition.range)
  }

  private func literal(_ literal: LiteralSyntax, range: SourceRange) throws(BindError) -> BoundExpression {
    func constant(_ value: Value, _ type: DataType) -> BoundExpression {
      BoundExpression(.constant(value), type: type, range: range)
    }
    switch literal {
    case .integer(let value): return constant(.integer(value), .integer)
    case .number(let value): return constant(.number(value), .number)
    case .text(let value): return constant(.text(value), .text)
    case .boolean(let value): return constant(.boolean(value), .boolean)
    case .missing: return constant(.missing, .text)
    case .date(let year, let month, let day):
      return constant(.date(Int64(CalendarDate.days(year: year, month: month, day: day))), .date)
    case .datetime(let year, let month, let day, let hour, let minute, let second, let fraction):
      let days = Int64(CalendarDate.days(year: year, month: month, day: day))
      let seconds = Int64((hour * 60 + minute) * 60 + second)
      let time = seconds * Microseconds.second + Int64(fraction)
      return constant(.datetime(days * Microseconds.day + time), .datetime)
    case .month, .quarter: throw .periodAsValue(text: text(of: range), range: range)
    case .duration(let count, let unit):
      guard let length = unit.microseconds else { throw .calendarDurationAsValue(text: text(of: range), range: range) }
      let (total, overflow) = count.multipliedReportingOverflow(by: length)
      if overflow { throw .durationTooLong(range: range) }
      return constant(.duration(total), .duration)
    }
  }

  private func negative(
    _ operand: BoundExpression, syntax: ExpressionSyntax, range: SourceRange
  ) throws(BindError) -> BoundExpression {
    switch operand.kind {
    case .constant(.integer(let value)) where value != .min:
      return BoundExpression(.constant(.integer(-value)), type: .integer, range: range)
    case .constant(.number(let value)):
      return BoundExpression(.constant(.number(-value)), type: .number, range: range)
    default: break
    }
    guard operand.type.isNumeric || operand.type == .duration else {
      throw .notArithmetic("-", type: operand.type, text: text(of: syntax.range), range: syntax.range)
    }
    return BoundExpression(.negative(operand), type: operand.type, range: range)
  }

  private mutating func conditional(
    _ conditionSyntax: ExpressionSyntax, _ valueSyntax: ExpressionSyntax, _ otherwiseSyntax: ExpressionSyntax,
    range: SourceRange
  ) throws(BindError) -> BoundExpression {
    let condition = try condition(conditionSyntax)
    let value = try value(valueSyntax)
    let otherwise = try self.value(otherwiseSyntax)
    guard let (left, right) = unified(value, otherwise) else {
      throw .branchesDiffer(value.type, otherwise.type, range: valueSyntax.range.union(otherwiseSyntax.range))
    }
    return BoundExpression(
      .conditional(condition: condition, value: left, otherwise: right), type: left.type, range: range)
  }

  /// Both as one type: integers become numbers beside a number, dates become datetimes beside a datetime,
  /// `missing` takes the other's type. Nil where no type holds both.
  func unified(_ left: BoundExpression, _ right: BoundExpression) -> (BoundExpression, BoundExpression)? {
    if left.isMissingConstant { return (left.retyped(right.type), right) }
    if right.isMissingConstant { return (left, right.retyped(left.type)) }
    if left.type == right.type { return (left, right) }
    switch (left.type, right.type) {
    case (.integer, .number), (.number, .integer): return (left.asNumber, right.asNumber)
    case (.date, .datetime), (.datetime, .date): return (left.asDatetime, right.asDatetime)
    default: return nil
    }
  }
}

extension DurationUnit {
  /// Nil for months, quarters and years, which have no fixed length.
  package var microseconds: Int64? {
    switch self {
    case .seconds: Microseconds.second
    case .minutes: Microseconds.minute
    case .hours: Microseconds.hour
    case .days: Microseconds.day
    case .weeks: Microseconds.week
    case .months, .quarters, .years: nil
    }
  }

  /// How many months one of a calendar unit is; nil for the units of a fixed length.
  package var months: Int64? {
    switch self {
    case .months: 1
    case .quarters: 3
    case .years: 12
    case .seconds, .minutes, .hours, .days, .weeks: nil
    }
  }
}

extension BoundExpression {
  var isMissingConstant: Bool { if case .constant(.missing) = kind { true } else { false } }

  func retyped(_ type: DataType) -> BoundExpression { BoundExpression(kind, type: type, range: range) }

  /// An integer as a number; anything else as it is.
  var asNumber: BoundExpression {
    guard type == .integer else { return self }
    if case .constant(.integer(let value)) = kind {
      return BoundExpression(.constant(.number(Double(value))), type: .number, range: range)
    }
    return BoundExpression(.toNumber(self), type: .number, range: range)
  }

  /// A date as the datetime at its midnight; anything else as it is.
  var asDatetime: BoundExpression {
    guard type == .date else { return self }
    if case .constant(.date(let days)) = kind {
      return BoundExpression(.constant(.datetime(days * Microseconds.day)), type: .datetime, range: range)
    }
    return BoundExpression(.toDatetime(self), type: .datetime, range: range)
  }

  /// A datetime as the day it falls on; anything else as it is.
  var asDate: BoundExpression {
    guard type == .datetime else { return self }
    if case .constant(.datetime(let value)) = kind {
      let days = CalendarText.dividedDown(value, by: Microseconds.day).quotient
      return BoundExpression(.constant(.date(days)), type: .date, range: range)
    }
    guard let date = Function.named("date") else { return self }
    return BoundExpression(.call(date, [self]), type: .date, range: range)
  }

  package var constant: Value? { if case .constant(let value) = kind { value } else { nil } }
}
