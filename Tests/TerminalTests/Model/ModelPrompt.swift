import Tally
import TallySyntax

/// A plain model of the prompt: what each key does, and what must stand on the screen afterwards.
struct ModelPrompt {
  /// The statements of earlier sessions, oldest first.
  let past: [String]
  let session: Session
  var columns: Int
  var height: Int

  var text = ModelText()
  var cut: [String] = []
  /// The statement as the last cut left it.
  var afterCut: ModelText?
  var yank: (after: ModelText, start: Int, place: Int)?
  var lastWord: (after: ModelText, start: Int, place: Int)?
  var changes: [ModelText] = [ModelText()]
  var isTyping = false
  var recalled: Int?
  var draft = ""
  var search: ModelSearch?
  var menu: (list: [CompletionResult.Candidate], start: Int, before: ModelText, selected: Int?)?

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
    if case .times(let count, let repeated) = key {
      // Alt ends a search.
      if let looking = search {
        take(looking)
        note(isTyped: false)
      }
      for _ in 0..<count { press(repeated) }
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
    case .lower: text.changeWord { $0.lowercased() }
    case .cutBlanks: text.removeBlanks()
    case .lastWord: putLastWord()
    case .oldest: for _ in past { move(recalling: -1) }
    case .newest: for _ in past { move(recalling: 1) }
    case .capital: text.changeWord(Self.capitalized)
    case .undo: undo()
    case .up: move(-1)
    case .down: move(1)
    case .search: search = ModelSearch(past)
    case .clearScreen, .cancel, .tab, .backTab, .escape, .times: break
    }
  }

  /// Letters that are typed one after the other are one change, up to the end of a word.
  mutating func note(isTyped: Bool) {
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
}
