import Tally

extension LineEditor {
  /// Puts in what all candidates share, and shows them if there are several; once they show, puts in one after the other.
  func complete(step: Int) {
    if menu != nil {
      if let next = menu?.select(step: step) { edited = next }
      return
    }
    let before = edited
    let result = session.completion(of: before.text, at: before.utf8Cursor)
    guard let only = result.candidates.first else { return }
    if result.candidates.count == 1 {
      edited = before.replacing(result.range, with: only.text)
      return
    }
    let shared = result.sharedPrefix
    let typed = String(
      decoding: Array(before.text.utf8)[result.range.clamped(to: 0..<before.text.utf8.count)], as: UTF8.self)
    if shared.count >= typed.count, shared.lowercased().hasPrefix(typed.lowercased()) {
      edited = before.replacing(result.range, with: shared)
    }
    let lower = result.range.lowerBound
    let range = lower..<max(lower, edited.utf8Cursor)
    menu = CompletionMenu(CompletionResult(range: range, candidates: result.candidates), of: edited)
  }
}
