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
    case .mean: return type == .number ? number(mean(known)) : wholeMean(known, type)
    case .median: return centre(known, percentage: 50, type)
    case .percentile: return centre(known, percentage: percentage, type)
    case .iqr: return range(known, type)
    case .min: return known.dropFirst().reduce(known.first) { extreme($0, $1, sign: -1) } ?? .missing
    case .max: return known.dropFirst().reduce(known.first) { extreme($0, $1, sign: 1) } ?? .missing
    case .mode: return mode(known)
    case .variance: return number(variance(known))
    case .sd:
      guard let sd = variance(known)?.squareRoot() else { return .missing }
      return type == .number ? number(sd) : OracleArithmetic.rounded(sd).map(Value.duration) ?? .missing
    case .percent:
      let held = known.count { $0 == .boolean(true) }
      return known.isEmpty ? .missing : .number(100 * Double(held) / Double(known.count))
    case .any: return known.isEmpty ? .missing : .boolean(known.contains(.boolean(true)))
    case .all: return known.isEmpty ? .missing : .boolean(!known.contains(.boolean(false)))
    case .first: return known.first ?? .missing
    case .last: return known.last ?? .missing
    // It has two arguments.
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
  static func exactSum(_ values: [Double]) -> Double {
    var sum = 0.0
    var lost = 0.0
    for value in values {
      let next = sum + value
      lost += sum.magnitude >= value.magnitude ? (sum - next) + value : (value - next) + sum
      sum = next
    }
    return sum + (lost.isFinite ? lost : 0)
  }

  private static func number(_ value: Double?) -> Value { value.map(OracleArithmetic.number) ?? .missing }

  /// A number, or a condition as 0 and 1; durations in microseconds.
  static func double(_ value: Value) -> Double { value.double ?? Double(value.integral ?? 0) }

  /// Moments and durations in microseconds.
  static func microseconds(_ value: Value) -> Int128 {
    if case .date(let days) = value { return Int128(days) * Int128(Microseconds.day) }
    return Int128(value.integral ?? 0)
  }

  static func mean(_ known: [Value]) -> Double? {
    if known.isEmpty { return nil }
    if known.contains(where: { $0.integral == nil }) { return exactSum(known.map(double)) / Double(known.count) }
    return Double(known.reduce(Int128(0)) { $0 + Int128($1.integral ?? 0) }) / Double(known.count)
  }

  /// To the nearest microsecond, halves away from zero.
  private static func wholeMean(_ known: [Value], _ type: DataType) -> Value {
    if known.isEmpty { return .missing }
    let total = known.reduce(Int128(0)) { $0 + microseconds($1) }
    let count = Int128(known.count)
    let rounded = (Int128(total.magnitude) * 2 + count) / (2 * count)
    return Value(integral: Int64(total < 0 ? -rounded : rounded), type: type)
  }

  /// Hyndman and Fan's type 7: a straight line between the neighbours of place (n − 1)p.
  static func quantile(_ known: [Value], percentage: Double) -> Double? {
    let sorted = known.map(double).sorted()
    guard let last = sorted.last else { return nil }
    let place = Double(sorted.count - 1) * percentage / 100
    let index = Int(place)
    if index + 1 >= sorted.count { return last }
    if sorted[index] == sorted[index + 1] { return sorted[index] }
    return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
  }

  /// The quantile of moments or durations: the neighbour below, and microseconds above it.
  private static func wholeQuantile(_ known: [Value], _ percentage: Double) -> (base: Int128, step: Double)? {
    let sorted = known.map(microseconds).sorted()
    guard let last = sorted.last else { return nil }
    let place = Double(sorted.count - 1) * percentage / 100
    let index = Int(place)
    if index + 1 >= sorted.count { return (last, 0) }
    return (sorted[index], (place - Double(index)) * Double(sorted[index + 1] - sorted[index]))
  }

  private static func centre(_ known: [Value], percentage: Double, _ type: DataType) -> Value {
    if type == .number { return number(quantile(known, percentage: percentage)) }
    guard let (base, step) = wholeQuantile(known, percentage), let above = OracleArithmetic.rounded(step) else {
      return .missing
    }
    return Value(integral: Int64(base) + above, type: type)
  }

  private static func range(_ known: [Value], _ type: DataType) -> Value {
    if type == .number {
      guard let third = quantile(known, percentage: 75), let first = quantile(known, percentage: 25) else {
        return .missing
      }
      return number(third - first)
    }
    guard let third = wholeQuantile(known, 75), let first = wholeQuantile(known, 25) else { return .missing }
    let steps = OracleArithmetic.rounded(third.step - first.step) ?? 0
    return .duration(Int64(third.base - first.base) + steps)
  }

  static func variance(_ known: [Value]) -> Double? {
    guard known.count > 1 else { return nil }
    // From the first value on, so that equal values do not vary.
    let shifted = known.map { value in
      if let a = value.integral, let b = known[0].integral { return Double(Int128(a) - Int128(b)) }
      return double(value) - double(known[0])
    }
    let mean = exactSum(shifted) / Double(known.count)
    return exactSum(shifted.map { ($0 - mean) * ($0 - mean) }) / Double(known.count - 1)
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
}
