import TallyData

/// Which rows of the right each key has.
struct JoinMatches: Sendable {
  /// For each number, where its rows begin in ``rows``; one more than there are numbers, and one for 0.
  private let starts: [Int]
  /// Rows of the right by the number of their key, then in their order.
  private let rows: Buffer<UInt32>
  private let leftCounts: [Int]
  /// Rows of the left whose key the right has.
  let matchedLeft: Int

  init(_ keys: JoinKeys) {
    var starts = [Int](repeating: 0, count: keys.count + 2)
    for number in keys.right.values { starts[Int(number) + 1] += 1 }
    for number in 0...keys.count { starts[number + 1] += starts[number] }
    var next = starts
    let rows = Buffer<UInt32>(count: keys.right.count)
    for (row, number) in keys.right.values.enumerated() {
      rows.pointer[next[Int(number)]] = UInt32(truncatingIfNeeded: row)
      next[Int(number)] += 1
    }
    var counts = [Int](repeating: 0, count: keys.count + 1)
    for number in keys.left.values { counts[Int(number)] += 1 }
    self.starts = starts
    self.rows = rows
    leftCounts = counts
    matchedLeft = keys.left.count - counts[0]
  }

  func rightCount(_ number: UInt32) -> Int { number == 0 ? 0 : starts[Int(number) + 1] - starts[Int(number)] }

  func leftCount(_ number: UInt32) -> Int { leftCounts[Int(number)] }

  private var numbers: Range<UInt32> { 1..<UInt32(truncatingIfNeeded: max(1, leftCounts.count)) }

  var firstRepeatedRight: UInt32? { numbers.first { rightCount($0) > 1 } }

  /// Keys that several rows of the right have.
  var repeatedRight: Int { numbers.count { rightCount($0) > 1 } }

  var firstRepeatedOnBothSides: UInt32? { numbers.first { rightCount($0) > 1 && leftCount($0) > 1 } }

  /// Rows of the right whose key the left has.
  func matchedRight(_ keys: JoinKeys) -> Int { numbers.reduce(0) { $0 + (leftCount($1) > 0 ? rightCount($1) : 0) } }

  /// The rows of a join: for each the row of the left and that of the right, `UInt32.max` where there is none.
  struct Pairs {
    let left: Buffer<UInt32>
    let right: Buffer<UInt32>
    /// Every row of the left stands once, in its place.
    let isLeftInPlace: Bool

    /// Rows of a left column that the right one follows.
    func keys(leftCount: Int) -> Buffer<UInt32> {
      Buffer(
        zip(left.values, right.values).map { $0 == .max ? UInt32(truncatingIfNeeded: leftCount) &+ $1 : $0 })
    }
  }

  /// In the order of the left, then of the right; rows of the right that have no match last.
  func pairs(
    _ keys: JoinKeys, keepsLeft: Bool, keepsRight: Bool, _ workers: Workers
  ) throws(RunError) -> Pairs {
    let parts = RowParts(rowCount: keys.left.count)
    let sizes = Buffer<Int>(repeating: 0, count: parts.count)
    try workers.forEach(parts.count) { part in
      var size = 0
      for row in parts[part] {
        let count = rightCount(keys.left.pointer[row])
        size &+= count == 0 && keepsLeft ? 1 : count
      }
      sizes.pointer[part] = size
    }
    var starts = [0]
    for size in sizes.values { starts.append(starts[starts.count - 1] + size) }
    let matched = starts[parts.count]
    let alone = keepsRight ? rowsAlone(keys) : []
    let total = matched + alone.count
    guard total <= MemoryLimit.rows else {
      throw .tooLarge(what: "the rows of the join", bytes: total * 8, range: 0..<0)
    }
    try MemoryLimit.check(total, 8, for: "the rows of the join")
    let (left, right) = (Buffer<UInt32>(count: total), Buffer<UInt32>(count: total))
    let firsts = starts
    try workers.forEach(parts.count) { part in
      var target = firsts[part]
      for row in parts[part] {
        if row & 0xFFFF == 0, workers.interrupt.isRaised { return }
        let number = keys.left.pointer[row]
        let count = rightCount(number)
        for match in 0..<count {
          left.pointer[target] = UInt32(truncatingIfNeeded: row)
          right.pointer[target] = rows.pointer[self.starts[Int(number)] + match]
          target &+= 1
        }
        if count == 0, keepsLeft {
          left.pointer[target] = UInt32(truncatingIfNeeded: row)
          right.pointer[target] = .max
          target &+= 1
        }
      }
    }
    for (place, row) in alone.enumerated() {
      left.pointer[matched + place] = .max
      right.pointer[matched + place] = row
    }
    let isInPlace = keepsLeft && alone.isEmpty && total == keys.left.count && firstRepeatedMatched == nil
    return Pairs(left: left, right: right, isLeftInPlace: isInPlace)
  }

  /// A key of the left that several rows of the right have.
  private var firstRepeatedMatched: UInt32? { numbers.first { rightCount($0) > 1 && leftCount($0) > 0 } }

  /// Rows of the right whose key is missing or not on the left, in their order.
  private func rowsAlone(_ keys: JoinKeys) -> [UInt32] {
    keys.right.values.indices.filter { keys.right.pointer[$0] == 0 || leftCount(keys.right.pointer[$0]) == 0 }
      .map { UInt32(truncatingIfNeeded: $0) }
  }
}
