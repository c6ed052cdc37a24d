import TallyFormats

/// A list below a statement, of which one may be chosen: candidates, earlier statements.
struct PromptList {
  struct Item {
    let text: String
    /// Stands in a second column.
    let detail: String

    init(_ text: String, detail: String = "") {
      self.text = text
      self.detail = detail
    }
  }

  private static let mostRows = 10

  let items: [Item]
  let selected: Int?

  /// A row an item, the chosen one among them. At most `limit` rows; the last one says how many are left out.
  func rows(limit: Int, usesColor: Bool) -> [[(text: String, style: String)]] {
    guard limit > 0 else { return [] }
    let shownCount = min(items.count, Self.mostRows, items.count > limit ? max(limit - 1, 1) : limit)
    let first = min(max((selected ?? 0) - shownCount + 1, 0), items.count - shownCount)
    let shown = items[first..<(first + shownCount)]
    let dim = usesColor ? Palette.dim : ""
    let width = shown.map { DisplayWidth.of(VisibleText.of($0.text)) }.max() ?? 0
    var rows = shown.enumerated().map { offset, item in
      let isSelected = first + offset == selected
      let padding = String(repeating: " ", count: width - DisplayWidth.of(VisibleText.of(item.text)) + 2)
      return [
        (text: isSelected && !usesColor ? "> " : "  ", style: ""),
        (item.text, usesColor && isSelected ? Palette.selected : ""),
        (item.detail.isEmpty ? "" : padding + item.detail, dim),
      ]
    }
    let hidden = items.count - shownCount
    if hidden > 0, rows.count < limit { rows.append([("  … \(hidden) more", dim)]) }
    return rows
  }
}
