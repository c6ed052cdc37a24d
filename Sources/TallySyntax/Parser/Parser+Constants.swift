import TallyText

extension Parser {
  /// A value that is written out.
  ///
  ///     constant = quantity | TEXT | "true" | "false" ;
  ///     quantity = INTEGER | NUMBER | DATE | DATETIME | MONTH | QUARTER | duration ;
  mutating func constant(_ token: Token) throws(SyntaxError) -> ExpressionSyntax {
    position += 1
    let text = source[token.range]
    let literal: LiteralSyntax
    switch token.kind {
    case .integer:
      if let duration = try duration(token) { return duration }
      literal = .integer(try wholeNumber(token))
    case .number: literal = .number(try number(token))
    case .date: literal = try calendar(text, token)
    case .datetime: literal = try instant(text, token)
    case .month: literal = try month(text, token)
    case .quarter: literal = try quarter(text, token)
    default: literal = .text(TextEscapes.decoded(text))
    }
    if let fault = percentSign(token) ?? clockAfterDate(token) { throw fault }
    return ExpressionSyntax(.literal(literal), range: token.range)
  }

  mutating func boolean() -> ExpressionSyntax {
    let place = place
    let isTrue = take("true")
    if !isTrue { position += 1 }
    return ExpressionSyntax(.literal(.boolean(isTrue)), range: place)
  }

  /// A length of time.
  ///
  ///     duration = INTEGER , ( "second" | "seconds" | "minute" | "minutes" | "hour" | "hours" | "day" | "days"
  ///              | "week" | "weeks" | "month" | "months" | "quarter" | "quarters" | "year" | "years" ) ;
  private mutating func duration(_ token: Token) throws(SyntaxError) -> ExpressionSyntax? {
    guard let unit = word().flatMap(DurationUnit.named), symbol(ahead: 1) != .open else { return nil }
    let count = try wholeNumber(token)
    position += 1
    return ExpressionSyntax(
      .literal(.duration(count: count, unit: unit)), range: range(from: token.range.lowerBound))
  }

  func wholeNumber(_ token: Token) throws(SyntaxError) -> Int64 {
    guard let value = Int64(source[token.range].filter { $0 != "_" }) else {
      throw SyntaxError(
        .wholeNumberTooLarge, at: token.range,
        fixes: [Fix(replacing: token.range, with: source[token.range] + ".0")])
    }
    return value
  }

  /// Whether the digits are those of 2⁶³, which only its negative fits.
  func isLeastInteger(_ token: Token) -> Bool {
    UInt64(source[token.range].filter { $0 != "_" }) == Int64.min.magnitude
  }

  private mutating func number(_ token: Token) throws(SyntaxError) -> Double {
    let digits = source[token.range].filter { $0 != "_" }
    let text = digits.hasPrefix(".") ? "0" + digits : digits
    guard let value = Double(text), value.isFinite else {
      throw SyntaxError(.numberTooLarge, at: token.range)
    }
    if let unit = word().flatMap(DurationUnit.named) { throw fractionOfUnit(token, value, unit) }
    return value
  }

  private func calendar(_ text: String, _ token: Token) throws(SyntaxError) -> LiteralSyntax {
    let (year, month, day) = try day(text, token)
    return .date(year: year, month: month, day: day)
  }

  private func day(_ text: String, _ token: Token) throws(SyntaxError) -> (Int, Int, Int) {
    let parts = text.prefix(10).split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, parts[0] >= 1, (1...12).contains(parts[1]) else {
      throw SyntaxError(.noSuchMonth(text), at: token.range)
    }
    let length = Self.daysInMonth(parts[1], of: parts[0])
    guard (1...length).contains(parts[2]) else {
      let last = text.prefix(8) + String(length)
      let fix = Fix(replacing: token.range.lowerBound..<token.range.lowerBound + 10, with: String(last))
      throw SyntaxError(.noSuchDay(String(text.prefix(10)), dayCount: length), at: token.range, fixes: [fix])
    }
    return (parts[0], parts[1], parts[2])
  }

  private static func daysInMonth(_ month: Int, of year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  private func instant(_ text: String, _ token: Token) throws(SyntaxError) -> LiteralSyntax {
    let (year, month, day) = try day(text, token)
    let clock = text.dropFirst(11).split(separator: ":", omittingEmptySubsequences: false)
    let seconds = clock.count == 3 ? clock[2].split(separator: ".", omittingEmptySubsequences: false) : ["0"]
    guard clock.count == 2 || clock.count == 3, seconds.count <= 2,
      let hour = Self.clockPart(clock[0], below: 24), let minute = Self.clockPart(clock[1], below: 60),
      let second = clock.count == 2 ? 0 : Self.clockPart(seconds[0], below: 60),
      let fraction = seconds.count < 2 ? 0 : Self.microseconds(seconds[1])
    else { throw SyntaxError(.noSuchTime(text), at: token.range) }
    return .datetime(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second, fraction: fraction)
  }

  private static func clockPart(_ digits: Substring, below limit: Int) -> Int? {
    guard digits.utf8.count == 2, let value = Int(digits), value < limit else { return nil }
    return value
  }

  /// The microseconds of the digits after the point, at most six.
  private static func microseconds(_ digits: Substring) -> Int? {
    guard (1...6).contains(digits.utf8.count) else { return nil }
    return Int(digits + String(repeating: "0", count: 6 - digits.utf8.count))
  }

  private func month(_ text: String, _ token: Token) throws(SyntaxError) -> LiteralSyntax {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 2, parts[0] >= 1, (1...12).contains(parts[1]) else {
      let minus = text.prefix(4) + " - " + text.dropFirst(5)
      throw SyntaxError(
        .noSuchMonth(text), at: token.range, fixes: [Fix(replacing: token.range, with: String(minus))])
    }
    return .month(year: parts[0], month: parts[1])
  }

  private func quarter(_ text: String, _ token: Token) throws(SyntaxError) -> LiteralSyntax {
    guard let year = Int(text.prefix(4)), year >= 1, let quarter = Int(text.dropFirst(6)),
      (1...4).contains(quarter)
    else { throw SyntaxError(.noSuchQuarter(text), at: token.range) }
    return .quarter(year: year, quarter: quarter)
  }
}

extension DurationUnit {
  /// The unit of a word, in either number, ignoring case.
  package static func named(_ word: String) -> DurationUnit? {
    let lowered = word.lowercased()
    return allCases.first { $0.rawValue == lowered || $0.singular == lowered }
  }
}
