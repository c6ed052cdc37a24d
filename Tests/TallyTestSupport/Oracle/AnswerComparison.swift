import TallyData
import TallyPlan

/// Whether two answers are the same: numbers to twelve digits, everything else exactly, in the same order.
package enum AnswerComparison {
  /// The first difference in words; nil where there is none. Datetimes and durations may differ by `slack`
  /// microseconds.
  package static func difference(
    _ found: [[Value]], expected: [[Value]], fields: [Field], slack: Int64 = 0
  ) -> String? {
    if found.count != expected.count { return "\(found.count) rows in place of \(expected.count)" }
    for (row, (left, right)) in zip(found, expected).enumerated() {
      if left.count != right.count { return "\(left.count) columns in place of \(right.count)" }
      for place in left.indices where !isClose(left[place], right[place], slack) {
        let name = place < fields.count ? fields[place].name : "\(place)"
        return "row \(row + 1), \(name): \(left[place].described) in place of \(right[place].described)"
      }
    }
    return nil
  }

  package static func isClose(_ left: Value, _ right: Value, _ slack: Int64) -> Bool {
    switch (left, right) {
    case (.number(let a), .number(let b)):
      return a == b || (a - b).magnitude <= 1e-12 * max(a.magnitude, b.magnitude)
    case (.text(let a), .text(let b)): return a.unicodeScalars.elementsEqual(b.unicodeScalars)
    case (.datetime(let a), .datetime(let b)), (.duration(let a), .duration(let b)): return abs(a - b) <= slack
    default: return left == right
    }
  }
}

extension LogicalPlan {
  /// Microseconds by which a computed datetime or duration may differ: what 53 bits lose of ten thousand years;
  /// 0 where nothing between moments is computed.
  package var slack: Int64 {
    let isComputed = nodes.contains { node in
      switch node.step {
      case .summarize(let summary): summary.items.contains { $0.isBetweenMoments }
      case .window(let windows):
        windows.windows.contains { window in
          if case .aggregate(let item) = window.kind { item.isBetweenMoments } else { false }
        }
      default: false
      }
    }
    return isComputed ? 64 : 0
  }
}

extension PlanAggregate {
  fileprivate var isBetweenMoments: Bool {
    switch aggregate.measure {
    case .mean, .median, .percentile, .iqr, .sd: type == .datetime || type == .duration
    default: false
    }
  }
}

extension Value {
  var described: String { isMissing ? "missing" : report }
}
