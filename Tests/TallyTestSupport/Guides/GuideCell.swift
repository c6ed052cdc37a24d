import TallyData
import TallyFormats

/// A cell of an answer, as far as languages have it in common: a condition is 0 or 1, a day is its text.
package enum GuideCell: Equatable, Comparable, Sendable, CustomStringConvertible {
  case missing
  case number(Double)
  case text(String)

  package init(_ value: Value) {
    switch value {
    case .missing: self = .missing
    case .integer(let whole): self = .number(Double(whole))
    case .number(let number): self = .number(number)
    case .boolean(let truth): self = .number(truth ? 1 : 0)
    case .text, .date, .datetime, .duration: self = GuideCell(text: ValueText.machine(value))
    }
  }

  /// A text that reads as a number is one: SQLite's `strftime` and R's `substr` give such texts.
  package init(text: String) {
    self = Double(text).map(GuideCell.number) ?? .text(text)
  }

  package var description: String {
    switch self {
    case .missing: "missing"
    case .number(let number): Int64(exactly: number).map(String.init) ?? ValueText.machine(.number(number))
    case .text(let text): text
    }
  }

  /// Numbers to twelve digits.
  package func isSame(as other: GuideCell) -> Bool {
    switch (self, other) {
    case (.number(let a), .number(let b)): a == b || (a - b).magnitude <= 1e-12 * max(a.magnitude, b.magnitude)
    case (.missing, _), (.number, _), (.text, _): self == other
    }
  }

  /// The cells of a line of SQLite's `quote` mode: numbers, NULL, and texts in quotes that are doubled within.
  package static func cells(of line: some StringProtocol, quote: Character = "'") -> [GuideCell] {
    var cells: [GuideCell] = []
    var rest = line[...]
    while true {
      if rest.first == quote {
        var text = ""
        rest = rest.dropFirst()
        while let end = rest.firstIndex(of: quote) {
          text += rest[..<end]
          rest = rest[rest.index(after: end)...]
          guard rest.first == quote else { break }
          text.append(quote)
          rest = rest.dropFirst()
        }
        cells.append(GuideCell(text: text))
      } else {
        let bare = String(rest.prefix { $0 != "," })
        rest = rest.dropFirst(bare.count)
        cells.append(bare == "NULL" ? .missing : GuideCell(text: bare))
      }
      if rest.first != "," { return cells }
      rest = rest.dropFirst()
    }
  }
}
