import TallyData

/// The rows of a table, gathered by the values of its label columns.
struct PlotGroups: Sendable {
  /// For people: `female`, `female, crew`.
  private(set) var labels: [String] = []
  /// The group of each row.
  private(set) var groupOfRow: [Int] = []

  /// Groups are sorted by their values, missing last. Without columns all rows are one group without a name.
  init(of columns: [Int], in table: Table) {
    guard !columns.isEmpty else {
      labels = [""]
      groupOfRow = Array(repeating: 0, count: table.rowCount)
      return
    }
    var places: [[Value]: Int] = [:]
    var keys: [[Value]] = []
    let found = (0..<table.rowCount).map { row in
      let key = columns.map { table.columns[$0][row] }
      if let place = places[key] { return place }
      places[key] = keys.count
      keys.append(key)
      return keys.count - 1
    }
    let order = keys.indices.sorted { Self.comes(keys[$0], before: keys[$1]) }
    var ranks = Array(repeating: 0, count: keys.count)
    for (rank, place) in order.enumerated() { ranks[place] = rank }
    groupOfRow = found.map { ranks[$0] }
    labels = order.map { keys[$0].map { ValueText.people($0) }.joined(separator: ", ") }
  }

  private static func comes(_ left: [Value], before right: [Value]) -> Bool {
    for (first, second) in zip(left, right) {
      if comes(first, before: second) { return true }
      if comes(second, before: first) { return false }
    }
    return false
  }

  /// Text by its scalars, everything else by size, missing last.
  private static func comes(_ left: Value, before right: Value) -> Bool {
    if left.isMissing || right.isMissing { return !left.isMissing && right.isMissing }
    if case .text(let first) = left, case .text(let second) = right {
      return first.utf8.lexicographicallyPrecedes(second.utf8)
    }
    if let first = left.integral, let second = right.integral { return first < second }
    return (left.double ?? 0) < (right.double ?? 0)
  }

  var areSingleRows: Bool { labels.count == groupOfRow.count }
}

extension Column {
  /// The values as doubles, days for dates, microseconds for datetimes; NaN where missing.
  var plottedValues: [Double] {
    switch storage {
    case .int8(let buffer): Self.doubles(buffer, dividedBy: Self.powersOfTen[scale])
    case .int16(let buffer): Self.doubles(buffer, dividedBy: Self.powersOfTen[scale])
    case .int32(let buffer): Self.doubles(buffer, dividedBy: Self.powersOfTen[scale])
    case .int64(let buffer): Self.doubles(buffer, dividedBy: Self.powersOfTen[scale])
    case .double(let buffer): Array(UnsafeBufferPointer(start: buffer.pointer, count: buffer.count))
    case .codes8, .codes16, .codes32, .arena: Array(repeating: .nan, count: count)
    }
  }

  private static func doubles<I: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
    _ buffer: Buffer<I>, dividedBy divisor: Double
  ) -> [Double] {
    // The buffer outlives the loop, and no owner writes to a buffer that is shared.
    let stored = UnsafeBufferPointer(start: buffer.pointer, count: buffer.count)
    return stored.map { $0 == .min ? .nan : Double($0) / divisor }
  }
}
