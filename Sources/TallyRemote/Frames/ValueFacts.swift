import TallyData
import TallyFunctions
import TallyPlan
import TallySyntax

/// What is known of an expression's values before they are computed, so that a guard stands only where it must.
struct ValueFacts: Sendable {
  var mayBeMissing = true
  /// Between which every known value lies.
  var low = -Double.infinity
  var high = Double.infinity
  /// Whether it holds texts of the letters a to z and digits alone, which every place sorts alike.
  var sortsAlike = false
  /// Whether pandas may hold it as numbers where every text is missing.
  var isLoose = false
  /// Whether R may hold it as a whole number of 32 bits.
  var isWhole = false

  var magnitude: Double { max(low.magnitude, high.magnitude) }
  var mayBeZero: Bool { low <= 0 && high >= 0 }

  /// Of a stored column.
  init(_ column: Column) {
    mayBeMissing = column.missingCount > 0
    isWhole = column.type == .integer
    switch column.type {
    case .integer, .number:
      low = column.knownRange?.lowerBound ?? 0
      high = column.knownRange?.upperBound ?? 0
    case .text:
      sortsAlike = Self.sortsAlike(column)
      isLoose = column.missingCount == column.count
    case .boolean, .date, .datetime, .duration: break
    }
  }

  init(mayBeMissing: Bool = true, low: Double = -.infinity, high: Double = .infinity, isWhole: Bool = false) {
    self.mayBeMissing = mayBeMissing
    self.low = low
    self.high = high
    self.isWhole = isWhole
  }

  /// Of known texts.
  init(texts: [String]) {
    self.init(mayBeMissing: false)
    sortsAlike = texts.allSatisfy(Self.sortsAlike)
  }

  private static func sortsAlike(_ column: Column) -> Bool {
    if let dictionary = column.dictionary {
      return (0..<dictionary.count).allSatisfy { sortsAlike(dictionary[$0]) }
    }
    return (0..<column.count).allSatisfy { row in
      if case .text(let text) = column[row] { sortsAlike(text) } else { true }
    }
  }

  static func sortsAlike(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
  }

  /// What either of two may be.
  func union(_ other: ValueFacts) -> ValueFacts {
    var result = self
    result.mayBeMissing = mayBeMissing || other.mayBeMissing
    result.low = min(low, other.low)
    result.high = max(high, other.high)
    result.sortsAlike = sortsAlike && other.sortsAlike
    result.isWhole = isWhole || other.isWhole
    result.isLoose = isLoose || other.isLoose
    return result
  }
}

/// A column of the table at a step, under its name there.
struct FrameColumn: Sendable {
  var name: String
  let type: DataType
  var facts: ValueFacts
  /// What stands for a column that is computed where it is read.
  var inlined: PrintedText?
  /// Whether that is one value for all rows.
  var isSingle = false

  init(_ name: String, _ type: DataType, _ facts: ValueFacts, inlined: PrintedText? = nil) {
    self.name = name
    self.type = type
    self.facts = facts
    self.inlined = inlined
  }
}

extension [FrameColumn] {
  /// What is known of an expression over these columns.
  func facts(_ expression: BoundExpression) -> ValueFacts {
    if let value = expression.constantValue { return facts(of: value, expression.type) }
    var result = ValueFacts(mayBeMissing: expression.operands.contains { facts($0).mayBeMissing })
    switch expression.kind {
    case .column(let index): return self[index].facts
    case .isMissing: result.mayBeMissing = false
    case .toNumber(let operand), .toDatetime(let operand): return facts(operand)
    case .negative(let operand):
      let inner = facts(operand)
      (result.low, result.high, result.isWhole) = (-inner.high, -inner.low, inner.isWhole)
    case .arithmetic(let op, let left, let right): return facts(op, facts(left), facts(right), expression.type)
    case .conditional(let condition, let value, let otherwise):
      var either = facts(value).union(facts(otherwise))
      either.mayBeMissing = either.mayBeMissing || facts(condition).mayBeMissing
      return either
    case .call(let function, let arguments): return facts(function, arguments, result)
    case .constant, .comparison, .membership, .textTest, .not, .and, .or, .indicator: break
    }
    return result
  }

  private func facts(of value: Value, _ type: DataType) -> ValueFacts {
    var result = ValueFacts(mayBeMissing: value.isMissing)
    if let number = value.double { (result.low, result.high) = (number, number) }
    if case .text(let text) = value { result.sortsAlike = ValueFacts.sortsAlike(text) }
    return result
  }

  private func facts(
    _ op: ArithmeticOperator, _ left: ValueFacts, _ right: ValueFacts, _ type: DataType
  ) -> ValueFacts {
    var result = ValueFacts(mayBeMissing: left.mayBeMissing || right.mayBeMissing)
    switch op {
    case .add: (result.low, result.high) = (left.low + right.low, left.high + right.high)
    case .subtract: (result.low, result.high) = (left.low - right.high, left.high - right.low)
    case .multiply:
      let ends = [left.low * right.low, left.low * right.high, left.high * right.low, left.high * right.high]
      if ends.allSatisfy(\.isFinite) { (result.low, result.high) = (ends.min() ?? 0, ends.max() ?? 0) }
    case .divide:
      result.mayBeMissing = result.mayBeMissing || right.mayBeZero
      // No quotient is larger than by the divisor nearest to zero, which among whole numbers is 1.
      let least = right.mayBeZero ? (right.isWhole ? 1 : 0) : Swift.min(right.low.magnitude, right.high.magnitude)
      let limit = left.magnitude / least
      if limit.isFinite { (result.low, result.high) = (-limit, limit) }
    case .modulo: result.mayBeMissing = result.mayBeMissing || right.mayBeZero
    case .power: result.mayBeMissing = true
    }
    if result.low.isNaN || result.high.isNaN { (result.low, result.high) = (-.infinity, .infinity) }
    result.isWhole = left.isWhole && right.isWhole && op != .divide && op != .power
    result.sortsAlike = type == .text && left.sortsAlike && right.sortsAlike
    return result
  }

  private func facts(_ function: Function, _ arguments: [BoundExpression], _ known: ValueFacts) -> ValueFacts {
    var result = known
    switch function.name {
    case "coalesce":
      for (place, argument) in arguments.enumerated() {
        result = place == 0 ? facts(argument) : result.union(facts(argument))
      }
      result.mayBeMissing = arguments.allSatisfy { facts($0).mayBeMissing }
    case "abs":
      (result.low, result.high, result.isWhole) = (0, facts(arguments[0]).magnitude, facts(arguments[0]).isWhole)
    case "lower", "upper", "length", "left", "right", "trim", "year", "quarter", "month", "week", "weekday", "day",
      "hour", "minute", "second":
      if ["lower", "left", "right", "trim"].contains(function.name) {
        result.sortsAlike = facts(arguments[0]).sortsAlike
      }
      if function.name == "length" { result.low = 0 }
      result.isWhole = true
      break
    case "round", "floor", "ceil", "integer":
      guard arguments.count == 1, arguments[0].type.isNumeric else { break }
      let inner = facts(arguments[0])
      (result.low, result.high) = (inner.low.rounded(.down), inner.high.rounded(.up))
    case "split": (result.mayBeMissing, result.isLoose) = (true, true)
    default: result.mayBeMissing = true
    }
    return result
  }

  /// A name that no column has.
  func freeName(_ stem: String, besides others: [String] = []) -> String {
    var number = 1
    while contains(where: { $0.name == "\(stem)_\(number)" }) || others.contains("\(stem)_\(number)") { number += 1 }
    return "\(stem)_\(number)"
  }
}
