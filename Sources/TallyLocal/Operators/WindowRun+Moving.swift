import TallyData

/// Means over the last rows of a group.
extension WindowRun {
  /// The mean of the known values of the last `width` rows; missing before there are as many rows.
  func movingMean(of column: Column?, over width: Int) throws(RunError) -> Column {
    switch try addends(column) {
    case .whole(let values, let unit):
      return try moving(values, width) { Double(rounding: $0.sum) / (Double($0.known) * unit) }
    case .double(let values): return try moving(values, width) { $0.sum.value / Double($0.known) }
    }
  }

  private func moving<V: Addable>(
    _ values: Buffer<V>, _ width: Int, _ result: @escaping @Sendable (RunningTotal<V>) -> Double
  ) throws(RunError) -> Column {
    guard width <= order.rows.count else { return .missing(.number, count: rowCount) }
    try MemoryLimit.check(width, MemoryLayout<RunningTotal<V>>.stride, for: "the moving means")
    // A thread should not look back farther than it goes on.
    let parts = RowParts(rowCount: order.rows.count, limit: max(1, min(64, order.rows.count / (4 * width))))
    let (target, order) = (results(Double.nan), order)
    try workers.forEach(parts.count) { part in
      var window = MovingTotal(values: values, width: width)
      let (places, rows, target) = (parts[part], order.rows.pointer, target.pointer)
      if places.isEmpty { return }
      window.begin(groupStart: order.groupStarts.last(through: places.lowerBound), before: places.lowerBound)
      for place in places {
        if order.groupStarts[place] { window.begin(groupStart: place, before: place) }
        let total = window.add(place)
        target[Int(rows[place])] = total.known == 0 ? .nan : result(total).orMissing
      }
    }
    return try column(target)
  }
}

/// The sum of the last `width` values of a group: a window is the end of one stretch of `width` places and the
/// beginning of the next, two sums that only grow, so that nothing is ever subtracted.
private struct MovingTotal<V: Addable> {
  private let values: Buffer<V>
  private let width: Int
  private var groupStart = 0
  /// How many places of the current stretch are added.
  private var within = 0
  private var begin = RunningTotal<V>()
  /// From each place of the stretch before to its end.
  private let ends: Buffer<RunningTotal<V>>

  init(values: Buffer<V>, width: Int) {
    (self.values, self.width) = (values, width)
    ends = Buffer(repeating: RunningTotal(), count: width + 1)
  }

  /// Takes up a group, whose places before `place` are added already.
  mutating func begin(groupStart: Int, before place: Int) {
    self.groupStart = groupStart
    within = (place - groupStart) % width
    begin = RunningTotal()
    let stretch = place - within
    if stretch > groupStart { fillEnds(stretch - width..<stretch) }
    for place in stretch..<place { begin.add(values.pointer[place]) }
  }

  /// Adds the next place; gives the total of the window that ends there, of nothing where the group is shorter.
  @inline(__always)
  mutating func add(_ place: Int) -> RunningTotal<V> {
    if within == width {
      fillEnds(place - width..<place)
      (within, begin) = (0, RunningTotal())
    }
    begin.add(values.pointer[place])
    within += 1
    if place - groupStart + 1 < width { return RunningTotal() }
    if within == width { return begin }
    var total = begin
    total.add(ends.pointer[within])
    return total
  }

  private func fillEnds(_ places: Range<Int>) {
    var end = RunningTotal<V>()
    for place in places.reversed() {
      end.add(values.pointer[place])
      ends.pointer[place - places.lowerBound] = end
    }
  }
}
