import TallyData

/// Whether two answers are the same: numbers to twelve digits, everything else exactly, in the same order.
package enum AnswerComparison {
  /// The first difference in words; nil where there is none.
  package static func difference(_ found: [[Value]], expected: [[Value]], fields: [Field]) -> String? {
    if found.count != expected.count { return "\(found.count) rows in place of \(expected.count)" }
    for (row, (left, right)) in zip(found, expected).enumerated() {
      if left.count != right.count { return "\(left.count) columns in place of \(right.count)" }
      for place in left.indices where !isClose(left[place], right[place]) {
        let name = place < fields.count ? fields[place].name : "\(place)"
        return "row \(row + 1), \(name): \(left[place].described) in place of \(right[place].described)"
      }
    }
    return nil
  }

  package static func isClose(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.number(let a), .number(let b)):
      return a == b || (a - b).magnitude <= 1e-12 * max(a.magnitude, b.magnitude)
    case (.text(let a), .text(let b)): return a.unicodeScalars.elementsEqual(b.unicodeScalars)
    default: return left == right
    }
  }
}

extension Value {
  var described: String { isMissing ? "missing" : report }
}
