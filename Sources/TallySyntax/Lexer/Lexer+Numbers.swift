extension Lexer {
  /// Reads digits and what belongs to them: `42`, `1_000`, `2.5`, `1e6`, `2023-01-31T10:30:00`, `2023-Q1`.
  ///
  /// A minus without spaces after a year of four digits and before a month of two makes a date or a month.
  mutating func readNumber() -> Token.Kind {
    if let kind = readCalendar() { return kind }
    var kind = Token.Kind.integer
    readDigits()
    if scalar(at: position) == ".", scalar(at: position + 1).isDigit {
      kind = .number
      position += 1
      readDigits()
    }
    if let length = exponentLength {
      kind = .number
      position += length
      readDigits()
    }
    guard scalar(at: position).continuesWord else { return kind }
    readWord()
    return .mixedNumber
  }

  private mutating func readDigits() {
    while scalar(at: position).isDigit || (scalar(at: position) == "_" && scalar(at: position + 1).isDigit) {
      position += 1
    }
  }

  /// The length of `e`, `e+` or `e-` where digits follow.
  private var exponentLength: Int? {
    guard scalar(at: position) == "e" || scalar(at: position) == "E" else { return nil }
    let isSigned = scalar(at: position + 1) == "+" || scalar(at: position + 1) == "-"
    let length = isSigned ? 2 : 1
    return scalar(at: position + length).isDigit ? length : nil
  }

  private mutating func readCalendar() -> Token.Kind? {
    guard areDigits(4, at: position), byte(at: position + 4) == UInt8(ascii: "-") else { return nil }
    let isQuarterMark = scalar(at: position + 5) == "Q" || scalar(at: position + 5) == "q"
    if isQuarterMark, areDigits(1, at: position + 6) {
      position += 7
      return .quarter
    }
    guard areDigits(2, at: position + 5) else { return nil }
    guard byte(at: position + 7) == UInt8(ascii: "-"), areDigits(2, at: position + 8) else {
      position += 7
      return .month
    }
    position += 10
    guard scalar(at: position) == "T" || scalar(at: position) == "t", scalar(at: position + 1).isDigit else {
      return .date
    }
    position += 1
    while scalar(at: position).isDigit || (isTimeMark(scalar(at: position)) && scalar(at: position + 1).isDigit) {
      position += 1
    }
    return .datetime
  }

  private func isTimeMark(_ character: Unicode.Scalar) -> Bool { character == ":" || character == "." }

  /// Whether exactly `count` digits stand at an offset, and no word goes on after them.
  private func areDigits(_ count: Int, at offset: Int) -> Bool {
    for place in offset..<offset + count where !scalar(at: place).isDigit { return false }
    let next = scalar(at: offset + count)
    return !next.continuesWord || ((next == "T" || next == "t") && scalar(at: offset + count + 1).isDigit)
  }
}
