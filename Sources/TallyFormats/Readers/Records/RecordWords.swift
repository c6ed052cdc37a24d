import TallyData
import TallyText

/// What a load of records says of its columns.
struct RecordWords {
  private(set) var columns: [LoadReport.ColumnReport] = []
  private(set) var findings: [RecordFinding] = []
  private var nested: [String] = []
  private var lists: [String] = []

  init(_ assembly: RecordAssembly, table: Table, rules: CellRules, absent: String = "absent") {
    for (place, column) in assembly.columns.enumerated() {
      let tally = column.tally
      columns.append(
        .init(
          name: column.name, type: column.kind.type,
          missingSpellings: Self.spellings(tally, rowCount: assembly.rowCount, absent: absent)))
      if column.isNested { nested.append(column.name) }
      if tally.forms.contains(.list) { lists.append(column.name) }
      guard column.kind == .text, assembly.forced(column) == nil else { continue }
      if tally.forms.isMixed {
        findings.append(RecordFinding(mixed: tally, column: place))
      } else {
        let finder = ColumnObstacles(rules: rules, areTexts: tally.forms != .number)
        let found = tally.forms == .list ? nil : finder.find(table.columns[place])
        if let found { findings.append(RecordFinding(found, column: place)) }
      }
    }
  }

  var explanations: [String] {
    var lines: [String] = []
    if !nested.isEmpty { lines.append("objects within the rows became columns: \(Self.list(nested))") }
    if !lists.isEmpty { lines.append("arrays are kept as JSON text: \(Self.list(lists))") }
    return lines
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(12).joined(separator: ", ") + (names.count > 12 ? " and \(names.count - 12) more" : "")
  }

  /// Most first; equal counts stay in the order absent, null, others.
  private static func spellings(
    _ tally: RecordTally, rowCount: Int, absent: String
  ) -> [(text: String, count: Int)] {
    let named = tally.missing.sorted { $0.key < $1.key }.map { (text: $0.key, count: $0.value) }
    let rest = rowCount - tally.known - tally.nulls - named.reduce(0) { $0 + $1.count }
    let counts = [(text: absent, count: rest), (text: "null", count: tally.nulls)] + named
    return counts.enumerated().filter { $0.element.count > 0 }
      .sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(\.element)
  }
}

/// Why a column is text, and the first value at fault.
struct RecordFinding {
  enum Place {
    /// As the reader of records counts.
    case position(Int)
    /// Of the table, counted from 0.
    case row(Int)
  }

  let column: Int
  let place: Place
  private let wouldBe: ValueForm
  private let obstacle: LoadReport.ColumnReport.Obstacle

  /// Of a column whose values have several forms: the most common one, and the first value of another.
  init(mixed tally: RecordTally, column: Int) {
    let forms = ValueForm.all.indices.filter { tally.counts[$0] > 0 }
    let usual = forms.max { (tally.counts[$0], -tally.firsts[$0]) < (tally.counts[$1], -tally.firsts[$1]) } ?? 0
    let other = forms.filter { $0 != usual }.min { tally.firsts[$0] < tally.firsts[$1] } ?? usual
    self.column = column
    wouldBe = ValueForm.all[usual]
    place = .position(tally.firsts[other])
    obstacle = .init(
      wouldBe: wouldBe.type, line: 0, cell: tally.samples[other], count: tally.known - tally.counts[usual])
  }

  init(_ found: ColumnObstacles.Found, column: Int) {
    self.column = column
    wouldBe = .number
    place = .row(found.row)
    obstacle = .init(wouldBe: found.wouldBe, line: 0, cell: found.cell, count: found.count)
  }

  func add(to report: inout LoadReport, line: Int) {
    var obstacle = obstacle
    obstacle.line = line
    report.columns[column].obstacle = obstacle
  }
}
