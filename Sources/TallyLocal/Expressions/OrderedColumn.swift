import TallyData
import TallyFunctions
import TallyPlan
import TallySyntax

/// A stored column whose whole numbers, or codes, lie in the order of an expression's values, or in the opposite one:
/// `fare`, `date`, `year(date)`, `fare * 2 - 1`, an integer beside a number. A comparison with a constant is then a
/// range of stored numbers.
struct OrderedColumn {
  let column: Column
  let key: OrderedKey

  /// Nil where the expression is no such column of the frame.
  init?(_ expression: BoundExpression, in frame: Frame, threads: Int) {
    guard let index = expression.onlyColumn else { return nil }
    column = frame.columns[index]
    switch column.storage {
    case .int8, .int16, .int32, .int64, .codes8, .codes16, .codes32: break
    case .double, .arena: return nil
    }
    guard let key = OrderedKey(expression, of: column, in: frame, threads: threads) else { return nil }
    self.key = key
  }

  /// The stored numbers that satisfy `value op constant`; nil for none.
  func range(_ comparison: ComparisonOperator, _ constant: Value) -> ClosedRange<Int64>? {
    switch (comparison, key.isDescending) {
    case (.equal, _), (.notEqual, _): range(from: constant, through: constant)
    case (.lessOrEqual, _): range(from: nil, through: constant)
    case (.greaterOrEqual, _): range(from: constant, through: nil)
    case (.less, false): closed(domain.lowerBound, first { key.order($0, constant) >= 0 } - 1)
    case (.less, true): closed(first { key.order($0, constant) < 0 }, domain.upperBound)
    case (.greater, false): closed(first { key.order($0, constant) > 0 }, domain.upperBound)
    case (.greater, true): closed(domain.lowerBound, first { key.order($0, constant) <= 0 } - 1)
    }
  }

  /// The stored numbers of values between two constants, both included.
  func range(from low: Value?, through high: Value?) -> ClosedRange<Int64>? {
    let (start, end): (Int128?, Int128?) =
      key.isDescending
      ? (high.map { high in first { key.order($0, high) <= 0 } }, low.map { low in first { key.order($0, low) < 0 } })
      : (low.map { low in first { key.order($0, low) >= 0 } }, high.map { high in first { key.order($0, high) > 0 } })
    return closed(start ?? domain.lowerBound, end.map { $0 - 1 } ?? domain.upperBound)
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
    return key.limits.map { stored.clamped(to: $0) } ?? stored
  }

  /// The first stored number of the domain that passes a test which all later ones pass; one past the end if none.
  private func first(_ passes: (Int64) -> Bool) -> Int128 {
    var (low, high) = (domain.lowerBound, domain.upperBound + 1)
    while low < high {
      let middle = low + (high - low) / 2
      if passes(Int64(middle)) { high = middle } else { low = middle + 1 }
    }
    return low
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
