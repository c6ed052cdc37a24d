/// The different words of a text column, sorted by their UTF-8 bytes (the order of their Unicode scalars).
///
/// Word `i` has the code `i + 1`; code 0 is missing. So the order of codes is the order of texts.
package final class TextDictionary: Sendable {
  package let bytes: Buffer<UInt8>
  /// `count + 1` offsets into `bytes`.
  package let offsets: Buffer<UInt32>
  package let count: Int

  /// Takes words that are sorted and all different.
  package init(bytes: Buffer<UInt8>, offsets: Buffer<UInt32>) {
    self.bytes = bytes
    self.offsets = offsets
    self.count = offsets.count - 1
  }

  /// Takes sorted, different words.
  package convenience init(sortedWords words: [String]) {
    let bytes = Buffer<UInt8>(count: words.reduce(0) { $0 + $1.utf8.count })
    let offsets = Buffer<UInt32>(count: words.count + 1)
    var place = 0
    offsets.pointer[0] = 0
    for (index, word) in words.enumerated() {
      for byte in word.utf8 {
        bytes.pointer[place] = byte
        place += 1
      }
      offsets.pointer[index + 1] = UInt32(place)
    }
    self.init(bytes: bytes, offsets: offsets)
  }

  /// The word with index `index` (its code less one).
  package func view(_ index: Int) -> TextView {
    let start = offsets[index]
    return TextView(base: UnsafePointer(bytes.pointer + Int(start)), count: Int(offsets[index + 1] - start))
  }

  package subscript(index: Int) -> String { String(decoding: view(index).bytes, as: UTF8.self) }

  /// The index of the first word that is not below `word`; `count` if all are.
  package func lowerBound(_ word: String) -> Int {
    var word = word
    return word.withUTF8 { key in
      var low = 0
      var high = count
      while low < high {
        let middle = (low + high) / 2
        if view(middle).bytes.isBefore(key) { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// The code of a word, nil if the column does not hold it.
  package func code(of word: String) -> Int? {
    let index = lowerBound(word)
    guard index < count, self[index].utf8.elementsEqual(word.utf8) else { return nil }
    return index + 1
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether these bytes come before the others; the order of UTF-8 bytes is the order of Unicode scalars.
  package func isBefore(_ other: UnsafeBufferPointer<UInt8>) -> Bool { compare(other) < 0 }

  /// Negative, zero or positive as these bytes come before, equal or come after the others.
  package func compare(_ other: UnsafeBufferPointer<UInt8>) -> Int {
    let shared = Swift.min(count, other.count)
    if shared > 0, let a = baseAddress, let b = other.baseAddress {
      let order = memcmp(a, b, shared)
      if order != 0 { return Int(order) }
    }
    return count - other.count
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
