extension Column {
  /// A column of the given values, in the narrowest form that holds them.
  ///
  /// Known values must be of `type`, except that integers may stand in a number column.
  package init(type: DataType, values: [Value]) {
    switch type {
    case .text: self.init(texts: values.map { if case .text(let text) = $0 { text } else { nil } })
    case .number: self.init(numbers: values.map { $0.double ?? .nan })
    case .integer, .boolean, .date, .datetime, .duration:
      self.init(type: type, integrals: values.map { $0.integral ?? .min })
    }
  }

  /// A text column; nil is missing.
  package init(texts: [String?]) {
    // Strings are equal where their scalars may differ; bytes are not.
    let words = Set(texts.compactMap { $0.map { Array($0.utf8) } }).sorted { $0.lexicographicallyPrecedes($1) }
    var codes: [[UInt8]: UInt32] = [:]
    for (index, word) in words.enumerated() { codes[word] = UInt32(index + 1) }
    let column = texts.map { $0.map { codes[Array($0.utf8)] ?? 0 } ?? 0 }
    let dictionary = TextDictionary(sortedWords: words.map { String(decoding: $0, as: UTF8.self) })
    self.init(codes: Buffer(column), dictionary: dictionary)
  }

  /// A number column; NaN is missing.
  package init(numbers: [Double]) {
    self.init(
      type: .number, storage: .double(Buffer(numbers)), count: numbers.count,
      missingCount: numbers.count { $0.isNaN })
  }

  /// A column of whole numbers; `Int64.min` is missing.
  package init(type: DataType, integrals: [Int64]) {
    let known = integrals.lazy.filter { $0 != .min }
    let low = known.min() ?? 0
    let high = known.max() ?? 0
    let missing = integrals.count { $0 == .min }
    func narrow<I: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_: I.Type) -> Buffer<I> {
      Buffer(integrals.map { $0 == .min ? I.min : I(truncatingIfNeeded: $0) })
    }
    let reach = max(high.magnitude, low.magnitude)
    let storage: ColumnStorage =
      if reach <= UInt64(Int8.max) {
        .int8(narrow(Int8.self))
      } else if reach <= UInt64(Int16.max) {
        .int16(narrow(Int16.self))
      } else if reach <= UInt64(Int32.max) {
        .int32(narrow(Int32.self))
      } else {
        .int64(narrow(Int64.self))
      }
    self.init(type: type, storage: storage, count: integrals.count, missingCount: missing)
  }

  /// A text column from codes into a sorted dictionary, stored in the narrowest width.
  package init(codes: Buffer<UInt32>, dictionary: TextDictionary) {
    let missing = codes.values.count { $0 == 0 }
    let storage: ColumnStorage =
      switch dictionary.count {
      case ...255: .codes8(Buffer(codes.values.map { UInt8(truncatingIfNeeded: $0) }), dictionary)
      case ...65_535: .codes16(Buffer(codes.values.map { UInt16(truncatingIfNeeded: $0) }), dictionary)
      default: .codes32(codes, dictionary)
      }
    self.init(type: .text, storage: storage, count: codes.count, missingCount: missing)
  }
}
