import TallyFormats

/// A page of the manual on a terminal: prose in lines of its width, transcripts as they are.
///
/// The pages keep to a small part of Markdown: headings, paragraphs, lists, tables, fenced text, `code` and links.
struct PageText {
  private let width: Int
  private let style: MessageStyle
  /// Before the lines of transcripts, where none is so wide that it would no longer fit.
  private let indent: String
  private var lines: [String] = []
  private var paragraph: [String] = []
  private var rows: [[String]] = []
  private var isFenced = false

  /// The head, which the tables of the language have told already, is the title and the forms.
  init(_ page: ManualPage, width: Int?, style: MessageStyle, leavesOutHead: Bool) {
    self.width = min(max(width ?? 80, 40), 100)
    self.style = style
    let widths = page.exchanges.flatMap(\.printed).map { DisplayWidth.of($0) }
    let columns = self.width
    indent = widths.contains { $0 <= columns && $0 + 2 > columns } ? "" : "  "
    for part in page.parts {
      switch part {
      case .prose(let prose):
        for line in prose { read(line) }
        if !isFenced { flush() }
      case .exchange(let exchange):
        lines += (exchange.typedLines.map(style.strong) + exchange.printed).map { $0.isEmpty ? "" : indent + $0 }
      }
    }
    flush()
    if leavesOutHead { leaveOutHead(hasForm: page.form != nil) }
  }

  /// Whole lines; one empty line at most between two others.
  var text: String {
    var text = ""
    var isAfterGap = true
    for line in lines where !(line.isEmpty && isAfterGap) {
      text += line + "\n"
      isAfterGap = line.isEmpty
    }
    return isAfterGap ? String(text.dropLast()) : text
  }

  private mutating func leaveOutHead(hasForm: Bool) {
    let paragraphs = lines.split(separator: "", omittingEmptySubsequences: true)
    if let end = paragraphs.prefix(hasForm ? 2 : 1).last?.endIndex { lines = Array(lines[end...]) }
  }

  // MARK: - Lines of Markdown

  private mutating func read(_ line: String) {
    if line.hasPrefix("```") {
      flush()
      isFenced.toggle()
    } else if isFenced {
      lines.append(indent + line)
    } else if line.hasPrefix("#") {
      flush()
      lines += [style.strong(Self.plain(String(line.drop { $0 == "#" }.drop { $0 == " " }))), ""]
    } else if line.hasPrefix("|") {
      rows.append(Self.cells(of: line))
    } else if line.hasPrefix("* ") {
      flush(endsBlock: false)
      paragraph = [line]
    } else if line.isEmpty {
      flush()
    } else if !line.hasPrefix("<!--") {
      paragraph.append(line)
    }
  }

  /// Writes the paragraph or table at hand.
  private mutating func flush(endsBlock: Bool = true) {
    if !paragraph.isEmpty {
      let text = Self.plain(paragraph.joined(separator: " "))
      lines += wrapped(text, indent: text.hasPrefix("* ") ? 2 : 0)
    }
    if !rows.isEmpty { lines += table }
    if endsBlock, lines.last != "" { lines.append("") }
    paragraph = []
    rows = []
  }

  /// The text in lines of the page's width.
  private func wrapped(_ text: String, start: Int = 0, indent: Int) -> [String] {
    WrappedText.lines(text, width: width, start: start, indent: indent)
  }

  /// Cells side by side where they fit; else those after the first below it, indented.
  private var table: [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { place in
      rows.map { place < $0.count ? DisplayWidth.of($0[place]) : 0 }.max() ?? 0
    }
    let shown = rows.filter { !$0.allSatisfy { $0.allSatisfy { $0 == "-" || $0 == ":" } } }
    if widths.reduce(0, +) + 2 * (count - 1) <= width {
      return shown.map { cells in
        var line = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - DisplayWidth.of($0)) }
          .joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
      }
    }
    return shown.flatMap { cells in
      cells.enumerated().flatMap { place, cell in
        let indent = place == 0 ? 0 : 4
        return wrapped(cell, start: indent, indent: indent + 2)
      }
    }
  }

  // MARK: - Within a line

  /// The cells of a row; `\|` is no border.
  private static func cells(of line: String) -> [String] {
    line.replacing("\\|", with: "\u{1}").split(separator: "|").map { cell in
      plain(cell.replacing("\u{1}", with: "|").split(separator: " ").joined(separator: " "))
    }.filter { !$0.isEmpty }
  }

  /// Links as their words, without marks of emphasis.
  private static func plain(_ text: String) -> String {
    var plain = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "[") {
      let linked = rest[open...].dropFirst()
      guard let middle = linked.firstRange(of: "]("), let close = linked[middle.upperBound...].firstIndex(of: ")"),
        !linked[..<middle.lowerBound].contains("[")
      else {
        plain += rest[...open]
        rest = linked
        continue
      }
      plain += rest[..<open] + linked[..<middle.lowerBound]
      rest = linked[linked.index(after: close)...]
    }
    return plain + rest
  }
}
