import TallyData
import TallyFunctions
import TallyPlan
import TallySyntax

/// A stored column whose whole numbers, or codes, lie in the order of an expression's values: `fare`, `date`,
/// `year(date)`, an integer beside a number. A comparison with a constant is then a range of stored numbers.
struct OrderedColumn {
  private enum Key {
    case stored
    case decimal(unit: Double)
    case midnight
    case dayOfInstant
    case yearOfDay
    case yearOfInstant
    case word(TextDictionary)
  }

  let column: Column
  private let key: Key

  /// Nil where the expression is no such column of the frame.
  init?(_ expression: BoundExpression, in frame: Frame) {
    func column(_ expression: BoundExpression) -> Column? {
      guard case .column(let index) = expression.kind else { return nil }
      switch frame.columns[index].storage {
      case .int8, .int16, .int32, .int64, .codes8, .codes16, .codes32: return frame.columns[index]
      case .double, .arena: return nil
      }
    }
    if let plain = column(expression) {
      self.column = plain
      if let dictionary = plain.dictionary {
        key = .word(dictionary)
      } else {
        key = plain.type == .number ? .decimal(unit: Column.powersOfTen[plain.scale]) : .stored
      }
      return
    }
    switch expression.kind {
    case .toNumber(let operand):
      guard let inner = column(operand), inner.type == .integer else { return nil }
      (self.column, key) = (inner, .decimal(unit: 1))
    case .toDatetime(let operand):
      guard let inner = column(operand), inner.type == .date else { return nil }
      (self.column, key) = (inner, .midnight)
    case .call(let function, let arguments):
      guard arguments.count == 1, let inner = column(arguments[0]) else { return nil }
      switch (function.name, inner.type) {
      case (Function.date.name, .datetime): (self.column, key) = (inner, .dayOfInstant)
      case (Function.year.name, .date): (self.column, key) = (inner, .yearOfDay)
      case (Function.year.name, .datetime): (self.column, key) = (inner, .yearOfInstant)
      default: return nil
      }
    case .column, .constant, .arithmetic, .negative, .comparison, .membership, .textTest, .isMissing, .not, .and, .or,
      .conditional, .indicator:
      return nil
    }
  }

  /// The stored numbers that satisfy `value op constant`; nil for none.
  func range(_ comparison: ComparisonOperator, _ constant: Value) -> ClosedRange<Int64>? {
    switch comparison {
    case .equal, .notEqual: range(from: constant, through: constant)
    case .less: closed(domain.lowerBound, firstNotBelow(constant) - 1)
    case .lessOrEqual: range(from: nil, through: constant)
    case .greater: closed(firstAbove(constant), domain.upperBound)
    case .greaterOrEqual: range(from: constant, through: nil)
    }
  }

  /// The stored numbers of values between two constants, both included.
  func range(from low: Value?, through high: Value?) -> ClosedRange<Int64>? {
    closed(low.map(firstNotBelow) ?? domain.lowerBound, high.map { firstAbove($0) - 1 } ?? domain.upperBound)
  }

  private func closed(_ low: Int128, _ high: Int128) -> ClosedRange<Int64>? {
    low <= high ? Int64(low)...Int64(high) : nil
  }

  /// Everything that can be stored but for the missing value.
  private var domain: ClosedRange<Int128> {
    let stored: ClosedRange<Int128> =
      switch column.storage {
      case .int8: Int128(Int8.min) + 1...Int128(Int8.max)
      case .int16: Int128(Int16.min) + 1...Int128(Int16.max)
      case .int32: Int128(Int32.min) + 1...Int128(Int32.max)
      case .int64, .double, .arena: Int128(Int64.min) + 1...Int128(Int64.max)
      case .codes8, .codes16, .codes32: 1...Int128(max(1, column.dictionary?.count ?? 1))
      }
    let days = Int128(CalendarDate.firstDay)...Int128(CalendarDate.lastDay)
    let day = Int128(Microseconds.day)
    return switch key {
    case .midnight, .yearOfDay: stored.clamped(to: days)
    case .dayOfInstant, .yearOfInstant:
      stored.clamped(to: days.lowerBound * day...(days.upperBound + 1) * day - 1)
    case .stored, .decimal, .word: stored
    }
  }

  private func firstNotBelow(_ constant: Value) -> Int128 { first { order($0, constant) >= 0 } }

  private func firstAbove(_ constant: Value) -> Int128 { first { order($0, constant) > 0 } }

  /// The first stored number of the domain that passes a test which all later ones pass; one past the end if none.
  private func first(_ passes: (Int64) -> Bool) -> Int128 {
    var (low, high) = (domain.lowerBound, domain.upperBound + 1)
    while low < high {
      let middle = low + (high - low) / 2
      if passes(Int64(middle)) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Negative, zero or positive as the value that a stored number stands for is below, at or above the constant.
  private func order(_ stored: Int64, _ constant: Value) -> Int {
    func compare<T: Comparable>(_ value: T, _ other: T) -> Int { value < other ? -1 : value > other ? 1 : 0 }
    let day = Microseconds.day
    switch key {
    case .stored: return compare(stored, constant.integral ?? 0)
    case .decimal(let unit): return compare(Double(stored) / unit, constant.double ?? 0)
    case .midnight: return compare(stored * day, constant.integral ?? 0)
    case .dayOfInstant: return compare(CalendarText.dividedDown(stored, by: day).quotient, constant.integral ?? 0)
    case .yearOfDay: return compare(Int64(CalendarDate(days: Int(stored)).year), constant.integral ?? 0)
    case .yearOfInstant:
      let days = Int(CalendarText.dividedDown(stored, by: day).quotient)
      return compare(Int64(CalendarDate(days: days).year), constant.integral ?? 0)
    case .word(let dictionary):
      guard case .text(var text) = constant, stored <= dictionary.count else { return 1 }
      return text.withUTF8 { dictionary.view(Int(stored) - 1).bytes.compare($0) }
    }
  }
}

extension [ClosedRange<Int64>] {
  /// The same numbers in ascending ranges that neither meet nor touch.
  var merged: [ClosedRange<Int64>] {
    var result: [ClosedRange<Int64>] = []
    for range in sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.last, last.upperBound == .max || range.lowerBound <= last.upperBound + 1 {
        result[result.count - 1] = last.lowerBound...Swift.max(last.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
    return result
  }
}
