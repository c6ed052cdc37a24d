import CLibedit

/// A thing that a key does beside libedit's own; `~/.editrc` may bind it by its name.
struct EditorFunction {
  let name: String
  /// One sentence.
  let summary: String
  /// In libedit's spelling: `^M` is Control-M, `^[b` Alt-B. In vi's map they hold while text is typed.
  let keys: [String]
  /// In vi's map of commands.
  let viCommandKeys: [String]
  let action: tally_edit_key

  init(
    _ name: String, _ summary: String, keys: [String], viCommandKeys: [String]? = nil,
    action: @escaping tally_edit_key
  ) {
    self.name = name
    self.summary = summary
    self.keys = keys
    self.viCommandKeys = viCommandKeys ?? keys
    self.action = action
  }

  /// For functions that end nothing: libedit goes on reading keys.
  static func act(on edit: OpaquePointer?, _ action: (LineEditor) -> Void) -> UInt8 {
    guard let editor = LineEditor.of(edit) else { return UInt8(CC_ERROR) }
    action(editor)
    return UInt8(CC_NORM)
  }
}
