import TallyData
import TallySyntax
import TallyText

/// A condition that the values of the loaded columns decide alike for every row.
package struct SettledCondition: Sendable {
  /// On one line.
  package let text: String
  /// True of every row; else true of none.
  package let isTrue: Bool
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
      guard let isTrue = bounds.outcomes(of: condition.expression).settled else { continue }
      found.append(
        SettledCondition(
          text: condition.text, isTrue: isTrue, reason: bounds.reason(condition.expression),
          range: condition.expression.range))
    }
    if found.isEmpty, conditions.count > 1,
      !bounds.canAllHold(conditions.map(\.expression))
    {
      found.append(SettledCondition(text: text(of: range), isTrue: false, reason: nil, range: range))
    }
    remarks.settledConditions += found.filter { new in
      !remarks.settledConditions.contains { $0.text == new.text && $0.range == new.range }
    }
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
