import TallyData

/// Texts of two columns as numbers that are equal where the texts are.
struct JoinTexts: Sendable {
  let code: JoinCode

  init(_ left: Column, _ right: Column, _ workers: Workers) throws(RunError) {
    if let words = right.dictionary {
      let cells = JoinCells.words(right.storage, among: nil)
      if let others = left.dictionary {
        let among = JoinCells.words(left.storage, among: others.codes(in: words))
        code = JoinCode(left: among, right: cells, last: UInt64(words.count))
      } else {
        let numbers = try TextNumbers(count: words.count, workers) { words.view($0) }
        code = JoinCode(left: try numbers.cells(of: left, workers), right: cells, last: UInt64(words.count))
      }
    } else {
      guard case .arena(let arena) = right.storage else { preconditionFailure("a text column has words or an arena") }
      let numbers = try TextNumbers(count: right.count, workers) { arena.view($0) }
      let cells = JoinCells.words(.codes32(numbers.ofTexts, TextDictionary(sortedWords: [])), among: nil)
      code = JoinCode(
        left: try numbers.cells(of: left, workers), right: cells, last: UInt64(numbers.count))
    }
  }
}

/// Different texts, numbered from 1 in the order in which they are met.
private final class TextNumbers: @unchecked Sendable {
  /// Of each text that was given; 0 of a missing one.
  let ofTexts: Buffer<UInt32>
  private var places: HashPlaces
  /// Of each number, the place of its text among those that were given.
  private var firsts: [UInt32] = []
  private let hashes: Buffer<UInt64>
  private let text: @Sendable (Int) -> TextView

  var count: Int { firsts.count }

  /// `text`: the text at a place.
  init(count: Int, _ workers: Workers, _ text: @escaping @Sendable (Int) -> TextView) throws(RunError) {
    try MemoryLimit.check(count, 28, for: "comparing the texts")
    self.text = text
    hashes = try Buffer(count: count, workers) { text($0).stableHash }
    ofTexts = Buffer(repeating: 0, count: count)
    places = HashPlaces(expecting: count)
    for place in 0..<count {
      if place & 0xFFFF == 0, workers.interrupt.isRaised { throw .interrupted }
      let view = text(place)
      if view.isMissing { continue }
      let (number, isNew) = places.number(adding: hashes.pointer[place]) {
        hashes.pointer[$0 < firsts.count ? Int(firsts[$0]) : place]
      } isEqual: {
        text(Int(firsts[$0])).bytes.compare(view.bytes) == 0
      }
      if isNew { firsts.append(UInt32(truncatingIfNeeded: place)) }
      ofTexts.pointer[place] = UInt32(truncatingIfNeeded: number + 1)
    }
  }

  /// The number of a text; 0 for a missing one and for one that was not given.
  private func number(of view: TextView) -> UInt32 {
    if view.isMissing { return 0 }
    let found = places.number(of: view.stableHash) { text(Int(firsts[$0])).bytes.compare(view.bytes) == 0 }
    return found.map { UInt32(truncatingIfNeeded: $0 + 1) } ?? 0
  }

  /// The texts of another column.
  func cells(of column: Column, _ workers: Workers) throws(RunError) -> JoinCells {
    if let words = column.dictionary {
      let among = try Buffer<UInt32>(count: words.count + 1, workers) { code in
        code == 0 ? 0 : self.number(of: words.view(code - 1))
      }
      return .words(column.storage, among: among)
    }
    let numbers = Buffer<UInt32>(repeating: 0, count: column.count)
    if case .arena(let arena) = column.storage {
      let parts = RowParts(rowCount: column.count)
      try workers.forEach(parts.count) { part in
        withUnsafeTemporaryAllocation(of: TextView.self, capacity: RowParts.blockSize) { scratch in
          guard let views = scratch.baseAddress else { return }
          parts.forEachBlock(of: part, workers.interrupt) { rows in
            arena.copyViews(rows, to: views)
            let target = numbers.pointer + rows.lowerBound
            for row in 0..<rows.count { target[row] = self.number(of: views[row]) }
          }
        }
      }
    }
    return .words(.codes32(numbers, TextDictionary(sortedWords: [])), among: nil)
  }
}

extension TextDictionary {
  /// For each code, 0 included, the code of the same word in another dictionary; 0 for none.
  fileprivate func codes(in other: TextDictionary) -> Buffer<UInt32> {
    let codes = Buffer<UInt32>(repeating: 0, count: count + 1)
    var place = 0
    for index in 0..<count {
      let word = view(index).bytes
      while place < other.count, other.view(place).bytes.isBefore(word) { place += 1 }
      if place < other.count, other.view(place).bytes.compare(word) == 0 {
        codes.pointer[index + 1] = UInt32(truncatingIfNeeded: place + 1)
      }
    }
    return codes
  }
}
