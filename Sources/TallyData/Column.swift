/// One column of a table: values of one type, some of them missing.
package struct Column: Sendable {
  package let type: DataType
  package let storage: ColumnStorage
  /// For a `number` held as whole numbers: the value is the whole number divided by 10^scale. Else 0.
  package let scale: Int
  package let count: Int
  package let missingCount: Int

  package init(type: DataType, storage: ColumnStorage, scale: Int = 0, count: Int, missingCount: Int) {
    self.type = type
    self.storage = storage
    self.scale = scale
    self.count = count
    self.missingCount = missingCount
  }

  /// The cell of one row.
  package subscript(row: Int) -> Value {
    switch storage {
    case .int8(let buffer): integral(buffer[row])
    case .int16(let buffer): integral(buffer[row])
    case .int32(let buffer): integral(buffer[row])
    case .int64(let buffer): integral(buffer[row])
    case .double(let buffer): buffer[row].isNaN ? .missing : .number(buffer[row])
    case .codes8(let codes, let dictionary): word(Int(codes[row]), dictionary)
    case .codes16(let codes, let dictionary): word(Int(codes[row]), dictionary)
    case .codes32(let codes, let dictionary): word(Int(codes[row]), dictionary)
    case .arena(let arena): arena.view(row).string.map(Value.text) ?? .missing
    }
  }

  /// Bytes that a row takes on the average, rounded up.
  package var bytesPerRow: Int {
    switch storage {
    case .int8, .codes8: 1
    case .int16, .codes16: 2
    case .int32, .codes32: 4
    case .int64, .double: 8
    case .arena(let arena): 5 + arena.segments.reduce(0) { $0 + $1.bytes.count } / max(count, 1)
    }
  }

  /// The dictionary of a text column that has one.
  package var dictionary: TextDictionary? {
    switch storage {
    case .codes8(_, let dictionary), .codes16(_, let dictionary), .codes32(_, let dictionary): dictionary
    case .int8, .int16, .int32, .int64, .double, .arena: nil
    }
  }

  private func integral<I: FixedWidthInteger & SignedInteger>(_ stored: I) -> Value {
    if stored == .min { return .missing }
    if type == .number { return .number(Double(stored) / Self.powersOfTen[scale]) }
    return Value(integral: Int64(stored), type: type)
  }

  private func word(_ code: Int, _ dictionary: TextDictionary) -> Value {
    code == 0 ? .missing : .text(dictionary[code - 1])
  }

  /// 10^0 … 10^18: exact doubles, so a whole number below 2^53 divided by one is the nearest double to the decimal.
  package static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
  ]
}
