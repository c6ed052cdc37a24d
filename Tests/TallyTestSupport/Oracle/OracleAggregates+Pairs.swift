import TallyData
import TallyFunctions

/// Aggregates of two values a row.
extension OracleAggregates {
  /// `mean`, `sum` or `percent` with a weight beside each known value.
  static func weighted(
    _ measure: Aggregate.Measure, _ known: [Value], _ weights: [Double], _ rowCount: Int, _ type: DataType
  ) -> Value {
    if known.isEmpty { return measure == .sum && rowCount == 0 ? moment(0, type) : .missing }
    let sum = exactSum(zip(known, weights).map { scale($0) * $1 })
    let weight = exactSum(weights)
    switch measure {
    case .sum: return moment(sum, type)
    case .percent: return moment(weight == 0 ? nil : 100 * sum / weight, type)
    default: return moment(weight == 0 ? nil : sum / weight, type)
    }
  }

  /// Pearson's correlation by its definition; missing where one side does not vary.
  static func correlation(_ left: [Value], _ right: [Double]) -> Value {
    guard left.count > 1, let a = mean(left), let b = mean(right.map(Value.number)),
      Set(left.map(scale)).count > 1, Set(right).count > 1
    else { return .missing }
    // In shares of the largest distance, so that no square leaves a double.
    let width = max(left.map { (scale($0) - a).magnitude }.max() ?? 0, .leastNormalMagnitude)
    let height = max(right.map { ($0 - b).magnitude }.max() ?? 0, .leastNormalMagnitude)
    let (x, y) = (left.map { (scale($0) - a) / width }, right.map { ($0 - b) / height })
    let products = exactSum(zip(x, y).map { $0 * $1 })
    let spread = exactSum(x.map { $0 * $0 }) * exactSum(y.map { $0 * $0 })
    return OracleArithmetic.number(spread > 0 ? products / spread.squareRoot() : .nan)
  }

  /// Values on one scale: numbers as they are, moments and durations in microseconds, conditions as 0 and 1.
  private static func scale(_ value: Value) -> Double {
    if case .date(let days) = value { return Double(days * Microseconds.day) }
    return value.double ?? Double(value.integral ?? 0)
  }

  /// A computed centre or spread as a value of the result's type.
  private static func moment(_ value: Double?, _ type: DataType) -> Value {
    guard let value else { return .missing }
    if type == .number { return OracleArithmetic.number(value) }
    return OracleArithmetic.rounded(value).map { Value(integral: $0, type: type) } ?? .missing
  }
}
