extension Pager {
  private static let enter: Set<Unicode.Scalar> = ["\r", "\n"]
  private static let backspace: Set<Unicode.Scalar> = ["\u{7F}", "\u{8}"]
  private static let cancel: Set<Unicode.Scalar?> = [
    "\u{3}", "\u{7}", Unicode.Scalar(SpecialKey.escape.rawValue),
  ]

  /// A key while what is searched is being typed; nothing typed means what was searched last.
  mutating func takeTyped(_ key: Unicode.Scalar) {
    guard var typed else { return }
    if Self.enter.contains(key) {
      self.typed = nil
      if !typed.isEmpty { sought = typed }
      search(from: top, step: 1)
    } else if Self.cancel.contains(key) || (typed.isEmpty && Self.backspace.contains(key)) {
      self.typed = nil
    } else if Self.backspace.contains(key) {
      typed.removeLast()
      self.typed = typed
    } else if key.value >= 0x20, !(0x7F..<0xA0).contains(key.value) {
      typed.unicodeScalars.append(key)
      self.typed = typed
    }
  }

  /// Goes to the next line that holds what is sought, or to the one before.
  mutating func searchAgain(step: Int) {
    let place = foundLine.flatMap { shown.contains($0) ? $0 + step : nil }
    search(from: place ?? (step > 0 ? shown.lowerBound : shown.upperBound - 1), step: step)
  }

  private mutating func search(from start: Int, step: Int) {
    if sought.isEmpty { return }
    var line = start
    while (0..<text.count).contains(line) {
      let cells = text.cells(of: line)
      if let first = matches(in: cells).first {
        foundLine = line
        move(to: line)
        reveal(cells[..<first.lowerBound].width, to: cells[..<first.upperBound].width)
        return
      }
      line += step
    }
    note = "no \(sought) \(step > 0 ? "below" : "above")"
  }

  /// Goes sideways where the columns of what was found are not shown.
  private mutating func reveal(_ start: Int, to end: Int) {
    if start < left || end > left + size.columns { left = end <= size.columns ? 0 : max(start - size.columns / 2, 0) }
  }

  /// Where what is sought stands among the cells of a line, capital letters or not.
  func matches(in cells: [PagedText.Cell]) -> [Range<Int>] {
    let wanted = sought.map { $0.lowercased() }
    guard !wanted.isEmpty, cells.count >= wanted.count else { return [] }
    let letters = cells.map { $0.character.lowercased() }
    var found: [Range<Int>] = []
    var place = 0
    while place + wanted.count <= letters.count {
      let range = place..<(place + wanted.count)
      if letters[range].elementsEqual(wanted) {
        found.append(range)
        place = range.upperBound
      } else {
        place += 1
      }
    }
    return found
  }
}

extension Collection where Element == PagedText.Cell {
  /// The columns of all cells.
  var width: Int { reduce(0) { $0 + $1.width } }
}
