import Tally

extension ModelPrompt {
  mutating func complete(step: Int) {
    defer { note(isTyped: false) }
    if var open = menu {
      let count = open.list.count
      open.selected = open.selected.map { ($0 + step + count) % count } ?? (step > 0 ? 0 : count - 1)
      text = replaced(open.before, from: open.start, with: open.list[open.selected ?? 0].text)
      menu = open
      return
    }
    let result = session.completion(of: text.text, at: text.before.utf8.count)
    guard let first = result.candidates.first else { return }
    let start = String(decoding: Array(text.text.utf8.prefix(result.range.lowerBound)), as: UTF8.self).count
    if result.candidates.count == 1 {
      text = replaced(text, from: start, with: first.text)
      return
    }
    let typed = String(text.characters[start..<text.cursor])
    let common = result.candidates.dropFirst().reduce(first.text) { common, candidate in
      String(zip(common, candidate.text).prefix { $0.lowercased() == $1.lowercased() }.map(\.0))
    }
    if common.lowercased().hasPrefix(typed.lowercased()) { text = replaced(text, from: start, with: common) }
    menu = (result.candidates, start, text, nil)
  }

  func replaced(_ text: ModelText, from start: Int, with replacement: String) -> ModelText {
    var changed = text
    _ = changed.remove(to: start)
    changed.insert(replacement)
    return changed
  }

  mutating func escape() {
    if let open = menu {
      if open.selected != nil { text = open.before }
      menu = nil
    }
    note(isTyped: false)
  }
}
