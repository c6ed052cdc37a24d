import TallyData

/// Which rows of the right each key has.
struct JoinMatches: Sendable {
  private let keys: JoinKeys
  /// Rows of the right that have each number; those of 0 have no key.
  private let rightCounts: Buffer<UInt32>
  /// Keys that several rows of the right have.
  let repeatedRight: Int
  /// Rows of the right whose key the left has.
  let matchedRight: Int

  init(_ keys: JoinKeys) {
    self.keys = keys
    let rightCounts = Buffer<UInt32>(repeating: 0, count: keys.count + 1)
    let counts = rightCounts.pointer
    for number in keys.right.values { counts[Int(number)] &+= 1 }
    self.rightCounts = rightCounts
    let isOnLeft = keys.isOnLeft.pointer
    var (repeated, matched) = (0, 0)
    for number in 0..<keys.count {
      repeated &+= bit(counts[number + 1] > 1)
      matched &+= isOnLeft[number + 1] == 0 ? 0 : Int(counts[number + 1])
    }
    (repeatedRight, matchedRight) = (repeated, matched)
  }

  func rightCount(_ number: UInt32) -> Int { number == 0 ? 0 : Int(rightCounts[Int(number)]) }

  private var numbers: Range<UInt32> { 1..<UInt32(truncatingIfNeeded: keys.count + 1) }

  var firstRepeatedRight: UInt32? { repeatedRight == 0 ? nil : numbers.first { rightCount($0) > 1 } }

  /// The first key that several rows of either side have, and how many of the left.
  func firstRepeatedOnBothSides(_ workers: Workers) throws(RunError) -> (number: UInt32, leftCount: Int)? {
    if repeatedRight == 0 { return nil }
    let leftCounts = Buffer<UInt32>(repeating: 0, count: keys.count + 1)
    let counts = leftCounts.pointer
    let matched = try keys.left.matched(workers)
    for place in 0..<matched.count { counts[Int(matched[place])] &+= 1 }
    return numbers.first { rightCount($0) > 1 && counts[Int($0)] > 1 }.map { ($0, Int(counts[Int($0)])) }
  }

  /// For each number from 0 the row of the right that has it, `UInt32.max` for 0; no key repeats on the right.
  var rightRows: Buffer<UInt32> {
    let rows = Buffer<UInt32>(repeating: .max, count: keys.count + 1)
    for (row, number) in keys.right.values.enumerated() where number != 0 {
      rows.pointer[Int(number)] = UInt32(truncatingIfNeeded: row)
    }
    return rows
  }

  /// The rows of a join: for each the row of the left and that of the right, `UInt32.max` where there is none.
  struct Pairs {
    let left: Buffer<UInt32>
    let right: Buffer<UInt32>

    /// Rows of a left column that the right one follows.
    func keys(leftCount: Int) -> Buffer<UInt32> {
      Buffer(
        zip(left.values, right.values).map { $0 == .max ? UInt32(truncatingIfNeeded: leftCount) &+ $1 : $0 })
    }
  }

  /// In the order of the left, then of the right; rows of the right that have no match last. `leftRows` are the rows of
  /// the left that count; nil: all. `rowBytes` is what a row of the result will take.
  func pairs(
    _ leftRows: Buffer<UInt32>?, keepsLeft: Bool, keepsRight: Bool, rowBytes: Int, _ workers: Workers
  ) throws(RunError) -> Pairs {
    let rights = RowsByNumber(keys, rightCounts)
    let leftCount = leftRows?.count ?? keys.left.rowCount
    let leftNumbers = try keys.left.all(workers)
    let parts = RowParts(rowCount: leftCount)
    let sizes = Buffer<Int>(repeating: 0, count: parts.count)
    @Sendable func leftRow(_ place: Int) -> Int { leftRows.map { Int($0.pointer[place]) } ?? place }
    try workers.forEach(parts.count) { part in
      var size = 0
      for place in parts[part] {
        let count = rights.rows(leftNumbers.pointer[leftRow(place)]).count
        size &+= count == 0 && keepsLeft ? 1 : count
      }
      sizes.pointer[part] = size
    }
    var starts = [0]
    for size in sizes.values { starts.append(starts[starts.count - 1] + size) }
    let matched = starts[parts.count]
    let alone = keepsRight ? rowsAlone : []
    let total = matched + alone.count
    guard total <= MemoryLimit.rows else {
      throw .tooLarge(
        what: "the rows of the join", bytes: total.multipliedReportingOverflow(by: 8 + rowBytes).partialValue,
        range: 0..<0)
    }
    try MemoryLimit.check(total, 8 + rowBytes, for: "the rows of the join")
    let (left, right) = (Buffer<UInt32>(count: total), Buffer<UInt32>(count: total))
    let firsts = starts
    try workers.forEach(parts.count) { part in
      var target = firsts[part]
      let (left, right, numbers) = (left.pointer, right.pointer, leftNumbers.pointer)
      for place in parts[part] {
        if place & 0xFFFF == 0, workers.interrupt.isRaised { return }
        let row = leftRow(place)
        let matches = rights.rows(numbers[row])
        for match in matches {
          left[target] = UInt32(truncatingIfNeeded: row)
          right[target] = match
          target &+= 1
        }
        if matches.isEmpty, keepsLeft {
          left[target] = UInt32(truncatingIfNeeded: row)
          right[target] = .max
          target &+= 1
        }
      }
    }
    for (place, row) in alone.enumerated() {
      left.pointer[matched + place] = .max
      right.pointer[matched + place] = row
    }
    return Pairs(left: left, right: right)
  }

  /// Rows of the right whose key is missing or not on the left, in their order.
  private var rowsAlone: [UInt32] {
    keys.right.values.indices.filter { keys.right.pointer[$0] == 0 || keys.isOnLeft[Int(keys.right.pointer[$0])] == 0 }
      .map { UInt32(truncatingIfNeeded: $0) }
  }
}

/// The rows of the right by the number of their key, then in their order.
private struct RowsByNumber: Sendable {
  /// For each number, where its rows begin, and where they end.
  private let starts: Buffer<UInt32>
  private let rows: Buffer<UInt32>

  init(_ keys: JoinKeys, _ counts: Buffer<UInt32>) {
    let starts = Buffer<UInt32>(repeating: 0, count: keys.count + 2)
    for number in 0...keys.count { starts.pointer[number + 1] = starts.pointer[number] &+ counts.pointer[number] }
    let next = Buffer<UInt32>(count: keys.count + 1) { starts.pointer[$0] }
    let rows = Buffer<UInt32>(count: keys.right.count)
    let (places, target) = (next.pointer, rows.pointer)
    for (row, number) in keys.right.values.enumerated() {
      target[Int(places[Int(number)])] = UInt32(truncatingIfNeeded: row)
      places[Int(number)] &+= 1
    }
    (self.starts, self.rows) = (starts, rows)
  }

  @inline(__always)
  func rows(_ number: UInt32) -> UnsafeBufferPointer<UInt32> {
    let starts = starts.pointer + Int(number)
    let count = number == 0 ? 0 : Int(starts[1] &- starts[0])
    return UnsafeBufferPointer(start: rows.pointer + Int(starts[0]), count: count)
  }
}
