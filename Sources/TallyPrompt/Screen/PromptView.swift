#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Draws frames over one another on the terminal, from the row on which the first one began.
struct PromptView {
  private var drawn: PromptFrame?
  private var drawnSize: Terminal.Size?
  /// Of the drawn frame: the first row on the screen, where it is taller than the screen.
  private var top = 0
  /// Rows that stand on the screen above the cursor.
  private var rowsAbove = 0
  private var mustClear = false

  /// The next frame begins on the row of the cursor, which is blank.
  mutating func forget() { self = PromptView() }

  /// The terminal was given another size: most wrap what stands on it anew.
  private mutating func reflow(to size: Terminal.Size) {
    defer { drawnSize = size }
    guard let drawn, let drawnSize, size != drawnSize, size.columns > 0 else { return }
    if size.columns != drawnSize.columns {
      let above = drawn.rows[top..<min(top + rowsAbove, drawn.rows.count)]
      rowsAbove =
        above.reduce(0) { $0 + max(1, ($1.width + size.columns - 1) / size.columns) }
        + drawn.cursorColumn / size.columns
    }
    mustClear = true
  }

  /// Draws what changed: nothing, if the frame is the drawn one.
  mutating func draw(_ frame: PromptFrame, size: Terminal.Size) {
    reflow(to: size)
    if frame == drawn, !mustClear { return }
    let height = max(size.rows, 1)
    var first = min(top, max(frame.rows.count - height, 0))
    first = min(first, frame.cursorRow)
    first = max(first, frame.cursorRow - height + 1)
    let shown = frame.rows[first..<min(first + height, frame.rows.count)]
    var out = home
    out += Self.text(of: shown, columns: size.columns)
    let old = drawn.map { min($0.rows.count - top, height) } ?? 0
    if old > shown.count, !mustClear { out += "\r\n\u{1B}[J\u{1B}[A" }
    let below = shown.count - 1 - (frame.cursorRow - first)
    if below > 0 { out += "\u{1B}[\(below)A" }
    out += "\u{1B}[\(frame.cursorColumn + 1)G\u{1B}[?25h\u{1B}[?2026l"
    Terminal.writeAll(out, to: STDOUT_FILENO)
    drawn = frame
    top = first
    rowsAbove = frame.cursorRow - first
    mustClear = false
  }

  /// Draws a frame for the last time, all of it, and leaves the cursor below.
  mutating func finish(_ frame: PromptFrame, size: Terminal.Size) {
    reflow(to: size)
    mustClear = true
    var rows = frame.rows[...]
    // A row that was there for the cursor alone.
    if rows.count > 1, rows.last?.width == 0 { rows.removeLast() }
    let out = home + Self.text(of: rows, columns: size.columns) + "\r\n\u{1B}[?25h\u{1B}[?2026l"
    Terminal.writeAll(out, to: STDOUT_FILENO)
    forget()
  }

  mutating func clearScreen() {
    Terminal.writeAll("\u{1B}[H\u{1B}[2J", to: STDOUT_FILENO)
    forget()
  }

  /// To the frame's first row; the rest of the screen is cleared if it cannot be drawn over.
  private var home: String {
    "\u{1B}[?2026h\u{1B}[?25l\r" + (rowsAbove > 0 ? "\u{1B}[\(rowsAbove)A" : "") + (mustClear ? "\u{1B}[J" : "")
  }

  private static func text(of rows: ArraySlice<PromptFrame.Row>, columns: Int) -> String {
    // After a full row the cursor still stands on its last cell, which must not be erased.
    rows.map { $0.text + ($0.width < columns ? "\u{1B}[K" : "") }.joined(separator: "\r\n")
  }
}
