import TallyData

/// Counts the different texts of each group: by their hashes, and by their bytes where these are equal; nothing is
/// sorted.
struct DifferentTexts: Sendable {
  let arena: TextArena
  let grouping: Grouping
  let sweep: Sweep

  /// A bit that the hash of every row that counts has: one that neither parts nor places are chosen by.
  private static let counts: UInt64 = 1 << 53

  /// How many each slot of the grouping has.
  func counts() throws(RunError) -> Buffer<Int> {
    let source = TextHashes(hashes: try hashes(), grouping: grouping)
    let parts = try HashParts(source, sweep: sweep)
    let found = Buffer<Int>(count: parts.count)
    let texts = self
    try sweep.workers.forEach(parts.count) { part in found.pointer[part] = texts.moveDifferentToFront(parts, part) }
    let counts = Buffer<Int>(repeating: 0, count: grouping.slotCount)
    if grouping.isWhole {
      counts.pointer[0] = found.values.reduce(0, +)
      return counts
    }
    for part in 0..<parts.count {
      if sweep.workers.interrupt.isRaised { throw .interrupted }
      let rows = parts.rows.pointer + parts.starts[part]
      for place in 0..<found[part] { counts.pointer[Int(rows[place].number)] &+= 1 }
    }
    return counts
  }

  /// The hash of each row's text and group; 0 for a row that does not count, and for some whose text and group an
  /// earlier row has.
  private func hashes() throws(RunError) -> Buffer<UInt64> {
    try MemoryLimit.check(sweep.rowCount, 24, for: "comparing the texts")
    let hashes = Buffer<UInt64>(count: sweep.rowCount)
    let parts = RowParts(rowCount: sweep.rowCount)
    let (texts, sweep) = (self, sweep)
    try sweep.workers.forEach(parts.count) { part in
      let recent = RecentTexts()
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: RowParts.blockSize) { groups in
        withUnsafeTemporaryAllocation(of: TextView.self, capacity: RowParts.blockSize) { views in
          guard let groups = groups.baseAddress, let views = views.baseAddress else { return }
          parts.forEachBlock(of: part, sweep.workers.interrupt) { rows in
            let target = hashes.pointer + rows.lowerBound
            guard texts.grouping.fill(rows, mask: sweep.mask, into: groups) else {
              target.update(repeating: 0, count: rows.count)
              return
            }
            texts.arena.copyViews(rows, to: views)
            texts.hash(views, groups, count: rows.count, into: target, recent)
          }
        }
      }
    }
    return hashes
  }

  @inline(__always)
  private func hash(
    _ views: UnsafePointer<TextView>, _ groups: UnsafePointer<UInt32>, count: Int,
    into target: UnsafeMutablePointer<UInt64>, _ recent: RecentTexts
  ) {
    let none = UInt32(truncatingIfNeeded: grouping.slotCount)
    for row in 0..<count {
      let (view, group) = (views[row], groups[row])
      if view.isMissing || group >= none {
        target[row] = 0
        continue
      }
      let hash = (view.stableHash ^ (UInt64(group) &* 0x9E37_79B9_7F4A_7C15)) | Self.counts
      target[row] = recent.has(view, group, hash) ? 0 : hash
    }
  }

  /// Moves the first row of each different text and group to the front of a part; gives how many there are.
  private func moveDifferentToFront(_ parts: HashParts, _ part: Int) -> Int {
    let count = parts.starts[part + 1] - parts.starts[part]
    let rows = parts.rows.pointer + parts.starts[part]
    var places = HashPlaces(expecting: count)
    for place in 0..<count {
      if place & 0xFFFF == 0, sweep.workers.interrupt.isRaised { return 0 }
      let row = rows[place]
      let (number, isNew) = places.number(adding: row.hash) {
        rows[$0].hash
      } isEqual: {
        let other = rows[$0]
        return other.hash == row.hash && other.number == row.number
          && arena.view(Int(other.row)).bytes.compare(arena.view(Int(row.row)).bytes) == 0
      }
      if isNew { rows[number] = row }
    }
    return places.count
  }
}

/// The rows that have a hash, with their groups.
private struct TextHashes: HashSource {
  let hashes: Buffer<UInt64>
  let grouping: Grouping

  func fill(_ rows: Range<Int>, into target: UnsafeMutablePointer<HashedRow>) -> Int {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: RowParts.blockSize) { scratch in
      guard let groups = scratch.baseAddress else { return 0 }
      grouping.fill(rows, into: groups)
      let hashes = hashes.pointer + rows.lowerBound
      var count = 0
      for row in 0..<rows.count {
        let number = UInt32(truncatingIfNeeded: rows.lowerBound &+ row)
        target[count] = HashedRow(hash: hashes[row], row: number, number: groups[row])
        count &+= bit(hashes[row] != 0)
      }
      return count
    }
  }
}

/// Some of the texts met last: rows that repeat a few texts are told apart here, and need no place of their own.
private struct RecentTexts: @unchecked Sendable {
  private struct Entry: BitwiseCopyable {
    var hash: UInt64
    var view: TextView
    var group: UInt32
  }

  private static let size = 1 << 10
  private let entries = Buffer<Entry>(repeating: Entry(hash: 0, view: .missing, group: 0), count: size)

  /// Whether the text was met in the group; keeps it.
  @inline(__always)
  func has(_ view: TextView, _ group: UInt32, _ hash: UInt64) -> Bool {
    let entry = entries.pointer + Int(truncatingIfNeeded: hash &>> 32) & (Self.size - 1)
    if entry.pointee.hash == hash, entry.pointee.group == group, entry.pointee.view.bytes.compare(view.bytes) == 0 {
      return true
    }
    entry.pointee = Entry(hash: hash, view: view, group: group)
    return false
  }
}
