/// Whether the first row of a file names its columns, as far as the first rows tell.
///
/// Names are words. A first row that holds a number, a date or the like is data, unless the numbers can only be
/// years over columns of something else (`country,1990,2000,2010`).
struct HeaderGuess {
  /// Rows that are looked at.
  static let sampleSize = 100

  let hasHeader: Bool

  init(_ rows: [[[UInt8]]], rules: CellRules) {
    guard let first = rows.first else {
      hasHeader = true
      return
    }
    let places = first.indices.filter { Self.isData(first[$0], rules) }
    hasHeader = places.isEmpty || Self.areYears(places, first, rows.dropFirst(), rules)
  }

  private static func isData(_ cell: [UInt8], _ rules: CellRules) -> Bool {
    let cell = Array(ColumnNames.trimmed(cell))
    if cell.isEmpty { return false }
    return cell.withUnsafeBufferPointer { bytes in
      switch rules.kind(of: bytes) {
      case .integer, .number, .date, .datetime, .duration: return true
      // `No` is a name at the head of many columns of numbers.
      case .missing, .truth, .agreement, .text: break
      }
      // `100,000.00`, `31.12.2024`, `15:30`, `$39.49`: digits and no letter.
      return bytes.contains { $0 &- 48 < 10 } && !bytes.contains { $0 >= 0x80 || ($0 | 0x20) &- 97 < 26 }
    }
  }

  /// Whether the cells at `places` are different years, the row begins with a word, and what is below the years is
  /// something else.
  private static func areYears(
    _ places: [Int], _ first: [[UInt8]], _ others: ArraySlice<[[UInt8]]>, _ rules: CellRules
  ) -> Bool {
    guard let word = first.firstIndex(where: { !ColumnNames.trimmed($0).isEmpty }), word < places[0] else {
      return false
    }
    let years = places.map { ColumnNames.trimmed(first[$0]) }
    guard years.allSatisfy(isYear), Set(years).count == years.count else { return false }
    let below = others.flatMap { row in places.compactMap { $0 < row.count ? ColumnNames.trimmed(row[$0]) : nil } }
    let known = below.filter { !$0.isEmpty }
    return known.isEmpty || !known.allSatisfy(isYear)
  }

  /// `2013`, `2013-14`, `2013/14`.
  private static func isYear(_ cell: ArraySlice<UInt8>) -> Bool {
    guard cell.count == 4 || (cell.count == 7 && cell.dropFirst(4).first.map { $0 &- 48 >= 10 } == true),
      let year = Int(String(decoding: cell.prefix(4), as: UTF8.self))
    else { return false }
    return (1500...2200).contains(year)
  }
}
