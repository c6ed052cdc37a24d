/// Delimited text with everything in it that makes such files hard to read, the same from the same seed.
package struct NastyCSV {
  private var random: SeededGenerator
  package let delimiter: Character
  package private(set) var isRagged = false
  package private(set) var text = ""

  package init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    delimiter = [",", ";", "\t", "|"][Int(random.next() % 4)]
    isRagged = random.next() % 4 == 0
    let columns = Int(random.next() % 5) + 1
    let rows = Int(random.next() % 50)
    let styles = (0..<columns).map { _ in Int(random.next() % UInt64(Self.styles.count)) }
    let quotesMuch = chance(3)
    let ends = chance(3) ? ["\n", "\r\n", "\r"] : [["\n", "\r\n", "\r"][Int(random.next() % 3)]]
    if chance(4) { text += pick(ends) }
    text += (0..<columns).map { chance(8) ? "" : chance(8) ? " a " : "c\($0)" }.joined(separator: String(delimiter))
    if text.allSatisfy({ $0.isNewline }) { text += "x" }
    text += pick(ends)
    for row in 0..<rows {
      if chance(15) { text += pick(ends) }
      var cells = styles.map { cell(style: $0, row, of: rows, quotesMuch) }
      if isRagged, chance(6) { cells = chance(2) ? cells.dropLast() : cells + ["extra"] }
      text += cells.joined(separator: String(delimiter))
      text += row == rows - 1 && chance(3) ? "" : pick(ends)
    }
    if chance(6) { text += pick(ends) + pick(ends) }
  }

  private mutating func chance(_ oneIn: UInt64) -> Bool { random.next() % oneIn == 0 }

  private mutating func pick(_ choices: [String]) -> String { choices[Int(random.next() % UInt64(choices.count))] }

  private enum Style: CaseIterable {
    case digits, integers, bigIntegers, money, measures, doubles, exponents, dates, datetimes, mixedDates, truths
    case agreements, words, free, zeros, almostNumbers, empties, integersAndDecimals, huge
  }

  private static let styles = Style.allCases

  private mutating func cell(style: Int, _ row: Int, of rows: Int, _ quotesMuch: Bool) -> String {
    if chance(12) { return pick(["", "NA", "N/A", "NULL", "null", "NaN", " NA", "  "]) }
    var content = known(Self.styles[style], row, of: rows)
    let special = content.unicodeScalars.contains {
      $0 == "\"" || $0 == "\n" || $0 == "\r" || $0 == delimiter.unicodeScalars.first
    }
    let mayStandBare = !special && !(content.isEmpty)
    if !mayStandBare || (quotesMuch && chance(3)) || chance(40) {
      content = "\"" + content.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
      if chance(10) { content = " " + content }
      if chance(10) { content += "  " }
      return content
    }
    if chance(15) { content = " " + content }
    if chance(15) { content += " " }
    // A quote within an unquoted cell is a character like any other.
    if chance(60) { content += "\"x" }
    return content
  }

  private mutating func known(_ style: Style, _ row: Int, of rows: Int) -> String {
    let number = Int64(truncatingIfNeeded: random.next())
    switch style {
    case .digits: return "\(number & 1)"
    case .integers: return row > rows * 3 / 4 && chance(20) ? "x" : "\(number % 1000)"
    case .bigIntegers: return "\(number >> Int64(random.next() % 60))"
    case .huge: return chance(30) ? "-9223372036854775808" : chance(30) ? "123456789012345678901" : "\(number)"
    case .money: return "\(number % 10_000).\(10 + abs(number) % 90)"
    case .measures: return "\(Double(number % 1_000_000) / 1000)"
    case .doubles: return "\(Double(bitPattern: UInt64(bitPattern: number)))"
    case .exponents: return pick(["1e5", "1E-7", ".5", "5.", "-.25e+2", "0.1", "12", "1e400", "1e-400", "-0.0", "3"])
    case .dates: return date(number)
    case .datetimes:
      return date(number) + pick(["T10:30", " 10:30:15", "T01:02:03.5Z", "T00:00:00+09:00", "t23:59:59"])
    case .mixedDates: return chance(2) ? date(number) : date(number) + "T12:00:00"
    case .truths: return pick(["true", "false", "TRUE", "False"]) + (row == rows - 1 && chance(3) ? "r" : "")
    case .agreements: return chance(60) ? "true" : pick(["yes", "no", "Yes", "NO"])
    case .words: return pick(["female", "male", "Ünïcode", "a", "", "NA", "日本", "a longer text than sixteen bytes"])
    case .free: return pick(["a,b;c", "two\nlines", "a \"quote\"", "tab\there", "x|y", "cr\rlf\r\n", "\"", "\"\""])
    case .zeros: return chance(5) ? "00\(abs(number) % 100)" : "\(abs(number) % 100)"
    case .almostNumbers: return chance(20) ? pick(["+5", "1,000", "Infinity", "1e", "--1", "."]) : "\(number % 9)"
    case .empties: return ""
    case .integersAndDecimals: return row < rows / 2 ? "\(number % 100)" : "\(number >> 10).5"
    }
  }

  private func date(_ number: Int64) -> String {
    let (year, month, day) = (1900 + abs(number) % 200, 1 + abs(number >> 8) % 12, 1 + abs(number >> 16) % 30)
    let separator = number & 1 == 0 ? "-" : "/"
    return "\(year)\(separator)\(month < 10 ? "0" : "")\(month)\(separator)\(day < 10 ? "0" : "")\(day)"
  }
}
