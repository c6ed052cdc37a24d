import TallyData

/// How the cells of one load are read: what is missing, and how dates are written.
struct CellRules: Sendable {
  let missing: MissingWords
  let dates: DateRule
  /// A quoted cell is text or, where all are, a date; never a number or a boolean.
  let readsTextsAsDates: Bool

  init(_ options: LoadOptions, readsTextsAsDates: Bool = false) {
    dates = DateRule(order: options.dates)
    self.readsTextsAsDates = readsTextsAsDates
    missing = MissingWords(options.missing ?? LoadOptions.usualMissing, dates: dates)
  }

  /// The kind of a cell that is not missing.
  func kind(of bytes: UnsafeBufferPointer<UInt8>) -> CellKind {
    Self.kind(of: bytes, dates: dates)
  }

  /// The kind of a cell that is not missing, by whether it stood in quotes too.
  func kind(of cell: Cell, in text: UnsafePointer<UInt8>) -> CellKind {
    let bytes = cell.bytes(in: text)
    return readsTextsAsDates && cell.isQuoted ? kind(ofText: bytes) : kind(of: bytes)
  }

  /// The kind of a text that can be nothing but a date.
  func kind(ofText bytes: UnsafeBufferPointer<UInt8>) -> CellKind {
    guard let first = bytes.first, first &- 48 < 10 else { return .text }
    if dates.date(bytes) != nil { return .date }
    return dates.datetime(bytes) != nil ? .datetime : .text
  }

  static func kind(of bytes: UnsafeBufferPointer<UInt8>, dates: DateRule) -> CellKind {
    guard let first = bytes.first else { return .text }
    if let number = DecimalNumber(bytes) {
      if number.isPlain { return number.integer == nil ? .text : .integer }
      return number.double(bytes).isFinite ? .number : .text
    }
    if let word = BooleanWord(bytes) { return word.isTruth ? .truth : .agreement }
    guard first &- 48 < 10 else { return .text }
    if dates.date(bytes) != nil { return .date }
    if dates.datetime(bytes) != nil { return .datetime }
    return .text
  }
}

/// `true`, `false`, `yes` or `no`, in any case.
struct BooleanWord {
  let isTruth: Bool
  let value: Bool

  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count >= 2, bytes.count <= 5 else { return nil }
    var word: UInt64 = 0
    for byte in bytes { word = word << 8 | UInt64(byte | 0x20) }
    switch word {
    case 0x74_72_75_65: (isTruth, value) = (true, true)
    case 0x66_61_6C_73_65: (isTruth, value) = (true, false)
    case 0x79_65_73: (isTruth, value) = (false, true)
    case 0x6E_6F: (isTruth, value) = (false, false)
    default: return nil
    }
  }
}
