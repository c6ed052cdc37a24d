import TallyData

/// Some places of a row of places, among them the first: where something begins.
struct PlaceMarks: Sendable {
  private let words: Buffer<UInt64>
  let count: Int

  /// `words`: a bit for each place, the lowest of the first word for the first place.
  init(words: Buffer<UInt64>, count: Int) { (self.words, self.count) = (words, count) }

  /// The first place alone.
  init(firstOf count: Int) {
    let words = Buffer<UInt64>(repeating: 0, count: (count + 63) / 64)
    if count > 0 { words.pointer[0] = 1 }
    self.init(words: words, count: count)
  }

  @inline(__always)
  subscript(place: Int) -> Bool { words.pointer[place &>> 6] &>> UInt64(place & 63) & 1 != 0 }

  /// The last mark up to a place.
  func last(through place: Int) -> Int {
    var index = place >> 6
    var word = words.pointer[index] & (~0 >> UInt64(63 - place & 63))
    while word == 0, index > 0 {
      index -= 1
      word = words.pointer[index]
    }
    return index * 64 + 63 - min(63, word.leadingZeroBitCount)
  }

  /// The first mark after a place; `count` where there is none.
  func next(after place: Int) -> Int {
    var index = (place + 1) >> 6
    guard place + 1 < count else { return count }
    var word = words.pointer[index] & (~0 << UInt64((place + 1) & 63))
    while word == 0, (index + 1) * 64 < count {
      index += 1
      word = words.pointer[index]
    }
    return word == 0 ? count : index * 64 + word.trailingZeroBitCount
  }
}
