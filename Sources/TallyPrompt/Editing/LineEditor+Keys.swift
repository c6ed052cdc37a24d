import CLibedit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension LineEditor {
  /// Called by libedit for each key; 1: there is one, 0: there are no more.
  func readKey(into target: UnsafeMutablePointer<wchar_t>?) -> Int32 {
    guard let target, ending == nil else { return 0 }
    if let text = initial {
      initial = nil
      insert(text)
    }
    while ending == nil {
      undo.note(edited)
      if Signals.ending.load(ordering: .relaxed) != 0 {
        woken(.stopped)
        return 0
      }
      if !keys.hasMore { draw() }
      if let work = idleWork, !keys.hasMore {
        idleWork = nil
        work()
        draw()
      }
      let event = keys.next(escapePrefixes: !isVi, timeout: live.endWhatIsSlow())
      if counts(event) { continue }
      if let scalar = scalar(of: event), !types(scalar) {
        makeRoom()
        target.pointee = wchar_t(bitPattern: scalar.value)
        return 1
      }
    }
    return 0
  }

  /// What libedit is given for an event; nil: it was for the prompt alone.
  private func scalar(of event: KeyReader.Event) -> Unicode.Scalar? {
    switch event {
    case .special(.down) where menu != nil: complete(step: 1)
    case .special(.up) where menu != nil: complete(step: -1)
    // What was chosen stands in the statement; to run it is for the next Enter.
    case .scalar("\r") where menu?.selected != nil, .scalar("\n") where menu?.selected != nil: menu = nil
    case .scalar(let scalar) where choosesOffered(scalar): break
    case .scalar(let scalar):
      if scalar != "\t" { menu = nil }
      return scalar
    case .special(.escape): return escape()
    // They go through a long answer alone.
    case .special(.pageUp), .special(.pageDown): break
    case .special(let key):
      if key != .backTab { menu = nil }
      return Unicode.Scalar(key.rawValue)
    case .woken(let wakes):
      for wake in wakes { woken(wake) }
      if wakes.contains(.interrupted) { return "\u{3}" }
    case .ended: ending = .vanished
    }
    return nil
  }

  /// Puts a letter in without libedit, which has more to do for one, and draws it; false for all that may be a command.
  private func types(_ scalar: Unicode.Scalar) -> Bool {
    defer { isInSequence = Self.prefixes.contains(scalar) && !isInSequence }
    if isVi || hasOwnKeys || isInSequence || scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) {
      return false
    }
    if beginsAnother(scalar) { edited = EditedText("") }
    insert(String(scalar))
    return true
  }

  /// A letter right after what was put on the line cannot go on with it; it begins another statement in its place.
  private func beginsAnother(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.properties.isAlphabetic, let standingOffer else { return false }
    return edited.cursor == standingOffer.text.unicodeScalars.count
  }

  /// Begins the keys of two: Escape is sent for Alt.
  private static let prefixes: Set<Unicode.Scalar> = ["\u{1B}", "\u{18}"]

  /// libedit draws unseen, and writes past its rows where a statement does not fit them: it is told of enough.
  private func makeRoom() {
    let needed = edited.scalars.count { $0 == "\n" } + 2 * Int(Double(edited.scalars.count).squareRoot())
    guard needed >= unseenSize else { return }
    unseenSize = 2 * needed + 100
    // Both, for there are versions that take one for the other.
    for name in ["co", "li"] { _ = tally_edit_set_capability(edit, name, String(unseenSize)) }
  }

  /// What was put on the line, while that stands there unchanged.
  var standingOffer: Offer? {
    if let offer, edited.text == offer.text { offer } else { nil }
  }

  /// A digit puts another of the statements that are offered on the line.
  private func choosesOffered(_ digit: Unicode.Scalar) -> Bool {
    guard standingOffer != nil, offer?.choose(digit) == true, let offer else { return false }
    edited = EditedText(offer.text)
    return true
  }

  /// The Escape key by itself: closes the menu, clears what was offered, else it is libedit's.
  private func escape() -> Unicode.Scalar? {
    if let menu {
      if menu.selected != nil { edited = menu.original }
      self.menu = nil
    } else if standingOffer != nil {
      edited = EditedText("")
    } else {
      times = nil
      if isVi { undo.endTyping() }
      return isVi ? Unicode.Scalar(SpecialKey.escape.rawValue) : "\u{1B}"
    }
    return nil
  }

  private func woken(_ wake: Signals.Wake) {
    switch wake {
    case .resized, .interrupted, .answered: break
    // What was typed can be asked now.
    case .loaded:
      liveText = nil
      session.takeComeTables()
      session.keepSnapshots()
    case .continued:
      _ = tally_edit_set_flag(edit, EL_PREP_TERM, 0)
      _ = tally_edit_set_flag(edit, EL_PREP_TERM, 1)
      view.forget()
    case .stopped:
      finish()
      ending = .stopped
    }
  }
}
