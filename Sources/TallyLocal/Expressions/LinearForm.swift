import TallyData
import TallyPlan
import TallySyntax

/// An expression whose values are a stored whole number times a factor, plus an offset, divided by a power of ten:
/// `fare * 2`, `30 - delay / 60`. Sums and means of it follow, without rounding, from those of the stored numbers.
struct LinearForm {
  /// The column that it reads.
  let column: Int
  private(set) var factor: Int128 = 1
  private(set) var offset: Int128 = 0
  /// The power of ten.
  private(set) var scale: Int

  /// The most decimals of a constant.
  private static let constantScale = 6

  /// Nil for expressions that are none of one narrow column, that can lose a value, or that are the column itself.
  init?(_ expression: BoundExpression, in frame: Frame, threads: Int) {
    if case .column = expression.kind { return nil }
    guard expression.type.isNumeric, let index = expression.onlyColumn else { return nil }
    let column = frame.columns[index]
    switch column.storage {
    case .int8, .int16, .int32: break
    case .int64, .double, .codes8, .codes16, .codes32, .arena: return nil
    }
    guard column.type.isNumeric else { return nil }
    self.column = index
    scale = column.scale
    guard take(expression), expression.type == .number || scale == 0,
      expression.isSafe(in: frame, threads: threads)
    else { return nil }
  }

  /// What the stored numbers' sum is in the expression's terms, before it is divided.
  func total(_ sum: Int128, of count: Int) -> Int128 { sum * factor + offset * Int128(count) }

  /// Follows the expression from its column outwards; false where it is not of this form.
  private mutating func take(_ expression: BoundExpression) -> Bool {
    switch expression.kind {
    case .column: return true
    case .toNumber(let operand): return take(operand)
    case .negative(let operand): return take(operand) && multiply(by: -1, scale: 0)
    case .arithmetic(let op, let left, let right):
      if let constant = right.constant { return take(left) && apply(op, constant, isSwapped: false) }
      if let constant = left.constant { return take(right) && apply(op, constant, isSwapped: true) }
      return false
    case .constant, .call, .comparison, .membership, .textTest, .isMissing, .not, .and, .or, .conditional, .indicator,
      .toDatetime:
      return false
    }
  }

  private mutating func apply(_ op: ArithmeticOperator, _ constant: Value, isSwapped: Bool) -> Bool {
    guard let number = constant.double, let (whole, decimals) = Self.decimal(number) else { return false }
    switch op {
    case .add: return add(whole, scale: decimals)
    case .subtract:
      return isSwapped
        ? multiply(by: -1, scale: 0) && add(whole, scale: decimals) : add(-whole, scale: decimals)
    case .multiply: return multiply(by: whole, scale: decimals)
    case .divide:
      // By what goes into a power of ten.
      guard !isSwapped, decimals == 0, whole != 0 else { return false }
      var (power, digits): (Int128, Int) = (1, 0)
      while power % whole != 0, digits < Self.constantScale { (power, digits) = (power * 10, digits + 1) }
      return power % whole == 0 && multiply(by: power / whole, scale: digits)
    case .modulo, .power: return false
    }
  }

  private mutating func multiply(by whole: Int128, scale digits: Int) -> Bool {
    (factor, offset, scale) = (factor * whole, offset * whole, scale + digits)
    return isBounded
  }

  private mutating func add(_ whole: Int128, scale digits: Int) -> Bool {
    let common = max(scale, digits)
    guard common < Column.powersOfTen.count else { return false }
    func power(_ digits: Int) -> Int128 { Int128(Column.powersOfTen[digits]) }
    let more = power(common - scale)
    (factor, offset, scale) = (factor * more, offset * more + whole * power(common - digits), common)
    return isBounded
  }

  /// Whether sums of 2^32 rows of 32 bits stay below 2^126, and the next constant's product with these as well.
  private var isBounded: Bool {
    factor.magnitude < 1 << 62 && offset.magnitude < 1 << 62 && scale < Column.powersOfTen.count
  }

  /// The whole number and the power of ten whose quotient is the nearest double to a short decimal.
  private static func decimal(_ number: Double) -> (whole: Int128, decimals: Int)? {
    for decimals in 0...constantScale {
      let unit = Column.powersOfTen[decimals]
      let whole = (number * unit).rounded()
      if whole.magnitude >= 0x1p50 { return nil }
      if whole / unit == number { return (Int128(whole), decimals) }
    }
    return nil
  }
}

extension PlanAggregate {
  /// The form of its argument where the aggregate needs nothing but its sums.
  func linearArgument(in frame: Frame, threads: Int) -> LinearForm? {
    guard let argument, second == nil, weight == nil, argument.constant == nil else { return nil }
    switch aggregate.measure {
    case .sum:
      guard let form = LinearForm(argument, in: frame, threads: threads) else { return nil }
      if argument.type != .integer { return form }
      // A sum beyond 64 bits stops the run at the row that the values tell.
      guard let reach = argument.reach(in: frame, threads: threads) else { return nil }
      return reach * Double(frame.physicalCount) < 0x1p62 ? form : nil
    case .mean: return LinearForm(argument, in: frame, threads: threads)
    case .count, .median, .percentile, .iqr, .min, .max, .mode, .variance, .sd, .percent, .any, .all, .first, .last,
      .correlation:
      return nil
    }
  }
}
