import TallyData

/// Columns in every form of storage that can hold their values, not only the narrowest.
enum RandomStorage {
  static func column(_ type: DataType, _ values: [Value], _ generator: inout SeededGenerator) -> Column {
    switch type {
    case .text: return text(values, &generator)
    case .number: return number(values, &generator)
    case .integer, .boolean, .date, .datetime, .duration:
      return integral(type, values.map { $0.integral ?? .min }, scale: 0, &generator)
    }
  }

  private static func integral(
    _ type: DataType, _ values: [Int64], scale: Int, _ generator: inout SeededGenerator
  ) -> Column {
    let narrowest = Column(type: type, integrals: values)
    func widened<I: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_: I.Type) -> Buffer<I> {
      Buffer(values.map { $0 == .min ? I.min : I($0) })
    }
    let storage: ColumnStorage =
      switch (narrowest.storage, generator.int(0...4)) {
      case (.int8, 0): .int16(widened(Int16.self))
      case (.int8, 1), (.int16, 1): .int32(widened(Int32.self))
      case (_, 2): .int64(widened(Int64.self))
      default: narrowest.storage
      }
    return Column(
      type: type, storage: storage, scale: scale, count: values.count, missingCount: narrowest.missingCount)
  }

  /// Decimals as scaled integers where they are, else doubles.
  private static func number(_ values: [Value], _ generator: inout SeededGenerator) -> Column {
    let numbers = values.map { $0.double ?? .nan }
    for scale in 0...2 where !generator.chance(in: 4) {
      let unit = Column.powersOfTen[scale]
      let scaled = numbers.map { scaledWhole($0, unit: unit) }
      let isExact = zip(numbers, scaled).allSatisfy { number, whole in number.isNaN || whole != .min }
      if isExact { return integral(.number, scaled, scale: scale, &generator) }
    }
    return Column(numbers: numbers)
  }

  /// The number times `unit`, where dividing gives it back to the bit; else `Int64.min`.
  private static func scaledWhole(_ number: Double, unit: Double) -> Int64 {
    guard !number.isNaN, let whole = Int64(exactly: (number * unit).rounded()), whole.magnitude < 1 << 53 else {
      return .min
    }
    return (Double(whole) / unit).bitPattern == number.bitPattern ? whole : .min
  }

  private static func text(_ values: [Value], _ generator: inout SeededGenerator) -> Column {
    let texts: [[UInt8]?] = values.map { if case .text(let text) = $0 { Array(text.utf8) } else { nil } }
    if generator.chance(in: 3) { return arena(texts, &generator) }
    var words = Set(texts.compactMap(\.self))
    // Gathered columns share a dictionary with words that none of their rows hold.
    if generator.chance(in: 2) { words.formUnion(["", "Aardvark", "m", "zz"].map { Array($0.utf8) }) }
    let sorted = words.sorted { $0.lexicographicallyPrecedes($1) }
    let codes = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, UInt32($0 + 1)) })
    let column = texts.map { $0.flatMap { codes[$0] } ?? 0 }
    let dictionary = TextDictionary(sortedWords: sorted.map { String(decoding: $0, as: UTF8.self) })
    let storage: ColumnStorage =
      switch (sorted.count, generator.int(0...3)) {
      case (_, 0): .codes32(Buffer(column), dictionary)
      case (...65_535, 1), (256...65_535, _): .codes16(Buffer(column.map { UInt16($0) }), dictionary)
      case (...255, _): .codes8(Buffer(column.map { UInt8($0) }), dictionary)
      default: .codes32(Buffer(column), dictionary)
      }
    return Column(type: .text, storage: storage, count: texts.count, missingCount: texts.count { $0 == nil })
  }

  /// Free text, sometimes in two segments.
  private static func arena(_ texts: [[UInt8]?], _ generator: inout SeededGenerator) -> Column {
    let cut = texts.count > 2 && generator.chance(in: 2) ? generator.int(1...texts.count - 1) : texts.count
    var segments: [TextArena.Segment] = []
    for rows in [0..<cut, cut..<texts.count] where !rows.isEmpty || rows.lowerBound == 0 {
      var bytes: [UInt8] = []
      var offsets: [UInt32] = [0]
      for text in texts[rows] {
        bytes += text ?? []
        offsets.append(UInt32(bytes.count) | (text == nil ? TextArena.missingFlag : 0))
      }
      segments.append(TextArena.Segment(firstRow: rows.lowerBound, bytes: Buffer(bytes), offsets: Buffer(offsets)))
    }
    return Column(
      type: .text, storage: .arena(TextArena(segments: segments)), count: texts.count,
      missingCount: texts.count { $0 == nil })
  }
}
