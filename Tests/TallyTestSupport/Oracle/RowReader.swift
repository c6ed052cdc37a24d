import TallyData
import TallyPlan
import TallySyntax

/// Evaluates expressions for one row, straight from the tree.
struct RowReader {
  let row: [Value]
  let notes: OracleNotes

  /// The value of any expression; a condition's is true, false or missing.
  func value(_ expression: BoundExpression) throws(OracleError) -> Value {
    switch expression.kind {
    case .column(let index): return row[index]
    case .constant(let value): return value
    case .call(let function, let arguments): return try call(function.name, arguments, expression.type)
    case .arithmetic(let op, let left, let right):
      let (a, b) = (try value(left), try value(right))
      if a.isMissing || b.isMissing { return .missing }
      return try OracleArithmetic.compute(op, a, b, type: expression.type)
    case .negative(let operand): return try OracleArithmetic.negative(try value(operand))
    case .toNumber(let operand): return try value(operand).double.map(Value.number) ?? .missing
    case .toDatetime(let operand):
      guard case .date(let days) = try value(operand) else { return .missing }
      return .datetime(days * Microseconds.day)
    case .conditional(let condition, let value, let otherwise):
      guard let truth = try truth(condition) else {
        spare(value)
        spare(otherwise)
        return .missing
      }
      spare(truth ? otherwise : value)
      return try self.value(truth ? value : otherwise)
    case .comparison, .membership, .textTest, .isMissing, .not, .and, .or, .indicator:
      return try truth(expression).map(Value.boolean) ?? .missing
    }
  }

  /// Whether a condition holds; nil: it cannot be judged.
  func truth(_ expression: BoundExpression) throws(OracleError) -> Bool? {
    switch expression.kind {
    case .column, .constant, .call, .arithmetic, .negative, .toNumber, .toDatetime, .conditional:
      guard case .boolean(let truth) = try value(expression) else { return nil }
      return truth
    case .comparison(let op, let left, let right, let ignoringCase):
      let (a, b) = (try value(left), try value(right))
      return Self.compare(op, Self.folded(a, ignoringCase), Self.folded(b, ignoringCase))
    case .membership(let operand, let members, let ignoringCase):
      return try membership(Self.folded(try value(operand), ignoringCase), members, ignoringCase)
    case .textTest(let test, let operand, let pattern, let ignoringCase):
      let (subject, part) = (try value(operand), try value(pattern))
      guard case .text(let text) = subject, case .text(let sought) = part else { return nil }
      return OracleText.holds(test, text, sought, ignoringCase: ignoringCase)
    case .isMissing(let operand): return try value(operand).isMissing
    case .not(let operand): return try truth(operand).map { !$0 }
    case .and(let operands): return try all(operands, deciding: false)
    case .or(let operands): return try all(operands, deciding: true)
    case .indicator(let operand):
      guard case .integer(let number) = try value(operand) else { return nil }
      return number != 0
    }
  }

  /// Kleene's and (decided by a false operand) and or (by a true one).
  private func all(_ operands: [BoundExpression], deciding: Bool) throws(OracleError) -> Bool? {
    var isUnknown = false
    for (place, operand) in operands.enumerated() {
      let truth = try truth(operand)
      if truth == deciding {
        operands.dropFirst(place + 1).forEach(spare)
        return deciding
      }
      if truth == nil { isUnknown = true }
    }
    return isUnknown ? nil : !deciding
  }

  /// An `or` of comparisons.
  private func membership(
    _ value: Value, _ members: [BoundExpression.Member], _ ignoringCase: Bool
  ) throws(OracleError) -> Bool? {
    var isUnknown = false
    var isFound = false
    for member in members {
      switch member {
      case .value(let expression):
        let other = Self.folded(try self.value(expression), ignoringCase)
        let truth = Self.compare(.equal, value, other)
        if truth == true { isFound = true }
        if truth == nil { isUnknown = true }
      case .range(let low, let high):
        var truths: [Bool?] = []
        if let low {
          truths.append(Self.compare(.greaterOrEqual, value, Self.folded(try self.value(low), ignoringCase)))
        }
        if let high {
          truths.append(Self.compare(.lessOrEqual, value, Self.folded(try self.value(high), ignoringCase)))
        }
        if value.isMissing { truths.append(nil) }
        if truths.contains(false) { continue }
        if truths.contains(nil) { isUnknown = true } else { isFound = true }
      }
    }
    return isFound ? true : isUnknown ? nil : false
  }

  static func compare(_ op: ComparisonOperator, _ left: Value, _ right: Value) -> Bool? {
    if left.isMissing || right.isMissing { return nil }
    let order = ValueOrder.compare(left, right)
    return switch op {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    }
  }

  static func folded(_ value: Value, _ ignoringCase: Bool) -> Value {
    guard ignoringCase, case .text(let text) = value else { return value }
    return .text(OracleText.folded(text))
  }

  private func call(_ name: String, _ arguments: [BoundExpression], _ type: DataType) throws(OracleError) -> Value {
    if name == "coalesce" {
      for (place, argument) in arguments.enumerated() {
        let value = try value(argument)
        if !value.isMissing {
          arguments.dropFirst(place + 1).forEach(spare)
          return value
        }
      }
      return .missing
    }
    var values: [Value] = []
    for argument in arguments { values.append(try value(argument)) }
    if values.contains(.missing) { return .missing }
    return try OracleFunctions.call(name, values, type)
  }

  /// Evaluates what the answer does not depend on, to note whether an engine that does too may overflow.
  private func spare(_ expression: BoundExpression) {
    do { _ = try value(expression) } catch { notes.mayOverflow = true }
  }
}
