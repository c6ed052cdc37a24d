import TallyData
import TallyFunctions
import TallySyntax
import TallyText

extension Binder {
  mutating func arithmetic(
    _ op: ArithmeticOperator, _ leftSyntax: ExpressionSyntax, _ rightSyntax: ExpressionSyntax, range: SourceRange
  ) throws(BindError) -> BoundExpression {
    if let moved = try calendarMove(op, leftSyntax, rightSyntax, range: range) { return moved }
    var left = try value(leftSyntax)
    var right = try value(rightSyntax)
    if left.isMissingConstant { left = left.retyped(right.type) }
    if right.isMissingConstant { right = right.retyped(left.type) }
    if let bound = typed(op, left, right, range: range) { return bound }
    let isLeftAtFault = !left.type.isNumeric && (right.type.isNumeric || !left.type.isTemporal)
    let fault = isLeftAtFault ? (left.type, leftSyntax.range) : (right.type, rightSyntax.range)
    if left.type == .date || left.type == .datetime, right.type == .integer, op == .add || op == .subtract {
      throw .dateAndNumber(number: text(of: rightSyntax.range), range: rightSyntax.range)
    }
    throw .notArithmetic(op.rawValue, type: fault.0, text: text(of: fault.1), range: fault.1)
  }

  /// The arithmetic of two types, with the conversions it needs; nil where there is none.
  private func typed(
    _ op: ArithmeticOperator, _ left: BoundExpression, _ right: BoundExpression, range: SourceRange
  ) -> BoundExpression? {
    func bound(_ left: BoundExpression, _ right: BoundExpression, _ type: DataType) -> BoundExpression {
      BoundExpression(.arithmetic(op, left, right), type: type, range: range)
    }
    if left.type.isNumeric && right.type.isNumeric {
      if op == .divide || op == .power || left.type != right.type {
        return bound(left.asNumber, right.asNumber, .number)
      }
      return bound(left, right, left.type)
    }
    switch (op, left.type, right.type) {
    case (.add, .text, .text): return bound(left, right, .text)
    case (.add, .date, .duration), (.add, .duration, .date): return dayMove(op, left, right, range: range)
    case (.subtract, .date, .duration): return dayMove(op, left, right, range: range)
    case (.add, .datetime, .duration), (.subtract, .datetime, .duration), (.add, .duration, .datetime):
      return bound(left, right, .datetime)
    case (.subtract, .date, .date), (.subtract, .datetime, .datetime): return bound(left, right, .duration)
    case (.subtract, .date, .datetime), (.subtract, .datetime, .date):
      return bound(left.asDatetime, right.asDatetime, .duration)
    case (.add, .duration, .duration), (.subtract, .duration, .duration): return bound(left, right, .duration)
    case (.multiply, .duration, .integer), (.multiply, .duration, .number), (.divide, .duration, .integer),
      (.divide, .duration, .number):
      return bound(left, right.asNumber, .duration)
    case (.multiply, .integer, .duration), (.multiply, .number, .duration):
      return bound(left.asNumber, right, .duration)
    case (.divide, .duration, .duration): return bound(left, right, .number)
    default: return nil
    }
  }

  /// A date and a duration: a date where the duration is known to be whole days, else a datetime.
  private func dayMove(
    _ op: ArithmeticOperator, _ left: BoundExpression, _ right: BoundExpression, range: SourceRange
  ) -> BoundExpression {
    let duration = left.type == .duration ? left : right
    if case .duration(let length)? = duration.constant, length % Microseconds.day == 0 {
      return BoundExpression(.arithmetic(op, left, right), type: .date, range: range)
    }
    return BoundExpression(.arithmetic(op, left.asDatetime, right.asDatetime), type: .datetime, range: range)
  }

  /// `date + 3 months`: the same day of a later month. Nil where neither side is a calendar duration.
  private mutating func calendarMove(
    _ op: ArithmeticOperator, _ left: ExpressionSyntax, _ right: ExpressionSyntax, range: SourceRange
  ) throws(BindError) -> BoundExpression? {
    var dateSyntax = left
    var months = calendarMonths(right)
    if months == nil, op == .add, let before = calendarMonths(left) {
      months = before
      dateSyntax = right
    }
    guard let months, op == .add || op == .subtract else { return nil }
    let date = try value(dateSyntax)
    guard date.type == .date || date.type == .datetime else { return nil }
    let count = BoundExpression(
      .constant(.integer(op == .subtract ? -months : months)), type: .integer, range: range)
    return BoundExpression(.call(.addMonths, [date, count]), type: date.type, range: range)
  }

  private func calendarMonths(_ syntax: ExpressionSyntax) -> Int64? {
    guard case .literal(.duration(let count, let unit)) = syntax.kind, let months = unit.months else { return nil }
    let (total, overflow) = count.multipliedReportingOverflow(by: months)
    return overflow || abs(total) > 120_000 ? 120_000 : total
  }
}

extension DataType {
  var isTemporal: Bool { self == .date || self == .datetime || self == .duration }
}
