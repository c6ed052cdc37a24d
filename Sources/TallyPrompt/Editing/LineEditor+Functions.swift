import CLibedit
import Tally
import TallySyntax

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension LineEditor {
  /// A statement that is complete runs; else the line is broken, and a blank last line runs it as it is.
  func enter() -> UInt8 {
    let edited = edited
    let text = edited.text
    let lastLine = text.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    let endsBlank = edited.isMultiline && lastLine.allSatisfy(\.isWhitespace)
    if !endsBlank, !text.allSatisfy(\.isWhitespace), !Parser.isComplete(text) {
      insert("\n")
      return UInt8(CC_NORM)
    }
    finish()
    ending = .entered(text)
    return UInt8(CC_NEWLINE)
  }

  func clear() -> UInt8 {
    if standingOffer != nil {
      edited = EditedText("")
      return UInt8(CC_NORM)
    }
    finish(mark: "^C")
    ending = .cleared
    return UInt8(CC_NEWLINE)
  }

  func leave() -> UInt8 {
    let edited = edited
    if !edited.scalars.isEmpty {
      if !isVi { self.edited.remove(edited.cursor..<edited.nextCharacter) }
      return UInt8(CC_NORM)
    }
    finish()
    ending = .left
    return UInt8(CC_EOF)
  }

  func suspend() {
    finish()
    _ = tally_edit_set_flag(edit, EL_PREP_TERM, 0)
    Terminal.writeAll("\u{1B}[?2004l", to: STDOUT_FILENO)
    kill(0, SIGTSTP)
    // Here a person has come back.
    _ = tally_edit_set_flag(edit, EL_PREP_TERM, 1)
    Terminal.writeAll("\u{1B}[?2004h", to: STDOUT_FILENO)
    _ = Signals.takeWakes()
  }

  /// To the line above or below, past the first and last one to the statements before and after.
  func move(linesDown direction: Int) {
    let shown = edited
    if direction > 0, shown.scalars.isEmpty, !suggestion.isEmpty, guide.showAnother() { return }
    if let place = shown.place(linesDown: direction) {
      edited.cursor = place
      return
    }
    let text = shown.text
    guard let next = direction < 0 ? recall.older(than: text) : recall.newer(than: text) else { return }
    edited = EditedText(next)
  }

  /// To the oldest of the earlier statements, or back to what was begun.
  func moveToEnd(ofPast direction: Int) {
    let shown = edited.text
    var text = shown
    while let next = direction < 0 ? recall.older(than: text) : recall.newer(than: text), next != text { text = next }
    if text != shown { edited = EditedText(text) }
  }

  /// A key that is no character is one as ever.
  func quote() {
    let event = keys.next(escapePrefixes: true)
    if case .scalar(let scalar) = event { insert(String(scalar)) } else { keys.put(back: event) }
  }

  func paste() { insert(keys.paste()) }
}
