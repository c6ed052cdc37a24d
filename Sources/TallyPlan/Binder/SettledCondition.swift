import TallyData
import TallySyntax
import TallyText

/// A condition that the values of the loaded columns decide alike for every row.
package struct SettledCondition: Sendable {
  /// On one line.
  package let text: String
  /// True of every row; else true of none.
  package let isTrue: Bool
  /// Columns that must be known for it to be true: `x < 5 or x >= 5` is unknown where x is missing.
  package let knownColumns: [String]
  /// `year is 2017 to 2023`; nil where the condition contradicts itself.
  package let reason: String?
  /// In the statement; nil where the condition stands in another one, a `let`.
  package internal(set) var range: SourceRange?
}

extension Binder {
  /// Remarks the conditions of a filter that are settled, or that cannot hold together.
  mutating func remarkSettled(_ conditions: [PlanCondition], range: SourceRange) {
    guard findsSettled else { return }
    let bounds = ConditionBounds(scope: scope, trustsColumns: !hasJoined)
    var found: [SettledCondition] = []
    for condition in conditions {
      found += settled(condition.expression, text: condition.text, range: condition.expression.range, bounds)
    }
    if found.isEmpty, conditions.count > 1 {
      let all = BoundExpression(.and(conditions.map(\.expression)), type: .boolean, range: range)
      found += settled(all, text: text(of: range), range: range, bounds).filter { !$0.isTrue }
    }
    remarks.settledConditions += found.filter { new in
      !remarks.settledConditions.contains { $0.text == new.text && $0.range == new.range }
    }
  }
}

extension Binder {
  /// At most one: what the condition comes to by the columns' values, else by its comparisons alone.
  private func settled(
    _ condition: BoundExpression, text: String, range: SourceRange, _ bounds: ConditionBounds
  ) -> [SettledCondition] {
    if let isTrue = bounds.outcomes(of: condition).settled
      ?? ConditionCases.outcomes(of: condition, bounds, usesValues: true)?.settled
    {
      let isContradiction = ConditionCases.outcomes(of: condition, bounds, usesValues: false)?.settled == false
      return [
        SettledCondition(
          text: text, isTrue: isTrue, knownColumns: [], reason: isContradiction ? nil : bounds.reason(condition),
          range: range)
      ]
    }
    guard ConditionCases.outcomes(of: condition, bounds, usesValues: false) == [.yes, .unknown] else { return [] }
    let names = condition.columnsRead.sorted().filter(scope.fields.indices.contains).map { scope.fields[$0].name }
    return [SettledCondition(text: text, isTrue: true, knownColumns: names, reason: nil, range: range)]
  }
}

/// What a condition can come to.
struct Outcomes: OptionSet {
  let rawValue: UInt8

  static let yes = Outcomes(rawValue: 1)
  static let no = Outcomes(rawValue: 2)
  static let unknown = Outcomes(rawValue: 4)
  static let all: Outcomes = [yes, no, unknown]

  /// Whether every row has the same outcome: true of all, or true of none.
  var settled: Bool? {
    if self == .yes { return true }
    return isEmpty || contains(.yes) ? nil : false
  }

  var negated: Outcomes {
    var negated = intersection(.unknown)
    if contains(.yes) { negated.insert(.no) }
    if contains(.no) { negated.insert(.yes) }
    return negated
  }
}
