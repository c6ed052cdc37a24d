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
    if let proposal, edited.text == proposal {
      self.proposal = nil
      edited = EditedText("")
      return UInt8(CC_NORM)
    }
    finish(mark: "^C")
    ending = .cleared
    return UInt8(CC_NEWLINE)
  }

  func leave() -> UInt8 {
    if !edited.scalars.isEmpty {
      if !isVi { deleteForward() }
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
    if let place = shown.place(linesDown: direction) {
      edited.cursor = place
      return
    }
    let text = shown.text
    guard let next = direction < 0 ? recall.older(than: text) : recall.newer(than: text) else { return }
    edited = EditedText(next)
  }

  func deleteBackward() {
    let edited = edited
    el_deletestr(edit, Int32(clamping: edited.cursor - edited.previousCharacter))
  }

  func deleteForward() {
    let edited = edited
    let count = edited.nextCharacter - edited.cursor
    guard count > 0 else { return }
    _ = el_cursor(edit, Int32(clamping: count))
    el_deletestr(edit, Int32(clamping: count))
  }

  /// A key that is no character is one as ever.
  func quote() {
    let event = keys.next(escapePrefixes: true)
    if case .scalar(let scalar) = event { insert(String(scalar)) } else { keys.put(back: event) }
  }

  func paste() { insert(keys.paste()) }

  /// Puts in what all candidates share, and shows them if there are several; once they show, puts in one after the other.
  func complete(step: Int) {
    if menu != nil {
      if let next = menu?.select(step: step) { edited = next }
      return
    }
    let before = edited
    let result = session.completion(of: before.text, at: before.utf8Cursor)
    guard let only = result.candidates.first else { return }
    if result.candidates.count == 1 {
      edited = before.replacing(result.range, with: only.text)
      return
    }
    let shared = result.sharedPrefix
    let typed = String(
      decoding: Array(before.text.utf8)[result.range.clamped(to: 0..<before.text.utf8.count)], as: UTF8.self)
    if shared.count >= typed.count, shared.lowercased().hasPrefix(typed.lowercased()) {
      edited = before.replacing(result.range, with: shared)
    }
    let lower = result.range.lowerBound
    let range = lower..<max(lower, edited.utf8Cursor)
    menu = CompletionMenu(CompletionResult(range: range, candidates: result.candidates), of: edited)
  }

  /// Control-R: typed text is looked for in earlier statements. Enter runs the one shown, Control-G and Control-C go
  /// back to what was there, any other key goes on with editing it.
  func search() -> UInt8 {
    let before = edited
    var search = HistorySearch(recall.entries)
    while true {
      if !keys.hasMore { drawSearch(search, before: before) }
      let event = keys.next(escapePrefixes: false)
      switch event {
      case .scalar("\u{12}"): search.older()
      case .scalar("\u{13}"): search.newer()
      case .scalar("\u{7F}"), .scalar("\u{8}"): search.erase()
      case .scalar("\u{7}"), .scalar("\u{3}"):
        edited = before
        return UInt8(CC_NORM)
      case .scalar(let scalar) where scalar.value >= 0x20: search.type(String(scalar))
      case .special(.paste): search.type(keys.paste())
      case .woken(let wakes) where !wakes.contains(.stopped) && !wakes.contains(.interrupted):
        view.reflow(columns: size.columns)
      case .special(.escape):
        take(search, before: before)
        return UInt8(CC_NORM)
      case .scalar, .special, .woken, .ended:
        keys.put(back: event)
        take(search, before: before)
        return UInt8(CC_NORM)
      }
    }
  }

  private func take(_ search: HistorySearch, before: EditedText) {
    guard let found = search.found else { return edited = before }
    edited = EditedText(found, utf8Cursor: search.match?.lowerBound)
  }

  private func drawSearch(_ search: HistorySearch, before: EditedText) {
    let size = size
    let shown = search.found.map { EditedText($0) } ?? before
    var spans = spans(of: shown.text)
    if let match = search.match, usesColor { spans = PromptFrame.Span.marking(match, in: spans) }
    var frame = PromptFrame(shown, spans: spans, prompts: Self.prompts, promptStyle: promptStyle, columns: size.columns)
    let label = search.isFound ? "search: " : "search, not found: "
    frame.add([(label, usesColor ? Palette.dim : ""), (search.pattern, "")], columns: size.columns, holdsCursor: true)
    view.draw(frame, size: size)
  }
}

extension PromptFrame.Span {
  /// With one stretch marked, and the others around it.
  static func marking(_ match: Range<Int>, in spans: [PromptFrame.Span]) -> [PromptFrame.Span] {
    var marked: [PromptFrame.Span] = []
    for span in spans {
      for part in [
        span.range.clamped(to: 0..<match.lowerBound), span.range.clamped(to: match.upperBound..<Int.max),
      ] where !part.isEmpty { marked.append(PromptFrame.Span(range: part, style: span.style)) }
    }
    marked.append(PromptFrame.Span(range: match, style: Palette.match))
    return marked.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }
}
