extension LineEditor {
  /// More is not meant.
  private static let mostTimes = 1_000

  /// Alt and digits say how often the next key counts; false for an event that is no part of that.
  func counts(_ event: KeyReader.Event) -> Bool {
    guard !isVi, !hasOwnKeys, !isInSequence else { return false }
    var key = [event]
    if case .scalar("\u{1B}") = event {
      // An Escape that stands for Alt comes with what follows it.
      let next = keys.next(escapePrefixes: true)
      if let digit = Self.digit(next) { return add(digit) }
      keys.put(back: next)
      guard times != nil else { return false }
      key.append(keys.next(escapePrefixes: true))
    }
    guard let times else { return false }
    switch event {
    case .woken, .ended: return false
    case .scalar, .special: break
    }
    if let digit = Self.digit(event) { return add(digit) }
    self.times = nil
    let pressed = Self.repeats(event) ? times : 1
    for _ in 0..<pressed {
      for part in key.reversed() { keys.put(back: Self.repeated(part)) }
    }
    return true
  }

  private func add(_ digit: Int) -> Bool {
    times = min((times ?? 0) * 10 + digit, Self.mostTimes)
    return true
  }

  private static func digit(_ event: KeyReader.Event) -> Int? {
    guard case .scalar(let scalar) = event, ("0"..."9").contains(scalar) else { return nil }
    return Int(scalar.value) - 0x30
  }

  /// What ends the statement, asks for more keys or shows something is done once.
  private static func repeats(_ event: KeyReader.Event) -> Bool {
    switch event {
    case .scalar(let scalar):
      !["\u{3}", "\u{7}", "\t", "\n", "\u{C}", "\r", "\u{11}", "\u{12}", "\u{13}", "\u{16}", "\u{18}", "\u{1A}"]
        .contains(scalar)
    case .special(let key): ![.paste, .escape, .refresh, .backTab, .pageUp, .pageDown].contains(key)
    case .woken, .ended: false
    }
  }

  /// Control-D leaves on an empty line, which it must not be for having made it empty.
  private static func repeated(_ event: KeyReader.Event) -> KeyReader.Event {
    if case .scalar("\u{4}") = event { .special(.delete) } else { event }
  }
}
