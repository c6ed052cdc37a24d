import TallyData
import TallyPlan

extension BoundExpression {
  /// The columns it reads, by index, each as often as it does.
  var columnIndexes: [Int] {
    switch kind {
    case .column(let index): [index]
    case .constant: []
    case .call, .arithmetic, .negative, .toNumber, .toDatetime, .comparison, .membership, .textTest, .isMissing, .not,
      .and, .or, .conditional, .indicator:
      operands.flatMap(\.columnIndexes)
    }
  }

  /// The expressions directly within it.
  var operands: [BoundExpression] {
    switch kind {
    case .column, .constant: []
    case .call(_, let arguments): arguments
    case .arithmetic(_, let left, let right), .comparison(_, let left, let right, _): [left, right]
    case .textTest(_, let operand, let pattern, _): [operand, pattern]
    case .negative(let operand), .toNumber(let operand), .toDatetime(let operand), .isMissing(let operand),
      .not(let operand), .indicator(let operand):
      [operand]
    case .membership(let operand, let members, _):
      [operand]
        + members.flatMap { member -> [BoundExpression] in
          switch member {
          case .value(let value): [value]
          case .range(let low, let high): [low, high].compactMap(\.self)
          }
        }
    case .and(let operands), .or(let operands): operands
    case .conditional(let condition, let value, let otherwise): [condition, value, otherwise]
    }
  }

  /// Whether every value written in it passes a test.
  func holdsOnly(_ test: (Value) -> Bool) -> Bool {
    if let value = constantValue, !test(value) { return false }
    return operands.allSatisfy { $0.holdsOnly(test) }
  }

  /// Whether it is a whole number above 0 that may be added to a rest of itself.
  var isPositive: Bool {
    if case .integer(let whole)? = constantValue { (1...Int64(Int32.max)).contains(whole) } else { false }
  }

  /// Whether it is more than a column or a constant.
  var isComputed: Bool {
    if case .column = kind { false } else { constantValue == nil }
  }

  /// The value of a constant, converted ones included.
  var constantValue: Value? {
    switch kind {
    case .constant(let value): value
    case .toNumber(let operand):
      switch operand.constantValue {
      case .integer(let whole)?: .number(Double(whole))
      case let other: other
      }
    case .negative(let operand):
      switch operand.constantValue {
      case .integer(let whole)? where whole != .min: .integer(-whole)
      case .number(let number)?: .number(-number)
      case .duration(let length)? where length != .min: .duration(-length)
      case let other: other == .missing ? .missing : nil
      }
    case .column, .call, .arithmetic, .toDatetime, .comparison, .membership, .textTest, .isMissing, .not, .and, .or,
      .conditional, .indicator:
      nil
    }
  }
}
