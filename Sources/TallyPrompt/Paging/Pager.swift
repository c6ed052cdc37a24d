/// What is shown of an answer that is longer than the screen, and how keys change that.
struct Pager {
  /// What a key asks of the terminal.
  enum Wish {
    case leave
    /// To be stopped, as Control-Z stops other programs.
    case stop
    /// To be drawn afresh.
    case redraw
  }

  let text: PagedText
  let usesColor: Bool
  var size: Terminal.Size {
    didSet { move(to: top) }
  }
  /// The first line that is shown.
  private(set) var top = 0
  /// Columns that are left out at the left.
  var left = 0
  /// What is being typed after `/`.
  var typed: String?
  /// What was searched last.
  var sought = ""
  /// The line in which it was found last.
  var foundLine: Int?
  /// What is said once in place of where this is.
  var note: String?
  var wish: Wish?

  init(_ text: PagedText, size: Terminal.Size, usesColor: Bool) {
    self.text = text
    self.size = size
    self.usesColor = usesColor
  }

  /// The last row says where this is.
  var pageHeight: Int { max(size.rows - 1, 1) }

  var shown: Range<Int> { top..<min(top + pageHeight, text.count) }

  mutating func take(_ key: Unicode.Scalar) {
    note = nil
    if typed != nil { return takeTyped(key) }
    PagerKey.all.first { $0.keys.contains(key) }?.action(&self)
  }

  mutating func move(to line: Int) { top = max(min(line, text.count - pageHeight), 0) }

  mutating func move(by lines: Int) { move(to: top + lines) }

  /// Sideways by halves of the screen, as far as a line that is shown reaches.
  mutating func move(bySides sides: Int) {
    let widest = shown.map { line in text.cells(of: line).width }.max() ?? 0
    let farthest = max(widest - size.columns, min(left, widest), 0)
    left = max(min(left + sides * max(size.columns / 2, 1), farthest), 0)
  }
}
