import TallyData

/// What a value of a record is by the way it is written or stored, as a set of bits.
struct ValueForm: OptionSet, BitwiseCopyable, Sendable {
  let rawValue: UInt8

  static let number = ValueForm(rawValue: 1)
  static let truth = ValueForm(rawValue: 2)
  static let text = ValueForm(rawValue: 4)
  /// Kept as the text of its JSON.
  static let list = ValueForm(rawValue: 8)

  /// In the order of their bits.
  static let all: [ValueForm] = [.number, .truth, .text, .list]

  /// Whether values of several forms are in the set.
  var isMixed: Bool { rawValue & (rawValue &- 1) != 0 }

  /// The form of a known cell of a block.
  static func of(_ cell: Cell, in text: UnsafePointer<UInt8>) -> ValueForm {
    if cell.isQuoted { return .text }
    return switch text[Int(cell.start)] {
    case UInt8(ascii: "t"), UInt8(ascii: "f"): .truth
    case UInt8(ascii: "["), UInt8(ascii: "{"): .list
    default: .number
    }
  }

  /// The type of a column of values of one form; text for what has no narrower one.
  var type: DataType {
    switch self {
    case .number: .number
    case .truth: .boolean
    default: .text
    }
  }

  /// `2 lists`.
  var noun: String {
    switch self {
    case .number: "number"
    case .truth: "boolean"
    case .text: "text"
    default: "list"
    }
  }
}
