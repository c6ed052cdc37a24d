import TallyData
import TallyFormats
import TallyText

/// What `history` prints: number, time, rows of the answer and statement.
///
///     12  2026-01-31 10:58     10  count by year
struct HistoryText {
  let text: String

  /// At most `limit` of them, the newest.
  init(_ statements: [PastStatement], limit: Int?) {
    let numbered = statements.enumerated().suffix(limit ?? statements.count)
    let numbers = numbered.map { String($0.offset + 1) }
    let times = numbered.map { $0.element.time.map(Self.minute) ?? "" }
    let rows = numbered.map { $0.element.rowCount.map { grouped($0) } ?? "" }
    let widths = [numbers, times, rows].map { $0.map(\.count).max() ?? 0 }
    let indent = String(repeating: " ", count: widths.reduce(2) { $0 + $1 + 2 })
    text = zip(numbered, zip(numbers, zip(times, rows))).map { past, columns in
      let cells = [columns.0, columns.1.0, columns.1.1]
      let start = zip(cells, widths).map { String(repeating: " ", count: 2 + $1 - $0.count) + $0 }.joined()
      let lines = past.element.text.split(separator: "\n", omittingEmptySubsequences: false)
      return start + "  " + lines.map { VisibleText.of(String($0)) }.joined(separator: "\n" + indent) + "\n"
    }.joined()
  }

  /// `2026-01-31 10:58`.
  private static func minute(_ time: Int64) -> String {
    String(ValueText.people(.datetime(time)).replacing("T", with: " ").prefix(16))
  }
}
