import TallyData

extension Column {
  /// The cells of columns one after the other, as one column of `type`; integers become numbers where it is one.
  static func concatenated(_ columns: [Column], type: DataType, _ workers: Workers) throws(RunError) -> Column {
    let count = columns.reduce(0) { $0 + $1.count }
    guard count <= MemoryLimit.rows else { throw .tooLarge(what: "numbering the rows", bytes: .max, range: 0..<0) }
    try MemoryLimit.check(count, MemoryLayout<Int64>.stride, for: "the rows")
    switch type {
    case .text: return try concatenatedTexts(columns, count, workers)
    case .number:
      let target = Buffer<Double>(count: count)
      var place = 0
      for column in columns {
        if workers.interrupt.isRaised { throw .interrupted }
        column.copyDoubles(0..<column.count, to: target.pointer + place)
        place += column.count
      }
      return Column(
        type: .number, storage: .double(target), count: count,
        missingCount: columns.reduce(0) { $0 + $1.missingCount })
    case .integer, .boolean, .date, .datetime, .duration:
      var values: [Int64] = []
      values.reserveCapacity(count)
      for column in columns {
        if workers.interrupt.isRaised { throw .interrupted }
        column.appendWholes(to: &values)
      }
      return Column(type: type, integrals: values)
    }
  }

  /// A column without a known cell.
  static func missing(_ type: DataType, count: Int) -> Column {
    switch type {
    case .text:
      let codes = Buffer<UInt8>(repeating: 0, count: count)
      return Column(
        type: .text, storage: .codes8(codes, TextDictionary(sortedWords: [])), count: count, missingCount: count)
    case .number:
      return Column(
        type: .number, storage: .double(Buffer(repeating: .nan, count: count)), count: count, missingCount: count)
    case .integer, .boolean, .date, .datetime, .duration:
      return Column(
        type: type, storage: .int8(Buffer(repeating: .missing, count: count)), count: count, missingCount: count)
    }
  }

  private func appendWholes(to values: inout [Int64]) {
    func append<V: Measurable>(_ stored: Buffer<V>) {
      for value in stored.values { values.append(value.isMissing ? .missing : value.whole) }
    }
    switch storage {
    case .int8(let stored): append(stored)
    case .int16(let stored): append(stored)
    case .int32(let stored): append(stored)
    case .int64(let stored): append(stored)
    case .double, .codes8, .codes16, .codes32, .arena:
      values.append(contentsOf: repeatElement(.missing, count: count))
    }
  }

  private static func concatenatedTexts(_ columns: [Column], _ count: Int, _ workers: Workers) throws(RunError)
    -> Column
  {
    var parts: [Column] = []
    for column in columns { parts.append(try column.encoded(workers)) }
    let merged = MergedWords(parts.map { $0.dictionary ?? TextDictionary(sortedWords: []) })
    let codes = Buffer<UInt32>(count: count)
    var place = 0
    for (part, codeOf) in zip(parts, merged.codes) {
      if workers.interrupt.isRaised { throw .interrupted }
      part.copyCodes(codeOf, to: codes.pointer + place)
      place += part.count
    }
    return Column(codes: codes, dictionary: merged.dictionary)
  }

  /// Writes what each row's code stands for in another numbering; 0 for missing.
  func copyCodes(_ codeOf: [UInt32], to target: UnsafeMutablePointer<UInt32>) {
    func copy<V: FixedWidthInteger>(_ codes: Buffer<V>) {
      codeOf.withUnsafeBufferPointer { codeOf in
        for row in 0..<codes.count { target[row] = codeOf[Int(codes.pointer[row])] }
      }
    }
    switch storage {
    case .codes8(let codes, _): copy(codes)
    case .codes16(let codes, _): copy(codes)
    case .codes32(let codes, _): copy(codes)
    case .int8, .int16, .int32, .int64, .double, .arena: target.update(repeating: 0, count: count)
    }
  }
}

/// The words of several dictionaries as one, and what each code of each becomes in it.
struct MergedWords {
  let dictionary: TextDictionary
  /// For each dictionary, by its own code; 0 stays 0.
  let codes: [[UInt32]]

  init(_ dictionaries: [TextDictionary]) {
    var next = dictionaries.map { _ in 0 }
    var codes = dictionaries.map { _ in [UInt32(0)] }
    var words: [TextView] = []
    while true {
      var least: TextView?
      for (place, dictionary) in dictionaries.enumerated() where next[place] < dictionary.count {
        let word = dictionary.view(next[place])
        if least.map({ word.bytes.isBefore($0.bytes) }) ?? true { least = word }
      }
      guard let least else { break }
      words.append(least)
      for (place, dictionary) in dictionaries.enumerated()
      where next[place] < dictionary.count && dictionary.view(next[place]).bytes.compare(least.bytes) == 0 {
        next[place] += 1
        codes[place].append(UInt32(truncatingIfNeeded: words.count))
      }
    }
    self.codes = codes
    dictionary = TextDictionary(sortedViews: words)
  }
}

extension TextDictionary {
  /// Copies words that are sorted and all different.
  convenience init(sortedViews words: [TextView]) {
    let bytes = Buffer<UInt8>(count: words.reduce(0) { $0 + $1.count })
    let offsets = Buffer<UInt32>(count: words.count + 1)
    offsets.pointer[0] = 0
    var place = 0
    for (index, word) in words.enumerated() {
      if let base = word.base { (bytes.pointer + place).initialize(from: base, count: word.count) }
      place += word.count
      offsets.pointer[index + 1] = UInt32(truncatingIfNeeded: place)
    }
    self.init(bytes: bytes, offsets: offsets)
  }
}

extension Buffer {
  /// `count` times the same value.
  convenience init(repeating value: Element, count: Int) {
    self.init(count: count)
    pointer.initialize(repeating: value, count: count)
  }
}
