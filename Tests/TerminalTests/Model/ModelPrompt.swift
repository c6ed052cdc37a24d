import Tally
import TallySyntax

/// A plain model of the prompt: what each key does, and what must stand on the screen afterwards.
struct ModelPrompt {
  /// The statements of earlier sessions, oldest first.
  let past: [String]
  let session: Session
  var columns: Int
  var height: Int

  private(set) var text = ModelText()
  private var cut: [String] = []
  /// The statement as the last cut left it.
  private var afterCut: ModelText?
  private var yank: (after: ModelText, start: Int, place: Int)?
  private var changes: [ModelText] = [ModelText()]
  private var isTyping = false
  private var recalled: Int?
  private var draft = ""
  private var search: ModelSearch?
  private var menu: (list: [CompletionResult.Candidate], start: Int, before: ModelText, selected: Int?)?

  init(past: [String], session: Session, columns: Int, height: Int) {
    (self.past, self.session, self.columns, self.height) = (past, session, columns, height)
  }

  /// A new statement.
  mutating func restart() {
    (text, changes, isTyping, recalled, draft) = (ModelText(), [ModelText()], false, nil, "")
    (search, menu) = (nil, nil)
  }

  /// Enter would run nothing.
  var staysOnEnter: Bool {
    if search != nil { return false }
    if menu?.selected != nil { return true }
    let lastLine = text.text.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    let isBlank =
      text.text.allSatisfy(\.isWhitespace) || (text.text.contains("\n") && lastLine.allSatisfy(\.isWhitespace))
    return !isBlank && !Parser.isComplete(text.text)
  }

  var shown: ModelRows {
    if let search {
      var rows = ModelRows(search.found.map { ModelText($0) } ?? text, columns: columns)
      rows.add(
        (search.matches.isEmpty ? "search, not found: " : "search: ") + search.pattern.replacing("\n", with: "⏎"),
        holdsCursor: true)
      rows.add(list: search.matches.map { ($0, "") }, selected: search.selected, height: height)
      return rows
    }
    var rows = ModelRows(ModelText(text.text + suggestion, cursor: text.cursor), columns: columns)
    // On a small screen, what was typed comes first.
    if rows.rows.count > height { rows = ModelRows(text, columns: columns) }
    if let menu {
      rows.add(list: menu.list.map { ($0.text, $0.detail) }, selected: menu.selected, height: height)
    }
    return rows
  }

  /// In grey, after a cursor that stands at the end.
  private var suggestion: String {
    let typed = text.text
    guard menu == nil, text.cursor == text.characters.count, !typed.allSatisfy(\.isWhitespace) else { return "" }
    let known = (past.reversed() + session.examples).first { $0.hasPrefix(typed) && $0.count > typed.count }
    return known.map { String($0.dropFirst(typed.count)) } ?? ""
  }

  // MARK: - Keys

  mutating func press(_ key: FuzzKey) {
    if case .type(let typed) = key, typed.unicodeScalars.count > 1, search != nil || typed.count > 1 {
      for part in search == nil ? typed.map({ String($0) }) : typed.unicodeScalars.map({ String($0) }) {
        press(.type(part))
      }
      return
    }
    if search != nil, searches(key) { return }
    switch key {
    case .tab: return complete(step: 1)
    case .backTab: return complete(step: -1)
    case .down where menu != nil: return complete(step: 1)
    case .up where menu != nil: return complete(step: -1)
    case .enter where menu?.selected != nil: return menu = nil
    case .escape: return escape()
    default: menu = nil
    }
    edit(key)
    note(isTyped: key.isTyped)
  }

  private mutating func edit(_ key: FuzzKey) {
    switch key {
    case .type(let typed), .paste(let typed): text.insert(typed)
    case .enter: text.insert("\n")
    case .left: text.cursor = max(text.cursor - 1, 0)
    case .right where !suggestion.isEmpty, .end where !suggestion.isEmpty: text.insert(suggestion)
    case .wordRight where !suggestion.isEmpty:
      let rest = ModelText(suggestion)
      text.insert(
        String(rest.characters.prefix(ModelText(text.text + suggestion).end(from: text.cursor) - text.cursor)))
    case .right: text.cursor = min(text.cursor + 1, text.characters.count)
    case .wordLeft: text.cursor = text.start(from: text.cursor)
    case .wordRight: text.cursor = text.end(from: text.cursor)
    case .home: text.cursor = text.lineStart
    case .end: text.cursor = text.lineEnd
    case .backspace: _ = text.remove(to: max(text.cursor - 1, 0))
    case .delete: _ = text.remove(to: min(text.cursor + 1, text.characters.count))
    case .cutEnd: cut(to: text.cursor == text.lineEnd ? min(text.cursor + 1, text.characters.count) : text.lineEnd)
    case .cutStart: cut(to: text.cursor == text.lineStart ? max(text.cursor - 1, 0) : text.lineStart)
    case .cutBlank: cut(to: text.start(from: text.cursor) { !$0.isWhitespace })
    case .cutWord: cut(to: text.end(from: text.cursor))
    case .cutWordBack: cut(to: text.start(from: text.cursor))
    case .yank: if !cut.isEmpty { put(cut.count - 1) }
    case .yankOlder: yankOlder()
    case .swap: text.swapCharacters()
    case .swapWords: text.swapWords()
    case .upper: text.changeWord { $0.uppercased() }
    case .capital: text.changeWord(Self.capitalized)
    case .undo: undo()
    case .up: move(-1)
    case .down: move(1)
    case .search: search = ModelSearch(past)
    case .clearScreen, .cancel, .tab, .backTab, .escape: break
    }
  }

  /// Letters that are typed one after the other are one change, up to the end of a word.
  private mutating func note(isTyped: Bool) {
    guard let last = changes.last, last.characters != text.characters else {
      changes[changes.count - 1].cursor = text.cursor
      return
    }
    var isOne = text.characters.count == last.characters.count + 1 && text.cursor == last.cursor + 1
    if isOne {
      var without = text
      let one = without.remove(to: last.cursor)
      isOne = without.characters == last.characters && (isTyped || one.unicodeScalars.count == 1)
    }
    let beginsWord =
      last.cursor > 0 && last.characters[last.cursor - 1].isWhitespace && isOne
      && !text.characters[text.cursor - 1].isWhitespace
    if isTyping, isOne, !beginsWord { changes.removeLast() }
    changes.append(text)
    isTyping = isOne
  }

  private mutating func undo() {
    isTyping = false
    guard changes.count > 1 else { return }
    changes.removeLast()
    text = changes[changes.count - 1]
  }

  private mutating func cut(to place: Int) {
    guard place != text.cursor else { return }
    let isBefore = place < text.cursor
    let joined = text == afterCut ? cut.popLast() ?? "" : ""
    let removed = text.remove(to: place)
    cut.append(isBefore ? removed + joined : joined + removed)
    if cut.count > 60 { cut.removeFirst() }
    afterCut = text
  }

  private mutating func put(_ place: Int) {
    let start = text.cursor
    text.insert(cut[place])
    yank = (text, start, place)
  }

  private mutating func yankOlder() {
    guard let last = yank, last.after == text else { return }
    _ = text.remove(to: last.start)
    put(last.place == 0 ? cut.count - 1 : last.place - 1)
  }

  private static func capitalized(_ word: String) -> String {
    var isFirst = true
    return word.reduce(into: "") { result, character in
      result += !character.isLetter ? String(character) : isFirst ? character.uppercased() : character.lowercased()
      if character.isLetter { isFirst = false }
    }
  }

  // MARK: - Lines and earlier statements

  private mutating func move(_ direction: Int) {
    let column = text.cursor - text.lineStart
    if direction < 0, text.lineStart > 0 {
      text.cursor = text.lineStart - 1
      text.cursor = min(text.lineStart + column, text.lineEnd)
    } else if direction > 0, text.lineEnd < text.characters.count {
      text.cursor = text.lineEnd + 1
      text.cursor = min(text.lineStart + column, text.lineEnd)
    } else {
      recall(direction)
    }
  }

  private mutating func recall(_ direction: Int) {
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
  private mutating func searches(_ key: FuzzKey) -> Bool {
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

  private mutating func take(_ search: ModelSearch) {
    self.search = nil
    if let found = search.found { text = ModelText(found, cursor: search.place) }
  }

  // MARK: - Completion

  private mutating func complete(step: Int) {
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

  private func replaced(_ text: ModelText, from start: Int, with replacement: String) -> ModelText {
    var changed = text
    _ = changed.remove(to: start)
    changed.insert(replacement)
    return changed
  }

  private mutating func escape() {
    if let open = menu {
      if open.selected != nil { text = open.before }
      menu = nil
    }
    note(isTyped: false)
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
