import Synchronization
import TallyData
import TallyFunctions
import TallyPlan
import TallySyntax

/// What the numbers that a frame's columns can store say of an expression before it runs.
extension BoundExpression {
  /// Whether no row of the frame can lose a value or stop the run, whatever it holds.
  func isSafe(in frame: Frame, threads: Int) -> Bool {
    guard mayLose else { return true }
    guard parts.allSatisfy({ $0.isSafe(in: frame, threads: threads) }) else { return false }
    switch kind {
    case .arithmetic(let op, let left, let right):
      if left.type == .date, right.type == .date { return op == .subtract }
      return isBounded(in: frame, threads: threads)
    case .call(let function, let arguments):
      guard function.loss != nil else { return true }
      return function.isRounding && arguments.count == 1 && isBounded(in: frame, threads: threads)
    case .conditional(let condition, _, _): return !condition.mayBeMissing(in: frame)
    case .textTest(.matches, _, let pattern, _): return pattern.constant != nil
    case .column, .constant, .negative, .toNumber, .toDatetime, .comparison, .membership, .textTest, .isMissing, .not,
      .and, .or, .indicator:
      return true
    }
  }

  /// Whether every number that it gives is far from the greatest that its type holds.
  private func isBounded(in frame: Frame, threads: Int) -> Bool {
    guard let reach = reach(in: frame, threads: threads) else { return false }
    return reach < (type == .integer ? 0x1p62 : 1e300)
  }

  /// A magnitude that no number of it is above, where the stored widths of columns tell.
  func reach(in frame: Frame, threads: Int) -> Double? {
    guard type.isNumeric else { return nil }
    func both(_ left: BoundExpression, _ right: BoundExpression, _ join: (Double, Double) -> Double) -> Double? {
      guard let a = left.reach(in: frame, threads: threads), let b = right.reach(in: frame, threads: threads) else {
        return nil
      }
      return join(a, b)
    }
    switch kind {
    case .column(let index): return frame.columns[index].reach(threads: threads)
    case .constant(let value): return value.double.map(\.magnitude) ?? 0
    case .arithmetic(let op, let left, let right):
      let divisor = right.constant?.double.map(\.magnitude) ?? 0
      switch op {
      case .add, .subtract: return both(left, right, +)
      case .multiply: return both(left, right, *)
      case .divide: return divisor > 0 ? both(left, right) { a, _ in a / divisor } : nil
      case .modulo: return divisor > 0 ? both(left, right) { _, _ in divisor } : nil
      case .power: return nil
      }
    case .negative(let operand), .toNumber(let operand): return operand.reach(in: frame, threads: threads)
    case .call(let function, let arguments):
      guard arguments.count == 1, function.isRounding || function.name == Function.absolute.name else { return nil }
      return arguments[0].reach(in: frame, threads: threads).map { $0 + 1 }
    case .conditional(_, let value, let otherwise): return both(value, otherwise, max)
    case .toDatetime, .comparison, .membership, .textTest, .isMissing, .not, .and, .or, .indicator: return nil
    }
  }

  /// How many expressions it is made of.
  var size: Int { parts.reduce(1) { $0 + $1.size } }

  /// How often it reads a column.
  func uses(of column: Int) -> Int {
    if case .column(column) = kind { return 1 }
    return parts.reduce(0) { $0 + $1.uses(of: column) }
  }
}

extension Function {
  /// Whether it gives, of one argument, a whole number next to it.
  fileprivate var isRounding: Bool { [Self.round.name, Self.floor.name, Self.ceiling.name].contains(name) }
}

extension Column {
  /// A magnitude that no number of it is above; of wide numbers the greatest that it holds.
  fileprivate func reach(threads: Int) -> Double? {
    let unit = Self.powersOfTen[scale]
    switch storage {
    case .int8: return 0x1p7 / unit
    case .int16: return 0x1p15 / unit
    case .int32: return 0x1p31 / unit
    case .int64(let values):
      return values.extremes(threads: threads).map { max(Double($0.magnitude), Double($1.magnitude)) / unit } ?? 0
    case .double(let values): return values.extremes(threads: threads).map { max($0.magnitude, $1.magnitude) } ?? 0
    case .codes8, .codes16, .codes32, .arena: return nil
    }
  }
}

extension Buffer where Element: StoredValue & SendableMetatype {
  /// The smallest and the largest known value; nil where none is known.
  fileprivate func extremes(threads: Int) -> (Element, Element)? {
    let span = 16 * RowParts.blockSize
    let found = Mutex((low: Element.greatest, high: Element.least, known: Int64(0)))
    Parallel.forEach((count + span - 1) / span, threads: threads) { [self] task in
      var (low, high) = (Element.greatest, Element.least)
      let rows = task * span..<min(count, (task + 1) * span)
      let known = Element.addExtremes(pointer + rows.lowerBound, rows.count, nil, &low, &high)
      found.withLock { [low, high] in
        $0.low = low < $0.low ? low : $0.low
        $0.high = $0.high < high ? high : $0.high
        $0.known += known
      }
    }
    return found.withLock { $0.known == 0 ? nil : ($0.low, $0.high) }
  }
}
