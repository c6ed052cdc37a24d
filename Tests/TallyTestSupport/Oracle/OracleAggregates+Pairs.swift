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
    guard left.count > 1, let a = mean(left), let b = mean(right.map(Value.number)) else { return .missing }
    let products = exactSum(zip(left, right).map { (scale($0) - a) * ($1 - b) })
    let spread = exactSum(left.map { (scale($0) - a) * (scale($0) - a) }) * exactSum(right.map { ($0 - b) * ($0 - b) })
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
