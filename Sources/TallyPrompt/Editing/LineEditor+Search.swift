import CLibedit

extension LineEditor {
  /// Control-R: typed text is looked for in earlier statements, which stand in a list below. Enter runs the one shown,
  /// Control-G and Control-C go back to what was there, any other key goes on with editing it.
  func search() -> UInt8 {
    let before = edited
    var search = HistorySearch(recall.entries)
    // What is asked of the statement would be seen by nobody.
    _ = live.ask(.nothing, of: "")
    liveText = nil
    while true {
      if !keys.hasMore { drawSearch(search, before: before) }
      let event = keys.next(escapePrefixes: !isVi)
      switch event {
      case .scalar("\u{12}"), .special(.down): search.older()
      case .scalar("\u{13}"), .special(.up): search.newer()
      case .scalar("\u{7F}"), .scalar("\u{8}"): search.erase()
      case .scalar("\u{7}"), .scalar("\u{3}"):
        edited = before
        return UInt8(CC_NORM)
      case .scalar(let scalar) where scalar.value >= 0x20: search.type(String(scalar))
      case .special(.paste): search.type(keys.paste())
      case .woken(let wakes) where !wakes.contains(.stopped) && !wakes.contains(.interrupted): break
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

  /// To the next older (`step` 1) or newer statement that holds what was last looked for.
  func searchAgain(step: Int) {
    guard let sought, !sought.isEmpty else { return }
    var search = HistorySearch(recall.entries)
    search.type(sought)
    let shown = edited.text
    let place = search.matches.firstIndex(of: shown).map { $0 + step } ?? 0
    guard search.matches.indices.contains(place) else { return }
    edited = EditedText(search.matches[place])
  }

  private func take(_ search: HistorySearch, before: EditedText) {
    sought = search.pattern
    guard let found = search.found else { return edited = before }
    edited = EditedText(found, utf8Cursor: search.match?.lowerBound)
  }

  private func drawSearch(_ search: HistorySearch, before: EditedText) {
    let size = size
    let shown = search.found.map { EditedText($0) } ?? before
    var spans = spans(of: highlights(of: shown.text))
    if let match = search.match, usesColor {
      spans = PromptFrame.Span.laying(Palette.match, over: [match], of: spans)
    }
    var frame = PromptFrame(shown, spans: spans, prompts: Self.prompts, promptStyle: promptStyle, columns: size.columns)
    let label = search.isFound ? "search: " : "search, not found: "
    frame.add([(label, usesColor ? Palette.dim : ""), (search.pattern, "")], columns: size.columns, holdsCursor: true)
    let list = PromptList(items: search.matches.map { PromptList.Item($0) }, selected: search.selected)
    frame.add(list, size: size, usesColor: usesColor)
    view.draw(frame, size: size)
  }
}
