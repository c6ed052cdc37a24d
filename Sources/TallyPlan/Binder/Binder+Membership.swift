import TallyData
import TallyFunctions
import TallySyntax
import TallyText

extension Binder {
  mutating func membership(_ syntax: MembershipSyntax, range: SourceRange) throws(BindError) -> BoundExpression {
    var operand = try value(syntax.operand)
    if operand.type == .datetime && hasDays(syntax) { operand = operand.asDate }
    if operand.type == .integer && holdsNumbers(syntax) { operand = operand.asNumber }
    if syntax.ignoringCase && operand.type != .text {
      throw .ignoringCaseNeedsText(type: operand.type, range: syntax.operand.range)
    }
    var members: [BoundExpression.Member] = []
    for item in syntax.items {
      switch item {
      case .value(let value):
        if let period = CalendarPeriod(value) {
          members.append(try days(period, period, operand: operand, syntax.operand))
        } else {
          if !syntax.isList, let fault = differenceAsRange(value) { throw fault }
          let member = try self.member(value, of: operand, syntax)
          remarkUnheld(in: operand, member, at: value.range, ignoringCase: syntax.ignoringCase)
          members.append(.value(member))
        }
      case .range(let low, let high): members.append(try span(low, high, operand: operand, syntax))
      }
    }
    let bound = BoundExpression(
      .membership(operand, members, ignoringCase: syntax.ignoringCase), type: .boolean, range: range)
    return syntax.isNegated ? negated(bound) : bound
  }

  /// `in 2018-2020`: what other languages read as a range is one number here, and none that was meant.
  private func differenceAsRange(_ value: ExpressionSyntax) -> BindError? {
    guard case .arithmetic(.subtract, let low, let high) = value.kind, case .literal = low.kind,
      case .literal = high.kind
    else { return nil }
    return .differenceAsRange(low: text(of: low.range), high: text(of: high.range), range: value.range)
  }

  /// One value of the list, as the operand's type.
  private mutating func member(
    _ item: ExpressionSyntax, of operand: BoundExpression, _ syntax: MembershipSyntax
  ) throws(BindError) -> BoundExpression {
    let bound: BoundExpression
    do { bound = try value(item) } catch { throw bareWord(error, item, beside: syntax.operand) }
    if bound.isMissingConstant { throw .missingInList(operand: text(of: syntax.operand.range), range: item.range) }
    if operand.type == .number && bound.type == .integer { return bound.asNumber }
    if operand.type == .datetime && bound.type == .date { return bound.asDatetime }
    if operand.type == .date && bound.type == .datetime { return bound.asDate }
    guard bound.type == operand.type else {
      throw mismatch(
        operand, syntax.operand, bound, item, comparison: nil,
        isLoneMember: !syntax.isList && syntax.items.count == 1 && !syntax.isNegated,
        range: syntax.operand.range.union(item.range))
    }
    return bound
  }

  private mutating func span(
    _ low: ExpressionSyntax, _ high: ExpressionSyntax, operand: BoundExpression, _ syntax: MembershipSyntax
  ) throws(BindError) -> BoundExpression.Member {
    if let first = CalendarPeriod(low), let last = CalendarPeriod(high) {
      return try days(first, last, operand: operand, syntax.operand)
    }
    var bounds: [BoundExpression] = []
    for (end, isLow) in [(low, true), (high, false)] {
      if let period = CalendarPeriod(end) {
        guard operand.type == .date || operand.type == .datetime else {
          throw .periodNeedsDate(period: text(of: end.range), type: operand.type, range: syntax.operand.range)
        }
        let day = isLow ? period.days.lowerBound : period.days.upperBound
        bounds.append(BoundExpression(.constant(.date(Int64(day))), type: .date, range: end.range))
      } else {
        bounds.append(try member(end, of: operand, syntax))
      }
    }
    if let first = bounds[0].constant, let last = bounds[1].constant, first.isAfter(last) {
      throw .emptyRange(
        low: text(of: low.range), high: text(of: high.range), lowRange: low.range, highRange: high.range)
    }
    return .range(bounds[0], bounds[1])
  }

  private func days(
    _ first: CalendarPeriod, _ last: CalendarPeriod, operand: BoundExpression, _ syntax: ExpressionSyntax
  ) throws(BindError) -> BoundExpression.Member {
    guard operand.type == .date else {
      throw .periodNeedsDate(period: text(of: first.range), type: operand.type, range: syntax.range)
    }
    func constant(_ days: Int, _ range: SourceRange) -> BoundExpression {
      BoundExpression(.constant(.date(Int64(days))), type: .date, range: range)
    }
    return .range(constant(first.days.lowerBound, first.range), constant(last.days.upperBound, last.range))
  }

  /// Whether a date or period stands in the list, so that a datetime is compared by its day.
  private func hasDays(_ syntax: MembershipSyntax) -> Bool {
    syntax.items.flatMap(\.ends).contains { end in
      switch end.kind {
      case .literal(.date), .literal(.month), .literal(.quarter): true
      default: false
      }
    }
  }

  /// Whether a number with a fraction stands in the list of an integer.
  private mutating func holdsNumbers(_ syntax: MembershipSyntax) -> Bool {
    for end in syntax.items.flatMap(\.ends) where CalendarPeriod(end) == nil {
      if let bound = try? value(end), bound.type == .number { return true }
    }
    return false
  }

  mutating func textTest(_ syntax: TextTestSyntax, range: SourceRange) throws(BindError) -> BoundExpression {
    let operand = try value(syntax.operand)
    let pattern: BoundExpression
    do { pattern = try value(syntax.pattern) } catch { throw bareWord(error, syntax.pattern, beside: syntax.operand) }
    for (side, place) in [(operand, syntax.operand), (pattern, syntax.pattern)] where side.type != .text {
      throw .textTestNeedsText(
        test: syntax.test.rawValue, text: text(of: place.range), type: side.type, range: place.range,
        isOperand: place.range == syntax.operand.range)
    }
    let bound = BoundExpression(
      .textTest(syntax.test, operand, pattern: pattern, ignoringCase: syntax.ignoringCase),
      type: .boolean, range: range)
    return syntax.isNegated ? negated(bound) : bound
  }
}

extension MembershipSyntax.Item {
  var ends: [ExpressionSyntax] {
    switch self {
    case .value(let value): [value]
    case .range(let low, let high): [low, high]
    }
  }
}

extension Value {
  /// Whether it comes after another known value of its type.
  func isAfter(_ other: Value) -> Bool {
    switch (self, other) {
    case (.number(let a), .number(let b)): a > b
    case (.text(let a), .text(let b)): Array(b.utf8).lexicographicallyPrecedes(Array(a.utf8))
    default: if let a = integral, let b = other.integral { a > b } else { false }
    }
  }
}
