import TallyFormats
import TallyText

/// An error as people read it: what, the source with carets under the place, why, and lines that would run.
///
///     error: penguins has no column `agee`
///       | mean agee by sex
///       |      ^^^^ the nearest is `age`
///       try: mean age by sex
struct DiagnosticText {
  private let diagnostic: Diagnostic
  private let source: SourceText
  private let fixes: [String]
  private let width: Int
  private let style: MessageStyle

  /// `fixes` are whole statements.
  init(_ diagnostic: Diagnostic, source: SourceText, fixes: [String], width: Int?, usesColor: Bool) {
    self.diagnostic = diagnostic
    self.source = source
    self.fixes = fixes
    self.width = max(width ?? 100, 40)
    style = MessageStyle(usesColor: usesColor)
  }

  /// Whole lines.
  var text: String {
    var lines = [style.error("error: ") + place + VisibleText.of(diagnostic.message)]
    lines += quotation
    if diagnostic.range == nil || quotation.isEmpty, !diagnostic.label.isEmpty {
      lines.append("  " + VisibleText.of(diagnostic.label))
    }
    lines += diagnostic.notes.map { "  " + VisibleText.of($0) }
    for fix in fixes { lines += Self.tryLines(fix) }
    return lines.map { $0 + "\n" }.joined()
  }

  /// `  try: ` and the statement, its further lines below the first.
  static func tryLines(_ statement: String) -> [String] {
    let lines = statement.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
    return lines.enumerated().map { ($0.offset == 0 ? "  try: " : "       ") + $0.element }
  }

  /// `report.tally:12: ` for what stands in a file.
  private var place: String {
    guard let name = source.name, let range = diagnostic.range else { return "" }
    return "\(VisibleText.of(name)):\(source.lineNumber(at: range.lowerBound)): "
  }

  /// The most lines of the source that are shown.
  private static let lineLimit = 4

  /// The lines of the place, each with carets below it; the label after the last ones.
  private var quotation: [String] {
    guard let range = diagnostic.range?.clamped(to: 0..<source.bytes.count), !source.bytes.isEmpty else { return [] }
    var lines: [String] = []
    var start = range.lowerBound
    var shown = 0
    while true {
      let line = source.lineRange(at: start)
      let marked = max(range.lowerBound, line.lowerBound)..<max(min(range.upperBound, line.upperBound), start)
      shown += 1
      let isLast = line.upperBound >= range.upperBound || shown == Self.lineLimit
      lines += quote(line, marked: marked, label: isLast ? diagnostic.label : "")
      if isLast { return lines }
      start = line.upperBound + 1
    }
  }

  private func quote(_ line: SourceRange, marked: SourceRange, label: String) -> [String] {
    let excerpt = LineExcerpt(
      before: source[line.lowerBound..<marked.lowerBound], marked: source[marked],
      after: source[marked.upperBound..<line.upperBound], width: width - 4)
    let carets =
      String(repeating: " ", count: excerpt.indent) + style.mark(String(repeating: "^", count: excerpt.markWidth))
    let gutter = style.faint("  | ")
    let words = VisibleText.of(label)
    if label.isEmpty { return [gutter + excerpt.text, gutter + carets] }
    if excerpt.indent + excerpt.markWidth + 1 + DisplayWidth.of(words) <= width - 4 {
      return [gutter + excerpt.text, gutter + carets + " " + words]
    }
    return [gutter + excerpt.text, gutter + carets] + ["  " + words]
  }
}

/// A line of the source, cut to the terminal's width around the marked place.
struct LineExcerpt {
  let text: String
  /// Columns before the mark, and of the mark.
  let indent: Int
  let markWidth: Int

  init(before: String, marked: String, after: String, width: Int) {
    let shownMark = Self.plain(marked)
    var shownBefore = Self.plain(before)
    var shownAfter = Self.plain(after)
    let markColumns = min(max(DisplayWidth.of(shownMark), 1), width)
    if DisplayWidth.of(shownBefore) + markColumns + DisplayWidth.of(shownAfter) > width {
      shownBefore = Self.tail(of: shownBefore, columns: max((width - markColumns) / 2, 8))
      let rest = max(width - DisplayWidth.of(shownBefore) - markColumns, 8)
      shownAfter = Self.head(of: shownAfter, columns: rest)
    }
    let cutMark = Self.head(of: shownMark, columns: width)
    text = shownBefore + cutMark + shownAfter
    indent = DisplayWidth.of(shownBefore)
    markWidth = max(DisplayWidth.of(cutMark), 1)
  }

  /// A tab takes one column, as a space.
  private static func plain(_ text: String) -> String {
    VisibleText.of(String(text.map { $0 == "\t" ? " " : $0 }))
  }

  private static func head(of text: String, columns: Int) -> String {
    if DisplayWidth.of(text) <= columns { return text }
    return DisplayWidth.prefix(of: text, columns: columns - 1).text + "…"
  }

  private static func tail(of text: String, columns: Int) -> String {
    if DisplayWidth.of(text) <= columns { return text }
    var kept: [Character] = []
    var used = 1
    for character in text.reversed() {
      used += DisplayWidth.of(character)
      if used > columns { break }
      kept.append(character)
    }
    return "…" + String(kept.reversed())
  }
}

/// The colours of messages and help, or none.
struct MessageStyle {
  let usesColor: Bool

  func error(_ text: String) -> String { styled(text, "1;31") }
  func mark(_ text: String) -> String { styled(text, "1;31") }
  func faint(_ text: String) -> String { styled(text, "2") }
  func strong(_ text: String) -> String { styled(text, "1") }

  private func styled(_ text: String, _ code: String) -> String {
    usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
