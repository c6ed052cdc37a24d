import TallyData
import TallyFunctions
import TallyPlan
import TallySyntax

/// What the stored numbers of a column stand for in an expression whose values never fall, or never rise, with them.
indirect enum OrderedKey {
  case stored
  case decimal(unit: Double)
  case midnight
  case dayOfInstant
  case yearOfDay
  case yearOfInstant
  case word(TextDictionary)
  /// An integer as a number.
  case number(OrderedKey)
  case whole(OrderedKey, Rounding)
  case negative(OrderedKey)
  /// A key beside a constant; `isSwapped`: the constant comes first.
  case arithmetic(OrderedKey, ArithmeticOperator, Value, isSwapped: Bool)

  enum Rounding { case nearest, down, up }

  /// Nil where the expression is not in the order of the one column that it reads.
  init?(_ expression: BoundExpression, of column: Column, in frame: Frame, threads: Int) {
    func key(_ inner: BoundExpression) -> OrderedKey? { OrderedKey(inner, of: column, in: frame, threads: threads) }
    switch expression.kind {
    case .column:
      if let dictionary = column.dictionary {
        self = .word(dictionary)
      } else {
        self = column.type == .number ? .decimal(unit: Column.powersOfTen[column.scale]) : .stored
      }
    case .toNumber(let operand):
      guard let inner = key(operand) else { return nil }
      self = .number(inner)
    case .toDatetime(let operand):
      guard case .column = operand.kind, column.type == .date else { return nil }
      self = .midnight
    case .negative(let operand):
      guard operand.type.isNumeric, let inner = key(operand) else { return nil }
      self = .negative(inner)
    case .call(let function, let arguments):
      guard arguments.count == 1 else { return nil }
      if case .column = arguments[0].kind, let part = Self.calendarPart(function, of: column.type) {
        self = part
        return
      }
      guard let rounding = Rounding(function), let inner = key(arguments[0]),
        expression.isSafe(in: frame, threads: threads)
      else { return nil }
      self = arguments[0].type == .integer ? inner : .whole(inner, rounding)
    case .arithmetic(let op, let left, let right):
      guard expression.type.isNumeric, column.hasNarrowNumbers, expression.isSafe(in: frame, threads: threads) else {
        return nil
      }
      if let constant = right.constant, constant.double != nil, op.keepsOrder, let inner = key(left) {
        self = .arithmetic(inner, op, constant, isSwapped: false)
      } else if let constant = left.constant, constant.double != nil, op.keepsOrder, op != .divide,
        let inner = key(right)
      {
        self = .arithmetic(inner, op, constant, isSwapped: true)
      } else {
        return nil
      }
    case .constant, .comparison, .membership, .textTest, .isMissing, .not, .and, .or, .conditional, .indicator:
      return nil
    }
  }

  private static func calendarPart(_ function: Function, of type: DataType) -> OrderedKey? {
    switch (function.name, type) {
    case (Function.date.name, .datetime): .dayOfInstant
    case (Function.year.name, .date): .yearOfDay
    case (Function.year.name, .datetime): .yearOfInstant
    default: nil
    }
  }

  /// Values fall where stored numbers rise.
  var isDescending: Bool {
    switch self {
    case .stored, .decimal, .midnight, .dayOfInstant, .yearOfDay, .yearOfInstant, .word: return false
    case .number(let key), .whole(let key, _): return key.isDescending
    case .negative(let key): return !key.isDescending
    case .arithmetic(let key, let op, let constant, let isSwapped):
      let isNegative = (constant.double ?? 0) < 0
      let turns = op == .subtract ? isSwapped : op == .add ? false : isNegative
      return key.isDescending != turns
    }
  }

  /// The stored numbers that stand for anything; nil: all.
  var limits: ClosedRange<Int128>? {
    let days = Int128(CalendarDate.firstDay)...Int128(CalendarDate.lastDay)
    let day = Int128(Microseconds.day)
    switch self {
    case .midnight, .yearOfDay: return days
    case .dayOfInstant, .yearOfInstant: return days.lowerBound * day...(days.upperBound + 1) * day - 1
    case .number(let key), .whole(let key, _), .negative(let key), .arithmetic(let key, _, _, _): return key.limits
    case .stored, .decimal, .word: return nil
    }
  }

  /// Negative, zero or positive as the value that a stored number stands for is below, at or above the constant.
  func order(_ stored: Int64, _ constant: Value) -> Int {
    func compare<T: Comparable>(_ value: T, _ other: T) -> Int { value < other ? -1 : value > other ? 1 : 0 }
    if case .word(let dictionary) = self {
      guard case .text(var text) = constant, stored <= dictionary.count else { return 1 }
      return text.withUTF8 { dictionary.view(Int(stored) - 1).bytes.compare($0) }
    }
    return switch value(stored) {
    case .number(let value): compare(value, constant.double ?? 0)
    case let value: compare(value.integral ?? 0, constant.integral ?? 0)
    }
  }

  /// What a stored number stands for, days and instants as integers; it is computed as it is for a row.
  private func value(_ stored: Int64) -> Value {
    let day = Microseconds.day
    func year(_ days: Int64) -> Value { .integer(Int64(CalendarDate(days: Int(days)).year)) }
    switch self {
    case .stored, .word: return .integer(stored)
    case .decimal(let unit): return .number(Double(stored) / unit)
    case .midnight: return .integer(stored * day)
    case .dayOfInstant: return .integer(CalendarText.dividedDown(stored, by: day).quotient)
    case .yearOfDay: return year(stored)
    case .yearOfInstant: return year(CalendarText.dividedDown(stored, by: day).quotient)
    case .number(let key): return .number(key.value(stored).double ?? .nan)
    case .whole(let key, let rounding):
      return .integer(TallyFunctions.whole(rounding.rounded(key.value(stored).double ?? .nan)))
    case .negative(let key):
      let value = key.value(stored)
      return value.integral.map { .integer(0 &- $0) } ?? .number(-(value.double ?? .nan))
    case .arithmetic(let key, let op, let constant, let isSwapped):
      let value = key.value(stored)
      return isSwapped ? op.applied(constant, value) : op.applied(value, constant)
    }
  }
}

extension OrderedKey.Rounding {
  fileprivate init?(_ function: Function) {
    switch function.name {
    case Function.round.name: self = .nearest
    case Function.floor.name: self = .down
    case Function.ceiling.name: self = .up
    default: return nil
    }
  }

  fileprivate func rounded(_ value: Double) -> Double {
    switch self {
    case .nearest: value.rounded(.toNearestOrAwayFromZero)
    case .down: value.rounded(.down)
    case .up: value.rounded(.up)
    }
  }
}

extension ArithmeticOperator {
  /// Whether a constant on the right leaves the order of the values, or turns it round.
  fileprivate var keepsOrder: Bool {
    switch self {
    case .add, .subtract, .multiply, .divide: true
    case .modulo, .power: false
    }
  }

  /// Of two integers, or two numbers, that lose nothing.
  fileprivate func applied(_ left: Value, _ right: Value) -> Value {
    if let a = left.integral, let b = right.integral {
      switch self {
      case .add: return .integer(a &+ b)
      case .subtract: return .integer(a &- b)
      case .multiply: return .integer(a &* b)
      case .divide, .modulo, .power: break
      }
    }
    let (a, b) = (left.double ?? .nan, right.double ?? .nan)
    switch self {
    case .add: return .number(a + b)
    case .subtract: return .number(a - b)
    case .multiply: return .number(a * b)
    case .divide: return .number(a / b)
    case .modulo, .power: return .number(.nan)
    }
  }
}

extension Column {
  /// Whether whole numbers of at most 32 bits stand for its values.
  fileprivate var hasNarrowNumbers: Bool {
    switch storage {
    case .int8, .int16, .int32: type.isNumeric
    case .int64, .double, .codes8, .codes16, .codes32, .arena: false
    }
  }
}

extension BoundExpression {
  /// The column that it reads once and no other.
  var onlyColumn: Int? {
    let indices = columnIndices
    guard indices.count == 1, let index = indices.first, uses(of: index) == 1 else { return nil }
    return index
  }
}
