import TallyData
import TallyFormats

/// Reads delimited text one character after the other, slowly and plainly: what the fast loader must agree with.
///
/// It is told the delimiter and that there is a header, and reads what breaks no rule of quoting.
package struct ReferenceCSV {
  package struct Cell: Equatable {
    package var text: String
    package var isQuoted: Bool
  }

  package enum Failure: Error, Equatable {
    case ragged(line: Int)
    case textAfterQuote(line: Int)
    case unclosedQuote(line: Int)
  }

  package struct Result {
    package var names: [String]
    package var types: [DataType]
    /// Column by column.
    package var values: [[Value]]
    package var missing: [[String: Int]]
    package var blankLines: Int
    package var shortRows: Int
    package var longRows: Int
  }

  package var delimiter: Character
  package var isRagged = false
  package var missingWords = LoadOptions.usualMissing

  package init(delimiter: Character) { self.delimiter = delimiter }

  package func read(_ text: String) throws(Failure) -> Result {
    var (rows, blankAtEnd) = try split(Array(text.unicodeScalars))
    var blankLines = blankAtEnd
    while let first = rows.first, first.isBlank {
      rows.removeFirst()
      blankLines += 1
    }
    let header = rows.removeFirst()
    let width = header.cells.count
    let least = (header.cells.lastIndex { !trimmed($0.text).isEmpty } ?? width - 1) + 1
    var (short, long) = (0, 0)
    var records: [[Cell]] = []
    for row in rows {
      if row.isBlank, width > 1 {
        blankLines += 1
        continue
      }
      if row.cells.count > width || row.cells.count < least, !isRagged { throw .ragged(line: row.line) }
      if row.cells.count < width { short += 1 }
      if row.cells.count > width { long += 1 }
      let filler = Array(repeating: Cell(text: "", isQuoted: false), count: max(0, width - row.cells.count))
      records.append(row.cells.prefix(width) + filler)
    }
    var result = Result(
      names: names(header.cells), types: [], values: [], missing: [], blankLines: blankLines, shortRows: short,
      longRows: long)
    for column in 0..<width { addColumn(records.map { $0[column] }, to: &result) }
    return result
  }

  // MARK: - Rows

  private struct Row {
    var cells: [Cell]
    var line: Int
    var isBlank: Bool
  }

  /// The rows, and how many blank lines end the text.
  private func split(_ all: [Unicode.Scalar]) throws(Failure) -> ([Row], Int) {
    var end = all.count
    while end > 0, all[end - 1] == "\n" || all[end - 1] == "\r" { end -= 1 }
    let blankAtEnd = max(0, lineEnds(all[end...]) - 1)
    let text = all[..<end]
    var rows: [Row] = []
    var (place, line) = (0, 1)
    while place < end {
      let start = place
      var row = Row(cells: [], line: line, isBlank: false)
      while true {
        row.cells.append(try cell(text, &place, line + lineEnds(text[start..<place])))
        if place < end, text[place] == delimiter.unicodeScalars.first {
          place += 1
          continue
        }
        break
      }
      row.isBlank = place == start
      if place < end {
        place += text[place] == "\r" && place + 1 < end && text[place + 1] == "\n" ? 2 : 1
      }
      line += lineEnds(text[start..<place])
      rows.append(row)
    }
    return (rows, blankAtEnd)
  }

  private func lineEnds(_ text: ArraySlice<Unicode.Scalar>) -> Int {
    text.indices.count { place in
      text[place] == "\n" || (text[place] == "\r" && !(place + 1 < text.endIndex && text[place + 1] == "\n"))
    }
  }

  private func cell(_ text: ArraySlice<Unicode.Scalar>, _ place: inout Int, _ line: Int) throws(Failure) -> Cell {
    var quote = place
    while quote < text.endIndex, isPadding(text[quote]) { quote += 1 }
    guard quote < text.endIndex, text[quote] == "\"" else {
      let start = place
      while place < text.endIndex, !isSeparator(text[place]) { place += 1 }
      return Cell(text: string(text[start..<place]), isQuoted: false)
    }
    var content: [Unicode.Scalar] = []
    place = quote + 1
    while true {
      guard place < text.endIndex else { throw .unclosedQuote(line: line) }
      if text[place] != "\"" {
        content.append(text[place])
        place += 1
      } else if place + 1 < text.endIndex, text[place + 1] == "\"" {
        content.append("\"")
        place += 2
      } else {
        break
      }
    }
    let closing = place
    place += 1
    while place < text.endIndex, isPadding(text[place]) { place += 1 }
    guard place == text.endIndex || isSeparator(text[place]) else {
      throw .textAfterQuote(line: line + lineEnds(text[quote..<closing]))
    }
    return Cell(text: string(content[...]), isQuoted: true)
  }

  private func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    scalar == delimiter.unicodeScalars.first || scalar == "\n" || scalar == "\r"
  }

  private func isPadding(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || (scalar == "\t" && delimiter != "\t")
  }

  private func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String { String(String.UnicodeScalarView(scalars)) }

  private func trimmed(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)[...]
    while let first = scalars.first, first == " " || first == "\t" { scalars.removeFirst() }
    while let last = scalars.last, last == " " || last == "\t" { scalars.removeLast() }
    return string(scalars)
  }

  private func names(_ cells: [Cell]) -> [String] {
    let given = cells.map { trimmed($0.text) }
    var names: [String] = []
    for (place, name) in given.enumerated() {
      let stem = name.isEmpty ? "column\(place + 1)" : name
      var candidate = stem
      var number = 2
      while names.contains(candidate) || (candidate != name && given.contains(candidate)) {
        candidate = "\(stem)_\(number)"
        number += 1
      }
      names.append(candidate)
    }
    return names
  }

  // MARK: - Values

  private func addColumn(_ cells: [Cell], to result: inout Result) {
    var missing: [String: Int] = [:]
    let known = cells.map { cell -> String? in
      let bare = trimmed(cell.text)
      if cell.isQuoted || !(bare.isEmpty || missingWords.contains(bare)) { return cell.text }
      missing[bare, default: 0] += 1
      return nil
    }
    let bare = known.compactMap { $0.map(trimmed) }
    let (type, parse) =
      Self.readings.first { reading in !bare.isEmpty && bare.allSatisfy { reading.1($0) != nil } }
      ?? (.text, { .text($0) })
    result.types.append(type)
    result.missing.append(missing)
    result.values.append(
      known.map { text in
        guard let text else { return .missing }
        return type == .text ? .text(text) : parse(trimmed(text)) ?? .missing
      })
  }

  private static let readings: [(DataType, @Sendable (String) -> Value?)] = [
    (.boolean, { ["true": .boolean(true), "false": .boolean(false)][$0.lowercased()] }),
    (.boolean, { ["yes": .boolean(true), "no": .boolean(false)][$0.lowercased()] }),
    (.integer, integer), (.number, number), (.date, date), (.datetime, { datetime($0) ?? midnight($0) }),
  ]

  private static func integer(_ text: String) -> Value? {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    guard digits.count == 1 || !digits.hasPrefix("0") else { return nil }
    guard let value = Int64(text), value != .min else { return nil }
    return .integer(value)
  }

  private static func number(_ text: String) -> Value? {
    if let value = integer(text) { return .number(value.double ?? 0) }
    guard text.utf8.contains(where: { $0 == 46 || $0 | 32 == 101 }) else { return nil }
    guard let match = text.wholeMatch(of: /-?([0-9]*)(\.[0-9]*)?([eE][+-]?[0-9]+)?/) else { return nil }
    let (whole, fraction, power) = (match.output.1, match.output.2 ?? "", match.output.3 ?? "")
    guard whole.count + fraction.count > (fraction.isEmpty ? 0 : 1), whole.count < 2 || !whole.hasPrefix("0"),
      let value = Double("\(text.hasPrefix("-") ? "-" : "")0\(whole)\(fraction == "." ? "" : fraction)\(power)"),
      value.isFinite
    else { return nil }
    // Minus zero is zero.
    return .number(value + 0)
  }

  private static func date(_ text: String) -> Value? {
    guard let match = text.wholeMatch(of: /([0-9]{4})([-\/])([0-9]{2})([-\/])([0-9]{2})/),
      match.output.2 == match.output.4, let year = Int(match.output.1), let month = Int(match.output.3),
      let day = Int(match.output.5), let date = CalendarDate(year: year, month: month, day: day)
    else { return nil }
    return .date(Int64(date.days))
  }

  private static func datetime(_ text: String) -> Value? {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer(CalendarText.parseDatetime).map { .datetime($0.microseconds) }
  }

  private static func midnight(_ text: String) -> Value? {
    date(text)?.integral.map { .datetime($0 * Microseconds.day) }
  }
}
