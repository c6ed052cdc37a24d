import TallyText

/// What a table's rows are called in sentences: `penguins`, where the table's name says it; else `rows`.
struct RowNoun: Equatable {
  private let plural: String

  static let rows = RowNoun(plural: "rows")

  private init(plural: String) { self.plural = plural }

  /// A name of plain small letters that ends as a plural does.
  init(table name: String) {
    let isWord = name.utf8.count >= 4 && name.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    let isPlural = name.hasSuffix("s") && !["ss", "us", "is"].contains { name.hasSuffix($0) }
    plural = isWord && isPlural ? name : "rows"
  }

  /// `344 penguins`, `1 row`.
  func counted(_ count: Int) -> String { count == 1 ? "1 row" : "\(grouped(count)) \(plural)" }

  /// `10 of 3,866 arrivals (0.3 %)`.
  func share(_ part: Int, of whole: Int) -> String {
    let percent = Self.percentText(part, of: whole)
    return "\(grouped(part)) of \(counted(whole))" + (percent.map { " (\($0))" } ?? "")
  }

  /// To one digit after the point, but never 0 for some and never 100 for not all; nil where there is no whole, or
  /// where the share is none or all.
  private static func percentText(_ part: Int, of whole: Int) -> String? {
    if part == 0 || part == whole || whole == 0 { return nil }
    let tenths = Int((Double(part) / Double(whole) * 1000).rounded())
    if tenths == 0 { return "less than 0.1 %" }
    if tenths == 1000 { return "more than 99.9 %" }
    return "\(tenths / 10).\(tenths % 10) %"
  }
}
