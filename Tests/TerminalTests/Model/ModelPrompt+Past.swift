/// Lines and earlier statements.
extension ModelPrompt {
  mutating func move(_ direction: Int) {
    let column = text.cursor - text.lineStart
    if direction < 0, text.lineStart > 0 {
      text.cursor = text.lineStart - 1
      text.cursor = min(text.lineStart + column, text.lineEnd)
    } else if direction > 0, text.lineEnd < text.characters.count {
      text.cursor = text.lineEnd + 1
      text.cursor = min(text.lineStart + column, text.lineEnd)
    } else {
      move(recalling: direction)
    }
  }

  mutating func move(recalling direction: Int) {
    let shown = text.text
    if let place = recalled, past[place] != shown { recalled = nil }
    if recalled == nil {
      if direction > 0 { return }
      draft = shown
    }
    let places =
      direction < 0
      ? Array((0..<(recalled ?? past.count)).reversed())
      : Array(((recalled ?? 0) + 1)..<max(past.count, (recalled ?? 0) + 1))
    let next = places.first { past[$0].hasPrefix(draft) && past[$0] != shown }
    if next == nil, direction < 0 { return }
    recalled = next
    text = ModelText(next.map { past[$0] } ?? draft)
  }

  /// False: the key ended the search, and is still to be done.
  mutating func searches(_ key: FuzzKey) -> Bool {
    guard var looking = search else { return false }
    switch key {
    case .type(let typed), .paste(let typed): looking.look(for: looking.pattern + typed)
    case .search, .down: looking.choose((looking.selected ?? -1) + 1)
    case .up: looking.choose(max((looking.selected ?? 0) - 1, 0))
    case .backspace: if !looking.pattern.isEmpty { looking.look(for: String(looking.pattern.dropLast())) }
    case .cancel:
      search = nil
      note(isTyped: false)
      return true
    case .escape:
      take(looking)
      note(isTyped: false)
      return true
    default:
      take(looking)
      note(isTyped: false)
      return false
    }
    search = looking
    return true
  }

  mutating func take(_ search: ModelSearch) {
    self.search = nil
    if let found = search.found { text = ModelText(found, cursor: search.place) }
  }

  /// The last word of an earlier statement; at once again, that of the one before.
  mutating func putLastWord() {
    let again = lastWord.flatMap { $0.after == text ? $0 : nil }
    let end = again?.place ?? past.count
    guard end > 0 else { return }
    if let again { _ = text.remove(to: again.start) }
    let start = text.cursor
    text.insert(past[end - 1].split(whereSeparator: \.isWhitespace).last.map { String($0) } ?? "")
    lastWord = (text, start, end - 1)
  }
}

/// Earlier statements that hold a pattern.
struct ModelSearch {
  private let past: [String]
  private(set) var pattern = ""
  private(set) var matches: [String]
  private(set) var selected: Int?
  private(set) var found: String?

  init(_ past: [String]) {
    self.past = past.reversed().reduce(into: []) { list, next in if !list.contains(next) { list.append(next) } }
    matches = self.past
  }

  mutating func look(for pattern: String) {
    let chosen = selected.map { matches[$0] }
    self.pattern = pattern
    matches = past.filter { Self.place(of: pattern, in: $0) != nil }
    selected = matches.firstIndex { $0 == chosen }
    if selected == nil, !pattern.isEmpty, !matches.isEmpty { selected = 0 }
    if let selected { found = matches[selected] }
  }

  mutating func choose(_ place: Int) {
    guard !matches.isEmpty else { return }
    selected = min(place, matches.count - 1)
    found = matches[selected ?? 0]
  }

  /// Where in the found statement the pattern begins, in characters.
  var place: Int? {
    guard let found, !pattern.isEmpty, let place = Self.place(of: pattern, in: found) else { return nil }
    return String(decoding: Array(found.utf8.prefix(place)), as: UTF8.self).count
  }

  /// In bytes; the letters of ASCII match in either case.
  private static func place(of pattern: String, in text: String) -> Int? {
    let wanted = Array(pattern.lowercased().utf8)
    let held = Array(text.lowercased().utf8)
    return (0...held.count).first { held[$0...].starts(with: wanted) }
  }
}
