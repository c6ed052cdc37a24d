import TallyData
import TallyFunctions

/// Aggregates over the known values of some rows, in the order of the rows.
enum OracleAggregates {
  /// `rowCount` counts the rows looked at, those with a missing value included.
  static func compute(
    _ measure: Aggregate.Measure, _ known: [Value], rowCount: Int, percentage: Double, type: DataType
  ) throws(OracleError) -> Value {
    switch measure {
    case .count: return .integer(Int64(rowCount))
    case .sum: return try sum(known, rowCount: rowCount, type: type)
    case .mean: return moment(mean(known), type)
    case .median: return moment(quantile(known, 0.5), type)
    case .percentile: return moment(quantile(known, percentage / 100), type)
    case .iqr:
      guard let third = quantile(known, 0.75), let first = quantile(known, 0.25) else { return .missing }
      return moment(third - first, type)
    case .min: return known.dropFirst().reduce(known.first) { extreme($0, $1, sign: -1) } ?? .missing
    case .max: return known.dropFirst().reduce(known.first) { extreme($0, $1, sign: 1) } ?? .missing
    case .mode: return mode(known)
    case .variance: return moment(variance(known), type)
    case .sd: return moment(variance(known).map { $0.squareRoot() }, type)
    case .percent:
      let held = known.count { $0 == .boolean(true) }
      return known.isEmpty ? .missing : .number(100 * Double(held) / Double(known.count))
    case .any: return known.isEmpty ? .missing : .boolean(known.contains(.boolean(true)))
    case .all: return known.isEmpty ? .missing : .boolean(!known.contains(.boolean(false)))
    case .first: return known.first ?? .missing
    case .last: return known.last ?? .missing
    case .correlation: return .missing
    }
  }

  private static func sum(_ known: [Value], rowCount: Int, type: DataType) throws(OracleError) -> Value {
    if known.isEmpty && rowCount > 0 { return .missing }
    if type == .number { return OracleArithmetic.number(exactSum(known.compactMap(\.double))) }
    let total = known.reduce(Int128(0)) { $0 + Int128($1.integral ?? 0) }
    return Value(integral: try OracleArithmetic.integer(total), type: type)
  }

  /// Kahan's and Neumaier's sum: what each addition loses is added at the end.
  private static func exactSum(_ values: [Double]) -> Double {
    var sum = 0.0
    var lost = 0.0
    for value in values {
      let next = sum + value
      lost += sum.magnitude >= value.magnitude ? (sum - next) + value : (value - next) + sum
      sum = next
    }
    return sum + (lost.isFinite ? lost : 0)
  }

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

  private static func mean(_ known: [Value]) -> Double? {
    if known.isEmpty { return nil }
    if known.contains(where: { $0.integral == nil }) { return exactSum(known.map(scale)) / Double(known.count) }
    let total = known.reduce(Int128(0)) { sum, value in
      if case .date(let days) = value { return sum + Int128(days) * Int128(Microseconds.day) }
      return sum + Int128(value.integral ?? 0)
    }
    return Double(total) / Double(known.count)
  }

  /// Hyndman and Fan's type 7: a straight line between the neighbours of place (n − 1)p.
  static func quantile(_ known: [Value], _ share: Double) -> Double? {
    let sorted = known.map(scale).sorted()
    guard let last = sorted.last else { return nil }
    let place = Double(sorted.count - 1) * share
    let index = Int(place)
    if index + 1 >= sorted.count { return last }
    return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
  }

  static func variance(_ known: [Value]) -> Double? {
    guard known.count > 1, let mean = mean(known) else { return nil }
    return exactSum(known.map { (scale($0) - mean) * (scale($0) - mean) }) / Double(known.count - 1)
  }

  private static func extreme(_ chosen: Value?, _ next: Value, sign: Int) -> Value? {
    guard let chosen else { return next }
    return ValueOrder.compare(next, chosen) * sign > 0 ? next : chosen
  }

  static func mode(_ known: [Value]) -> Value {
    var counts: [OracleKey: Int] = [:]
    for value in known { counts[OracleKey(value), default: 0] += 1 }
    let most = counts.values.max()
    return known.first { counts[OracleKey($0)] == most } ?? .missing
  }

  /// A computed centre or spread as a value of the result's type.
  private static func moment(_ value: Double?, _ type: DataType) -> Value {
    guard let value else { return .missing }
    if type == .number { return OracleArithmetic.number(value) }
    return OracleArithmetic.rounded(value).map { Value(integral: $0, type: type) } ?? .missing
  }
}
