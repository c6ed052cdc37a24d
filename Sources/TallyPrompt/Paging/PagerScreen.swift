#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Shows a pager on the terminal's other screen until a person leaves it.
struct PagerScreen {
  private var pager: Pager
  /// How the terminal was found.
  private let found: termios
  /// What stands on the screen; nil: nothing that is known.
  private var drawn: [PromptFrame.Row]?

  /// Nil where the terminal cannot be asked for single keys.
  init?(_ text: PagedText, size: Terminal.Size, usesColor: Bool) {
    var found = termios()
    guard tcgetattr(STDIN_FILENO, &found) == 0 else { return nil }
    self.found = found
    pager = Pager(text, size: size, usesColor: usesColor)
  }

  /// Returns when it was left, the terminal as it was found; keys that were typed after that are still to be read.
  mutating func run(_ keys: inout KeyReader) {
    _ = Signals.takeWakes()
    enter()
    defer { leave() }
    while Signals.ending.load(ordering: .relaxed) == 0 {
      if !keys.hasMore { draw() }
      switch keys.next(escapePrefixes: false) {
      case .scalar(let scalar): pager.take(scalar)
      case .special(let key): if let scalar = Unicode.Scalar(key.rawValue) { pager.take(scalar) }
      case .woken(let wakes): wakes.forEach { woken($0) }
      case .ended: return
      }
      switch pager.wish {
      case .leave: return
      case .stop: suspend()
      case .redraw: drawn = nil
      case nil: break
      }
      pager.wish = nil
    }
  }

  private mutating func woken(_ wake: Signals.Wake) {
    switch wake {
    case .resized: drawn = nil
    case .continued:
      setRaw()
      drawn = nil
    case .interrupted, .stopped: pager.wish = .leave
    case .answered, .loaded: break
    }
  }

  private mutating func suspend() {
    leave()
    kill(0, SIGTSTP)
    // Here a person has come back.
    _ = Signals.takeWakes()
    enter()
  }

  // MARK: - The terminal

  private mutating func enter() {
    setRaw()
    Terminal.writeAll("\u{1B}[?1049h", to: STDOUT_FILENO)
    drawn = nil
  }

  private func leave() {
    Terminal.writeAll("\u{1B}[?25h\u{1B}[?1049l", to: STDOUT_FILENO)
    set(found)
  }

  /// Every key comes at once, Control-C and Control-Z as keys too.
  private func setRaw() {
    var raw = found
    raw.c_iflag &= ~tcflag_t(ICRNL | INLCR | IGNCR | IXON)
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
    set(raw)
  }

  /// Keys that wait are not lost.
  private func set(_ mode: termios) {
    var mode = mode
    while tcsetattr(STDIN_FILENO, TCSADRAIN, &mode) < 0, errno == EINTR {}
  }

  private mutating func draw() {
    if let size = Terminal.size(of: STDOUT_FILENO), size != pager.size {
      pager.size = size
      drawn = nil
    }
    let rows = pager.frame
    if rows == drawn { return }
    let text = rows.map { $0.text + ($0.width < pager.size.columns ? "\u{1B}[K" : "") }.joined(separator: "\r\n")
    let cursor = pager.typed == nil ? "" : "\u{1B}[\((rows.last?.width ?? 0) + 1)G\u{1B}[?25h"
    let clearing = drawn == nil ? "\u{1B}[2J" : ""
    Terminal.writeAll("\u{1B}[?2026h\u{1B}[?25l\u{1B}[H\(clearing)\(text)\(cursor)\u{1B}[?2026l", to: STDOUT_FILENO)
    drawn = rows
  }
}
