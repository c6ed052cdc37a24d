import CLibedit

extension LineEditor {
  var edited: EditedText {
    get {
      guard let line = el_wline(edit)?.pointee, let start = line.buffer else { return EditedText("") }
      let count = line.lastchar - start
      let scalars = (0..<count).map { Unicode.Scalar(UInt32(bitPattern: Int32(start[$0]))) ?? "\u{FFFD}" }
      return EditedText(scalars: scalars, cursor: line.cursor - start)
    }
    set {
      let old = edited
      if old.scalars != newValue.scalars {
        _ = el_cursor(edit, Int32(clamping: old.scalars.count - old.cursor))
        el_deletestr(edit, Int32(clamping: old.scalars.count))
        insert(newValue.text)
        _ = el_cursor(edit, Int32(clamping: newValue.cursor - newValue.scalars.count))
      } else {
        _ = el_cursor(edit, Int32(clamping: newValue.cursor - old.cursor))
      }
    }
  }

  /// Cuts a stretch of the statement out.
  func cut(_ range: (EditedText) -> Range<Int>) {
    var changed = edited
    kills.cut(range(changed), from: &changed)
    edited = changed
  }

  func takeBack() {
    if let before = undo.back() { edited = before }
  }

  func putLastWord() {
    var changed = edited
    lastWord.put(from: recall.entries, into: &changed)
    edited = changed
  }

  func insert(_ text: String) {
    if text.isEmpty { return }
    _ = el_insertstr(edit, text.replacing("\0", with: ""))
  }
}
