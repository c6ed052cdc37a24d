import TallyData

/// The texts of an arena as codes in their order, from 1; 0 is missing.
struct TextRanks: Sendable {
  let codes: Buffer<UInt32>
  /// The different texts, sorted; they point into the arena.
  let words: Buffer<TextView>

  init(_ arena: TextArena) throws(RunError) {
    try self.init(arena, workers: Workers(threads: 1, interrupt: Interrupt()))
  }

  init(_ arena: TextArena, workers: Workers) throws(RunError) {
    let parts = RowParts(rowCount: arena.count, limit: 16)
    try MemoryLimit.check(arena.count, 24, for: "comparing the texts")
    let codes = Buffer<UInt32>(count: arena.count)
    let tables = (0..<parts.count).map { _ in WordTable(workers.interrupt) }
    try workers.forEach(parts.count) { part in
      withUnsafeTemporaryAllocation(of: TextView.self, capacity: RowParts.blockSize) { scratch in
        guard let views = scratch.baseAddress else { return }
        parts.forEachBlock(of: part, workers.interrupt) { rows in
          arena.copyViews(rows, to: views)
          for row in 0..<rows.count {
            codes.pointer[rows.lowerBound + row] = views[row].isMissing ? 0 : tables[part].number(of: views[row])
          }
        }
      }
    }
    let (words, ranks) = try Self.sort(tables.map(\.words), workers: workers)
    try workers.forEach(parts.count) { part in
      let ranks = ranks[part]
      for row in parts[part] where codes.pointer[row] != 0 {
        codes.pointer[row] = ranks.pointer[Int(codes.pointer[row]) - 1]
      }
    }
    self.codes = codes
    self.words = words
  }

  /// Sorts words that several tables found; gives the rank of each word of each table, from 1.
  private static func sort(
    _ lists: [[TextView]], workers: Workers
  ) throws(RunError) -> (words: Buffer<TextView>, ranks: [Buffer<UInt32>]) {
    var all: [TextView] = []
    all.reserveCapacity(lists.reduce(0) { $0 + $1.count })
    for list in lists {
      if workers.interrupt.isRaised { throw .interrupted }
      all += list
    }
    let places = try WordSort(words: all, workers: workers).places()
    let ranks = lists.map { Buffer<UInt32>(count: $0.count) }
    var starts = [0]
    for list in lists { starts.append(starts[starts.count - 1] + list.count) }
    var words: [TextView] = []
    for (count, number) in places.values.enumerated() {
      if count & 0xFFFF == 0, workers.interrupt.isRaised { throw .interrupted }
      let place = Int(number)
      if words.last.map({ $0.bytes.compare(all[place].bytes) != 0 }) ?? true { words.append(all[place]) }
      var list = 0
      while starts[list + 1] <= place { list += 1 }
      ranks[list].pointer[place - starts[list]] = UInt32(truncatingIfNeeded: words.count)
    }
    return (Buffer(words), ranks)
  }
}

extension TextView {
  /// A hash of the bytes, the same in every run.
  var stableHash: UInt64 {
    var hash = UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15
    var place = 0
    let raw = UnsafeRawBufferPointer(bytes)
    while place + 8 <= count {
      hash = Self.mix(hash ^ raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      place += 8
    }
    if place == count { return Self.mix(hash) }
    var rest: UInt64 = 0
    if count >= 8 {
      // The last eight bytes, some of them once more: no loop over the rest.
      rest = raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
    } else {
      while place < count {
        rest = rest << 8 | UInt64(bytes[place])
        place += 1
      }
    }
    return Self.mix(hash ^ rest)
  }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }
}

/// The different words of some rows, numbered from 1 as they are met; used by one thread at a time.
private final class WordTable: @unchecked Sendable {
  private(set) var words: [TextView] = []
  private var hashes: [UInt64] = []
  /// Numbers of words by their hash; 0 is free. Its length is a power of two.
  private var places: [UInt32] = Array(repeating: 0, count: 1024)
  private let interrupt: Interrupt

  init(_ interrupt: Interrupt) { self.interrupt = interrupt }

  func number(of word: TextView) -> UInt32 {
    let hash = word.stableHash
    var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
    while places[place] != 0 {
      let number = Int(places[place])
      if hashes[number - 1] == hash, words[number - 1].bytes.compare(word.bytes) == 0 { return places[place] }
      place = (place + 1) & (places.count - 1)
    }
    words.append(word)
    hashes.append(hash)
    places[place] = UInt32(truncatingIfNeeded: words.count)
    if words.count * 2 > places.count { grow() }
    return UInt32(truncatingIfNeeded: words.count)
  }

  /// Ends early, with words lost, when all is to stop.
  private func grow() {
    places = Array(repeating: 0, count: places.count * 2)
    for (index, hash) in hashes.enumerated() {
      if index & 0xFFFF == 0, interrupt.isRaised { return }
      var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
      while places[place] != 0 { place = (place + 1) & (places.count - 1) }
      places[place] = UInt32(truncatingIfNeeded: index + 1)
    }
  }
}
