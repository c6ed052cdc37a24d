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

  func draw() {
    view.draw(frame(isFinal: false), size: size)
  }

  /// The statement as it stays on the screen, with the cursor below it; `mark` stands after its end.
  func finish(mark: String = "") {
    menu = nil
    var final = frame(isFinal: true)
    if !mark.isEmpty, var last = final.rows.popLast() {
      last.text += mark
      last.width += mark.utf8.count
      final.rows.append(last)
    }
    view.finish(final, size: size)
  }

  /// The statement, and below it the menu.
  func frame(isFinal: Bool) -> PromptFrame {
    let size = size
    var frame = PromptFrame(edited, spans: spans(of: edited.text), promptStyle: promptStyle, columns: size.columns)
    if let menu, !isFinal {
      for row in menu.list.rows(limit: size.rows - frame.rows.count, usesColor: usesColor) {
        frame.add(row, columns: size.columns)
      }
    }
    return frame
  }

  var promptStyle: String? { usesColor ? Palette.prompt : nil }

  func spans(of text: String) -> [PromptFrame.Span] {
    guard usesColor else { return [] }
    return Highlight.spans(of: text, catalog: session.catalog).map {
      PromptFrame.Span(range: $0.range, style: Palette.style(of: $0.kind))
    }
  }
}

extension PromptFrame {
  fileprivate init(_ edited: EditedText, spans: [Span], promptStyle: String?, columns: Int) {
    self.init(edited, spans: spans, prompts: LineEditor.prompts, promptStyle: promptStyle, columns: columns)
  }
}
