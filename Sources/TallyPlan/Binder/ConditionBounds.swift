import TallyData
import TallySyntax

/// Decides conditions by the least and greatest values of the columns they speak of.
///
/// What it cannot bound it takes for anything, so that a settled condition is one for certain.
struct ConditionBounds {
  /// Values between two ends, which belong to it.
  struct Reach {
    var low: Double
    var high: Double
    var mayBeMissing: Bool
  }

  let scope: Scope
  /// Whether the rows of the scope still have the values of the loaded columns, and no others.
  let trustsColumns: Bool

  func outcomes(of expression: BoundExpression) -> Outcomes {
    switch expression.kind {
    case .constant(.boolean(let value)): value ? .yes : .no
    case .comparison(let comparison, let left, let right, _): outcomes(comparison, left, right)
    case .membership(let operand, let members, _): outcomes(of: operand, in: members)
    case .isMissing(let operand): outcomes(ofMissing: operand)
    case .not(let operand): outcomes(of: operand).negated
    case .and(let operands): outcomes(ofAll: operands)
    case .or(let operands):
      // By De Morgan: not (not a and not b).
      operands.map { outcomes(of: $0).negated }.reduce(.yes, Self.conjoined).negated
    case .column, .indicator: outcomes(ofTruth: expression)
    case .constant, .call, .arithmetic, .negative, .toNumber, .toDatetime, .textTest, .conditional: .all
    }
  }

  private func outcomes(ofAll operands: [BoundExpression]) -> Outcomes {
    var outcomes = operands.map { self.outcomes(of: $0) }.reduce(.yes, Self.conjoined)
    if !canAllHold(operands) { outcomes.remove(.yes) }
    return outcomes
  }

  /// Kleene's `and` of what two conditions can come to.
  private static func conjoined(_ left: Outcomes, _ right: Outcomes) -> Outcomes {
    var both = left.union(right).intersection([.no, .unknown])
    if left.contains(.yes), right.contains(.yes) { both.insert(.yes) }
    return both
  }

  private func outcomes(
    _ comparison: ComparisonOperator, _ left: BoundExpression, _ right: BoundExpression
  ) -> Outcomes {
    guard let a = reach(left), let b = reach(right) else { return .all }
    var outcomes: Outcomes = a.mayBeMissing || b.mayBeMissing ? .unknown : []
    let (canHold, canFail) =
      switch comparison {
      case .equal: (a.low <= b.high && b.low <= a.high, !(a.low == a.high && b.low == b.high && a.low == b.low))
      case .notEqual: (!(a.low == a.high && b.low == b.high && a.low == b.low), a.low <= b.high && b.low <= a.high)
      case .less: (a.low < b.high, a.high >= b.low)
      case .lessOrEqual: (a.low <= b.high, a.high > b.low)
      case .greater: (a.high > b.low, a.low <= b.high)
      case .greaterOrEqual: (a.high >= b.low, a.low < b.high)
      }
    if canHold { outcomes.insert(.yes) }
    if canFail { outcomes.insert(.no) }
    return outcomes
  }

  private func outcomes(of operand: BoundExpression, in members: [BoundExpression.Member]) -> Outcomes {
    guard let own = reach(operand) else { return .all }
    var outcomes: Outcomes = own.mayBeMissing ? [.no, .unknown] : .no
    for member in members {
      let ends: (BoundExpression?, BoundExpression?) =
        switch member {
        case .value(let value): (value, value)
        case .range(let low, let high): (low, high)
        }
      guard let low = end(ends.0, -.infinity), let high = end(ends.1, .infinity) else { return .all }
      if own.low <= high, low <= own.high { outcomes.insert(.yes) }
      if low <= own.low, own.high <= high { outcomes.remove(.no) }
    }
    return outcomes
  }

  func end(_ expression: BoundExpression?, _ open: Double) -> Double? {
    guard let expression else { return open }
    guard let reach = reach(expression), reach.low == reach.high, !reach.mayBeMissing else { return nil }
    return reach.low
  }

  private func outcomes(ofMissing operand: BoundExpression) -> Outcomes {
    guard trustsColumns, let column = column(operand), column.count > 0 else { return [.yes, .no] }
    return column.missingCount == 0 ? .no : column.missingCount == column.count ? .yes : [.yes, .no]
  }

  private func outcomes(ofTruth expression: BoundExpression) -> Outcomes {
    guard let reach = reach(expression) else { return .all }
    var outcomes: Outcomes = reach.mayBeMissing ? .unknown : []
    if reach.high >= 1 { outcomes.insert(.yes) }
    if reach.low <= 0 { outcomes.insert(.no) }
    return outcomes
  }

  // MARK: - Values

  private func column(_ expression: BoundExpression) -> Column? {
    switch expression.kind {
    case .column(let index): scope.origins.indices.contains(index) ? scope.origins[index] : nil
    case .toNumber(let operand), .toDatetime(let operand), .indicator(let operand): column(operand)
    case .constant, .call, .arithmetic, .negative, .comparison, .membership, .textTest, .isMissing, .not, .and, .or,
      .conditional:
      nil
    }
  }

  /// Nil: nothing is known.
  private func reach(_ expression: BoundExpression) -> Reach? {
    switch expression.kind {
    case .constant(let value):
      guard let number = value.double ?? value.integral.map(Double.init), number.magnitude < Self.exactLimit else {
        return nil
      }
      return Reach(low: number, high: number, mayBeMissing: false)
    case .column: return trustsColumns ? column(expression).flatMap(Self.reach) : nil
    case .toNumber(let operand), .indicator(let operand): return reach(operand)
    case .toDatetime(let operand):
      let day = Double(Microseconds.day)
      return reach(operand).map { Reach(low: $0.low * day, high: $0.high * day, mayBeMissing: $0.mayBeMissing) }
    case .negative(let operand):
      return reach(operand).map { Reach(low: -$0.high, high: -$0.low, mayBeMissing: $0.mayBeMissing) }
    case .call, .arithmetic, .comparison, .membership, .textTest, .isMissing, .not, .and, .or, .conditional: return nil
    }
  }

  /// Whole numbers beyond are not told apart as doubles; microseconds of all dates are below it.
  private static let exactLimit = 9e15

  private static func reach(_ column: Column) -> Reach? {
    guard column.type != .text, let range = column.knownRange, range.lowerBound > -exactLimit,
      range.upperBound < exactLimit
    else { return nil }
    return Reach(low: range.lowerBound, high: range.upperBound, mayBeMissing: column.missingCount > 0)
  }

  /// A column whose rows still are those that were loaded, where it holds any.
  func held(_ index: Int) -> Column? {
    guard trustsColumns, scope.origins.indices.contains(index), let column = scope.origins[index], column.count > 0
    else { return nil }
    return column
  }

  // MARK: - Together

  /// Whether there may be values for which all conditions are true.
  func canAllHold(_ operands: [BoundExpression]) -> Bool {
    var allowed: [Int: ClosedRange<Double>] = [:]
    for operand in operands {
      guard let (index, range) = constraint(operand) else { continue }
      guard let known = allowed[index] else {
        allowed[index] = range
        continue
      }
      let low = max(known.lowerBound, range.lowerBound)
      let high = min(known.upperBound, range.upperBound)
      guard low <= high else { return false }
      allowed[index] = low...high
    }
    return true
  }

  /// The values of one column that a comparison with a constant allows.
  private func constraint(_ expression: BoundExpression) -> (column: Int, range: ClosedRange<Double>)? {
    guard case .comparison(let comparison, let left, let right, _) = expression.kind else { return nil }
    if let index = columnIndex(left), let value = end(right, .nan), !value.isNaN {
      return Self.range(comparison, value).map { (index, $0) }
    }
    if let index = columnIndex(right), let value = end(left, .nan), !value.isNaN {
      return Self.range(comparison.mirrored, value).map { (index, $0) }
    }
    return nil
  }

  func columnIndex(_ expression: BoundExpression) -> Int? {
    switch expression.kind {
    case .column(let index): index
    case .toNumber(let operand): columnIndex(operand)
    case .constant, .call, .arithmetic, .negative, .toDatetime, .comparison, .membership, .textTest, .isMissing, .not,
      .and, .or, .conditional, .indicator:
      nil
    }
  }

  private static func range(_ comparison: ComparisonOperator, _ value: Double) -> ClosedRange<Double>? {
    switch comparison {
    case .equal: value...value
    case .notEqual: nil
    case .less: -.infinity...value.nextDown
    case .lessOrEqual: -.infinity...value
    case .greater: value.nextUp...Double.infinity
    case .greaterOrEqual: value...Double.infinity
    }
  }

  /// `year is 2017 to 2023` of the columns that a condition speaks of.
  func reason(_ expression: BoundExpression) -> String? {
    var parts: [String] = []
    for index in columnIndices(expression) {
      guard trustsColumns, let column = scope.origins[index], Self.reach(column) != nil,
        let range = column.knownRange
      else { continue }
      let name = scope.fields[index].name
      let (low, high) = (column.spelled(range.lowerBound), column.spelled(range.upperBound))
      var part = "\(name) is " + (low == high ? low : "\(low) to \(high)")
      if column.missingCount == 0 { part += ", never missing" }
      if !parts.contains(part) { parts.append(part) }
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private func columnIndices(_ expression: BoundExpression) -> [Int] {
    switch expression.kind {
    case .column(let index): scope.origins.indices.contains(index) ? [index] : []
    case .toNumber(let operand), .toDatetime(let operand), .indicator(let operand), .negative(let operand),
      .not(let operand), .isMissing(let operand), .membership(let operand, _, _):
      columnIndices(operand)
    case .comparison(_, let left, let right, _): columnIndices(left) + columnIndices(right)
    case .and(let operands), .or(let operands): operands.flatMap { columnIndices($0) }
    case .constant, .call, .arithmetic, .textTest, .conditional: []
    }
  }
}
