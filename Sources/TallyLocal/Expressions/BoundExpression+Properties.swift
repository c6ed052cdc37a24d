import TallyFunctions
import TallyPlan

/// What can be said of an expression before it runs.
extension BoundExpression {
  /// The expressions directly inside.
  var parts: [BoundExpression] {
    switch kind {
    case .column, .constant: []
    case .call(_, let arguments): arguments
    case .arithmetic(_, let left, let right), .comparison(_, let left, let right, _): [left, right]
    case .negative(let part), .toNumber(let part), .toDatetime(let part), .isMissing(let part), .not(let part),
      .indicator(let part):
      [part]
    case .membership(let operand, let members, _):
      [operand]
        + members.flatMap { member in
          switch member {
          case .value(let value): [value]
          case .range(let low, let high): [low, high].compactMap(\.self)
          }
        }
    case .textTest(_, let operand, let pattern, _): [operand, pattern]
    case .and(let parts), .or(let parts): parts
    case .conditional(let condition, let value, let otherwise): [condition, value, otherwise]
    }
  }

  /// Whether a row can lose a value or stop the run.
  var mayLose: Bool {
    switch kind {
    case .arithmetic(let op, _, _): op != .add || type != .text || parts.contains(where: \.mayLose)
    case .conditional: true
    case .call(let function, _): function.loss != nil || parts.contains(where: \.mayLose)
    case .textTest(.matches, _, let pattern, _): pattern.constant == nil || parts.contains(where: \.mayLose)
    case .column, .constant, .negative, .toNumber, .toDatetime, .comparison, .membership, .textTest, .isMissing, .not,
      .and, .or, .indicator:
      parts.contains(where: \.mayLose)
    }
  }

  /// Whether its result can be missing or unknown for a row of the frame.
  func mayBeMissing(in frame: Frame) -> Bool {
    switch kind {
    case .column(let index): frame.columns[index].missingCount > 0
    case .constant(let value): value.isMissing
    case .call, .arithmetic: true
    case .isMissing: false
    case .conditional, .negative, .toNumber, .toDatetime, .comparison, .membership, .textTest, .not, .and, .or,
      .indicator:
      mayLose || parts.contains { $0.mayBeMissing(in: frame) }
    }
  }

  /// Whether the result is missing, or unknown, only where a column that is read is missing.
  var isKnownOfKnown: Bool {
    switch kind {
    case .column, .isMissing: true
    case .constant(let value): !value.isMissing && value.double?.isNaN != true
    case .comparison, .membership, .not, .and, .or, .indicator, .toNumber: parts.allSatisfy(\.isKnownOfKnown)
    case .textTest: !mayLose && parts.allSatisfy(\.isKnownOfKnown)
    case .call, .arithmetic, .negative, .toDatetime, .conditional: false
    }
  }

  /// The columns it reads.
  var columnIndices: Set<Int> {
    if case .column(let index) = kind { return [index] }
    return parts.reduce(into: []) { $0.formUnion($1.columnIndices) }
  }
}
