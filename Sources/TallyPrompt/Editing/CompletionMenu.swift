import Tally
import TallyFormats

/// The candidates below a statement, and which of them stands in it.
struct CompletionMenu {
  static let mostRows = 10

  let result: CompletionResult
  /// The statement before a candidate was put in.
  private let before: EditedText
  private(set) var selected: Int?

  init(_ result: CompletionResult, of before: EditedText) {
    self.result = result
    self.before = before
  }

  /// The statement with another candidate: the next, or with `step` -1 the one before.
  mutating func select(step: Int) -> EditedText {
    let count = result.candidates.count
    let next = selected.map { ($0 + step + count) % count } ?? (step > 0 ? 0 : count - 1)
    selected = next
    return before.replacing(result.range, with: result.candidates[next].text)
  }

  /// As it was before candidates were tried.
  var original: EditedText { before }

  /// A row a candidate: its text, and its words in a second column. At most `limit` rows.
  func rows(limit: Int, usesColor: Bool) -> [[(text: String, style: String)]] {
    let candidates = result.candidates
    guard limit > 0 else { return [] }
    let shownCount = min(candidates.count, Self.mostRows, candidates.count > limit ? max(limit - 1, 1) : limit)
    let first = min(max((selected ?? 0) - shownCount + 1, 0), candidates.count - shownCount)
    let shown = candidates[first..<(first + shownCount)]
    let width = shown.map { DisplayWidth.of(VisibleText.of($0.text)) }.max() ?? 0
    var rows: [[(text: String, style: String)]] = []
    for (offset, candidate) in shown.enumerated() {
      let isSelected = first + offset == selected
      let padding = String(repeating: " ", count: width - DisplayWidth.of(VisibleText.of(candidate.text)) + 2)
      rows.append([
        (isSelected && !usesColor ? "> " : "  ", ""),
        (candidate.text, usesColor && isSelected ? Palette.selected : ""),
        (padding + candidate.detail, usesColor ? Palette.dim : ""),
      ])
    }
    let hidden = candidates.count - shownCount
    if hidden > 0, rows.count < limit { rows.append([("  … \(hidden) more", usesColor ? Palette.dim : "")]) }
    return rows
  }
}

extension EditedText {
  /// With `range`, in UTF-8 bytes, replaced, and the cursor after what was put in.
  func replacing(_ range: Range<Int>, with replacement: String) -> EditedText {
    var bytes = Array(text.utf8)
    let clamped = range.clamped(to: 0..<bytes.count)
    bytes.replaceSubrange(clamped, with: Array(replacement.utf8))
    return EditedText(
      String(decoding: bytes, as: UTF8.self), utf8Cursor: clamped.lowerBound + replacement.utf8.count)
  }
}
