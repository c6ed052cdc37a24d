import CLibedit

extension EditorFunction {
  /// Everything that keys do beside typing, in the order in which help lists it.
  static let all: [EditorFunction] = statement + completion + moves + cuts + changes + past + terminal

  private static let statement = [
    EditorFunction("tally-enter", "Runs the statement, or goes on with it on a new line.", keys: ["^M", "^J"]) {
      edit, _ in LineEditor.of(edit)?.enter() ?? UInt8(CC_ERROR)
    },
    EditorFunction("tally-newline", "Breaks the line without running it.", keys: ["^[^M", "^[^J"], viCommandKeys: []) {
      edit, _ in act(on: edit) { $0.insert("\n") }
    },
    EditorFunction("tally-clear", "Clears the statement.", keys: ["^C"]) {
      edit, _ in LineEditor.of(edit)?.clear() ?? UInt8(CC_ERROR)
    },
    EditorFunction("tally-cancel", "Closes the list of candidates.", keys: ["^G"]) { edit, _ in act(on: edit) { _ in }
    },
    EditorFunction("tally-leave", "Leaves on an empty line, else deletes the character.", keys: ["^D"]) {
      edit, _ in LineEditor.of(edit)?.leave() ?? UInt8(CC_ERROR)
    },
  ]

  private static let completion = [
    EditorFunction("tally-complete", "Completes the word before the cursor.", keys: ["^I"], viCommandKeys: []) {
      edit, _ in act(on: edit) { $0.complete(step: 1) }
    },
    EditorFunction(
      "tally-complete-back", "Goes back to the candidate before.", keys: [SpecialKey.backTab.text], viCommandKeys: []
    ) { edit, _ in act(on: edit) { $0.complete(step: -1) } },
  ]

  private static let moves = [
    EditorFunction("tally-left", "Goes a character back.", keys: ["^B", SpecialKey.left.text]) {
      edit, _ in act(on: edit) { $0.edited.cursor = $0.edited.previousCharacter }
    },
    EditorFunction(
      "tally-right", "Goes a character on; at the end, takes what is suggested.", keys: ["^F", SpecialKey.right.text]
    ) {
      edit, _ in act(on: edit) { $0.moveOn(to: \.nextCharacter) }
    },
    EditorFunction("tally-word-left", "Goes a word back.", keys: ["^[b", "^[B", SpecialKey.wordLeft.text]) {
      edit, _ in act(on: edit) { $0.edited.cursor = $0.edited.previousWord }
    },
    EditorFunction(
      "tally-word-right", "Goes a word on; at the end, takes a word of what is suggested.",
      keys: ["^[f", "^[F", SpecialKey.wordRight.text]
    ) {
      edit, _ in act(on: edit) { $0.moveOn(to: \.nextWord, takesWord: true) }
    },
    EditorFunction("tally-home", "Goes to the beginning of the line.", keys: ["^A", SpecialKey.home.text]) {
      edit, _ in act(on: edit) { $0.edited.cursor = $0.edited.line.lowerBound }
    },
    EditorFunction(
      "tally-end", "Goes to the end of the line; there, takes what is suggested.", keys: ["^E", SpecialKey.end.text]
    ) {
      edit, _ in act(on: edit) { $0.moveOn(to: \.line.upperBound) }
    },
  ]

  private static let cuts = [
    EditorFunction(
      "tally-backspace", "Deletes the character before the cursor.", keys: ["^H", "^?"], viCommandKeys: []
    ) {
      edit, _ in act(on: edit) { $0.edited.remove($0.edited.previousCharacter..<$0.edited.cursor) }
    },
    EditorFunction("tally-delete", "Deletes the character at the cursor.", keys: [SpecialKey.delete.text]) {
      edit, _ in act(on: edit) { $0.edited.remove($0.edited.cursor..<$0.edited.nextCharacter) }
    },
    EditorFunction("tally-cut-end", "Cuts the rest of the line.", keys: ["^K"], viCommandKeys: []) {
      edit, _ in act(on: edit) { $0.cut(\.restOfLine) }
    },
    EditorFunction("tally-cut-start", "Cuts the line up to the cursor.", keys: ["^U"], viCommandKeys: []) {
      edit, _ in act(on: edit) { $0.cut(\.startOfLine) }
    },
    EditorFunction("tally-cut-blank", "Cuts back to the blank before.", keys: ["^W"], viCommandKeys: []) {
      edit, _ in act(on: edit) { $0.cut(\.sinceBlank) }
    },
    EditorFunction("tally-cut-word", "Cuts to the end of the word.", keys: ["^[d", "^[D"], viCommandKeys: []) {
      edit, _ in act(on: edit) { $0.cut(\.restOfWord) }
    },
    EditorFunction(
      "tally-cut-word-back", "Cuts back to the beginning of the word.", keys: ["^[^?", "^[^H"], viCommandKeys: []
    ) {
      edit, _ in act(on: edit) { $0.cut(\.startOfWord) }
    },
    EditorFunction("tally-cut-blanks", "Deletes the blanks around the cursor.", keys: ["^[\\\\"], viCommandKeys: []) {
      edit, _ in act(on: edit) { $0.edited.remove($0.edited.blanks) }
    },
    EditorFunction("tally-yank", "Puts in what was cut last.", keys: ["^Y"], viCommandKeys: []) {
      edit, _ in act(on: edit) { $0.kills.putNewest(into: &$0.edited) }
    },
    EditorFunction(
      "tally-yank-older", "In place of what was just put in, puts what was cut before it.", keys: ["^[y", "^[Y"],
      viCommandKeys: []
    ) {
      edit, _ in act(on: edit) { $0.kills.putOlder(into: &$0.edited) }
    },
  ]

  private static let changes = [
    EditorFunction("tally-undo", "Takes the last change back.", keys: ["^_", "^X^U"], viCommandKeys: ["u"]) {
      edit, _ in act(on: edit) { $0.takeBack() }
    },
    EditorFunction("tally-swap", "Swaps the two characters at the cursor.", keys: ["^T"], viCommandKeys: []) {
      edit, _ in act(on: edit) { $0.edited.transposeCharacters() }
    },
    EditorFunction("tally-swap-words", "Swaps the two words at the cursor.", keys: ["^[t", "^[T"], viCommandKeys: []) {
      edit, _ in act(on: edit) { $0.edited.transposeWords() }
    },
    EditorFunction("tally-upper", "Writes the word in capitals.", keys: ["^[u", "^[U"], viCommandKeys: []) {
      edit, _ in act(on: edit) { $0.edited.changeWord(to: .upper) }
    },
    EditorFunction("tally-lower", "Writes the word in small letters.", keys: ["^[l", "^[L"], viCommandKeys: []) {
      edit, _ in act(on: edit) { $0.edited.changeWord(to: .lower) }
    },
    EditorFunction("tally-capital", "Begins the word with a capital.", keys: ["^[c", "^[C"], viCommandKeys: []) {
      edit, _ in act(on: edit) { $0.edited.changeWord(to: .capitalized) }
    },
    EditorFunction(
      "tally-last-word", "Puts in the last word of the statement before, then of the one before that.",
      keys: ["^[.", "^[_"], viCommandKeys: ["_"]
    ) {
      edit, _ in act(on: edit) { $0.putLastWord() }
    },
    EditorFunction(
      "tally-edit", "Opens the statement in the editor that $VISUAL or $EDITOR names.", keys: ["^X^E"],
      viCommandKeys: ["v"]
    ) {
      edit, _ in act(on: edit) { $0.editElsewhere() }
    },
    EditorFunction("tally-quote", "Puts the next character in as it is.", keys: ["^V", "^Q"], viCommandKeys: []) {
      edit, _ in act(on: edit) { $0.quote() }
    },
    EditorFunction("tally-paste", "Puts pasted text in; nothing runs.", keys: [SpecialKey.paste.text]) {
      edit, _ in act(on: edit) { $0.paste() }
    },
  ]

  private static let past = [
    EditorFunction(
      "tally-up", "Goes a line up, or to the statement before.", keys: ["^P", SpecialKey.up.text],
      viCommandKeys: ["^P", SpecialKey.up.text, "k"]
    ) { edit, _ in act(on: edit) { $0.move(linesDown: -1) } },
    EditorFunction(
      "tally-down", "Goes a line down, or to the statement after.", keys: ["^N", SpecialKey.down.text],
      viCommandKeys: ["^N", SpecialKey.down.text, "j"]
    ) { edit, _ in act(on: edit) { $0.move(linesDown: 1) } },
    EditorFunction("tally-oldest", "Goes to the oldest statement.", keys: ["^[<"], viCommandKeys: []) {
      edit, _ in act(on: edit) { $0.moveToEnd(ofPast: -1) }
    },
    EditorFunction("tally-newest", "Goes back to the statement that was begun.", keys: ["^[>"], viCommandKeys: ["G"]) {
      edit, _ in act(on: edit) { $0.moveToEnd(ofPast: 1) }
    },
    EditorFunction(
      "tally-search", "Looks for an earlier statement.", keys: ["^R"], viCommandKeys: ["^R", "/", "?"]
    ) { edit, _ in LineEditor.of(edit)?.search() ?? UInt8(CC_ERROR) },
    EditorFunction(
      "tally-search-older", "Goes to the next statement with what was last looked for.", keys: [], viCommandKeys: ["n"]
    ) { edit, _ in act(on: edit) { $0.searchAgain(step: 1) } },
    EditorFunction(
      "tally-search-newer", "Goes back to the one before.", keys: [], viCommandKeys: ["N"]
    ) { edit, _ in act(on: edit) { $0.searchAgain(step: -1) } },
  ]

  private static let terminal = [
    EditorFunction("tally-clear-screen", "Clears the screen.", keys: ["^L"]) {
      edit, _ in act(on: edit) { $0.view.clearScreen() }
    },
    EditorFunction("tally-suspend", "Hands the terminal back to the shell until it continues.", keys: ["^Z"]) {
      edit, _ in act(on: edit) { $0.suspend() }
    },
  ]
}
