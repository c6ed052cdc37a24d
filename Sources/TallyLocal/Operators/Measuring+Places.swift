import TallyData
import TallyText

/// Aggregates that depend on the order of the values.
extension Measuring {
  func quantile(_ percentage: Double, of column: Column, as type: DataType) throws(RunError) -> Result {
    let points = try points([percentage], of: column)
    let known = GroupCounts(points.map(\.known))
    if type == .number {
      let result = try Column(numberCount: points.count, workers) { points[$0].number(scale: column.scale) }
      return Result(column: result, known: known)
    }
    let unit = column.type == .date ? Microseconds.day : 1
    let result = try Column(type: type, wholes: points.count, workers) { points[$0].whole(unit: unit) }
    return Result(column: result, known: known)
  }

  func interquartileRange(of column: Column, as type: DataType) throws(RunError) -> Result {
    let points = try points([25, 75], of: column)
    let pairs = (0..<groups.count).map { (points[2 * $0], points[2 * $0 + 1]) }
    let known = GroupCounts(pairs.map(\.0.known))
    if type == .number {
      let unit = Column.powersOfTen[column.scale]
      let values = pairs.map { low, high in (high.number(scale: 0) - low.number(scale: 0)) / unit }
      return Result(column: Column(numbers: values), known: known)
    }
    let unit = column.type == .date ? Double(Microseconds.day) : 1
    let values = pairs.map { low, high in
      if low.weight.isNaN { return Int64.min }
      let between = Double(high.lowerWhole.subtractingReportingOverflow(low.lowerWhole).partialValue)
      return Int64(rounding: (between + high.step - low.step) * unit)
    }
    return Result(column: Column(type: type, integrals: values), known: known)
  }

  /// The points of all percentages of each group, one after the other.
  func points(_ percentages: [Double], of column: Column) throws(RunError) -> [QuantilePoint] {
    let quantiles = Quantiles(percentages: percentages, grouping: try groups.grouping, sweep: sweep)
    let all = try quantiles.points(of: column)
    let width = percentages.count
    return (0..<groups.count * width).map { place in
      all.pointer[groups.slot(place / width) * width + place % width]
    }
  }

  /// The smallest or greatest known value of each group.
  func extreme(of column: Column, isGreatest: Bool) throws(RunError) -> Result {
    let column = try column.encoded(workers)
    switch column.storage {
    case .int8(let values): return try wholeExtreme(values, column, isGreatest)
    case .int16(let values): return try wholeExtreme(values, column, isGreatest)
    case .int32(let values): return try wholeExtreme(values, column, isGreatest)
    case .int64(let values): return try wholeExtreme(values, column, isGreatest)
    case .double(let values):
      let (found, known) = try extremes(values, column, isGreatest)
      return Result(column: try Column(numberCount: found.count, workers) { found[$0] ?? .nan }, known: known)
    case .codes8(let codes, let words): return try wordExtreme(codes, words, column, isGreatest)
    case .codes16(let codes, let words): return try wordExtreme(codes, words, column, isGreatest)
    case .codes32(let codes, let words): return try wordExtreme(codes, words, column, isGreatest)
    case .arena: preconditionFailure("an encoded column is no arena")
    }
  }

  private func extremes<V: StoredValue>(
    _ values: Buffer<V>, _ column: Column, _ isGreatest: Bool
  ) throws(RunError) -> ([V?], known: GroupCounts) {
    let all = try gathered(.extremes, of: column, ExtremeKernel(values: values))
    let found = groups.map(all) { $0.known == 0 ? nil : isGreatest ? $0.high : $0.low }
    return (found, groups.counts(all) { UInt32(truncatingIfNeeded: $0.known) })
  }

  private func wholeExtreme<V: Measurable>(
    _ values: Buffer<V>, _ column: Column, _ isGreatest: Bool
  ) throws(RunError) -> Result {
    let (found, known) = try extremes(values, column, isGreatest)
    guard column.type == .number else {
      let result = try Column(type: column.type, wholes: found.count, workers) { found[$0]?.whole ?? .min }
      return Result(column: result, known: known)
    }
    let unit = Column.powersOfTen[column.scale]
    let result = try Column(numberCount: found.count, workers) { (found[$0]?.double ?? .nan) / unit }
    return Result(column: result, known: known)
  }

  private func wordExtreme<V: StoredValue & UnsignedInteger>(
    _ codes: Buffer<V>, _ dictionary: TextDictionary, _ column: Column, _ isGreatest: Bool
  ) throws(RunError) -> Result {
    let (found, known) = try extremes(codes, column, isGreatest)
    let column = Column(codes: Buffer(found.map { UInt32($0 ?? 0) }), dictionary: dictionary)
    return Result(column: column, known: known)
  }
}

extension QuantilePoint {
  /// What the value lies above the lower neighbour.
  var step: Double { weight == 0 || upper == lower ? 0 : weight * (upper - lower) }

  /// The value of a number; NaN where nothing is known.
  func number(scale: Int) -> Double {
    weight.isNaN ? .nan : (lower + step) / Column.powersOfTen[scale]
  }

  /// The value of a whole number in units `unit` times as small.
  func whole(unit: Int64) -> Int64 {
    if weight.isNaN { return .min }
    let (base, overflow) = lowerWhole.multipliedReportingOverflow(by: unit)
    let step = Int64(rounding: step * Double(unit))
    let (sum, isBeyond) = base.addingReportingOverflow(step)
    return overflow || isBeyond ? .min : sum
  }
}
