import TallyData

/// The rows that count, group after group, in the order of a window.
struct WindowOrder: Sendable {
  let rows: Buffer<UInt32>
  /// The places where a group begins.
  let groupStarts: PlaceMarks
  /// The places whose row is not equal in the order to the one before it in its group; nil: there is no order.
  let peerStarts: PlaceMarks?

  init(by: [Column], order: [Column], isDescending: [Bool], frame: Frame, sweep: Sweep) throws(RunError) {
    let keys = RowKeys(sweep: sweep)
    var groupCodes: [KeyCode] = []
    for column in by { groupCodes.append(try KeyCode(column, sweep: sweep)) }
    var orderCodes: [KeyCode] = []
    for (column, isDescending) in zip(order, isDescending) {
      orderCodes.append(try KeyCode(column, sweep: sweep, isDescending: isDescending))
    }
    if groupCodes.isEmpty && orderCodes.isEmpty {
      if let counting = try frame.countingRows(sweep.workers) {
        rows = counting
      } else {
        rows = try Buffer(count: frame.physicalCount, sweep.workers) { UInt32(truncatingIfNeeded: $0) }
      }
      groupStarts = PlaceMarks(firstOf: rows.count)
      peerStarts = nil
    } else {
      let sorted = try keys.sortedRuns(by: groupCodes, then: orderCodes)
      rows = sorted.rows
      groupStarts = groupCodes.isEmpty ? PlaceMarks(firstOf: rows.count) : sorted.starts
      peerStarts = orderCodes.isEmpty ? nil : sorted.innerStarts
    }
  }

  /// Calls `body` with the places in ``rows`` of each group, in the order of the groups.
  func forEachGroup(_ body: (Range<Int>) throws(RunError) -> Void) throws(RunError) {
    var start = 0
    while start < rows.count {
      let end = groupStarts.next(after: start)
      try body(start..<end)
      start = end
    }
  }

  /// The first place after one whose row is not equal to it in the order.
  func endOfPeers(_ place: Int) -> Int { peerStarts?.next(after: place) ?? place + 1 }
}
