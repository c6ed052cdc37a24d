import TallyData

/// The groups of some rows, in the order of their keys.
struct Groups: Sendable {
  private enum Source: Sendable {
    case direct(Grouping)
    /// A slot for each combination of the keys that there is.
    case factors(Factors)
  }

  private let source: Source
  /// The slots that have rows.
  let slots: Buffer<UInt32>
  /// Of each such slot, how many rows and the first of them.
  let counts: [Int]
  let firsts: Buffer<UInt32>

  var count: Int { counts.count }

  /// Which group each row belongs to; of keys that are far apart, rows get their numbers once this is asked for.
  var grouping: Grouping {
    get throws(RunError) {
      switch source {
      case .direct(let grouping): return grouping
      case .factors(let factors): return try Grouping(numbers: factors)
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
    slots = Buffer([0])
    counts = [rowCount]
    firsts = Buffer([UInt32.max])
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
      self.init(try RowKeys(sweep: sweep).factors(of: codes))
    }
  }

  private init(_ factors: Factors) {
    source = .factors(factors)
    slots = Buffer(count: factors.count) { UInt32(truncatingIfNeeded: $0) }
    counts = factors.counts.values.map { Int($0) }
    firsts = factors.firsts
  }

  private init(_ grouping: Grouping, _ sweep: Sweep, _ facts: GroupFacts?) throws(RunError) {
    let rows = SlotParts<RowKernel.Slot>()
    let gatherer = Gatherer(RowKernel(), filling: rows)
    if let facts {
      try facts.gather([gatherer], over: grouping, sweep)
    } else {
      try sweep.gather([gatherer], over: grouping)
    }
    let all = rows.slots
    let used = (0..<grouping.slotCount).filter { all.pointer[$0].count > 0 }
    source = .direct(grouping)
    slots = Buffer(count: used.count) { UInt32(truncatingIfNeeded: used[$0]) }
    counts = used.map { Int(all.pointer[$0].count) }
    firsts = Buffer(count: used.count) { all.pointer[used[$0]].first }
  }

  /// What a kernel gathered of each group, from what it gathered of each slot.
  func map<Slot, Result>(_ all: Buffer<Slot>, _ value: (Slot) -> Result) -> [Result] {
    (0..<count).map { value(all.pointer[Int(slots.pointer[$0])]) }
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

  /// Calls `body` with the slot of the group for each different known value of a column in each group.
  func forEachDifferent(of column: Column, sweep: Sweep, _ body: (_ slot: Int) -> Void) throws(RunError) {
    let key = try KeyCode(column, sweep: sweep)
    let isFew = divided(by: key, limit: Grouping.slotLimit(rowCount: sweep.rowCount)) != nil
    let parent = isFew ? nil : try numbered(sweep)
    guard !isFew, key.bits + (parent?.key.bits ?? 0) <= 64 else {
      return try forEachValue(of: column, key, sweep: sweep) { slot, _, _ in body(slot) }
    }
    let different = try RowKeys(sweep: sweep).differentKeys(of: parent.map { [$0.key, key] } ?? [key])
    let valueMask = Bitmap.word(ofOnes: key.bits)
    for place in 0..<different.count {
      if place & 0xFFFF == 0, sweep.workers.interrupt.isRaised { throw .interrupted }
      let code = different.pointer[place]
      if code & valueMask != key.last { body(parent == nil ? 0 : Int(code >> UInt64(key.bits))) }
    }
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
