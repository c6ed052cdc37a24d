/// How a statement came to be what it is, for going back.
///
/// Letters that are typed one after the other are one change, up to the end of a word.
struct UndoLog {
  /// What stands now comes last.
  private var states: [EditedText]
  /// The last state goes on as long as its word is typed.
  private var isTyping = false
  /// False in vi: there, all that is typed between two commands is one change.
  private let splitsWords: Bool
  /// The key before changed the statement.
  private var isAfterChange = false
  /// The typing began at once after another change, as it does after `cw`.
  private var typesAfterChange = false

  init(_ first: EditedText = EditedText(""), splitsWords: Bool = true) {
    states = [first]
    self.splitsWords = splitsWords
  }

  /// Keeps what stands now; called after every key.
  mutating func note(_ edited: EditedText) {
    guard let last = states.last, last.scalars != edited.scalars else {
      // Going back leads to where the cursor stood before the change.
      states[states.count - 1].cursor = edited.cursor
      isAfterChange = false
      return
    }
    let typed = Self.typed(from: last, to: edited)
    if isTyping, let typed, !splitsWords || Self.goesOn(typed, after: last) {
      states[states.count - 1] = edited
    } else {
      states.append(edited)
      typesAfterChange = isAfterChange
    }
    isTyping = typed != nil
    isAfterChange = true
  }

  /// vi's command mode begins: what is typed later is another change, and what was typed is one with the command that
  /// asked for it.
  mutating func endTyping() {
    if isTyping, typesAfterChange, states.count > 2 { states.remove(at: states.count - 2) }
    isTyping = false
    isAfterChange = false
  }

  /// The statement before the last change; nil where there was none.
  mutating func back() -> EditedText? {
    isTyping = false
    guard states.count > 1 else { return nil }
    states.removeLast()
    return states.last
  }

  /// The one scalar by which `edited` is longer at the cursor.
  private static func typed(from last: EditedText, to edited: EditedText) -> Unicode.Scalar? {
    guard edited.scalars.count == last.scalars.count + 1, edited.cursor == last.cursor + 1 else { return nil }
    var before = edited
    let scalar = before.remove(last.cursor..<edited.cursor).first
    return before.scalars == last.scalars ? scalar : nil
  }

  /// A letter after a blank begins a word.
  private static func goesOn(_ scalar: Unicode.Scalar, after last: EditedText) -> Bool {
    guard last.cursor > 0 else { return true }
    return !last.scalars[last.cursor - 1].properties.isWhitespace || scalar.properties.isWhitespace
  }
}
