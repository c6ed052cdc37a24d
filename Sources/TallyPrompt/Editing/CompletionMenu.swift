import Tally

/// The candidates below a statement, and which of them stands in it.
struct CompletionMenu {
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

  var list: PromptList {
    PromptList(
      items: result.candidates.map { PromptList.Item($0.text, detail: $0.detail) }, selected: selected)
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
