import TallyData

extension OneColumn {
  /// What each thread knows of the column.
  private var tables: [ColumnParser] { assembly.parsers.map { $0[index] } }

  /// A text column: codes into a sorted dictionary, or free text where a thread gave the dictionary up.
  func text() -> Column {
    let wordBytes = tables.reduce(0) { $0 + $1.words.textCount }
    let hasArena = (0..<chunkCount).contains { part($0).form == .arena }
    let storage: ColumnStorage =
      hasArena || wordBytes >= ArenaPlan.segmentByteCount
      ? .arena(arena()) : coded(DictionaryMerge(tables))
    return Column(type: .text, storage: storage, count: rowCount, missingCount: missingCount)
  }

  // MARK: - Codes

  private func coded(_ merge: DictionaryMerge) -> ColumnStorage {
    switch merge.dictionary.count {
    case ...0xFF: .codes8(codes(merge), merge.dictionary)
    case ...0xFFFF: .codes16(codes(merge), merge.dictionary)
    default: .codes32(codes(merge), merge.dictionary)
    }
  }

  private func codes<To: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
    _ merge: DictionaryMerge
  ) -> Buffer<To> {
    let target = Buffer<To>(count: rowCount)
    forEachChunk { chunk in
      let (part, rows) = (part(chunk), rows(chunk))
      let place = target.pointer + rows.lowerBound
      guard part.form == .codes, let values = part.values else {
        place.update(repeating: 0, count: rows.count)
        return
      }
      let map = merge.maps[Int(part.table)].pointer
      switch part.width {
      case 1: PartCopy.codes(values.assumingMemoryBound(to: UInt8.self), rows.count, place, map)
      case 2: PartCopy.codes(values.assumingMemoryBound(to: UInt16.self), rows.count, place, map)
      default: PartCopy.codes(values.assumingMemoryBound(to: UInt32.self), rows.count, place, map)
      }
    }
    return target
  }

  // MARK: - Free text

  private func arena() -> TextArena {
    let sizes = Buffer<Int>(count: chunkCount)
    forEachChunk(releasing: false) { sizes.pointer[$0] = textCount(part($0), rows($0).count) }
    var plan = ArenaPlan()
    for chunk in 0..<chunkCount { plan.add(sizes[chunk], firstRow: assembly.firstRows[chunk]) }
    plan.finish(rowCount: rowCount)
    let segments = plan.segments
    let places = plan.places
    forEachChunk { chunk in fill(segments[places[chunk].segment], chunk, from: places[chunk].start) }
    return TextArena(segments: segments.filter { $0.rowCount > 0 })
  }

  /// Writes the texts of a chunk to its segment, from the byte `start` on.
  private func fill(_ segment: TextArena.Segment, _ chunk: Int, from start: Int) {
    let (part, rows) = (part(chunk), rows(chunk))
    let offsets = segment.offsets.pointer + (rows.lowerBound - segment.firstRow) + 1
    let bytes = segment.bytes.pointer
    let base = UInt32(start)
    switch part.form {
    case .arena:
      guard let values = part.values, let text = part.text else { return }
      let source = values.assumingMemoryBound(to: UInt32.self)
      for row in 0..<rows.count { offsets[row] = source[row + 1] &+ base }
      (bytes + start).update(from: text, count: Int(part.high))
    case .codes:
      let table = assembly.parsers[Int(part.table)][index]
      let (words, text) = (table.words.words, table.words.text)
      var place = start
      for row in 0..<rows.count {
        let code = PartCode.code(part, row)
        if code > 0 {
          let word = words[code - 1]
          (bytes + place).update(from: text + word.offset, count: word.count)
          place += word.count
        }
        offsets[row] = UInt32(place) | (code == 0 ? TextArena.missingFlag : 0)
      }
    case .none, .integral, .double: offsets.update(repeating: base | TextArena.missingFlag, count: rows.count)
    }
  }

  private func textCount(_ part: ColumnPart, _ rowCount: Int) -> Int {
    switch part.form {
    case .arena: return Int(part.high)
    case .none, .integral, .double: return 0
    case .codes:
      let words = assembly.parsers[Int(part.table)][index].words.words
      var total = 0
      for row in 0..<rowCount {
        let code = PartCode.code(part, row)
        if code > 0 { total += words[code - 1].count }
      }
      return total
    }
  }
}

/// One code of a part, whatever its width.
enum PartCode {
  static func code(_ part: ColumnPart, _ row: Int) -> Int {
    guard let values = part.values else { return 0 }
    switch part.width {
    case 1: return Int(values.assumingMemoryBound(to: UInt8.self)[row])
    case 2: return Int(values.assumingMemoryBound(to: UInt16.self)[row])
    default: return Int(values.assumingMemoryBound(to: UInt32.self)[row])
    }
  }
}

/// Shares the texts of chunks out to segments.
private struct ArenaPlan {
  /// The most bytes of text that a segment holds; one chunk never holds more.
  static let segmentByteCount = Int(TextArena.missingFlag) - 1

  /// For each chunk its segment, and where its texts begin there.
  private(set) var places: [(segment: Int, start: Int)] = []
  private(set) var segments: [TextArena.Segment] = []
  private var firstRow = 0
  private var byteCount = 0

  mutating func add(_ bytes: Int, firstRow: Int) {
    if byteCount + bytes > Self.segmentByteCount { finish(rowCount: firstRow) }
    places.append((segments.count, byteCount))
    byteCount += bytes
  }

  /// Ends the segment at hand before the row `rowCount`.
  mutating func finish(rowCount: Int) {
    let offsets = Buffer<UInt32>(count: rowCount - firstRow + 1)
    offsets.pointer[0] = 0
    segments.append(TextArena.Segment(firstRow: firstRow, bytes: Buffer(count: byteCount), offsets: offsets))
    (firstRow, byteCount) = (rowCount, 0)
  }
}
