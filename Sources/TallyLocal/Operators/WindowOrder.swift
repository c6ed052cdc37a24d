import TallyData

/// The rows that count, group after group, in the order of a window.
struct WindowOrder: Sendable {
  let rows: Buffer<UInt32>
  /// Of each row of the columns, a number that the rows of its group share; nil: one group.
  private let groups: Buffer<UInt32>?
  /// A number that rows which are equal in the order share; nil: there is no order.
  private let peers: Buffer<UInt32>?

  init(by: [Column], order: [Column], isDescending: [Bool], frame: Frame, sweep: Sweep) throws(RunError) {
    let keys = RowKeys(sweep: sweep)
    var groupCodes: [KeyCode] = []
    for column in by { groupCodes.append(try KeyCode(column, sweep: sweep)) }
    var orderCodes: [KeyCode] = []
    for (column, isDescending) in zip(order, isDescending) {
      orderCodes.append(try KeyCode(column, sweep: sweep, isDescending: isDescending))
    }
    groups = groupCodes.isEmpty ? nil : try keys.factors(of: groupCodes).numbers()
    peers = orderCodes.isEmpty ? nil : try keys.factors(of: orderCodes).numbers()
    if groupCodes.isEmpty && orderCodes.isEmpty {
      rows =
        try frame.countingRows(sweep.workers)
        ?? Buffer(count: frame.physicalCount) { UInt32(truncatingIfNeeded: $0) }
    } else {
      rows = try keys.sortedRows(by: groupCodes + orderCodes)
    }
  }

  /// Calls `body` with the places in ``rows`` of each group, in the order of the groups.
  func forEachGroup(_ body: (Range<Int>) throws(RunError) -> Void) throws(RunError) {
    guard let groups else { return try body(0..<rows.count) }
    var start = 0
    while start < rows.count {
      let group = groups.pointer[Int(rows.pointer[start])]
      var end = start + 1
      while end < rows.count, groups.pointer[Int(rows.pointer[end])] == group { end += 1 }
      try body(start..<end)
      start = end
    }
  }

  /// Whether the rows at two places are equal in the order.
  func isPeer(_ place: Int, _ other: Int) -> Bool {
    guard let peers else { return false }
    return peers.pointer[Int(rows.pointer[place])] == peers.pointer[Int(rows.pointer[other])]
  }
}
