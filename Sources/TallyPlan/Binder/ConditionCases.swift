import TallyData
import TallySyntax

/// What a condition comes to for every value that tells its comparisons apart.
///
///     x < 5 or x >= 5      x is 4, 5, 6 or missing: true, true, true, unknown
///
/// Comparisons of columns with constants are looked at together; everything else may come to anything, so that what
/// is found to be settled is so for certain.
struct ConditionCases {
  /// A value that stands for all that no comparison tells from it.
  private enum Case: Equatable {
    case number(Double)
    case text(String)
    /// A text that the condition does not name.
    case otherText
    case missing
  }

  /// Cases of all columns together; more are not looked at.
  private static let limit = 2_000

  private let bounds: ConditionBounds
  private var numbers: [Int: Set<Double>] = [:]
  private var texts: [Int: Set<String>] = [:]
  /// Parts that may come to anything.
  private var opaqueCount = 0

  init(_ bounds: ConditionBounds) { self.bounds = bounds }

  /// Nil where there are too many cases. `usesValues`: only of the values that the columns hold.
  static func outcomes(
    of condition: BoundExpression, _ bounds: ConditionBounds, usesValues: Bool
  ) -> Outcomes? {
    var cases = ConditionCases(bounds)
    cases.collect(condition)
    return cases.outcomes(of: condition, usesValues: usesValues)
  }

  // MARK: - What is compared

  private mutating func collect(_ expression: BoundExpression) {
    switch expression.kind {
    case .and(let operands), .or(let operands): for operand in operands { collect(operand) }
    case .not(let operand): collect(operand)
    case .constant(.boolean): break
    case .comparison, .membership, .isMissing, .column, .indicator:
      guard let column = column(of: expression) else {
        opaqueCount += 1
        return
      }
      for value in constants(of: expression) {
        switch value {
        case .text(let text): texts[column, default: []].insert(text)
        case .number(let number): numbers[column, default: []].insert(number)
        case .otherText, .missing: break
        }
      }
      if bounds.scope.fields[column].type == .text { texts[column, default: []] = texts[column] ?? [] }
      numbers[column, default: []] = numbers[column] ?? []
    case .constant, .call, .arithmetic, .negative, .toNumber, .toDatetime, .textTest, .conditional: opaqueCount += 1
    }
  }

  /// The column that an atom compares with constants alone; nil for anything else, and for a window's hidden column.
  private func column(of expression: BoundExpression) -> Int? {
    comparedColumn(expression).flatMap { bounds.scope.fields.indices.contains($0) ? $0 : nil }
  }

  private func comparedColumn(_ expression: BoundExpression) -> Int? {
    switch expression.kind {
    case .comparison(let comparison, let left, let right, ignoringCase: false):
      guard let (column, value) = sides(left, right) else { return nil }
      let isText = if case .text = value { true } else { false }
      return isText && comparison != .equal && comparison != .notEqual ? nil : column
    case .membership(let operand, let members, ignoringCase: false):
      guard let column = bounds.columnIndex(operand) else { return nil }
      return members.allSatisfy { member in
        switch member {
        case .value(let value): constant(value) != nil
        case .range(let low, let high):
          operand.type != .text && low.map { constant($0) != nil } ?? true
            && high.map { constant($0) != nil } ?? true
        }
      } ? column : nil
    case .isMissing(let operand), .indicator(let operand): return bounds.columnIndex(operand)
    case .column(let index): return index
    case .comparison, .membership, .constant, .call, .arithmetic, .negative, .toNumber, .toDatetime, .textTest, .not,
      .and, .or, .conditional:
      return nil
    }
  }

  private func sides(_ left: BoundExpression, _ right: BoundExpression) -> (Int, Case)? {
    if let column = bounds.columnIndex(left), let value = constant(right) { return (column, value) }
    if let column = bounds.columnIndex(right), let value = constant(left) { return (column, value) }
    return nil
  }

  private func constant(_ expression: BoundExpression) -> Case? {
    if case .constant(.text(let text)) = expression.kind { return .text(text) }
    return bounds.end(expression, .nan).flatMap { $0.isNaN ? nil : .number($0) }
  }

  private func constants(of expression: BoundExpression) -> [Case] {
    switch expression.kind {
    case .comparison(_, let left, let right, _): return sides(left, right).map { [$0.1] } ?? []
    case .membership(_, let members, _):
      return members.flatMap { member in
        switch member {
        case .value(let value): [constant(value)].compactMap(\.self)
        case .range(let low, let high): [low, high].compactMap { $0.flatMap(constant) }
        }
      }
    case .column, .indicator: return [.number(0), .number(1)]
    case .isMissing, .constant, .call, .arithmetic, .negative, .toNumber, .toDatetime, .textTest, .not, .and, .or,
      .conditional:
      return []
    }
  }

  // MARK: - Cases

  private func cases(of column: Int, usesValues: Bool) -> [Case] {
    let field = bounds.scope.fields[column]
    let known = bounds.held(column)
    let mayBeMissing = known.map { $0.missingCount > 0 } ?? true
    let ends: [Case] = mayBeMissing ? [.missing] : []
    if field.type == .text { return (texts[column] ?? []).map { .text($0) } + [.otherText] + ends }
    var values = numbers[column] ?? []
    let range = usesValues ? known?.knownRange : nil
    if let range { values.formUnion([range.lowerBound, range.upperBound]) }
    let sorted = values.sorted()
    let isWhole = field.type == .integer || field.type == .date || field.type == .boolean
    var points: [Double] = sorted
    for (low, high) in zip(sorted, sorted.dropFirst()) {
      let between = isWhole ? low.rounded(.down) + 1 : low + (high - low) / 2
      if between > low, between < high { points.append(between) }
    }
    if let first = sorted.first, let last = sorted.last { points += [first - 1, last + 1] } else { points = [0] }
    if field.type == .boolean { points = [0, 1] }
    if let range { points = points.filter(range.contains) }
    return points.map { .number($0) } + ends
  }

  private func outcomes(of condition: BoundExpression, usesValues: Bool) -> Outcomes? {
    let columns = numbers.keys.sorted()
    let choices = columns.map { cases(of: $0, usesValues: usesValues) }
    let sizes = choices.map(\.count) + [Int](repeating: 3, count: opaqueCount)
    var total = 1
    for size in sizes {
      total *= size
      if total > Self.limit || total == 0 { return nil }
    }
    var outcomes: Outcomes = []
    for number in 0..<total {
      var rest = number
      var values: [Int: Case] = [:]
      for (column, choice) in zip(columns, choices) {
        values[column] = choice[rest % choice.count]
        rest /= choice.count
      }
      var opaque = rest
      let truth = truth(condition, values, &opaque)
      outcomes.insert(truth == true ? .yes : truth == false ? .no : .unknown)
      if outcomes == .all { break }
    }
    return outcomes
  }

  /// Every part is looked at, so that the opaque ones keep their order.
  private func truth(_ expression: BoundExpression, _ values: [Int: Case], _ opaque: inout Int) -> Bool? {
    switch expression.kind {
    case .and(let operands): return together(operands, values, &opaque, deciding: false)
    case .or(let operands): return together(operands, values, &opaque, deciding: true)
    case .not(let operand): return truth(operand, values, &opaque).map { !$0 }
    case .constant(.boolean(let value)): return value
    case .comparison, .membership, .isMissing, .column, .indicator, .constant, .call, .arithmetic, .negative, .toNumber,
      .toDatetime, .textTest, .conditional:
      guard let column = column(of: expression), let value = values[column] else {
        defer { opaque /= 3 }
        return [true, false, nil][opaque % 3]
      }
      return atom(expression, value)
    }
  }

  private func together(
    _ operands: [BoundExpression], _ values: [Int: Case], _ opaque: inout Int, deciding: Bool
  ) -> Bool? {
    var truths: [Bool?] = []
    for operand in operands { truths.append(truth(operand, values, &opaque)) }
    return truths.contains(deciding) ? deciding : truths.contains(nil) ? nil : !deciding
  }

  private func atom(_ expression: BoundExpression, _ value: Case) -> Bool? {
    if case .isMissing = expression.kind { return value == .missing }
    if value == .missing { return nil }
    switch expression.kind {
    case .comparison(let comparison, let left, let right, _):
      let isTurned = bounds.columnIndex(left) == nil || constant(right) == nil
      guard let other = constant(isTurned ? left : right) else { return nil }
      return Self.compare(isTurned ? comparison.mirrored : comparison, value, other)
    case .membership(_, let members, _):
      return members.contains { member in
        switch member {
        case .value(let expression): constant(expression) == value
        case .range(let low, let high):
          low.flatMap(constant).map { Self.compare(.greaterOrEqual, value, $0) == true } ?? true
            && high.flatMap(constant).map { Self.compare(.lessOrEqual, value, $0) == true } ?? true
        }
      }
    default:
      if case .number(let number) = value { return number != 0 }
      return nil
    }
  }

  private static func compare(_ comparison: ComparisonOperator, _ left: Case, _ right: Case) -> Bool? {
    guard case .number(let a) = left, case .number(let b) = right else {
      return comparison == .equal ? left == right : comparison == .notEqual ? left != right : nil
    }
    return switch comparison {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    }
  }
}
