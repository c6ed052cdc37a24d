extension BoundExpression {
  /// The same expression of other parts: what `change` gives for each directly inside.
  package func mapParts(_ change: (BoundExpression) -> BoundExpression) -> BoundExpression {
    let kind: Kind =
      switch self.kind {
      case .column, .constant: self.kind
      case .call(let function, let arguments): .call(function, arguments.map(change))
      case .arithmetic(let op, let left, let right): .arithmetic(op, change(left), change(right))
      case .negative(let operand): .negative(change(operand))
      case .toNumber(let operand): .toNumber(change(operand))
      case .toDatetime(let operand): .toDatetime(change(operand))
      case .comparison(let op, let left, let right, let ignoringCase):
        .comparison(op, change(left), change(right), ignoringCase: ignoringCase)
      case .membership(let operand, let members, let ignoringCase):
        .membership(change(operand), members.map { $0.mapParts(change) }, ignoringCase: ignoringCase)
      case .textTest(let test, let operand, let pattern, let ignoringCase):
        .textTest(test, change(operand), pattern: change(pattern), ignoringCase: ignoringCase)
      case .isMissing(let operand): .isMissing(change(operand))
      case .not(let operand): .not(change(operand))
      case .and(let operands): .and(operands.map(change))
      case .or(let operands): .or(operands.map(change))
      case .conditional(let condition, let value, let otherwise):
        .conditional(condition: change(condition), value: change(value), otherwise: change(otherwise))
      case .indicator(let operand): .indicator(change(operand))
      }
    return BoundExpression(kind, type: type, range: range)
  }
}

extension BoundExpression.Member {
  package func mapParts(_ change: (BoundExpression) -> BoundExpression) -> BoundExpression.Member {
    switch self {
    case .value(let value): .value(change(value))
    case .range(let low, let high): .range(low.map(change), high.map(change))
    }
  }
}
