import TallyData
import TallyText

extension Measuring {
  /// The variance of a sample, or its root; missing of fewer than two known values.
  func variance(of column: Column, isRoot: Bool, as type: DataType) throws(RunError) -> Result {
    let (variances, known) = try variances(of: column)
    let values = isRoot ? variances.map { $0.squareRoot() } : variances
    let result =
      type == .number
      ? try Column(numberCount: values.count, workers) { values[$0] }
      : try Column(type: type, wholes: values.count, workers) { Int64(rounding: values[$0]) }
    return Result(column: result, known: known)
  }

  private func variances(of column: Column) throws(RunError) -> ([Double], known: GroupCounts) {
    switch column.storage {
    case .int8(let values): return try exactVariances(values, column)
    case .int16(let values): return try exactVariances(values, column)
    case .int32(let values): return try exactVariances(values, column)
    case .int64(let values): return try wideVariances(values, column)
    case .double(let values): return try variances(values, sums(of: column))
    case .codes8, .codes16, .codes32, .arena: preconditionFailure("the binder lets no text through to variances")
    }
  }

  /// (n · Σx² − (Σx)²) / (n (n − 1)) in whole numbers, so nothing cancels; 2^32 rows of 32 bits stay below 2^127.
  private func exactVariances<V: NarrowWhole>(
    _ values: Buffer<V>, _ column: Column
  ) throws(RunError) -> ([Double], known: GroupCounts) {
    let all = try gathered(.squares, of: column, SquareKernel(values: values))
    let unit = Column.powersOfTen[column.scale]
    let variances = groups.map(all) { slot in
      let spread = Int128(slot.known) &* slot.squares &- Int128(slot.sum) &* Int128(slot.sum)
      return Double(variance: Double(rounding: spread), of: Int(slot.known), unit: unit)
    }
    return (variances, groups.counts(all) { UInt32(truncatingIfNeeded: $0.known) })
  }

  /// The same of 64 bits, whose squares are those of distances from a whole number near the mean.
  private func wideVariances(
    _ values: Buffer<Int64>, _ column: Column
  ) throws(RunError) -> ([Double], known: GroupCounts) {
    let sums = try sums(of: column)
    let slotCount = try groups.grouping.slotCount
    let centers = Buffer<Int64>(count: slotCount)
    centers.pointer.initialize(repeating: 0, count: slotCount)
    for (group, known) in sums.known.enumerated() where known > 0 {
      let center = Measuring.rounded(sums.whole(group), by: Int128(known))
      centers.pointer[groups.slot(group)] = Int64(truncatingIfNeeded: center)
    }
    let all = try sweep.run(WideSquareKernel(values: values, centers: centers), over: groups.grouping)
    let unit = Column.powersOfTen[column.scale]
    let variances = (0..<groups.count).map { group in
      let (known, slot) = (sums.known[group], groups.slot(group))
      let rest = sums.whole(group) - Int128(known) * Int128(centers[slot])
      return Double(variance: all[slot].spread(of: known, rest: rest), of: known, unit: unit)
    }
    return (variances, sums.known)
  }

  private func variances(
    _ values: Buffer<Double>, _ sums: Sums
  ) throws(RunError) -> ([Double], known: GroupCounts) {
    let slotCount = try groups.grouping.slotCount
    let means = Buffer<Double>(count: slotCount)
    means.pointer.initialize(repeating: 0, count: slotCount)
    for group in 0..<groups.count {
      let mean = sums.mean(group, unit: 1)
      means.pointer[groups.slot(group)] = mean.isNaN ? 0 : mean
    }
    let all = try sweep.run(DeviationKernel(values: values, means: means), over: groups.grouping)
    let deviations = groups.map(all) { $0 }
    let variances = zip(deviations, sums.known).map { slot, known in
      if known < 2 { return Double.nan }
      let squares = slot.squares.value - slot.distances * slot.distances / Double(known)
      return squares.isFinite ? max(0, squares) / Double(known - 1) : .nan
    }
    return (variances, sums.known)
  }

  /// Pearson's correlation over the rows where both values are known.
  func correlation(of column: Column, and second: Column) throws(RunError) -> Result {
    let (left, right) = try pairs(column, second)
    let (xs, ys) = (shrunk(left), shrunk(right))
    let (xSums, ySums) = try (sums(of: xs), sums(of: ys))
    guard case .double(let x) = xs.storage, case .double(let y) = ys.storage else {
      return Result(column: Column(numbers: xSums.known.map { _ in .nan }), known: xSums.known)
    }
    let slotCount = try groups.grouping.slotCount
    let means = Buffer<SIMD2<Double>>(count: slotCount)
    means.pointer.initialize(repeating: .zero, count: slotCount)
    for (group, known) in xSums.known.enumerated() where known > 0 {
      means.pointer[groups.slot(group)] = SIMD2(xSums.number(group), ySums.number(group)) / Double(known)
    }
    let all = try sweep.run(CorrelationKernel(x: x, y: y, means: means), over: groups.grouping)
    let values = groups.map(all) { slot in
      let correlation = slot.products / slot.spread
      return slot.varies && correlation.isFinite ? Swift.min(1, Swift.max(-1, correlation)) : .nan
    }
    return Result(column: Column(numbers: values), known: xSums.known)
  }

  /// The column, or where no double may hold the product of its squares, all values smaller by one factor, of which a
  /// correlation knows nothing.
  private func shrunk(_ column: Column) -> Column {
    guard case .double(let values) = column.storage else { return column }
    var greatest = 0.0
    for row in 0..<column.count { greatest = Swift.max(greatest, values[row].magnitude) }
    guard greatest > 0x1p240 else { return column }
    let factor = Double(sign: .plus, exponent: 240 - greatest.exponent, significand: 1)
    let smaller = Buffer<Double>(count: column.count)
    for row in 0..<column.count { smaller.pointer[row] = values[row] * factor }
    return Column(type: .number, storage: .double(smaller), count: column.count, missingCount: column.missingCount)
  }

  /// Both columns as doubles, missing where either is.
  func pairs(_ x: Column, _ y: Column) throws(RunError) -> (Column, Column) {
    let (left, right) = (Buffer<Double>(count: x.count), Buffer<Double>(count: x.count))
    let parts = RowParts(rowCount: x.count)
    let interrupt = workers.interrupt
    try workers.forEach(parts.count) { part in
      parts.forEachBlock(of: part, interrupt) { rows in
        x.copyDoubles(rows, to: left.pointer + rows.lowerBound)
        y.copyDoubles(rows, to: right.pointer + rows.lowerBound)
        for row in rows {
          let isMissing = left.pointer[row].isNaN || right.pointer[row].isNaN
          left.pointer[row] = isMissing ? .nan : left.pointer[row]
          right.pointer[row] = isMissing ? .nan : right.pointer[row]
        }
      }
    }
    let missing = left.values.count { $0.isNaN }
    func column(_ values: Buffer<Double>) -> Column {
      Column(type: .number, storage: .double(values), count: x.count, missingCount: missing)
    }
    return (column(left), column(right))
  }
}

extension Double {
  /// The variance of a sample of scaled numbers; NaN of fewer than two. `spread` is n · Σx² − (Σx)².
  fileprivate init(variance spread: Double, of count: Int, unit: Double) {
    self = count < 2 ? .nan : spread / (Double(count) * Double(count - 1)) / (unit * unit)
  }
}

extension Int64 {
  /// The nearest whole number, halves away from zero; missing for NaN and what does not fit.
  init(rounding value: Double) {
    self = Int64(exactly: value.rounded(.toNearestOrAwayFromZero)) ?? .min
  }
}

extension Column {
  /// Writes the values of some rows as doubles, NaN for missing ones and for texts.
  func copyDoubles(_ rows: Range<Int>, to target: UnsafeMutablePointer<Double>) {
    func copy<V: Measurable>(_ values: Buffer<V>) {
      let unit = Column.powersOfTen[scale]
      for (place, row) in rows.enumerated() {
        let value = values.pointer[row]
        target[place] = value.isMissing ? .nan : value.double / unit
      }
    }
    switch storage {
    case .int8(let values): copy(values)
    case .int16(let values): copy(values)
    case .int32(let values): copy(values)
    case .int64(let values): copy(values)
    case .double(let values): copy(values)
    case .codes8, .codes16, .codes32, .arena: target.update(repeating: .nan, count: rows.count)
    }
  }
}
