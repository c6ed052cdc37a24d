extension BoundExpression {
  /// The input's columns that the expression reads.
  package var columnsRead: Set<Int> {
    switch kind {
    case .column(let index): return [index]
    case .constant: return []
    case .call(_, let arguments): return Self.columns(arguments)
    case .arithmetic(_, let left, let right), .comparison(_, let left, let right, _):
      return Self.columns([left, right])
    case .negative(let operand), .toNumber(let operand), .toDatetime(let operand), .isMissing(let operand),
      .not(let operand), .indicator(let operand):
      return operand.columnsRead
    case .membership(let operand, let members, _):
      return members.reduce(operand.columnsRead) { found, member in
        switch member {
        case .value(let value): found.union(value.columnsRead)
        case .range(let low, let high): found.union(low?.columnsRead ?? []).union(high?.columnsRead ?? [])
        }
      }
    case .textTest(_, let operand, let pattern, _): return Self.columns([operand, pattern])
    case .and(let operands), .or(let operands): return Self.columns(operands)
    case .conditional(let condition, let value, let otherwise): return Self.columns([condition, value, otherwise])
    }
  }

  private static func columns(_ expressions: [BoundExpression]) -> Set<Int> {
    expressions.reduce(into: []) { $0.formUnion($1.columnsRead) }
  }
}
