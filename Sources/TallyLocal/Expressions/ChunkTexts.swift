import TallyData

/// The texts of a chunk of rows: its different words, and which of them each row has.
///
/// Where most rows have a word of their own it stops looking for equal ones.
struct ChunkTexts: Sendable {
  /// The words one after the other.
  private(set) var bytes: [UInt8] = []
  /// One more than there are words.
  private(set) var ends: [Int] = [0]
  /// A row's word counted from 1; 0 is missing.
  private(set) var codes: [UInt32] = []
  /// Equal texts may have different words.
  private(set) var isFree = false
  /// Word numbers by hash, 0 for an empty place; its size is a power of two.
  private var places: [UInt32] = Array(repeating: 0, count: 256)

  var wordCount: Int { ends.count - 1 }
  /// Bytes of all rows' texts.
  private(set) var byteCount = 0

  mutating func append(_ texts: UnsafePointer<TextView>, count: Int) {
    for row in 0..<count {
      byteCount += texts[row].count
      codes.append(texts[row].isMissing ? 0 : isFree ? added(texts[row]) : interned(texts[row]))
    }
    // A few hundred rows say enough about the rest.
    if !isFree, codes.count >= 1024, wordCount > codes.count / 2 {
      isFree = true
      places = []
    }
  }

  /// The word of a code.
  func word(_ code: UInt32, in base: UnsafePointer<UInt8>) -> TextView {
    let start = ends[Int(code) - 1]
    return TextView(base: base + start, count: ends[Int(code)] - start)
  }

  private mutating func added(_ text: TextView) -> UInt32 {
    bytes.append(contentsOf: text.bytes)
    ends.append(bytes.count)
    return UInt32(wordCount)
  }

  private mutating func interned(_ text: TextView) -> UInt32 {
    if wordCount * 2 >= places.count { grow() }
    let mask = places.count - 1
    var place = Self.hash(text.bytes) & mask
    while places[place] != 0 {
      let code = Int(places[place])
      let isSame = bytes.withUnsafeBufferPointer {
        UnsafeBufferPointer(rebasing: $0[ends[code - 1]..<ends[code]]).compare(text.bytes) == 0
      }
      if isSame { return UInt32(code) }
      place = (place + 1) & mask
    }
    let code = added(text)
    places[place] = code
    return code
  }

  private mutating func grow() {
    places = Array(repeating: 0, count: places.count * 4)
    let mask = places.count - 1
    bytes.withUnsafeBufferPointer { bytes in
      for word in 0..<wordCount {
        var place = Self.hash(UnsafeBufferPointer(rebasing: bytes[ends[word]..<ends[word + 1]])) & mask
        while places[place] != 0 { place = (place + 1) & mask }
        places[place] = UInt32(word + 1)
      }
    }
  }

  /// FNV-1a over eight bytes at a time, its high bits mixed down.
  static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: bytes.count)
    let raw = UnsafeRawBufferPointer(bytes)
    var place = 0
    while place + 8 <= raw.count {
      hash = (hash ^ raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
      place += 8
    }
    while place < raw.count {
      hash = (hash ^ UInt64(raw[place])) &* 0x100_0000_01B3
      place += 1
    }
    hash ^= hash >> 32
    return Int(truncatingIfNeeded: hash &* 0x9E37_79B9_7F4A_7C15 >> 20)
  }
}

/// The texts of all chunks joined: to a dictionary where words repeat, to an arena where they do not.
struct TextJoin: Sendable {
  let chunks: [ChunkTexts]

  /// Nil where the texts of a chunk are more than an arena's segment holds.
  func column(_ threads: Int) -> Column? {
    if !chunks.contains(where: \.isFree), let column = dictionaryColumn(threads) { return column }
    return arenaColumn()
  }

  /// Nil where the words are so many that a dictionary does not pay, or more than its offsets reach.
  private func dictionaryColumn(_ threads: Int) -> Column? {
    let rowCount = chunks.reduce(0) { $0 + $1.codes.count }
    let known = chunks.reduce(0) { $0 + $1.wordCount }
    guard known <= max(1 << 16, rowCount / 4) else { return nil }
    let sorted = sortedWords()
    guard sorted.byteCount < Int(UInt32.max), sorted.count <= max(1 << 12, rowCount / 4) else { return nil }
    let codes = Buffer<UInt32>(count: rowCount)
    Parallel.forEach(chunks.count, threads: threads) { [chunks] chunk in
      let (words, old) = (sorted.codes[chunk], chunks[chunk].codes)
      let output = codes.pointer + chunk * Evaluator.rowsPerChunk
      for row in 0..<old.count { output[row] = old[row] == 0 ? 0 : words[Int(old[row]) - 1] }
    }
    return Column(codes: codes, dictionary: sorted.dictionary)
  }

  private struct SortedWords: Sendable {
    let dictionary: TextDictionary
    /// For each chunk the code of each of its words.
    let codes: [[UInt32]]
    let byteCount: Int
    var count: Int { dictionary.count }
  }

  private func sortedWords() -> SortedWords {
    struct Word {
      let chunk: Int
      let index: Int
      let bytes: ArraySlice<UInt8>
    }
    var words: [Word] = []
    for (number, chunk) in chunks.enumerated() {
      for index in 0..<chunk.wordCount {
        words.append(Word(chunk: number, index: index, bytes: chunk.bytes[chunk.ends[index]..<chunk.ends[index + 1]]))
      }
    }
    words.sort { $0.bytes.compare($1.bytes) < 0 }
    var codes = chunks.map { Array(repeating: UInt32(0), count: $0.wordCount) }
    var different: [ArraySlice<UInt8>] = []
    for word in words {
      if different.last.map({ $0.compare(word.bytes) != 0 }) ?? true { different.append(word.bytes) }
      codes[word.chunk][word.index] = UInt32(different.count)
    }
    let byteCount = different.reduce(0) { $0 + $1.count }
    let (bytes, offsets) = (Buffer<UInt8>(count: byteCount), Buffer<UInt32>(count: different.count + 1))
    var place = 0
    offsets.pointer[0] = 0
    for (index, word) in different.enumerated() {
      word.withUnsafeBufferPointer { source in
        if let base = source.baseAddress { (bytes.pointer + place).update(from: base, count: source.count) }
      }
      place += word.count
      offsets.pointer[index + 1] = UInt32(truncatingIfNeeded: place)
    }
    return SortedWords(
      dictionary: TextDictionary(bytes: bytes, offsets: offsets), codes: codes, byteCount: byteCount)
  }

  private func arenaColumn() -> Column? {
    guard chunks.allSatisfy({ $0.byteCount < Int(TextArena.missingFlag) }) else { return nil }
    var segments: [TextArena.Segment] = []
    var (firstRow, missing) = (0, 0)
    for chunk in chunks {
      let segment = Self.segment(chunk, firstRow: firstRow)
      missing += chunk.codes.count { $0 == 0 }
      firstRow += chunk.codes.count
      segments.append(segment)
    }
    return Column(
      type: .text, storage: .arena(TextArena(segments: segments)), count: firstRow, missingCount: missing)
  }

  private static func segment(_ chunk: ChunkTexts, firstRow: Int) -> TextArena.Segment {
    let bytes = Buffer<UInt8>(count: chunk.byteCount)
    let offsets = Buffer<UInt32>(count: chunk.codes.count + 1)
    offsets.pointer[0] = 0
    var place = 0
    chunk.bytes.withUnsafeBufferPointer { words in
      for (row, code) in chunk.codes.enumerated() {
        if code != 0, let base = words.baseAddress {
          let word = chunk.word(code, in: base)
          if let start = word.base { (bytes.pointer + place).update(from: start, count: word.count) }
          place += word.count
        }
        offsets.pointer[row + 1] = UInt32(place) | (code == 0 ? TextArena.missingFlag : 0)
      }
    }
    return TextArena.Segment(firstRow: firstRow, bytes: bytes, offsets: offsets)
  }
}

extension ArraySlice<UInt8> {
  fileprivate func compare(_ other: ArraySlice<UInt8>) -> Int {
    withUnsafeBufferPointer { mine in other.withUnsafeBufferPointer { mine.compare($0) } }
  }
}
