import TallyData

/// A place between two neighbouring values of a sorted group.
struct QuantilePoint: BitwiseCopyable, Sendable {
  /// As stored; both for whole numbers and doubles.
  var lower: Double
  var upper: Double
  /// The same for whole numbers, exactly.
  var lowerWhole: Int64
  var upperWhole: Int64
  /// How far from the lower to the upper, 0 to 1; NaN where nothing is known.
  var weight: Double
  /// How many values are known.
  var known: Int
}

/// The quantiles of each group: exact, by Hyndman and Fan's type 7 (R, NumPy).
///
/// A first pass counts values in up to 8,192 intervals of equal width a group (or each value, where few are
/// different); a second collects only the values of the intervals that hold a wanted rank, and selects among them.
struct Quantiles: Sendable {
  /// 0 to 100.
  let percentages: [Double]
  let grouping: Grouping
  let sweep: Sweep

  private static let bucketBits = 13
  private static let countLimit = 1 << 20

  /// For each slot the points of all percentages, one after the other.
  func points(of column: Column) throws(RunError) -> Buffer<QuantilePoint> {
    let key = try KeyCode(column, sweep: sweep)
    switch column.storage {
    case .int8(let values): return try points(values, key)
    case .int16(let values): return try points(values, key)
    case .int32(let values): return try points(values, key)
    case .int64(let values): return try points(values, key)
    case .double(let values): return try points(values, key)
    case .codes8, .codes16, .codes32, .arena: preconditionFailure("the binder lets no text through to quantiles")
    }
  }

  /// The key, coarse enough that counting its codes in each group stays cheap.
  private func buckets(_ key: KeyCode) -> KeyCode {
    let room = max(1, Self.countLimit / grouping.slotCount)
    if key.last < UInt64(room), key.last <= 1 << 16 { return key }
    let bits = min(Self.bucketBits, Int.bitWidth - 1 - room.leadingZeroBitCount)
    return key.coarsened(toBits: bits)
  }

  private func points<V: Measurable>(_ values: Buffer<V>, _ key: KeyCode) throws(RunError) -> Buffer<QuantilePoint> {
    let key = buckets(key)
    guard let divided = grouping.divided(by: key, limit: 1 << 30), let width = key.cardinality else {
      throw .tooLarge(what: "the groups", bytes: .max, range: 0..<0)
    }
    let parts = try sweep.parts(CountKernel(), over: divided)
    let totals = try totals(parts, divided.slotCount)
    let targets = try targets(totals, bucketCount: width)
    // Both zeros of a double share a code.
    if key.shift == 0, V.self != Double.self {
      return try result(targets) { target in V(order: UInt64(target.slot % width) + key.low) }
    }
    let regions = try Regions(targets: targets, totals: totals, parts: parts, workers: sweep.workers)
    let kept = try collect(values, divided, regions)
    return try result(targets) { target in
      let region = Int(regions.numbers.pointer[target.slot]) - 1
      let start = regions.starts.pointer[region]
      let count = regions.starts.pointer[region + 1] - start
      return Selection.value(ofRank: target.rank, in: kept.pointer + start, count: count)
    }
  }

  private func totals(_ parts: [Buffer<UInt32>], _ count: Int) throws(RunError) -> Buffer<UInt32> {
    let totals = Buffer<UInt32>(count: count)
    let span = 1 << 14
    try sweep.workers.forEach((count + span - 1) / span) { task in
      let slots = task * span..<min((task + 1) * span, count)
      let target = totals.pointer
      (target + slots.lowerBound).update(from: parts[0].pointer + slots.lowerBound, count: slots.count)
      for part in parts.dropFirst() {
        let source = part.pointer
        for slot in slots { target[slot] &+= source[slot] }
      }
    }
    return totals
  }

  /// A value that is wanted: its interval's slot, and its rank among the interval's values.
  fileprivate struct Target: BitwiseCopyable, Sendable {
    var slot: Int
    var rank: Int
    var weight: Double
    var known: Int
  }

  /// Two targets for each percentage of each group; slot −1 where the group has no known value.
  private func targets(
    _ totals: Buffer<UInt32>, bucketCount: Int
  ) throws(RunError) -> Buffer<Target> {
    let perSlot = 2 * percentages.count
    let slotCount = grouping.slotCount
    try MemoryLimit.check(slotCount * perSlot, MemoryLayout<Target>.stride, for: "the quantiles")
    let targets = Buffer<Target>(count: slotCount * perSlot)
    let percentages = percentages
    let span = max(1, (1 << 15) / bucketCount)
    try sweep.workers.forEach((slotCount + span - 1) / span) { task in
      for slot in task * span..<min((task + 1) * span, slotCount) {
        let counts = totals.pointer + slot * bucketCount
        var known = 0
        for bucket in 0..<bucketCount - 1 { known += Int(counts[bucket]) }
        for (place, percentage) in percentages.enumerated() {
          let target = targets.pointer + (slot * perSlot + 2 * place)
          // Multiplied first, so that a place that is a whole number comes out whole.
          let position = Double(max(known - 1, 0)) * percentage / 100
          let rank = min(Int(position), max(known - 1, 0))
          for (offset, rank) in [rank, min(rank + 1, known - 1)].enumerated() {
            let weight = position - position.rounded(.down)
            (target + offset).initialize(to: Target(slot: -1, rank: rank, weight: weight, known: known))
            if known == 0 { continue }
            var (bucket, rest) = (0, rank)
            while rest >= Int(counts[bucket]) {
              rest -= Int(counts[bucket])
              bucket += 1
            }
            target[offset].slot = slot * bucketCount + bucket
            target[offset].rank = rest
          }
        }
      }
    }
    return targets
  }

  private func result<V: Measurable>(
    _ targets: Buffer<Target>, _ value: @escaping @Sendable (Target) -> V
  ) throws(RunError) -> Buffer<QuantilePoint> {
    let points = Buffer<QuantilePoint>(count: targets.count / 2)
    let perSlot = percentages.count
    // A task takes whole groups: the values it selects among are its own.
    let span = max(1, grouping.slotCount / 64)
    try sweep.workers.forEach((grouping.slotCount + span - 1) / span) { task in
      for place in task * span * perSlot..<min((task + 1) * span * perSlot, points.count) {
        let (low, high) = (targets.pointer[2 * place], targets.pointer[2 * place + 1])
        if low.slot < 0 {
          points.pointer[place] = QuantilePoint(
            lower: 0, upper: 0, lowerWhole: 0, upperWhole: 0, weight: .nan, known: 0)
          continue
        }
        let lower = value(low)
        let upper = low.slot == high.slot && low.rank == high.rank ? lower : value(high)
        points.pointer[place] = QuantilePoint(
          lower: lower.double, upper: upper.double, lowerWhole: lower.whole, upperWhole: upper.whole,
          weight: low.weight, known: low.known)
      }
    }
    return points
  }

  /// The values of the wanted intervals, interval by interval.
  private func collect<V: Measurable>(
    _ values: Buffer<V>, _ divided: Grouping, _ regions: Regions
  ) throws(RunError) -> Buffer<V> {
    try MemoryLimit.check(regions.valueCount, MemoryLayout<V>.stride, for: "the quantiles")
    let kept = Buffer<V>(count: regions.valueCount)
    let parts = sweep.rowParts(for: divided)
    let sweep = sweep
    try sweep.workers.forEach(parts.count) { part in
      let next = regions.cursors.pointer + part * regions.count
      let (from, to, numbers) = (values.pointer, kept.pointer, regions.numbers.pointer)
      sweep.forEachBlock(of: part, parts, divided) { rows in
        rows.forEach { (place, slot) in
          let region = Int(numbers[slot])
          if region == 0 { return }
          to[next[region &- 1]] = from[rows.first &+ place]
          next[region &- 1] &+= 1
        }
      }
    }
    return kept
  }
}

/// Where the values of the wanted intervals are put.
private struct Regions: Sendable {
  /// The region of each slot, from 1; 0 for an interval that nobody wants.
  let numbers: Buffer<UInt32>
  let count: Int
  /// Where each region starts, and where the last ends.
  let starts: Buffer<Int>
  /// For each part of the rows, where it writes next in each region.
  let cursors: Buffer<Int>

  var valueCount: Int { starts.pointer[count] }

  init(
    targets: Buffer<Quantiles.Target>, totals: Buffer<UInt32>, parts: [Buffer<UInt32>],
    workers: Workers
  ) throws(RunError) {
    let numbers = Buffer<UInt32>(repeating: 0, count: totals.count)
    var slots: [Int] = []
    for target in targets.values where target.slot >= 0 && numbers.pointer[target.slot] == 0 {
      slots.append(target.slot)
      numbers.pointer[target.slot] = UInt32(truncatingIfNeeded: slots.count)
    }
    if workers.interrupt.isRaised { throw .interrupted }
    try MemoryLimit.check(parts.count * slots.count, MemoryLayout<Int>.stride, for: "the quantiles")
    starts = Buffer<Int>(count: slots.count + 1)
    cursors = Buffer<Int>(count: parts.count * slots.count)
    var place = 0
    for (region, slot) in slots.enumerated() {
      starts.pointer[region] = place
      for (part, counts) in parts.enumerated() {
        cursors.pointer[part * slots.count + region] = place
        place += Int(counts.pointer[slot])
      }
    }
    starts.pointer[slots.count] = place
    self.numbers = numbers
    count = slots.count
  }
}
