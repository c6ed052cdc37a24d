import TallyText

/// What a let stands for takes the place of its name: ranges into the let's own source would point into the
/// statement that uses it.
extension BoundExpression {
  func placed(at range: SourceRange) -> BoundExpression {
    func moved(_ expression: BoundExpression) -> BoundExpression { expression.placed(at: range) }
    let kind: Kind =
      switch self.kind {
      case .column, .constant: self.kind
      case .call(let function, let arguments): .call(function, arguments.map(moved))
      case .arithmetic(let op, let left, let right): .arithmetic(op, moved(left), moved(right))
      case .negative(let operand): .negative(moved(operand))
      case .toNumber(let operand): .toNumber(moved(operand))
      case .toDatetime(let operand): .toDatetime(moved(operand))
      case .comparison(let op, let left, let right, let ignoringCase):
        .comparison(op, moved(left), moved(right), ignoringCase: ignoringCase)
      case .membership(let operand, let members, let ignoringCase):
        .membership(moved(operand), members.map { $0.placed(at: range) }, ignoringCase: ignoringCase)
      case .textTest(let test, let operand, let pattern, let ignoringCase):
        .textTest(test, moved(operand), pattern: moved(pattern), ignoringCase: ignoringCase)
      case .isMissing(let operand): .isMissing(moved(operand))
      case .not(let operand): .not(moved(operand))
      case .and(let operands): .and(operands.map(moved))
      case .or(let operands): .or(operands.map(moved))
      case .conditional(let condition, let value, let otherwise):
        .conditional(condition: moved(condition), value: moved(value), otherwise: moved(otherwise))
      case .indicator(let operand): .indicator(moved(operand))
      }
    return BoundExpression(kind, type: type, range: range)
  }
}

extension BoundExpression.Member {
  func placed(at range: SourceRange) -> BoundExpression.Member {
    switch self {
    case .value(let value): .value(value.placed(at: range))
    case .range(let low, let high): .range(low?.placed(at: range), high?.placed(at: range))
    }
  }
}

extension PlanWindow {
  /// The same window, every part of it at another place.
  func placed(at range: SourceRange) -> PlanWindow {
    let kind: Kind =
      switch self.kind {
      case .aggregate(let item): .aggregate(item.placed(at: range))
      case .function(let function, let argument, let rows):
        .function(function, argument: argument?.placed(at: range), rows: rows)
      }
    return PlanWindow(kind, type: type, text: text, range: range)
  }
}

extension PlanAggregate {
  /// The same aggregate, every part of it at another place.
  func placed(at range: SourceRange) -> PlanAggregate {
    PlanAggregate(
      name: name, aggregate: aggregate, countMode: countMode, argument: argument?.placed(at: range),
      second: second?.placed(at: range), percentage: percentage, when: when?.placed(at: range),
      weight: weight?.placed(at: range), type: type, argumentText: argumentText, whenText: whenText)
  }
}
