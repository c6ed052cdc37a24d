import CKernels
import TallyData

/// Which rows of the left have a key that the right has, and its number: numbers from 1 stand side by side, so that few
/// of many rows take little memory.
struct LeftMatches: Sendable {
  let rowCount: Int
  /// A bit for each row.
  private let words: Buffer<UInt64>
  /// Of the rows of each part that match, from where the part begins.
  private let numbers: Buffer<UInt32>
  /// How many there are in each part.
  private let counts: Buffer<Int>
  private let parts: RowParts

  /// How many rows match.
  let count: Int

  /// Looks up all rows of a sweep, block by block: `lookup` makes what does that for one part.
  init<Lookup: NumberLookup & SendableMetatype>(
    _ sweep: Sweep, seen: Buffer<UInt8>?, _ lookup: @escaping @Sendable () -> Lookup
  ) throws(RunError) {
    let parts = RowParts(rowCount: sweep.rowCount)
    let words = Buffer<UInt64>(count: (sweep.rowCount + 63) / 64)
    let (numbers, counts) = (Buffer<UInt32>(count: sweep.rowCount), Buffer<Int>(repeating: 0, count: parts.count))
    try sweep.workers.forEach(parts.count) { part in
      var look = lookup()
      var target = numbers.pointer + parts[part].lowerBound
      var unseen = seen
      parts.forEachBlock(of: part, sweep.workers.interrupt) { rows in
        let marks = words.pointer + rows.lowerBound / 64
        guard sweep.mask?.hasOnes(in: rows) ?? true else {
          return marks.update(repeating: 0, count: (rows.count + 63) / 64)
        }
        let found = look.keep(rows, sweep.mask, marks, target)
        if let seen = unseen {
          tally_see(target, found, seen.pointer)
          // Once every key is seen, there is nothing more to mark.
          if rows.lowerBound / RowParts.blockSize % 32 == 31, !tally_has_unseen(seen.pointer, seen.count) {
            unseen = nil
          }
        }
        target += found
      }
      counts.pointer[part] = target - (numbers.pointer + parts[part].lowerBound)
    }
    (rowCount, self.words, self.numbers, self.counts, self.parts) = (sweep.rowCount, words, numbers, counts, parts)
    count = counts.values.reduce(0, +)
  }

  /// The rows that match.
  var rows: Bitmap { Bitmap(words: Array(words.values), count: rowCount) }

  /// The numbers of the rows that match, in their order.
  func matched(_ workers: Workers) throws(RunError) -> Buffer<UInt32> {
    if count == rowCount { return numbers }
    let result = Buffer<UInt32>(count: count)
    var starts = [0]
    for count in counts.values { starts.append(starts[starts.count - 1] + count) }
    let (firsts, parts, numbers, counts) = (starts, parts, numbers, counts)
    try workers.forEach(parts.count) { part in
      (result.pointer + firsts[part]).update(
        from: numbers.pointer + parts[part].lowerBound, count: counts.pointer[part])
    }
    return result
  }

  /// The number of every row, 0 of one that does not match.
  func all(_ workers: Workers) throws(RunError) -> Buffer<UInt32> {
    if count == rowCount { return numbers }
    let result = Buffer<UInt32>(count: rowCount)
    let (parts, numbers, words) = (parts, numbers, words)
    try workers.forEach(parts.count) { part in
      let rows = parts[part]
      tally_spread_numbers(
        numbers.pointer + rows.lowerBound, words.pointer + rows.lowerBound / 64, rows.count,
        result.pointer + rows.lowerBound)
    }
    return result
  }
}

/// Finds the numbers of the keys of one block after the other; one thread uses it.
protocol NumberLookup {
  /// Writes a bit for each row of a block that `mask` keeps and that has a number, and these numbers side by side; gives
  /// how many.
  mutating func keep(
    _ rows: Range<Int>, _ mask: Bitmap?, _ words: UnsafeMutablePointer<UInt64>, _ kept: UnsafeMutablePointer<UInt32>
  ) -> Int
}

/// Numbers by slots of a table that has one for each combination of the codes.
struct SlotLookup: NumberLookup {
  let table: SlotNumbers
  private let slots = Buffer<UInt32>(count: RowParts.blockSize)

  init(_ table: SlotNumbers) { self.table = table }

  mutating func keep(
    _ rows: Range<Int>, _ mask: Bitmap?, _ words: UnsafeMutablePointer<UInt64>, _ kept: UnsafeMutablePointer<UInt32>
  ) -> Int {
    table.fill(.left, rows, into: slots.pointer)
    let none = UInt32(truncatingIfNeeded: table.numbers.count - 1)
    return withMask(mask, rows) {
      tally_look_up_slots(table.numbers.pointer, none, slots.pointer, $0, rows.count, words, kept)
    }
  }
}

/// Numbers by the hashes of packed keys.
struct HashLookup: NumberLookup {
  let places: KeyPlaces
  private var lookup: tally_lookup
  private let keys = Buffer<UInt64>(count: RowParts.blockSize)

  init(_ places: KeyPlaces) { (self.places, lookup) = (places, places.lookup) }

  mutating func keep(
    _ rows: Range<Int>, _ mask: Bitmap?, _ words: UnsafeMutablePointer<UInt64>, _ kept: UnsafeMutablePointer<UInt32>
  ) -> Int {
    places.keys.fill(.left, rows, into: keys.pointer)
    let target = keys.pointer
    mask?.forEachWord(in: rows) { (word, first, count) in
      for row in 0..<count where word &>> UInt64(row) & 1 == 0 { target[first + row] = tally_no_key }
    }
    let result = tally_look_up(&lookup, keys.pointer, rows.count, kept)
    // A filter that lets most keys pass only costs time.
    if result.passed > rows.count / 4 * 3 { lookup.bloom = nil }
    return tally_keep_numbers(kept, rows.count, words, kept)
  }
}

/// Calls `body` with the words of a mask for a block; nil where all rows count.
@inline(__always)
private func withMask<Result>(
  _ mask: Bitmap?, _ rows: Range<Int>, _ body: (UnsafePointer<UInt64>?) -> Result
) -> Result {
  guard let mask else { return body(nil) }
  return mask.words.withUnsafeBufferPointer { body($0.baseAddress.map { $0 + rows.lowerBound / 64 }) }
}
