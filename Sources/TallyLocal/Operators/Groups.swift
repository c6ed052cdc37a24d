import TallyData

/// The groups of some rows, in the order of their keys.
struct Groups: Sendable {
  private enum Source: Sendable {
    case direct(Grouping)
    /// A slot for each combination of the keys that there is; the keys, where they are packed as they are.
    case factors(Factors, [KeyCode]?)
  }

  private let source: Source
  /// The slot of each group; nil: a group has its own number.
  private let slots: Buffer<UInt32>?
  /// Of each group, how many rows.
  let counts: GroupCounts
  private let firstRows: RowNumbers

  var count: Int { counts.count }

  /// The first row of each group; where keys are slots, they are looked for once somebody asks.
  var firsts: Buffer<UInt32> {
    get throws(RunError) { try firstRows.all() }
  }

  /// Which group each row belongs to; of keys that are far apart, rows get their numbers once this is asked for.
  var grouping: Grouping {
    get throws(RunError) {
      switch source {
      case .direct(let grouping): return grouping
      case .factors(let factors, _): return try Grouping(numbers: factors)
      }
    }
  }

  var isWhole: Bool {
    if case .direct(let grouping) = source { return grouping.isWhole }
    return false
  }

  /// All rows as one group, which may be empty.
  init(wholeOf rowCount: Int) {
    source = .direct(.whole)
    slots = nil
    counts = GroupCounts([rowCount])
    firstRows = RowNumbers(Buffer([UInt32.max]))
  }

  /// Groups of rows with equal keys; there is at least one key.
  ///
  /// What `facts` wait for is gathered in the same pass.
  init(keys: [Column], sweep: Sweep, facts: GroupFacts? = nil) throws(RunError) {
    var codes: [KeyCode] = []
    for key in keys { codes.append(try KeyCode(key, sweep: sweep)) }
    if let direct = Grouping(codes, limit: Grouping.slotLimit(rowCount: sweep.rowCount)) {
      try self.init(direct, sweep, facts)
    } else {
      let arePacked = codes.reduce(0) { $0 + $1.bits } <= 64
      self.init(try RowKeys(sweep: sweep).factors(of: codes, facts), arePacked ? codes : nil)
    }
  }

  private init(_ factors: Factors, _ codes: [KeyCode]?) {
    source = .factors(factors, codes)
    slots = nil
    counts = GroupCounts(factors.counts)
    firstRows = RowNumbers(factors.firsts)
  }

  private init(_ grouping: Grouping, _ sweep: Sweep, _ facts: GroupFacts?) throws(RunError) {
    let rows: Buffer<UInt32>
    if let facts {
      rows = try facts.countRows(over: grouping, sweep)
    } else {
      rows = try sweep.run(CountKernel(), over: grouping)
    }
    let used = Self.used(rows)
    source = .direct(grouping)
    slots = used
    counts = GroupCounts(Buffer(count: used.count) { rows.pointer[Int(used.pointer[$0])] })
    firstRows = RowNumbers { () throws(RunError) in
      let all = try sweep.run(RowKernel(), over: grouping)
      return Buffer(count: used.count) { all.pointer[Int(used.pointer[$0])].first }
    }
  }

  /// The slots that have rows.
  private static func used(_ rows: Buffer<UInt32>) -> Buffer<UInt32> {
    let used = Buffer<UInt32>(count: rows.count)
    let (source, target) = (rows.pointer, used.pointer)
    var count = 0
    for slot in 0..<rows.count {
      target[count] = UInt32(truncatingIfNeeded: slot)
      count &+= bit(source[slot] > 0)
    }
    used.shrink(to: count)
    return used
  }

  /// Where kernels gather what they know of a group.
  @inline(__always)
  func slot(_ group: Int) -> Int { slots.map { Int($0.pointer[group]) } ?? group }

  /// The codes of the key at a place; nil where they are not kept.
  func codes(_ place: Int) -> GroupKeyCodes? {
    switch source {
    case .direct(let grouping):
      guard let slots, grouping.keys.indices.contains(place) else { return nil }
      let (key, divisor) = (grouping.keys[place], grouping.keys[(place + 1)...].reduce(1) { $0 * ($1.last + 1) })
      return GroupKeyCodes(
        source: .digit(
          slots: slots, divisor: UInt32(truncatingIfNeeded: divisor), radix: UInt32(truncatingIfNeeded: key.last + 1)),
        low: key.low, last: key.last)
    case .factors(let factors, let keys):
      guard let keys else { return nil }
      let shift = keys[(place + 1)...].reduce(0) { $0 + $1.bits }
      let mask = Bitmap.word(ofOnes: keys[place].bits)
      return GroupKeyCodes(
        source: .bits(keys: factors.keys, shift: UInt64(shift), mask: mask), low: keys[place].low,
        last: keys[place].last)
    }
  }

  /// What a kernel gathered of each group, from what it gathered of each slot.
  func map<Slot, Result>(_ all: Buffer<Slot>, _ value: (Slot) -> Result) -> [Result] {
    (0..<count).map { value(all.pointer[slot($0)]) }
  }

  /// What a kernel counted of each group.
  func counts<Slot>(_ all: Buffer<Slot>, _ value: (Slot) -> UInt32) -> GroupCounts {
    let source = all.pointer
    return GroupCounts(Buffer(count: count) { value(source[slot($0)]) })
  }
}

extension Grouping {
  /// Groups that are numbered already.
  init(numbers factors: Factors) throws(RunError) {
    self.init(keys: [try factors.key()], slotCount: factors.count + 1)
  }

  /// Calls `body` for each different known value of a column in each group, by group and by value: the group's
  /// slot, how many rows have the value, and the first of them.
  func forEachValue(
    of column: Column, sweep: Sweep, _ body: (_ slot: Int, _ count: Int, _ first: Int) -> Void
  ) throws(RunError) {
    try forEachValue(of: column, try KeyCode(column, sweep: sweep), sweep: sweep, body)
  }

  private func forEachValue(
    of column: Column, _ key: KeyCode, sweep: Sweep, _ body: (_ slot: Int, _ count: Int, _ first: Int) -> Void
  ) throws(RunError) {
    if let divided = divided(by: key, limit: Grouping.slotLimit(rowCount: sweep.rowCount)) {
      let width = Int(key.last) + 1
      let all = try sweep.run(RowKernel(), over: divided)
      for slot in 0..<divided.slotCount where all.pointer[slot].count > 0 && slot % width != width - 1 {
        body(slot / width, Int(all.pointer[slot].count), Int(all.pointer[slot].first))
      }
      return
    }
    let parent = try numbered(sweep)
    let factors = try RowKeys(sweep: sweep).factors(of: parent.map { [$0.key, key] } ?? [key])
    for number in 0..<factors.count {
      let first = Int(factors.firsts.pointer[number])
      if column.isMissing(first) { continue }
      body(parent.map { Int($0.numbers[first]) - 1 } ?? 0, Int(factors.counts.pointer[number]), first)
    }
  }

  /// How many different known values of a column each slot has.
  func differentCounts(of column: Column, sweep: Sweep) throws(RunError) -> Buffer<UInt32> {
    let counts = Buffer<UInt32>(repeating: 0, count: slotCount)
    let target = counts.pointer
    let key = try KeyCode(column, sweep: sweep)
    let isFew = divided(by: key, limit: Grouping.slotLimit(rowCount: sweep.rowCount)) != nil
    let parent = isFew ? nil : try numbered(sweep)
    let keys = (parent.map { [$0.key] } ?? []) + [key]
    guard !isFew, keys.reduce(0, { $0 + $1.bits }) <= 64 else {
      try forEachValue(of: column, key, sweep: sweep) { slot, _, _ in target[slot] &+= 1 }
      return counts
    }
    let slotShift = UInt64(key.bits)
    func add(_ code: UInt64) { target[parent == nil ? 0 : Int(code &>> slotShift)] &+= 1 }
    if let few = try KeyTables(sweep: sweep, keys: keys).differentKeys() {
      let valueMask = Bitmap.word(ofOnes: key.bits)
      for code in few.values where code & valueMask != key.last { add(code) }
      return counts
    }
    let different = try DifferentKeys(keys, missing: key.last, of: key.bits, sweep: sweep)
    if isWhole {
      target[0] = UInt32(truncatingIfNeeded: different.count)
    } else {
      different.forEach(add)
    }
    return counts
  }

  /// Each row's slot as a key; nil for one group.
  private func numbered(_ sweep: Sweep) throws(RunError) -> (key: KeyCode, numbers: Buffer<UInt32>)? {
    if isWhole { return nil }
    let numbers = Buffer<UInt32>(count: sweep.rowCount)
    let parts = RowParts(rowCount: sweep.rowCount)
    let grouping = self
    try sweep.workers.forEach(parts.count) { part in
      parts.forEachBlock(of: part, sweep.workers.interrupt) { rows in
        let target = numbers.pointer + rows.lowerBound
        grouping.fill(rows, into: target)
        for row in 0..<rows.count { target[row] &+= 1 }
      }
    }
    return (KeyCode(numbers: numbers, count: slotCount), numbers)
  }
}

extension Column {
  /// Whether the cell of a row is missing.
  func isMissing(_ row: Int) -> Bool {
    switch storage {
    case .int8(let values): values[row].isMissing
    case .int16(let values): values[row].isMissing
    case .int32(let values): values[row].isMissing
    case .int64(let values): values[row].isMissing
    case .double(let values): values[row].isMissing
    case .codes8(let codes, _): codes[row].isMissing
    case .codes16(let codes, _): codes[row].isMissing
    case .codes32(let codes, _): codes[row].isMissing
    case .arena(let arena): arena.view(row).isMissing
    }
  }

  /// A column that is true where a free text is known; every other column as it is.
  func presence(_ workers: Workers) throws(RunError) -> Column {
    guard case .arena(let arena) = storage else { return self }
    let known = Buffer<Int8>(count: count)
    let parts = RowParts(rowCount: count)
    try workers.forEach(parts.count) { part in
      withUnsafeTemporaryAllocation(of: TextView.self, capacity: RowParts.blockSize) { scratch in
        guard let views = scratch.baseAddress else { return }
        parts.forEachBlock(of: part, workers.interrupt) { rows in
          arena.copyViews(rows, to: views)
          for row in 0..<rows.count { known.pointer[rows.lowerBound + row] = views[row].isMissing ? .min : 1 }
        }
      }
    }
    return Column(type: .boolean, storage: .int8(known), count: count, missingCount: missingCount)
  }
}
