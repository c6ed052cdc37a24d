import TallyData
import TallyText

extension Renderer {
  package static let table = Renderer(
    "table", summary: "Columns side by side, rounded and cut to the terminal, for reading.", isForPeople: true
  ) { answer, options, sink throws(OutputError) in
    if try !answer.writeSentence(to: &sink) {
      let shown = ShownAnswer(answer, options)
      if let text = shown.emptyText {
        try sink.write(text)
      } else {
        try TableWriter(shown, options).write(to: &sink)
      }
    }
    try answer.writeNotes(options, to: &sink)
  }
}

/// Lays out a table and writes it line by line.
private struct TableWriter {
  private let shown: ShownAnswer
  private let layout: TableLayout
  private let usesColor: Bool

  init(_ shown: ShownAnswer, _ options: RenderOptions) {
    self.shown = shown
    usesColor = options.usesColor
    let measures = shown.columns.map { column in
      let width = (0..<shown.rowCount).reduce(DisplayWidth.of(column.name)) { width, row in
        max(width, DisplayWidth.of(column.text(row)))
      }
      return TableLayout.Measure(width: width, canShrink: !column.isRightAligned, isAccount: column.isAccount)
    }
    layout = TableLayout(measures, limit: options.width)
  }

  func write(to sink: inout TextSink) throws(OutputError) {
    try writeLine(to: &sink) { column in (column.name, column.isAccount ? .dim : .bold) }
    for row in 0..<shown.rowCount {
      try writeLine(to: &sink) { column in
        (column.text(row), column.isAccount || column.isMissing(row) ? .dim : .plain)
      }
    }
    if let text = leftOutText { try sink.write(text) }
    if let text = shown.cutText { try sink.write(text) }
  }

  private func writeLine(
    to sink: inout TextSink, _ cell: (ShownColumn) -> (text: String, style: Style)
  ) throws(OutputError) {
    var line = ""
    // Spaces are owed to the next cell, so no line ends in one.
    var owed = 0
    for (place, index) in layout.columns.enumerated() {
      let column = shown.columns[index]
      let (whole, style) = cell(column)
      let (text, width) = cut(whole, to: layout.widths[place])
      let padding = layout.widths[place] - width
      if place > 0 { owed += layout.gap }
      line += String(repeating: " ", count: owed + (column.isRightAligned ? padding : 0))
      line += usesColor ? style.applied(to: text) : text
      owed = column.isRightAligned ? 0 : padding
    }
    try sink.write(line + "\n")
  }

  private func cut(_ text: String, to limit: Int) -> (text: String, width: Int) {
    let width = DisplayWidth.of(text)
    if width <= limit { return (text, width) }
    let (start, kept) = DisplayWidth.prefix(of: text, columns: limit - 1)
    return (start + "…", kept + 1)
  }

  /// What the width of the terminal left out, and where it is seen; nil if nothing.
  private var leftOutText: String? {
    let hidden = shown.columns.indices.filter { !layout.columns.contains($0) }.map { shown.columns[$0].name }
    var parts: [String] = []
    if !hidden.isEmpty { parts.append("no room for \(hidden.joined(separator: ", "))") }
    if layout.isShortened { parts.append("texts are cut at …") }
    if parts.isEmpty { return nil }
    return parts.joined(separator: "; ") + ": `set format \(Renderer.list.name)` shows everything\n"
  }
}

/// How a cell looks on a terminal with colours.
private enum Style {
  case plain, bold, dim

  func applied(to text: String) -> String {
    switch self {
    case .plain: text
    case .bold: "\u{1B}[1m\(text)\u{1B}[22m"
    case .dim: "\u{1B}[2m\(text)\u{1B}[22m"
    }
  }
}
