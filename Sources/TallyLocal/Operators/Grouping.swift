import TallyData

/// Which group each row belongs to: the codes of the keys as digits of one number, the first key's the highest.
///
/// A group's number is its *slot*; slots are in the order of the keys, and some may be empty.
struct Grouping: Sendable {
  let keys: [KeyCode]
  let slotCount: Int

  /// Slots after the last, for the rows that do not count: a slot takes longer to add to twice in a row.
  static let spareSlots = 8

  /// Slots with the spare ones.
  var roomCount: Int { slotCount + Self.spareSlots }

  /// One group of all rows.
  static let whole = Grouping(keys: [], slotCount: 1)

  init(keys: [KeyCode], slotCount: Int) {
    self.keys = keys
    self.slotCount = slotCount
  }

  /// Nil where there would be more than `limit` slots.
  init?(_ keys: [KeyCode], limit: Int) {
    var slots = 1
    for key in keys {
      guard let cardinality = key.cardinality, cardinality <= limit / slots else { return nil }
      slots *= cardinality
    }
    self.init(keys: keys, slotCount: slots)
  }

  /// Slots that are worth their memory for so many rows: no hash, no sort, one addition a row.
  static func slotLimit(rowCount: Int) -> Int { max(1 << 12, min(1 << 22, 2 * rowCount)) }

  var isWhole: Bool { keys.isEmpty }

  /// The groups divided further by another key; nil where there would be more than `limit` slots.
  func divided(by key: KeyCode, limit: Int) -> Grouping? { Grouping(keys + [key], limit: limit) }

  /// Writes the slot of each row of a block.
  func fill(_ rows: Range<Int>, into slots: UnsafeMutablePointer<UInt32>) {
    if keys.isEmpty { slots.update(repeating: 0, count: rows.count) }
    for (place, key) in keys.enumerated() {
      key.fill(rows, factor: place == 0 ? 0 : UInt32(truncatingIfNeeded: key.last + 1), into: slots)
    }
  }

  /// Writes the slot of each row that `mask` keeps, and a spare one for every other; false where it keeps none.
  func fill(_ rows: Range<Int>, mask: Bitmap?, into slots: UnsafeMutablePointer<UInt32>) -> Bool {
    guard let mask else {
      fill(rows, into: slots)
      return true
    }
    guard mask.hasOnes(in: rows) else { return false }
    fill(rows, into: slots)
    let none = UInt32(truncatingIfNeeded: slotCount)
    mask.forEachWord(in: rows) { (word, first, count) in
      if word == Bitmap.word(ofOnes: count) { return }
      var row = 0
      while row < count {
        let place = first &+ row
        // All ones for a row that counts: a branch on a random mask costs ten times as much.
        let keep = 0 &- (UInt32(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: row)) & 1)
        let spare = none &+ UInt32(truncatingIfNeeded: row & (Self.spareSlots - 1))
        slots[place] = (slots[place] & keep) | (spare & ~keep)
        row &+= 1
      }
    }
    return true
  }
}

extension Bitmap {
  /// A word whose lowest `count` bits are set.
  @inline(__always)
  static func word(ofOnes count: Int) -> UInt64 { count >= 64 ? ~0 : (1 << UInt64(count)) - 1 }

  /// Calls `body` with each word of a block, the place of its first row in the block, and its number of rows.
  ///
  /// The block starts at a multiple of 64.
  @inline(__always)
  func forEachWord(in rows: Range<Int>, _ body: (_ word: UInt64, _ first: Int, _ count: Int) -> Void) {
    words.withUnsafeBufferPointer { words in
      var first = 0
      while first < rows.count {
        let count = Swift.min(64, rows.count - first)
        body(words[(rows.lowerBound + first) >> 6] & Self.word(ofOnes: count), first, count)
        first += 64
      }
    }
  }

  /// How many bits are set in a block that starts at a multiple of 64.
  func ones(in rows: Range<Int>) -> Int {
    var total = 0
    forEachWord(in: rows) { (word, _, _) in total &+= word.nonzeroBitCount }
    return total
  }

  func hasOnes(in rows: Range<Int>) -> Bool {
    var union: UInt64 = 0
    forEachWord(in: rows) { (word, _, _) in union |= word }
    return union != 0
  }
}
