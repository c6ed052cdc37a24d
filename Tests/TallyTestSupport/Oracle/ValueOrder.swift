import TallyData

/// The order and equality of cells: texts by their scalars, missing last.
package enum ValueOrder {
  /// Negative, zero, positive; both known, of one type.
  package static func compare(_ left: Value, _ right: Value) -> Int {
    switch (left, right) {
    case (.text(let a), .text(let b)): return compare(Array(a.unicodeScalars), Array(b.unicodeScalars))
    case (.number(let a), .number(let b)): return a < b ? -1 : a > b ? 1 : 0
    default:
      guard let a = left.integral, let b = right.integral else { return 0 }
      return a < b ? -1 : a > b ? 1 : 0
    }
  }

  private static func compare(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    for (a, b) in zip(left, right) where a != b { return a.value < b.value ? -1 : 1 }
    return left.count - right.count
  }

  /// The order of a sort: missing last, whichever the direction.
  package static func compareForSort(_ left: Value, _ right: Value, isDescending: Bool) -> Int {
    switch (left.isMissing, right.isMissing) {
    case (true, true): return 0
    case (true, false): return 1
    case (false, true): return -1
    case (false, false):
      let order = compare(left, right)
      return isDescending ? -order : order
    }
  }

  /// Equal as group keys: two missing cells are the same group.
  package static func isSame(_ left: Value, _ right: Value) -> Bool {
    compareForSort(left, right, isDescending: false) == 0
  }

  /// Sorts indices by the keys of their rows; equal ones keep their order.
  static func sorted(_ keys: [[Value]], descending: [Bool]) -> [Int] {
    keys.indices.sorted { a, b in
      for (place, isDescending) in descending.enumerated() {
        let order = compareForSort(keys[a][place], keys[b][place], isDescending: isDescending)
        if order != 0 { return order < 0 }
      }
      return a < b
    }
  }
}

/// A cell as a key of a dictionary; texts that differ in their scalars are different keys.
struct OracleKey: Hashable {
  enum Kind: Hashable {
    case missing
    case integral(Int64)
    case number(Double)
    case text([UInt32])
  }

  let kind: Kind

  init(_ value: Value) {
    switch value {
    case .missing: kind = .missing
    case .number(let number): kind = .number(number)
    case .text(let text): kind = .text(text.unicodeScalars.map(\.value))
    case .integer, .boolean, .date, .datetime, .duration: kind = .integral(value.integral ?? 0)
    }
  }
}
