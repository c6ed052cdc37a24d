import TallyData

/// The word tables of all threads as one sorted dictionary.
struct DictionaryMerge: @unchecked Sendable {
  let dictionary: TextDictionary
  /// For each thread, the dictionary's code of each of its own codes.
  let maps: [Buffer<UInt32>]

  /// A word, ordered by its first eight bytes before anything else is looked at.
  private struct Key: BitwiseCopyable {
    let head: UInt64
    let text: UnsafePointer<UInt8>
    let count: Int
    let table: Int32
    let code: UInt32

    @inline(__always)
    func isBefore(_ other: Key) -> Bool { head != other.head ? head < other.head : order(other) < 0 }

    @inline(__always)
    func equals(_ other: Key) -> Bool { head == other.head && count == other.count && order(other) == 0 }

    private func order(_ other: Key) -> Int {
      UnsafeBufferPointer(start: text, count: count).compare(UnsafeBufferPointer(start: other.text, count: other.count))
    }
  }

  init(_ parsers: [ColumnParser]) {
    var keys: [Key] = []
    keys.reserveCapacity(parsers.reduce(0) { $0 + $1.words.count })
    for (table, parser) in parsers.enumerated() {
      for place in 0..<parser.words.count {
        let word = parser.words.words[place]
        keys.append(
          Key(
            head: UInt64(bigEndian: word.head), text: UnsafePointer(parser.words.text + word.offset),
            count: word.count, table: Int32(table), code: UInt32(place + 1)))
      }
    }
    keys.sort { $0.isBefore($1) }
    maps = parsers.map { Buffer<UInt32>(count: $0.words.count + 1) }
    for map in maps { map.pointer[0] = 0 }
    dictionary = Self.dictionary(keys, maps)
  }

  private static func dictionary(_ keys: [Key], _ maps: [Buffer<UInt32>]) -> TextDictionary {
    let bytes = Buffer<UInt8>(count: keys.reduce(0) { $0 + $1.count })
    let offsets = Buffer<UInt32>(count: keys.count + 1)
    var (count, place) = (0, 0)
    offsets.pointer[0] = 0
    for (index, key) in keys.enumerated() {
      if index == 0 || !keys[index - 1].equals(key) {
        (bytes.pointer + place).update(from: key.text, count: key.count)
        place += key.count
        count += 1
        offsets.pointer[count] = UInt32(place)
      }
      maps[Int(key.table)].pointer[Int(key.code)] = UInt32(count)
    }
    bytes.shrink(to: place)
    offsets.shrink(to: count + 1)
    return TextDictionary(bytes: bytes, offsets: offsets)
  }
}
