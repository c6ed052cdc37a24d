import TallyData
import TallyFormats
import TallyPlan
import TallyText

/// What a load saw, in as few lines as say it.
///
///     344 penguins, 8 columns
///       sex: 11 missing (NA)
struct LoadReportText {
  private let report: LoadReport
  private let table: Table

  /// Columns that are told one by one.
  private static let columnLimit = 12

  init(_ report: LoadReport, table: Table) {
    self.report = report
    self.table = table
  }

  /// For a person: the size, how it was read, and each column about which something must be known.
  var lines: [String] {
    let noun = RowNoun(table: table.name)
    let size = noun == .rows ? "\(table.name): \(noun.counted(table.rowCount))" : noun.counted(table.rowCount)
    let columns = counted(report.columnCount ?? table.fields.count, "column")
    let heading = ([size, columns] + manner).joined(separator: ", ")
    return [heading] + (missingLines + report.explanations + warnings).map { "  " + $0 }
  }

  /// What changes how the table must be read.
  var warnings: [String] { obstacleLines + rowLines + report.remarks }

  /// Those that are about columns, not rows.
  var columnWarnings: [String] { obstacleLines + offsetLines }

  /// How it was read, where that is not the usual way.
  private var manner: [String] {
    var parts: [String] = []
    switch report.delimiter {
    case nil, UInt8(ascii: ",")?: break
    case UInt8(ascii: ";")?: parts.append("between semicolons")
    case UInt8(ascii: "\t")?: parts.append("between tabs")
    case UInt8(ascii: "|")?: parts.append("between bars")
    case let delimiter?: parts.append("between `\(String(UnicodeScalar(delimiter)))`")
    }
    if !report.hasHeader { parts.append(report.isHeaderGuessed ? "no header found" : "without header") }
    return parts
  }

  /// Columns that lost cells in the same way stand on one line.
  private var missingLines: [String] {
    var groups: [(words: String, columns: [String])] = []
    for column in report.columns where !column.missingSpellings.isEmpty {
      let words = Self.missingWords(column)
      if let index = groups.firstIndex(where: { $0.words == words }) {
        groups[index].columns.append(column.name)
      } else {
        groups.append((words, [column.name]))
      }
    }
    let shown = groups.prefix(Self.columnLimit).map { group in
      let each = group.columns.count > 1 ? " each" : ""
      return "\(group.columns.prefix(Self.columnLimit).map { VisibleText.of($0) }.joined(separator: ", "))"
        + (group.columns.count > Self.columnLimit ? " and \(group.columns.count - Self.columnLimit) more" : "")
        + ": \(group.words)\(each)"
    }
    let rest = groups.dropFirst(Self.columnLimit).reduce(0) { $0 + $1.columns.count }
    return shown + (rest > 0 ? ["missing values also in \(counted(rest, "more column")): `columns` lists them"] : [])
  }

  /// `2 missing (NA)`, `19 missing (12 empty, 7 NA)`.
  private static func missingWords(_ column: LoadReport.ColumnReport) -> String {
    let spellings = column.missingSpellings
    func word(_ text: String) -> String { text.isEmpty ? "empty" : VisibleText.of(text) }
    let total = grouped(spellings.reduce(0) { $0 + $1.count })
    if spellings.count == 1 { return "\(total) missing (\(word(spellings[0].text)))" }
    return "\(total) missing (" + spellings.map { "\(grouped($0.count)) \(word($0.text))" }.joined(separator: ", ")
      + ")"
  }

  /// `fare is text: "n/a" in line 12 is no number, and so are 3 more`.
  private var obstacleLines: [String] {
    report.columns.compactMap { column in
      guard let obstacle = column.obstacle else { return nil }
      let name = VisibleText.of(column.name)
      let cell = VisibleText.of(Self.shortened(obstacle.cell))
      let more = obstacle.count > 1 ? " (\(grouped(obstacle.count)) cells are not)" : ""
      if obstacle.wouldBe == column.type {
        return "\(name) is \(column.type.rawValue), and \"\(cell)\" in \(report.placeNoun) "
          + "\(grouped(obstacle.line)) is not\(more)"
      }
      return "\(name) is \(column.type.rawValue): \"\(cell)\" in \(report.placeNoun) \(grouped(obstacle.line)) is not "
        + "\(obstacle.wouldBe.described)\(more)"
    }
  }

  private static func shortened(_ cell: String) -> String { cell.count <= 40 ? cell : String(cell.prefix(39)) + "…" }

  private var rowLines: [String] {
    var lines: [String] = []
    if report.blankLines > 0 { lines.append("\(counted(report.blankLines, "blank line")) skipped") }
    if report.shortRows > 0 { lines.append("\(counted(report.shortRows, "short row")) filled with missing") }
    if report.longRows > 0 { lines.append("\(counted(report.longRows, "long row")) cut to the header's columns") }
    return lines + offsetLines
  }

  private var offsetLines: [String] {
    let count = report.offsetDatetimes
    return count > 0 ? ["\(counted(count, "datetime")) with an offset turned into UTC"] : []
  }
}
