/// A packed row of booleans: the rows a condition keeps.
///
/// Bits past `count` in the last word are always zero, so whole-word operations need no
/// special case and ``ones`` is a plain popcount.
package struct Bitmap: Equatable, Sendable {
  package private(set) var words: [UInt64]
  package let count: Int

  package init(count: Int, filled: Bool = false) {
    self.count = count
    words = Array(repeating: filled ? ~0 : 0, count: (count + 63) / 64)
    if filled, count % 64 != 0 { words[words.count - 1] = (1 << UInt64(count % 64)) - 1 }
  }

  /// Takes words whose bits past `count` may be anything.
  package init(words: [UInt64], count: Int) {
    precondition(words.count == (count + 63) / 64)
    self.words = words
    self.count = count
    if count % 64 != 0 { self.words[words.count - 1] &= (1 << UInt64(count % 64)) - 1 }
  }

  package subscript(row: Int) -> Bool {
    get { words[row >> 6] >> UInt64(row & 63) & 1 != 0 }
    set {
      let bit: UInt64 = 1 << UInt64(row & 63)
      if newValue { words[row >> 6] |= bit } else { words[row >> 6] &= ~bit }
    }
  }

  /// How many bits are set.
  package var ones: Int {
    var total = 0
    for word in words { total &+= word.nonzeroBitCount }
    return total
  }
}
