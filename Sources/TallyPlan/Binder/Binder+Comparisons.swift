import TallyData
import TallyFunctions
import TallySyntax
import TallyText

extension Binder {
  /// `18 <= age < 65`: each neighbouring pair, all of which must hold.
  mutating func comparison(
    _ first: ExpressionSyntax, _ links: [ComparisonLinkSyntax], ignoringCase: Bool, range: SourceRange
  ) throws(BindError) -> BoundExpression {
    var pairs: [BoundExpression] = []
    var left = first
    for link in links {
      pairs.append(try pair(left, link, ignoringCase: ignoringCase))
      left = link.operand
    }
    return pairs.count == 1 ? pairs[0] : BoundExpression(.and(pairs), type: .boolean, range: range)
  }

  private mutating func pair(
    _ leftSyntax: ExpressionSyntax, _ link: ComparisonLinkSyntax, ignoringCase: Bool
  ) throws(BindError) -> BoundExpression {
    let rightSyntax = link.operand
    let range = leftSyntax.range.union(rightSyntax.range)
    if let period = CalendarPeriod(rightSyntax) {
      return try compare(leftSyntax, link.comparison, to: period, range: range)
    }
    if let period = CalendarPeriod(leftSyntax) {
      return try compare(rightSyntax, link.comparison.mirrored, to: period, range: range)
    }
    let (left, right) = try operands(leftSyntax, rightSyntax)
    guard let (a, b) = comparable(left, right) else {
      throw mismatch(left, leftSyntax, right, rightSyntax, comparison: link.comparison, range: range)
    }
    if ignoringCase && a.type != .text { throw .ignoringCaseNeedsText(type: a.type, range: range) }
    if link.comparison == .equal || link.comparison == .notEqual {
      remarkUnheld(in: a, b, at: rightSyntax.range, ignoringCase: ignoringCase)
      remarkUnheld(in: b, a, at: leftSyntax.range, ignoringCase: ignoringCase)
    }
    return BoundExpression(
      .comparison(link.comparison, a, b, ignoringCase: ignoringCase), type: .boolean, range: range)
  }

  /// Binds both sides; a bare word that names nothing beside a text column is told from an unknown column.
  mutating func operands(
    _ left: ExpressionSyntax, _ right: ExpressionSyntax
  ) throws(BindError) -> (BoundExpression, BoundExpression) {
    let boundLeft: BoundExpression
    do { boundLeft = try value(left) } catch { throw bareWord(error, left, beside: right) }
    do { return (boundLeft, try value(right)) } catch { throw bareWord(error, right, beside: left) }
  }

  mutating func bareWord(_ error: BindError, _ syntax: ExpressionSyntax, beside other: ExpressionSyntax) -> BindError {
    guard case .unknownColumn(let name, _, _, _) = error, case .name = syntax.kind, !name.isExact,
      let column = try? value(other), column.type == .text
    else { return error }
    let held = origin(of: column)?.textCounts() ?? []
    let alike = UnheldText.lookAlikes(of: name.text, in: held.map(\.text)).first
    let count = held.first { $0.text == alike }?.count
    return .bareWord(name, value: alike ?? name.text, column: text(of: other.range), count: count)
  }

  /// Both sides as one type where they can be compared; a date against a datetime is the whole day.
  func comparable(_ left: BoundExpression, _ right: BoundExpression) -> (BoundExpression, BoundExpression)? {
    switch (left.type, right.type) {
    case (.date, .datetime), (.datetime, .date): return (left.asDate, right.asDate)
    default: return unified(left, right)
    }
  }

  private mutating func compare(
    _ syntax: ExpressionSyntax, _ comparison: ComparisonOperator, to period: CalendarPeriod, range: SourceRange
  ) throws(BindError) -> BoundExpression {
    let date = try value(syntax)
    guard date.type == .date || date.type == .datetime else {
      throw .periodNeedsDate(period: text(of: period.range), type: date.type, range: syntax.range)
    }
    func constant(_ days: Int) -> BoundExpression {
      BoundExpression(.constant(.date(Int64(days))), type: .date, range: period.range)
    }
    func compare(_ op: ComparisonOperator, _ days: Int) -> BoundExpression {
      BoundExpression(
        .comparison(op, date.asDate, constant(days), ignoringCase: false), type: .boolean, range: range)
    }
    let (first, last) = (period.days.lowerBound, period.days.upperBound)
    let within = BoundExpression(
      .membership(date.asDate, [.range(constant(first), constant(last))], ignoringCase: false),
      type: .boolean, range: range)
    switch comparison {
    case .equal: return within
    case .notEqual: return negated(within)
    case .less: return compare(.less, first)
    case .lessOrEqual: return compare(.lessOrEqual, last)
    case .greater: return compare(.greater, last)
    case .greaterOrEqual: return compare(.greaterOrEqual, first)
    }
  }

  /// Notes a constant text that the column beside it does not hold.
  mutating func remarkUnheld(
    in column: BoundExpression, _ other: BoundExpression, at range: SourceRange, ignoringCase: Bool
  ) {
    guard case .text(let text)? = other.constant, let origin = origin(of: column),
      case .column(let index) = column.kind,
      let unheld = UnheldText(
        text, ignoringCase: ignoringCase, column: origin, name: scope.fields[index].name, range: range,
        quoted: { "\"\($0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"" })
    else { return }
    remarks.unheldTexts.append(unheld)
  }

  /// Why two sides cannot be compared, with the fix that fits their types.
  func mismatch(
    _ left: BoundExpression, _ leftSyntax: ExpressionSyntax, _ right: BoundExpression,
    _ rightSyntax: ExpressionSyntax, comparison: ComparisonOperator?, isLoneMember: Bool = false, range: SourceRange
  ) -> BindError {
    let isRightConstant = right.constant != nil || left.constant == nil
    let column = isRightConstant ? (left, leftSyntax) : (right, rightSyntax)
    let other = isRightConstant ? (right, rightSyntax) : (left, leftSyntax)
    return .mismatch(
      ComparisonMismatch(
        column: text(of: column.1.range), columnType: column.0.type, columnRange: column.1.range,
        other: text(of: other.1.range), otherType: other.0.type, otherRange: other.1.range,
        constant: other.0.constant, comparison: comparison, isLoneMember: isLoneMember,
        range: range))
  }
}

extension ComparisonOperator {
  /// The operator that says the same with the sides exchanged.
  var mirrored: ComparisonOperator {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}

/// A month or quarter as the days it spans.
struct CalendarPeriod {
  let days: ClosedRange<Int>
  let range: SourceRange

  /// Nil unless the syntax is a period.
  init?(_ syntax: ExpressionSyntax) {
    let year: Int
    let months: ClosedRange<Int>
    switch syntax.kind {
    case .literal(.month(let literalYear, let month)): (year, months) = (literalYear, month...month)
    case .literal(.quarter(let literalYear, let quarter)):
      (year, months) = (literalYear, quarter * 3 - 2...quarter * 3)
    default: return nil
    }
    let lastDay = CalendarDate.dayCount(year: year, month: months.upperBound)
    let first = CalendarDate.days(year: year, month: months.lowerBound, day: 1)
    days = first...CalendarDate.days(year: year, month: months.upperBound, day: lastDay)
    range = syntax.range
  }
}
