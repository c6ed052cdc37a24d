import TallyText

/// Cuts a source into tokens; never fails, and never leaves a byte out.
///
/// Any Unicode space separates; curly quotes, the en dash and the minus sign are read as their plain forms.
///
///     NAME = ? a word that is not reserved, or any characters in backticks, a backtick among them doubled ? ;
///     FUNCTION = ? a word that is not reserved ? ;
///     PARAMETER = ? a dollar sign and a word ? ;
///     INTEGER = ? digits; a low line may stand between two ? ;
///     NUMBER = ? digits with a point and more digits, or with e and an exponent, or both ? ;
///     TEXT = ? characters in double or single quotes, on one line, with backslash escapes ? ;
///     DATE = ? a day that exists: 2023-01-31 ? ;
///     DATETIME = ? a day, T and a time: 2023-01-31T10:30, 2023-01-31T10:30:00, 2023-01-31T10:30:00.25 ? ;
///     MONTH = ? a year and a month: 2023-01 ? ;
///     QUARTER = ? a year and a quarter: 2023-Q1 ? ;
///     UNIT = ? a word that is not reserved: GB ? ;
///     VALUE = ? a text, or words, digits and minuses without spaces between: csv, 20, utf-8 ? ;
///     COMMAND = ? a backslash or point and one of q, quit, exit ? ;
///     OPENED = ? anything that begins with an opening bracket ? ;
///     REST = ? the rest of the statement as it is ? ;
///     NEWLINE = ? a line break at which a statement may end ? ;
package struct Lexer {
  let source: SourceText
  var position = 0
  private var tokens: [Token] = []

  private init(source: SourceText, from start: Int) {
    self.source = source
    position = start
  }

  /// Every token of a source, comments and line breaks among them.
  package static func tokens(of source: SourceText) -> [Token] {
    tokens(of: source, in: 0..<source.bytes.count)
  }

  /// The tokens that begin in a range.
  package static func tokens(of source: SourceText, in range: SourceRange) -> [Token] {
    var lexer = Lexer(source: source, from: range.lowerBound)
    while lexer.position < min(range.upperBound, source.bytes.count) { lexer.readNext() }
    return lexer.tokens
  }

  private mutating func readNext() {
    let start = position
    let character = scalar(at: position)
    if character == "\n" || character == "\r" {
      position += character == "\r" && scalar(at: position + 1) == "\n" ? 2 : 1
      return add(.newline, from: start)
    }
    if character.properties.isWhitespace || character.isInvisible {
      position += character.utf8Count
    } else if character == "#" {
      while position < source.bytes.count, byte(at: position) != 0x0A, byte(at: position) != 0x0D { position += 1 }
      add(.comment, from: start)
    } else if character.isDigit || (character == "." && scalar(at: position + 1).isDigit && !followsDot) {
      add(readNumber(), from: start)
    } else if character.beginsWord {
      readWord()
      add(.word, from: start)
    } else {
      add(readMark(character), from: start)
    }
  }

  private var followsDot: Bool { position > 0 && byte(at: position - 1) == UInt8(ascii: ".") }

  private mutating func readMark(_ character: Unicode.Scalar) -> Token.Kind {
    switch character {
    case "\"", "“", "”", "„": return readText(closing: character == "\"" ? ["\""] : ["\"", "“", "”"])
    case "'", "‘", "’", "‚": return readText(closing: character == "'" ? ["'"] : ["'", "‘", "’"])
    case "`": return readQuotedName()
    case "$" where scalar(at: position + 1).beginsWord:
      position += 1
      readWord()
      return .parameter
    case "\\" where scalar(at: position + 1).beginsWord,
      "." where scalar(at: position + 1).beginsWord && !followsOperand:
      position += 1
      readWord()
      return .command
    default:
      break
    }
    if let foreign = Self.foreignMarks.first(where: { isAt($0) }) {
      position += foreign.utf8.count
      return .unknown
    }
    if let (spelling, symbol) = Self.spellings.first(where: { isAt($0.0) }) {
      position += spelling.utf8.count
      return .symbol(symbol)
    }
    position += character.utf8Count
    return .unknown
  }

  /// Whether something a dot could belong to ends right here: `Sepal.Length`, `t.x`.
  private var followsOperand: Bool {
    guard let last = tokens.last, last.range.upperBound == position else { return false }
    switch last.kind {
    case .word, .quotedName, .integer, .number, .mixedNumber, .parameter, .symbol(.close), .unknown: return true
    case .text, .date, .datetime, .month, .quarter, .symbol, .comment, .newline, .command, .openText, .openName:
      return false
    }
  }

  private mutating func readText(closing: [Unicode.Scalar]) -> Token.Kind {
    position += scalar(at: position).utf8Count
    while position < source.bytes.count {
      let character = scalar(at: position)
      if character == "\n" || character == "\r" { return .openText }
      position += character.utf8Count
      if closing.contains(character) { return .text }
      if character == "\\", position < source.bytes.count {
        let escaped = scalar(at: position)
        if escaped != "\n" && escaped != "\r" { position += escaped.utf8Count }
      }
    }
    return .openText
  }

  /// A doubled backtick stands for one in the name.
  private mutating func readQuotedName() -> Token.Kind {
    position += 1
    while position < source.bytes.count {
      let character = scalar(at: position)
      if character == "\n" || character == "\r" { return .openName }
      position += character.utf8Count
      guard character == "`" else { continue }
      guard scalar(at: position) == "`" else { return .quotedName }
      position += 1
    }
    return .openName
  }

  mutating func readWord() {
    while position < source.bytes.count {
      let character = scalar(at: position)
      guard character.continuesWord else { return }
      position += character.utf8Count
    }
  }

  private mutating func add(_ kind: Token.Kind, from start: Int) {
    position = min(position, source.bytes.count)
    tokens.append(Token(kind, range: start..<position))
  }

  private func isAt(_ spelling: String) -> Bool {
    source.bytes[position...].starts(with: spelling.utf8)
  }

  func byte(at offset: Int) -> UInt8 { offset < source.bytes.count ? source.bytes[offset] : 0 }

  /// The character at an offset; a zero past the end, and for a byte that begins none.
  func scalar(at offset: Int) -> Unicode.Scalar {
    let lead = byte(at: offset)
    guard lead >= 0x80 else { return Unicode.Scalar(lead) }
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for step in 1..<length { value = value << 6 | UInt32(byte(at: offset + step) & 0x3F) }
    return Unicode.Scalar(value) ?? "\u{0}"
  }

  /// Every spelling of every symbol, the longest first, so that `<=` is not read as `<`.
  private static let spellings: [(String, Symbol)] =
    Symbol.allCases.flatMap { symbol in ([symbol.rawValue] + symbol.alternatives).map { ($0, symbol) } }
    .sorted { $0.0.unicodeScalars.count > $1.0.unicodeScalars.count }

  /// Marks of other languages that would else be read in pieces.
  private static let foreignMarks = ["%>%", "|>", "&&", "||", ":=", "=~", "!~", "**", "=>", "=<", "->", "++", "::"]
}

extension Unicode.Scalar {
  var utf8Count: Int { value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x10000 ? 3 : 4 }

  var isDigit: Bool { value >= 0x30 && value <= 0x39 }

  var beginsWord: Bool { value < 0x80 ? isASCIILetter || self == "_" : properties.isAlphabetic }

  var continuesWord: Bool {
    if value < 0x80 { return isASCIILetter || isDigit || self == "_" }
    if properties.isAlphabetic || properties.numericType != nil { return true }
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return true
    default: return false
    }
  }

  private var isASCIILetter: Bool { (value | 0x20) >= 0x61 && (value | 0x20) <= 0x7A }

  /// A byte-order mark or a zero-width space, which pasted text carries along.
  var isInvisible: Bool { self == "\u{FEFF}" || self == "\u{200B}" || self == "\u{2060}" }
}
