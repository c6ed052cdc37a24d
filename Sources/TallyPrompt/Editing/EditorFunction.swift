import CLibedit

/// A thing that a key does beside libedit's own; `~/.editrc` may bind it by its name.
struct EditorFunction {
  let name: String
  /// One sentence.
  let summary: String
  /// In libedit's spelling: `^M` is Control-M. In vi's map they hold while text is typed.
  let keys: [String]
  /// In vi's map of commands.
  let viCommandKeys: [String]
  let action: tally_edit_key

  private init(
    _ name: String, _ summary: String, keys: [String], viCommandKeys: [String]? = nil,
    action: @escaping tally_edit_key
  ) {
    self.name = name
    self.summary = summary
    self.keys = keys
    self.viCommandKeys = viCommandKeys ?? keys
    self.action = action
  }

  static let all: [EditorFunction] = [
    EditorFunction("tally-enter", "Runs the statement, or goes on with it on a new line.", keys: ["^M", "^J"]) {
      edit, _ in LineEditor.of(edit)?.enter() ?? UInt8(CC_ERROR)
    },
    EditorFunction("tally-complete", "Completes the word before the cursor.", keys: ["^I"], viCommandKeys: []) {
      edit, _ in act(on: edit) { $0.complete(step: 1) }
    },
    EditorFunction(
      "tally-complete-back", "Goes back to the candidate before.", keys: [SpecialKey.backTab.text], viCommandKeys: []
    ) { edit, _ in act(on: edit) { $0.complete(step: -1) } },
    EditorFunction("tally-clear", "Clears the statement.", keys: ["^C"]) {
      edit, _ in LineEditor.of(edit)?.clear() ?? UInt8(CC_ERROR)
    },
    EditorFunction("tally-leave", "Leaves on an empty line, else deletes the character.", keys: ["^D"]) {
      edit, _ in LineEditor.of(edit)?.leave() ?? UInt8(CC_ERROR)
    },
    EditorFunction("tally-suspend", "Hands the terminal back to the shell until it continues.", keys: ["^Z"]) {
      edit, _ in act(on: edit) { $0.suspend() }
    },
    EditorFunction(
      "tally-search", "Looks for an earlier statement.", keys: ["^R"], viCommandKeys: ["^R", "/", "?"]
    ) { edit, _ in LineEditor.of(edit)?.search() ?? UInt8(CC_ERROR) },
    EditorFunction("tally-clear-screen", "Clears the screen.", keys: ["^L"]) {
      edit, _ in act(on: edit) { $0.view.clearScreen() }
    },
    EditorFunction(
      "tally-up", "Goes a line up, or to the statement before.", keys: ["^P", SpecialKey.up.text],
      viCommandKeys: ["^P", SpecialKey.up.text, "k"]
    ) { edit, _ in act(on: edit) { $0.move(linesDown: -1) } },
    EditorFunction(
      "tally-down", "Goes a line down, or to the statement after.", keys: ["^N", SpecialKey.down.text],
      viCommandKeys: ["^N", SpecialKey.down.text, "j"]
    ) { edit, _ in act(on: edit) { $0.move(linesDown: 1) } },
    EditorFunction("tally-left", "Goes a character back.", keys: ["^B", SpecialKey.left.text]) {
      edit, _ in act(on: edit) { $0.edited.cursor = $0.edited.previousCharacter }
    },
    EditorFunction("tally-right", "Goes a character on.", keys: ["^F", SpecialKey.right.text]) {
      edit, _ in act(on: edit) { $0.edited.cursor = $0.edited.nextCharacter }
    },
    EditorFunction("tally-word-left", "Goes a word back.", keys: [SpecialKey.wordLeft.text]) {
      edit, _ in act(on: edit) { $0.edited.cursor = $0.edited.previousWord }
    },
    EditorFunction("tally-word-right", "Goes a word on.", keys: [SpecialKey.wordRight.text]) {
      edit, _ in act(on: edit) { $0.edited.cursor = $0.edited.nextWord }
    },
    EditorFunction("tally-home", "Goes to the beginning of the line.", keys: ["^A", SpecialKey.home.text]) {
      edit, _ in act(on: edit) { $0.edited.cursor = $0.edited.line.lowerBound }
    },
    EditorFunction("tally-end", "Goes to the end of the line.", keys: ["^E", SpecialKey.end.text]) {
      edit, _ in act(on: edit) { $0.edited.cursor = $0.edited.line.upperBound }
    },
    EditorFunction(
      "tally-backspace", "Deletes the character before the cursor.", keys: ["^H", "^?"], viCommandKeys: []
    ) {
      edit, _ in act(on: edit) { $0.deleteBackward() }
    },
    EditorFunction("tally-delete", "Deletes the character at the cursor.", keys: [SpecialKey.delete.text]) {
      edit, _ in act(on: edit) { $0.deleteForward() }
    },
    EditorFunction("tally-quote", "Puts the next character in as it is.", keys: ["^V"], viCommandKeys: []) {
      edit, _ in act(on: edit) { $0.quote() }
    },
    EditorFunction("tally-paste", "Puts pasted text in; nothing runs.", keys: [SpecialKey.paste.text]) {
      edit, _ in act(on: edit) { $0.paste() }
    },
  ]

  private static func act(on edit: OpaquePointer?, _ action: (LineEditor) -> Void) -> UInt8 {
    guard let editor = LineEditor.of(edit) else { return UInt8(CC_ERROR) }
    action(editor)
    return UInt8(CC_NORM)
  }
}
