import TallyData
import TallyPlan

/// Steps that order or cut the rows.
extension PlanRun {
  /// Which of the sorted rows are wanted.
  enum SortedPart {
    case all
    case first(Int)
    case last(Int)
  }

  /// Nothing is copied of rows that nobody wants.
  mutating func sort(_ keys: [PlanSortKey], keeping part: SortedPart) throws(RunError) {
    let columns = try columns(keys.map(\.expression))
    let order = RowOrder(columns: columns, isDescending: keys.map(\.isDescending), sweep: sweep, count: frame.rowCount)
    switch part {
    case .all: try keep(order.rows())
    case .first(let count): try keep(order.firstRows(count).rows)
    case .last(let count):
      let rows = try order.rows()
      try keep(Buffer(rows.values.suffix(count)))
    }
  }

  mutating func top(
    _ count: Int, _ keys: [PlanSortKey], _ within: [PlanColumn], isBottom: Bool
  ) throws(RunError) {
    let columns = try columns(keys.map(\.expression))
    let isDescending = keys.map { $0.isDescending == isBottom }
    if !within.isEmpty {
      let groups = try self.columns(within.map(\.expression))
      let candidates = try candidates(count, of: groups, columns[0], isDescending: isDescending[0])
      let order = try WindowOrder(
        by: groups, order: columns, isDescending: isDescending, frame: candidates,
        sweep: Sweep(rowCount: candidates.physicalCount, mask: candidates.mask, workers: workers))
      return try take(first: count, ofEach: order)
    }
    let order = RowOrder(columns: columns, isDescending: isDescending, sweep: sweep, count: frame.rowCount)
    let found = try order.firstRows(count, countingTies: true)
    account.cutTies = found.cutTies
    try keep(found.rows)
  }

  /// The frame without most of the rows that cannot be among the first of their groups.
  private func candidates(
    _ count: Int, of groups: [Column], _ column: Column, isDescending: Bool
  ) throws(RunError) -> Frame {
    // Ranking free texts once more costs more than sorting the rows.
    if ([column] + groups).contains(where: { $0.storage.isArena }) { return frame }
    var codes: [KeyCode] = []
    for group in groups { codes.append(try KeyCode(group, sweep: sweep)) }
    let key = try KeyCode(column, sweep: sweep, isDescending: isDescending)
    guard let floors = GroupFloors(by: codes, order: key, wanted: count, sweep: sweep) else { return frame }
    return Frame(columns: frame.columns, physicalCount: frame.physicalCount, mask: try floors.rows())
  }

  /// Makes the given rows the frame, in their order.
  private mutating func keep(_ rows: Buffer<UInt32>) throws(RunError) {
    let (use, node) = (use, node)
    frame = try frame.gathered(rows, workers) { use.isRead($0, after: node) }
  }

  /// Keeps the first rows of each group.
  private mutating func take(first count: Int, ofEach order: WindowOrder) throws(RunError) {
    var rows: [UInt32] = []
    var ties = 0
    try order.forEachGroup { (group) throws(RunError) in
      if workers.interrupt.isRaised { throw .interrupted }
      let kept = group.prefix(count)
      rows.append(contentsOf: order.rows.values[kept])
      guard let last = kept.last else { return }
      ties += min(order.endOfPeers(last), group.upperBound) - kept.endIndex
    }
    account.cutTies = ties
    try keep(Buffer(rows))
  }

  mutating func take(first count: Int) throws(RunError) {
    guard count < frame.rowCount else { return }
    try takeRows(0..<count)
  }

  mutating func take(last count: Int) throws(RunError) {
    guard count < frame.rowCount else { return }
    try takeRows(frame.rowCount - count..<frame.rowCount)
  }

  /// Keeps the rows of some places among the rows that count.
  private mutating func takeRows(_ places: Range<Int>) throws(RunError) {
    let all = try frame.countingRows(workers)
    let rows = Buffer<UInt32>(count: places.count)
    for (target, place) in places.enumerated() {
      rows.pointer[target] = all?.pointer[place] ?? UInt32(truncatingIfNeeded: place)
    }
    try keep(rows)
  }

  /// Picks rows with equal chances by Floyd's method; they keep their order.
  mutating func sample(_ count: Int, seed: UInt64) throws(RunError) {
    let total = frame.rowCount
    guard count < total else { return }
    var random = SplitMix64(seed: seed)
    var picked = Bitmap(count: total)
    for last in total - count..<total {
      if last & 0xFFFF == 0, workers.interrupt.isRaised { throw .interrupted }
      let place = Int(random.next(below: UInt64(last) + 1))
      picked[picked[place] ? last : place] = true
    }
    let all = try frame.countingRows(workers)
    let places = try Frame(columns: [], physicalCount: total, mask: picked).countingRows(workers)
    guard let places else { return }
    if let all {
      for target in 0..<places.count { places.pointer[target] = all.pointer[Int(places.pointer[target])] }
    }
    try keep(places)
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers from the same seed on every machine.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number below `bound`, each as likely as the others (Lemire 2019).
  mutating func next(below bound: UInt64) -> UInt64 {
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let uneven = (0 &- bound) % bound
      while product.low < uneven { product = next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }
}

extension ColumnStorage {
  fileprivate var isArena: Bool { if case .arena = self { true } else { false } }
}
