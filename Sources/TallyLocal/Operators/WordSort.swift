import TallyData

/// Sorts texts by their bytes, eight at a time: first all by their first eight, then those that are equal so far by the
/// next eight.
struct WordSort: Sendable {
  let words: [TextView]
  let workers: Workers

  /// Words that are equal in their first `depth` bytes.
  private struct Run {
    var range: Range<Int>
    var depth: Int
  }

  /// A few words are compared as a whole.
  private static let fewWords = 64

  /// The places of the words, in the order of the words.
  func places() throws(RunError) -> Buffer<UInt32> {
    let places = Buffer<UInt32>(count: words.count) { UInt32(truncatingIfNeeded: $0) }
    var runs = [Run(range: 0..<words.count, depth: 0)]
    while let run = runs.popLast() {
      if workers.interrupt.isRaised { throw .interrupted }
      if run.range.count <= Self.fewWords || isOver(run, places) {
        var rest = UnsafeMutableBufferPointer(start: places.pointer + run.range.lowerBound, count: run.range.count)
        rest.sort { words[Int($0)].bytes.isBefore(words[Int($1)].bytes) }
      } else {
        runs += try split(run, places)
      }
    }
    return places
  }

  /// Whether the run's words have no more bytes: they differ at most in how many zero bytes they end in.
  private func isOver(_ run: Run, _ places: Buffer<UInt32>) -> Bool {
    run.range.allSatisfy { words[Int(places.pointer[$0])].count <= run.depth }
  }

  /// Sorts a run by the next eight bytes; gives the runs that are equal in them too.
  private func split(_ run: Run, _ places: Buffer<UInt32>) throws(RunError) -> [Run] {
    let start = run.range.lowerBound
    let sorted = try RadixSort(lowestBit: 0, bits: 64, workers: workers).sort(keyed(run, places))
    var runs: [Run] = []
    var first = 0
    for offset in 0..<sorted.count {
      if offset & 0xFFFF == 0, workers.interrupt.isRaised { throw .interrupted }
      places.pointer[start + offset] = sorted.pointer[offset].row
      if sorted.pointer[offset].key != sorted.pointer[first].key {
        if offset - first > 1 { runs.append(Run(range: start + first..<start + offset, depth: run.depth + 8)) }
        first = offset
      }
    }
    if sorted.count - first > 1 {
      runs.append(Run(range: start + first..<run.range.upperBound, depth: run.depth + 8))
    }
    return runs
  }

  /// The words of a run with their next eight bytes.
  private func keyed(_ run: Run, _ places: Buffer<UInt32>) throws(RunError) -> Buffer<KeyedRow> {
    let elements = Buffer<KeyedRow>(count: run.range.count)
    let parts = RowParts(rowCount: run.range.count)
    let (words, interrupt) = (words, workers.interrupt)
    try workers.forEach(parts.count) { part in
      parts.forEachBlock(of: part, interrupt) { rows in
        for offset in rows {
          let place = places.pointer[run.range.lowerBound + offset]
          elements.pointer[offset] = KeyedRow(key: words[Int(place)].key(from: run.depth), row: place)
        }
      }
    }
    return elements
  }
}

extension TextView {
  /// The eight bytes from `depth` on, as a number that grows with them; zeros past the end.
  fileprivate func key(from depth: Int) -> UInt64 {
    guard depth < count, let base else { return 0 }
    if depth + 8 <= count {
      return UInt64(bigEndian: UnsafeRawPointer(base + depth).loadUnaligned(as: UInt64.self))
    }
    var key: UInt64 = 0
    for place in depth..<depth + 8 { key = key << 8 | (place < count ? UInt64(base[place]) : 0) }
    return key
  }
}
