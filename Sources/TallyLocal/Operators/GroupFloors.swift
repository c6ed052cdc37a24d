import TallyData

/// For each group, the rows that may be among its first ones: those whose first key is at most as far on as the last
/// that is wanted. Few of many, and no row that is wanted or equal to one is missing.
struct GroupFloors: Sendable {
  let grouping: Grouping
  /// What the rows of a group are ordered by, first of all.
  let key: KeyCode
  /// How many rows of each group are wanted.
  let wanted: Int
  let sweep: Sweep

  /// The codes kept of all groups together, in each part of the rows, stay in the second cache.
  private static let limit = 1 << 16
  private static let wantedLimit = 1 << 10

  /// Nil where there are too many groups, or too many rows of each are wanted.
  init?(by groups: [KeyCode], order key: KeyCode, wanted: Int, sweep: Sweep) {
    guard wanted > 0, wanted <= Self.wantedLimit, let grouping = Grouping(groups, limit: Self.limit / wanted) else {
      return nil
    }
    (self.grouping, self.key, self.wanted, self.sweep) = (grouping, key, wanted, sweep)
  }

  func rows() throws(RunError) -> Bitmap {
    let floors = try floors()
    let words = Buffer<UInt64>(repeating: 0, count: (sweep.rowCount + 63) / 64)
    try forEachBlock(parts) { _, rows, slots, codes in
      let (target, floors) = (words.pointer + rows.lowerBound >> 6, floors.pointer)
      for row in 0..<rows.count {
        target[row &>> 6] |= bit(codes[row] <= floors[Int(slots[row])]) &<< UInt64(row & 63)
      }
    }
    let candidates = Bitmap(words: Array(words.values), count: sweep.rowCount)
    guard let mask = sweep.mask else { return candidates }
    return Bitmap(words: zip(candidates.words, mask.words).map { $0 & $1 }, count: sweep.rowCount)
  }

  private var parts: RowParts { RowParts(rowCount: sweep.rowCount, limit: 16) }

  /// The code of the last wanted row of each slot; the greatest there is where it has fewer rows.
  private func floors() throws(RunError) -> Buffer<UInt64> {
    let (parts, wanted, room) = (parts, wanted, grouping.roomCount)
    let heaps = (0..<parts.count).map { _ in Buffer<UInt64>(repeating: .max, count: room * wanted) }
    try forEachBlock(parts) { part, rows, slots, codes in
      let heaps = heaps[part].pointer
      for row in 0..<rows.count {
        let heap = heaps + Int(slots[row]) &* wanted
        if codes[row] < heap[0] { Self.replaceFirst(of: heap, wanted, by: codes[row]) }
      }
    }
    return Buffer(count: room) { slot in
      let heap = heaps[0].pointer + slot * wanted
      for part in heaps.dropFirst() {
        for place in 0..<wanted {
          let code = part.pointer[slot * wanted + place]
          if code < heap[0] { Self.replaceFirst(of: heap, wanted, by: code) }
        }
      }
      return heap[0]
    }
  }

  /// Puts a smaller code in the place of the greatest, which is the first of a heap.
  private static func replaceFirst(of heap: UnsafeMutablePointer<UInt64>, _ count: Int, by code: UInt64) {
    var place = 0
    while true {
      var child = 2 * place + 1
      if child >= count { break }
      if child + 1 < count, heap[child] < heap[child + 1] { child += 1 }
      if heap[child] <= code { break }
      heap[place] = heap[child]
      place = child
    }
    heap[place] = code
  }

  /// Calls `body` with the slots and codes of each block that has rows which count.
  private func forEachBlock(
    _ parts: RowParts,
    _ body:
      @escaping @Sendable (
        _ part: Int, _ rows: Range<Int>, _ slots: UnsafePointer<UInt32>, _ codes: UnsafePointer<UInt64>
      ) -> Void
  ) throws(RunError) {
    let (floors, sweep) = (self, sweep)
    try sweep.workers.forEach(parts.count) { part in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: RowParts.blockSize) { slotScratch in
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: RowParts.blockSize) { codeScratch in
          guard let slots = slotScratch.baseAddress, let codes = codeScratch.baseAddress else { return }
          parts.forEachBlock(of: part, sweep.workers.interrupt) { rows in
            guard floors.grouping.fill(rows, mask: sweep.mask, into: slots) else { return }
            floors.key.fill(rows, shift: 0, into: codes)
            body(part, rows, slots, codes)
          }
        }
      }
    }
  }
}
