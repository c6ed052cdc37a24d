import TallyFormats
import TallyText

extension Pager {
  /// The rows of the whole screen; the last says where this is, or what is being typed.
  var frame: [PromptFrame.Row] {
    let blank = [PromptFrame.Row](repeating: PromptFrame.Row(), count: pageHeight - shown.count)
    return shown.map(row) + blank + [status]
  }

  private func row(of line: Int) -> PromptFrame.Row {
    let cells = text.cells(of: line)
    var matches = matches(in: cells)[...]
    var row = PromptFrame.Row()
    var (column, written) = (0, "")
    for (place, cell) in cells.enumerated() {
      while let match = matches.first, match.upperBound <= place { matches.removeFirst() }
      let start = column - left
      column += cell.width
      if start < 0 || (cell.width == 0 && row.text.isEmpty) { continue }
      if start + cell.width > size.columns { break }
      if start > row.width { pad(&row, to: start) }
      let isMatch = usesColor && matches.first?.contains(place) == true
      let style = isMatch ? (cell.style.isEmpty ? Palette.match : cell.style + ";" + Palette.match) : cell.style
      if style != written { row.text += style.isEmpty ? "\u{1B}[0m" : "\u{1B}[0;\(style)m" }
      written = style
      row.text.append(cell.character)
      row.width += cell.width
    }
    if !written.isEmpty { row.text += "\u{1B}[0m" }
    return row
  }

  /// Half of a wide character is a space.
  private func pad(_ row: inout PromptFrame.Row, to width: Int) {
    row.text += String(repeating: " ", count: width - row.width)
    row.width = width
  }

  private var status: PromptFrame.Row {
    let words =
      typed.map { "/" + $0 } ?? note
      ?? "lines \(grouped(shown.lowerBound + 1)) to \(grouped(shown.upperBound)) of \(grouped(text.count))"
      + "  / searches  q leaves"
    // The cursor stands after what is typed, which is cut at its beginning where it is long.
    var visible = VisibleText.of(words)
    while typed != nil, DisplayWidth.of(visible) >= size.columns, !visible.isEmpty { visible.removeFirst() }
    let (fitting, width) = DisplayWidth.prefix(of: visible, columns: max(size.columns - 1, 0))
    let isDim = usesColor && typed == nil
    return PromptFrame.Row(text: isDim ? "\u{1B}[0;\(Palette.dim)m\(fitting)\u{1B}[0m" : String(fitting), width: width)
  }
}
