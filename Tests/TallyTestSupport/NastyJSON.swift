/// Random JSON documents of rows, and what a slow reading of them finds.
package struct NastyJSON {
  /// What a key of a row holds.
  package enum Cell: Equatable, Sendable {
    case absent, null
    case number(Int)
    case truth(Bool)
    /// With the escapes that spell it.
    case text(String)
    /// Arrays, as they are without blanks.
    case list(String)
  }

  package let names: [String]
  package let rows: [[Cell]]
  package let text: String

  /// As one array, or one object a line.
  package init(seed: UInt64, areLines: Bool) {
    var generator = SeededGenerator(seed: seed)
    names = (0..<Int.random(in: 1...6, using: &generator)).map { "k\($0)" }
    let styles = names.map { _ in Int.random(in: 0...4, using: &generator) }
    rows = (0..<Int.random(in: 1...80, using: &generator)).map { row in
      // The first row has every key, so that the order of the columns is theirs.
      styles.map { Self.cell($0, mayBeAbsent: row > 0, &generator) }
    }
    var texts: [String] = []
    for row in rows {
      var members: [String] = []
      for (name, cell) in zip(names, row) {
        guard let value = Self.written(cell, &generator) else { continue }
        members.append("\"\(name)\"\(Self.blanks(&generator)):\(Self.blanks(&generator))\(value)")
      }
      texts.append("{\(Self.blanks(&generator))" + members.joined(separator: "\(Self.blanks(&generator)),") + "}")
    }
    text = areLines ? texts.joined(separator: "\n") : "[" + texts.joined(separator: " ,\n") + "\n]"
  }

  /// The value that a column of texts holds; nil is missing.
  package static func asText(_ cell: Cell) -> String? {
    switch cell {
    case .absent, .null: nil
    case .number(let value): String(value)
    case .truth(let value): String(value)
    case .text(let text), .list(let text): text
    }
  }

  private static func blanks(_ generator: inout SeededGenerator) -> String {
    ["", "", " ", "\t ", "  "].randomElement(using: &generator) ?? ""
  }

  private static func cell(_ style: Int, mayBeAbsent: Bool, _ generator: inout SeededGenerator) -> Cell {
    switch Int.random(in: 0...9, using: &generator) {
    case 0 where mayBeAbsent: return .absent
    case 1: return .null
    default: break
    }
    switch style == 4 ? Int.random(in: 0...3, using: &generator) : style {
    case 0: return .number(Int.random(in: -99_999...99_999, using: &generator))
    case 1: return .truth(Bool.random(using: &generator))
    case 2: return .list(["[]", "[1,2]", "[{\"a\":null},[true]]"].randomElement(using: &generator) ?? "[]")
    default:
      let pieces = ["a", "\"", "\\", "\n", "é", "😀", "\u{0}", "{", "]", ",", "7", "long enough for two words"]
      let count = Int.random(in: 0...4, using: &generator)
      return .text((0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined())
    }
  }

  private static func written(_ cell: Cell, _ generator: inout SeededGenerator) -> String? {
    switch cell {
    case .absent: return nil
    case .null: return "null"
    case .number(let value): return String(value)
    case .truth(let value): return String(value)
    case .list(let text): return text.split(separator: ",").joined(separator: " , ")
    case .text(let text):
      var escaped = ""
      for unit in text.utf16 {
        let isPlain = unit >= 0x20 && unit < 0x7F && unit != 0x22 && unit != 0x5C
        if isPlain, Int.random(in: 0...7, using: &generator) > 0 {
          escaped.unicodeScalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: unit)))
        } else {
          let digits = String(unit, radix: 16)
          escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
      return "\"\(escaped)\""
    }
  }
}
