import TallyData
import TallyFunctions
import TallyPlan
import TallySyntax

/// Tests of a stored column against constants.
extension Preparation {
  /// Nil where the condition is none of these.
  func storedTest(_ expression: BoundExpression) throws(RunError) -> (any BlockExpression)? {
    switch expression.kind {
    case .comparison(let comparison, let left, let right, ignoringCase: false):
      if let value = try constant(right) { return try compare(left, comparison, value) }
      if let value = try constant(left) { return try compare(right, comparison.mirrored, value) }
      return nil
    case .membership(let operand, let members, ignoringCase: false): return try membership(operand, members)
    case .isMissing(let operand): return missingTest(operand)
    case .column where expression.type == .boolean:
      guard let ordered = OrderedColumn(expression, in: frame, threads: threads) else { return nil }
      return storedTest(ordered.column, in: [1...1])
    case .indicator(let operand):
      guard case .column = operand.kind, let ordered = OrderedColumn(operand, in: frame, threads: threads) else {
        return nil
      }
      return storedTest(ordered.column, in: [0...0], .inverted)
    case .column, .constant, .call, .arithmetic, .negative, .toNumber, .toDatetime, .comparison, .membership,
      .textTest, .not, .and, .or, .conditional:
      return nil
    }
  }

  private func compare(
    _ operand: BoundExpression, _ comparison: ComparisonOperator, _ value: Value
  ) throws(RunError) -> (any BlockExpression)? {
    if value.isMissing { return nil }
    if let column = doubles(operand), let number = value.double {
      return numberTest(column, [numbers(comparison, number)], comparison == .notEqual ? .inverted : TestOutcomes())
    }
    if case .text(let text) = value, let test = arenaTest(.equals, operand, text) {
      switch comparison {
      case .equal: return test
      case .notEqual: return Negation(operand: test)
      case .less, .lessOrEqual, .greater, .greaterOrEqual: return nil
      }
    }
    guard let ordered = OrderedColumn(operand, in: frame, threads: threads) else { return nil }
    let ranges = ordered.range(comparison, value).map { [$0] } ?? []
    return storedTest(ordered.column, in: ranges, comparison == .notEqual ? .inverted : TestOutcomes())
  }

  /// Whether a column's stored numbers lie in some ranges, ascending and apart; nil for doubles and free text.
  func storedTest(
    _ column: Column, in ranges: [ClosedRange<Int64>], _ outcomes: TestOutcomes = TestOutcomes()
  ) -> (any BlockExpression)? {
    StoredCells(column.storage).map { cells in
      let zones = ZoneTest(column, in: ranges, outcomes, threads: threads)
      return StoredTest(cells: cells, ranges: ranges, outcomes: outcomes, zones: zones)
    }
  }

  private func membership(
    _ operand: BoundExpression, _ members: [BoundExpression.Member]
  ) throws(RunError) -> (any BlockExpression)? {
    var ends: [(low: Value?, high: Value?)] = []
    for member in members {
      switch member {
      case .value(let value):
        guard let value = try constant(value), !value.isMissing else { return nil }
        ends.append((value, value))
      case .range(let low, let high):
        var pair: [Value?] = [nil, nil]
        for (place, end) in [low, high].enumerated() {
          guard let end else { continue }
          guard let value = try constant(end), !value.isMissing else { return nil }
          pair[place] = value
        }
        ends.append((pair[0], pair[1]))
      }
    }
    if let column = doubles(operand) {
      if ends.count > StoredTest.rangeLimit { return nil }
      let ranges = ends.compactMap { low, high -> ClosedRange<Double>? in
        let (low, high) = (low?.double ?? -.infinity, high?.double ?? .infinity)
        return low <= high ? low...high : nil
      }
      return numberTest(column, ranges, TestOutcomes())
    }
    guard let ordered = OrderedColumn(operand, in: frame, threads: threads) else { return nil }
    return test(ordered.column, in: ends.compactMap { ordered.range(from: $0.low, through: $0.high) }.merged)
  }

  /// The fastest test for many ranges: each by itself, a table, or a search.
  private func test(_ column: Column, in ranges: [ClosedRange<Int64>]) -> (any BlockExpression)? {
    guard ranges.count > StoredTest.rangeLimit else { return storedTest(column, in: ranges) }
    let isText = column.dictionary != nil
    let first = isText ? 0 : ranges[0].lowerBound
    let (span, overflow) = ranges[ranges.count - 1].upperBound.subtractingReportingOverflow(first)
    if !isText, overflow || span >= 1 << 20 {
      return SparseTest(operand: ColumnRead(column: whole(column)), ranges: ranges)
    }
    let size = isText ? (column.dictionary?.count ?? 0) + 1 : Int(span) + 1
    let outcomes = Buffer<UInt8>(count: size)
    outcomes.pointer.initialize(repeating: Truth.no, count: size)
    for range in ranges {
      (outcomes.pointer + Int(range.lowerBound - first)).update(repeating: Truth.yes, count: range.count)
    }
    if isText { outcomes.pointer[0] = Truth.unknown }
    return StoredLookup(
      storage: column.storage, first: first, outcomes: outcomes, outside: Truth.no, missing: Truth.unknown)
  }

  /// The column's stored numbers as integers.
  private func whole(_ column: Column) -> Column {
    Column(type: .integer, storage: column.storage, count: column.count, missingCount: column.missingCount)
  }

  private func missingTest(_ operand: BoundExpression) -> (any BlockExpression)? {
    guard case .column = operand.kind else { return nil }
    if let column = doubles(operand) { return numberTest(column, [], TestOutcomes(missing: Truth.yes)) }
    guard let ordered = OrderedColumn(operand, in: frame, threads: threads) else { return nil }
    return storedTest(ordered.column, in: [], TestOutcomes(missing: Truth.yes))
  }

  private func doubles(_ operand: BoundExpression) -> Column? {
    guard case .column(let index) = operand.kind, case .double = frame.columns[index].storage else { return nil }
    return frame.columns[index]
  }

  private func numberTest(
    _ column: Column, _ ranges: [ClosedRange<Double>], _ outcomes: TestOutcomes
  ) -> NumberTest? {
    guard case .double(let values) = column.storage else { return nil }
    return NumberTest(
      values: values, ranges: ranges, outcomes: outcomes,
      zones: ZoneTest(column, in: ranges, outcomes, threads: threads))
  }

  /// The numbers that satisfy a comparison, or fail it for `!=`.
  private func numbers(_ comparison: ComparisonOperator, _ value: Double) -> ClosedRange<Double> {
    switch comparison {
    case .equal, .notEqual: value...value
    case .less: -Double.infinity...value.nextDown
    case .lessOrEqual: -Double.infinity...value
    case .greater: value.nextUp...Double.infinity
    case .greaterOrEqual: value...Double.infinity
    }
  }
}

extension ComparisonOperator {
  /// The operator that says the same with the sides exchanged.
  fileprivate var mirrored: ComparisonOperator {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}
