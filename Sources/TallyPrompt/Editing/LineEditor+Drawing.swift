import Tally

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension LineEditor {
  /// What is assumed where the terminal does not say.
  private static let usualSize = Terminal.Size(columns: 80, rows: 24)

  var size: Terminal.Size { Terminal.size(of: STDOUT_FILENO) ?? Self.usualSize }

  /// libedit's own drawing, which nobody sees, never ends where a wide character does not fit a row.
  var isTooNarrow: Bool { size.columns < 4 }

  /// What is seen comes first; what is asked of the statement may take the processor for a while.
  func draw() {
    // Read once: a frame for one size must not be drawn as one for another.
    let size = size
    view.draw(frame(for: size, isFinal: false), size: size)
    if askLive() { view.draw(frame(for: size, isFinal: false), size: size) }
  }

  /// The statement without blanks at its end, which ask nothing new.
  private var askedText: String {
    let scalars = edited.scalars
    let end = scalars.lastIndex { !$0.properties.isWhitespace }.map { $0 + 1 } ?? 0
    return EditedText(scalars: Array(scalars[..<end]), cursor: 0).text
  }

  /// Asks about the statement as it stands; an answer that takes a while comes in a later frame. True: there is one now.
  private func askLive() -> Bool {
    let text = askedText
    if text == liveText { return false }
    liveText = text
    return live.ask(text.isEmpty ? .nothing : session.liveFinding(in: text), of: text)
  }

  /// The statement as it stays on the screen, with the cursor below it; `mark` stands after its end.
  func finish(mark: String = "") {
    menu = nil
    let size = size
    var final = frame(for: size, isFinal: true)
    if !mark.isEmpty, var last = final.rows.popLast() {
      last.text += mark
      last.width += mark.utf8.count
      final.rows.append(last)
    }
    view.finish(final, size: size)
  }

  /// The statement, how it may go on, and below it what can be chosen; at the end, the statement alone.
  func frame(for size: Terminal.Size, isFinal: Bool) -> PromptFrame {
    let edited = edited
    let offer = isFinal ? nil : standingOffer
    let asked = isFinal ? "" : askedText
    let note = asked.isEmpty ? nil : live.note(for: asked)
    let spans =
      isFinal ? spans(of: highlights(of: edited.text)) : markedSpans(of: edited, fault: note?.place, offer: offer)
    func lay(_ suggestion: String) -> PromptFrame {
      PromptFrame(
        edited, spans: spans, suggestion: suggestion, prompts: Self.prompts, promptStyle: promptStyle,
        columns: size.columns)
    }
    let suggestion = isFinal ? "" : suggestion
    var frame = lay(suggestion)
    if frame.rows.count > size.rows { frame = lay("") }
    let guidance = edited.scalars.isEmpty && !suggestion.isEmpty ? guide.words : nil
    if let words = times.map({ "\($0) times" }) ?? note?.words ?? guidance, !isFinal {
      frame.add(note: words, style: dimStyle, columns: size.columns)
    }
    if !isFinal, let list = menu?.list ?? offer?.list { frame.add(list, size: size, usesColor: usesColor) }
    return frame
  }

  var dimStyle: String { usesColor ? Palette.dim : "" }

  var promptStyle: String? { usesColor ? Palette.prompt : nil }

  /// What words are, and on them what is wrong, what belongs together and what a fix changed.
  private func markedSpans(of edited: EditedText, fault: Range<Int>?, offer: Offer?) -> [PromptFrame.Span] {
    guard usesColor else { return [] }
    let highlights = highlights(of: edited.text)
    let unknown = session.unknownNames(in: edited.text, besides: highlights, cursor: edited.utf8Cursor)
    let brackets = Highlight.brackets(of: edited.text, at: edited.utf8Cursor)
    let marks = [
      (Palette.bracket, brackets), (Palette.fault, unknown.isEmpty ? [fault].compactMap { $0 } : unknown),
      (Palette.changed, offer?.changedWords ?? []),
    ]
    return marks.reduce(spans(of: highlights.filter { !unknown.contains($0.range) })) { spans, mark in
      PromptFrame.Span.laying(mark.0, over: mark.1, of: spans)
    }
  }

  func highlights(of text: String) -> [Highlight] {
    usesColor ? Highlight.spans(of: text, catalog: session.catalog) : []
  }

  func spans(of highlights: [Highlight]) -> [PromptFrame.Span] {
    let palette = Palette(session.settings.theme)
    return highlights.map {
      PromptFrame.Span(range: $0.range, style: palette.style(of: $0.kind))
    }
  }
}

extension PromptFrame {
  /// Rows below: as much of a list as the screen has room for.
  mutating func add(_ list: PromptList, size: Terminal.Size, usesColor: Bool) {
    for row in list.rows(limit: size.rows - rows.count, usesColor: usesColor) { add(row, columns: size.columns) }
  }
}
