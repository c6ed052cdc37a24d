import TallyData
import TallyFunctions
import TallyPlan

extension Measuring {
  /// `mean`, `percent` or `sum` with a weight for each row; rows where either is missing are skipped.
  func weighted(_ item: PlanAggregate, of column: Column, by weight: Column) throws(RunError) -> Result {
    try guardWeights(weight)
    let unit = column.type == .date ? Double(Microseconds.day) : 1
    let (products, weights) = try products(column, weight, unit: unit)
    let (sums, totals) = (try self.sums(of: products), try self.sums(of: weights))
    let isSum = item.aggregate.measure == .sum
    let factor = item.aggregate.measure == .percent ? 100.0 : 1
    let values = (0..<sums.known.count).map { group -> Double in
      if sums.known[group] == 0 { return isSum && rows[group] == 0 ? 0 : .nan }
      if isSum { return sums.number(group).orMissing }
      let total = totals.number(group)
      return total == 0 ? .nan : (factor * sums.number(group) / total).orMissing
    }
    if item.type == .number { return Result(column: Column(numbers: values), known: sums.known) }
    return Result(column: Column(type: item.type, integrals: values.map(Int64.init(rounding:))), known: sums.known)
  }

  /// Each value times its weight, and the weights; missing where either is.
  private func products(_ column: Column, _ weight: Column, unit: Double) throws(RunError) -> (Column, Column) {
    let (values, weights) = try pairs(column, weight)
    guard case .double(let x) = values.storage, case .double(let w) = weights.storage else { return (values, weights) }
    let parts = RowParts(rowCount: x.count)
    try workers.forEach(parts.count) { part in
      for row in parts[part] { x.pointer[row] *= w.pointer[row] * unit }
    }
    return (values, weights)
  }

  /// No row that counts has a negative weight.
  private func guardWeights(_ weight: Column) throws(RunError) {
    let values = Buffer<Double>(count: RowParts.blockSize)
    var start = 0
    while start < sweep.rowCount {
      if workers.interrupt.isRaised { throw .interrupted }
      let block = start..<min(start + RowParts.blockSize, sweep.rowCount)
      weight.copyDoubles(block, to: values.pointer)
      var negative: Int?
      sweep.forEachRow(of: block) { row in
        if negative == nil, values.pointer[row] < 0 { negative = row }
      }
      if let negative { throw .negativeWeight(row: block.lowerBound + negative + 1, range: range) }
      start = block.upperBound
    }
  }
}
