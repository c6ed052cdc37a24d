import Tally

/// A row of a guide's table: a question in another language, and in Tally.
///
///     | SQL | Tally |                          the same answer
///     | SQL | answer | Tally | answer |        two answers, which the row states
package struct GuideRow: Sendable, CustomStringConvertible {
  package let question: String
  package let tally: String
  /// What each side answers, where they differ.
  package let stated: (other: String, tally: String)?

  package var description: String { question }

  /// The rows of all tables of a page.
  package static func all(in page: ManualPage) -> [GuideRow] {
    page.text.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap { line in
      let cells = cells(of: line)
      switch cells.count {
      case 2: return GuideRow(question: code(cells[0]), tally: code(cells[1]), stated: nil)
      case 4: return GuideRow(question: code(cells[0]), tally: code(cells[2]), stated: (cells[1], cells[3]))
      default: return nil
      }
    }
  }

  private static func cells(of line: Substring) -> [String] {
    let parts = line.replacing("\\|", with: "\u{1}").split(separator: "|")
    return parts.map { part in
      let words = part.drop { $0 == " " }
      return String(words.reversed().drop { $0 == " " }.reversed()).replacing("\u{1}", with: "|")
    }
  }

  /// What stands between backticks, single or double.
  private static func code(_ cell: String) -> String {
    let marks = cell.prefix { $0 == "`" }.count
    let inner = cell.dropFirst(marks).dropLast(marks)
    return marks > 1 ? String(inner.dropFirst().dropLast()) : String(inner)
  }
}
