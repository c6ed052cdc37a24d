import TallyData
import TallyPlan

/// Whether two answers are the same: numbers to twelve digits, everything else exactly, in the same order.
package enum AnswerComparison {
  /// The first difference in words; nil where there is none. Datetimes and durations may differ by `slack`
  /// microseconds, and numbers by `noise`.
  package static func difference(
    _ found: [[Value]], expected: [[Value]], fields: [Field], slack: Int64 = 0, noise: Double = 0
  ) -> String? {
    if found.count != expected.count { return "\(found.count) rows in place of \(expected.count)" }
    for (row, (left, right)) in zip(found, expected).enumerated() {
      if left.count != right.count { return "\(left.count) columns in place of \(right.count)" }
      for place in left.indices where !isClose(left[place], right[place], slack, noise) {
        let name = place < fields.count ? fields[place].name : "\(place)"
        return "row \(row + 1), \(name): \(left[place].described) in place of \(right[place].described)"
      }
    }
    return nil
  }

  package static func isClose(_ left: Value, _ right: Value, _ slack: Int64, _ noise: Double = 0) -> Bool {
    switch (left, right) {
    case (.number(let a), .number(let b)):
      return a == b || (a - b).magnitude <= max(1e-12 * max(a.magnitude, b.magnitude), noise)
    case (.text(let a), .text(let b)): return a.unicodeScalars.elementsEqual(b.unicodeScalars)
    case (.datetime(let a), .datetime(let b)): return abs(a - b) <= slack
    case (.duration(let a), .duration(let b)):
      // Beyond 2^53 microseconds a product in doubles is not known to the last one.
      return (Double(a) - Double(b)).magnitude <= max(Double(slack), Double(a.magnitude >> 53) * 16)
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
      case .describe: true
      default: false
      }
    }
    return isComputed ? 64 : 0
  }

  /// By how much numbers may differ: a correlation's twelve digits are those after the point, since its size is that
  /// of 1 and one near 0 is what rounding left.
  package var noise: Double {
    let correlates = nodes.contains { node in
      switch node.step {
      case .summarize(let summary): summary.items.contains { $0.aggregate.measure == .correlation }
      case .window(let windows):
        windows.windows.contains { window in
          if case .aggregate(let item) = window.kind { item.aggregate.measure == .correlation } else { false }
        }
      default: false
      }
    }
    return correlates ? 1e-12 : 0
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
